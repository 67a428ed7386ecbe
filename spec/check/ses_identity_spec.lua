-- SPDX-License-Identifier: MIT
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local NAME = "bounce-us-east-1.acme.example"

-- The audit after CHANGE(identities, records) of a domain with SES in us-east-1 and eu-west-1.
local function audit(change, options)
   local records, identities = ses.healthy { "us-east-1", "eu-west-1" }
   if change then change(identities, records) end
   options = options or {}
   options.identities = identities
   return (support.audit(records, options))
end

-- rule and words, change, code, subject, a pattern of the message
local CASES = {
   { "SES's own word against it", function(ids)
      ids[1].verified, ids[1].dkim_status, ids[1].verification, ids[1].error = false, "SUCCESS", "FAILED",
         "INVALID_VALUE"
   end, "ses-not-verified", "acme.example", "is not verified %(FAILED, INVALID_VALUE%)" },
   { "P15 DKIM set up but switched off", function(ids) ids[1].signing, ids[1].dkim_status = false, "SUCCESS" end,
      "ses-signing-off",
      "acme.example" },
   { "P15 signing off before it is verified", function(ids) ids[1].signing = false end, "ses-signing-disabled",
      "acme.example" },
   { "a replica", function(ids) ids[2].origin, ids[2].tokens = "AWS_SES_US_EAST_1", ids[1].tokens end, "ses-replica",
      "acme.example",
      "in eu%-west%-1 is a replica of the one in us%-east%-1" },
   { "a replica of a replica", function(ids)
      ids[1].origin, ids[2].origin = "AWS_SES_EU_WEST_2", "AWS_SES_US_EAST_1"
   end,
      "ses-replica-of-replica", "acme.example" },
   { "a replica of a key of one's own", function(ids)
      ids[1].origin, ids[2].origin = "EXTERNAL", "AWS_SES_US_EAST_1"
   end,
      "ses-replica-of-byodkim", "acme.example" },
   { "a replica that failed", function(ids) ids[1].error = "REPLICATION_ACCESS_DENIED" end, "ses-replica-failed",
      "acme.example",
      "REPLICATION_ACCESS_DENIED" },
   { "P24 one region's tokens given for another", function(ids) ids[2].tokens = ids[1].tokens end,
      "ses-tokens-repeated", "acme.example" },
   { "P06 MAIL FROM pending", function(ids) ids[1].mail_from_status = "PENDING" end, "ses-mail-from-pending", NAME,
      "The MX is right now" },
   { "P06 MAIL FROM failed", function(ids) ids[1].mail_from_status = "FAILED" end, "ses-mail-from-failed", NAME },
   { "P06 MAIL FROM lost, with a wrong MX", function(ids, records)
      ids[1].mail_from_status = "TEMPORARY_FAILURE"
      records[NAME].MX[1].exchange = "mail.acme.example"
   end, "ses-mail-from-temporary-failure", NAME, "The MX is not right" },
   { "another MAIL FROM name in SES", function(ids) ids[1].saved_mail_from = "old.acme.example" end,
      "ses-mail-from-differs",
      "acme.example", "uses old%.acme%.example" },
   { "P14 an address among the identities", function(ids)
      ids[1].listed = { { name = "acme.example" }, { name = "news@acme.example" }, { name = "x@other.example" } }
   end, "ses-address-mail-from-unknown", "news@acme.example", "bounce%-us%-east%-1%.acme%.example of acme%.example" },
   { "P16 an address that is somebody else's", function(ids) ids[1].listed = { { name = "me@gmail.com" } } end,
      "ses-address-foreign",
      "me@gmail.com", "gmail%.com is not yours" },
   { "P10 an address without its domain", function(ids) ids[1].type, ids[1].tokens = "EMAIL_ADDRESS", nil end,
      "ses-address-only",
      "acme.example" },
   { "sending switched off for the identity", function(ids)
      ids[1].listed = { { name = "acme.example", sending = false } }
   end,
      "ses-identity-paused", "acme.example" },
   { "the sandbox, which refuses and does not mark as spam", function(ids) ids[1].account = { production = false } end,
      "ses-sandbox",
      "acme.example" },
   { "a quota of the sandbox", function(ids) ids[1].account = { quota = { day = 200 } } end, "ses-sandbox-likely",
      "acme.example" },
   { "a review under way", function(ids) ids[1].account = { production = false, review = "PENDING" } end,
      "ses-review-pending",
      "acme.example" },
   { "a review denied", function(ids) ids[1].account = { production = false, review = "DENIED" } end,
      "ses-review-denied", "acme.example" },
   { "production access", function(ids) ids[1].account = { production = true } end, "ses-production", "acme.example" },
   { "sending paused", function(ids) ids[1].account = { sending = false } end, "ses-sending-paused", "acme.example" },
   { "an account shut down", function(ids) ids[1].account = { enforcement = "SHUTDOWN" } end, "ses-account-shutdown",
      "acme.example" },
   { "an account on probation", function(ids) ids[1].account = { enforcement = "PROBATION" } end,
      "ses-account-probation", "acme.example" },
   { "P23 legacy verification", function(_, records)
      records["_amazonses.acme.example"] = { TXT = { "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=" } }
   end, "ses-legacy-verification", "_amazonses.acme.example" },
   { "P23 legacy verification at the apex", function(_, records)
      table.insert(records["acme.example"].TXT, "amazonses:pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=")
   end, "ses-legacy-verification", "acme.example" },
   { "P23 a value made lower-case", function(_, records)
      records["_amazonses.acme.example"] = { TXT = { "pmbgn/7mjnfhtkuz06enqq1peguaokw8lghcfwefchu=" } }
   end, "ses-legacy-lower-case", "_amazonses.acme.example" },
   { "a receiving host of SES", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.eu-west-1.amazonaws.com" } }
      records["inbound-smtp.eu-west-1.amazonaws.com"] = { A = { "192.0.2.7" } }
   end, "ses-receives", "acme.example" },
   { "a receiving host of SES without an address", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.eu-west-1.amazonaws.com" } }
   end, "ses-receives-absent", "acme.example", "has no address" },
   { "a receiving host of a newer region that is there", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.xx-new-1.amazonaws.com" } }
      records["inbound-smtp.xx-new-1.amazonaws.com"] = { A = { "192.0.2.7" } }
   end, "ses-receives", "acme.example" },
   { "a receiving host where SES did not receive, but does now", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.ap-south-2.amazonaws.com" } }
      records["inbound-smtp.ap-south-2.amazonaws.com"] = { A = { "192.0.2.7" } }
   end, "ses-receives", "acme.example" },
   { "a receiving host below the wrong domain", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.eu-west-1.amazonses.com" } }
   end, "ses-receives-wrong-suffix", "acme.example" },
   { "a receiving host of a region that is none", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.eu-west-9.amazonaws.com" } }
   end, "ses-receives-unknown-region", "acme.example" },
   { "a receiving host of a region where SES does not receive", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "inbound-smtp.us-gov-west-1.amazonaws.com" } }
   end, "ses-receives-absent", "acme.example", "us%-gov%-west%-1: inbound%-smtp%.us%-gov%-west%-1%.amazonaws%.com" },
   { "a region that is newer than the table", function(ids, records)
      ids[1].region, ids[1].hosted_zone = "xx-new-1", "dkim.amazonses.com"
      records[NAME].MX[1].exchange = "feedback-smtp.xx-new-1.amazonses.com"
      records["feedback-smtp.xx-new-1.amazonses.com"] = { A = { "192.0.2.8" } }
   end, "ses-region-newer", "acme.example", "table of SES's regions, which is of %d+%-%d+%-%d+" },
   { "a feedback host where mail should arrive", function(_, records)
      records["acme.example"].MX = { { preference = 10, exchange = "feedback-smtp.eu-west-1.amazonses.com" } }
   end, "ses-feedback-at-domain", "acme.example" },
   { "P03 P13 strict SPF", function(_, records)
      records["_dmarc.acme.example"].TXT = { "v=DMARC1; p=none; aspf=s; adkim=s" }
   end,
      "ses-strict-spf", "acme.example" },
   { "aligned, without a policy", function(_, records) records["_dmarc.acme.example"] = nil end, "ses-mail-would-pass",
      "acme.example",
      "by SPF and DKIM" },
   { "nothing that is aligned, without a policy", function(ids, records)
      records["_dmarc.acme.example"] = nil
      ids[1].signing, ids[1].mail_from, ids[1].mail_from_told = false, nil, true
   end, "ses-mail-unaligned", "acme.example" },
   { "records that SES has yet to see", function(ids)
      ids[1].dkim_status, ids[1].mail_from_status = "PENDING", "PENDING"
   end,
      "ses-mail-waits", "acme.example" },
   { "records that SES has yet to see, of which none is right", function(ids, records)
      ids[1].dkim_status, ids[1].mail_from_status = "PENDING", "PENDING"
      records[NAME] = nil
      records[ids[1].tokens[1] .. "._domainkey.acme.example"] = nil
   end, "ses-mail-fails", "acme.example" },
   { "no tokens known", function(ids) ids[1].tokens, ids[1].mail_from, ids[1].mail_from_told = nil, nil, true end,
      "ses-mail-unknown",
      "acme.example", "neither tokens nor a selector" },
}

-- All that a case changes where that is more than its own finding: "+" what is found then, "-" what no longer is, ok or
-- not. Those of the domain itself are told without a subject; @NAME is the MAIL FROM name, @TOKEN the first record.
local BESIDE = {
   ["SES's own word against it"] = {
      "-ses-mail-passes", "-ses-regions-alike", "+ses-not-verified", "+ses-drift-setting",
   },
   ["P16 an address that is somebody else's"] = {
      "-ses-mail-passes", "-ses-regions-alike", "+ses-address-foreign me@gmail.com", "+ses-identity-absent",
      "+ses-drift-setting",
   },
   ["another MAIL FROM name in SES"] = {
      "-ses-mail-passes", "+ses-mail-from-differs", "+ses-mail-passes-at-least", "-ses-regions-alike",
      "+ses-regions-unknown",
   },
   ["P15 DKIM set up but switched off"] = {
      "-ses-mail-passes", "+ses-mail-passes-by-one", "+ses-signing-off",
   },
   ["P15 signing off before it is verified"] = {
      "-ses-mail-passes", "+ses-mail-passes-by-one", "+ses-signing-disabled",
   },
   ["a replica of a replica"] = {
      "+ses-replica", "+ses-replica-of-replica",
   },
   ["a replica of a key of one's own"] = {
      "-easy-dkim-verifies", "-ses-mail-passes", "-ses-regions-alike", "+selector-present @TOKEN",
      "+ses-mail-passes-at-least", "+ses-drift-setting", "+ses-replica-of-byodkim",
   },
   ["P06 MAIL FROM pending"] = {
      "-ses-mail-passes", "-ses-regions-alike", "+ses-mail-passes-by-one", "+ses-drift-setting",
      "+ses-mail-from-pending @NAME",
   },
   ["P06 MAIL FROM failed"] = {
      "-ses-mail-passes", "-ses-regions-alike", "+ses-mail-passes-by-one", "+ses-drift-setting",
      "+ses-mail-from-failed @NAME",
   },
   ["P06 MAIL FROM lost, with a wrong MX"] = {
      "-ses-mail-from-right @NAME", "-ses-mail-passes", "-ses-regions-alike", "+ses-mail-passes-by-one",
      "+ses-drift-setting", "+ses-mail-from-not-ses @NAME", "+ses-mail-from-temporary-failure @NAME",
   },
   ["P10 an address without its domain"] = {
      "-easy-dkim-verifies", "-ses-mail-passes", "+ses-mail-passes-at-least", "+easy-dkim-no-tokens",
      "+ses-address-only", "-ses-regions-alike", "+ses-regions-unknown",
   },
   ["a review under way"] = {
      "+ses-review-pending", "+ses-sandbox",
   },
   ["a review denied"] = {
      "+ses-review-denied", "+ses-sandbox",
   },
   ["a receiving host of SES without an address"] = {
      "-mx-ok", "+ses-receives-absent", "+mx-dangling",
   },
   ["a receiving host of a region where SES does not receive"] = {
      "-mx-ok", "+ses-receives-absent", "+mx-dangling",
   },
   ["a receiving host below the wrong domain"] = {
      "-mx-ok", "+mx-dangling", "+ses-receives-wrong-suffix",
   },
   ["a receiving host of a region that is none"] = {
      "-mx-ok", "+mx-dangling", "+ses-receives-unknown-region",
   },
   ["P03 P13 strict SPF"] = {
      "-dmarc-enforced", "-dmarc-lists", "-dmarc-spf-first", "-ses-mail-passes", "-ses-mail-passes",
      "+dmarc-monitoring", "+dmarc-no-reports _dmarc.acme.example", "+ses-mail-passes-by-one",
      "+ses-mail-passes-by-one", "+ses-strict-spf", "+ses-strict-spf",
   },
   ["aligned, without a policy"] = {
      "-dmarc-enforced", "-dmarc-lists", "-dmarc-present _dmarc.acme.example", "-dmarc-spf-first", "-ses-mail-passes",
      "-ses-mail-passes", "+dmarc-missing", "+ses-mail-would-pass", "+ses-mail-would-pass",
   },
   ["nothing that is aligned, without a policy"] = {
      "-dmarc-enforced", "-dmarc-lists", "-dmarc-present _dmarc.acme.example", "-dmarc-spf-first",
      "-ses-regions-alike", "-ses-mail-passes", "-ses-mail-passes", "+ses-mail-from-found @NAME",
      "+ses-mail-would-pass", "+dmarc-missing", "+ses-mail-from-not-active", "+ses-mail-unaligned",
      "+ses-signing-disabled", "+ses-drift-setting", "+ses-drift-setting",
   },
   ["records that SES has yet to see"] = {
      "-ses-mail-passes", "-ses-regions-alike", "+easy-dkim-pending-wait", "+ses-mail-from-pending @NAME",
      "+ses-mail-waits", "+ses-drift-setting", "+ses-drift-setting",
   },
   ["records that SES has yet to see, of which none is right"] = {
      "-easy-dkim-verifies", "-ses-mail-from-right @NAME", "-ses-mail-passes", "-ses-regions-alike",
      "+easy-dkim-missing @TOKEN", "+easy-dkim-pending-mend", "+easy-dkim-verdict", "+ses-mail-fails",
      "+ses-mail-from-mx-missing @NAME", "+ses-mail-from-pending @NAME", "+ses-mail-from-spf-missing @NAME",
      "+ses-drift-setting", "+ses-drift-setting", "+ses-drift-setting",
   },
   ["no tokens known"] = {
      "-easy-dkim-verifies", "-ses-mail-passes", "-ses-regions-alike", "+ses-mail-from-found @NAME",
      "+easy-dkim-no-tokens", "+ses-mail-from-not-active", "+ses-mail-unknown", "+ses-drift-setting",
      "+ses-drift-setting",
   },
}

local TOKEN = ses.token(1, 1) .. "._domainkey.acme.example"

-- What CASE is to change, as support.difference has it.
local function expected_of(case)
   local list = {}
   for i, text in ipairs(BESIDE[case[1]] or { ("+%s %s"):format(case[3], case[4]) }) do
      local whole = text:find(" ", 1, true) and text or text .. " acme.example"
      list[i] = whole:gsub("@%u+", { ["@NAME"] = NAME, ["@TOKEN"] = TOKEN })
   end
   table.sort(list)
   return list
end

describe("checks of SES identities and accounts", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local result = audit(case[2])
         assert.same(expected_of(case), support.difference(audit(), result))
         local item = support.find(result, case[3])
         assert.is_truthy(item)
         assert.equal(case[4], item.subject)
         if case[5] then assert.matches(case[5], item.message) end
      end)
   end

   it("have a case for all that is told beside", function()
      local titles = {}
      for _, case in ipairs(CASES) do titles[case[1]] = true end
      for title in pairs(BESIDE) do assert.is_true(titles[title], title) end
   end)

   it("say nothing of any of this where all is right", function() assert.same({}, ses.found(audit())) end)

   it("P14 P10 know address identities of the expectations", function()
      local function found(code, entry, drop)
         local expect = assert(require("sesame.expect").check("test", { identities = { entry } }))
         return support.find(audit(function(ids) if drop then ids[1] = nil end end,
            { expect = expect, today = "2026-01-01" }), code)
      end
      local news = { address = "News@acme.example", region = "us-east-1" }
      assert.equal("news@acme.example", found("ses-address-mail-from-unknown", news).subject)
      assert.is_truthy(found("ses-address-only", { address = "news@acme.example", region = "ap-south-1" }))
      assert.is_truthy(found("ses-address-foreign", { address = "me@yahoo.com", region = "us-east-1" }))
   end)

   describe("of addresses beside their domain", function()
      local address = { region = "us-east-1", type = "EMAIL_ADDRESS", saved = true, mail_from_told = true,
         verified = true, dkim_status = "SUCCESS", signing = true }

      local function with(own, change)
         return audit(function(ids)
            address.tokens = ids[1].tokens
            ids[3] = require("sesame.base.copy").with(address, own)
            if change then change(ids) end
         end)
      end

      it("tell the MAIL FROM that such mail lacks, by the address that the list names", function()
         local result = with({}, function(ids)
            ids[1].listed = { { name = "acme.example" }, { name = "news@acme.example" } }
         end)
         local item = support.find(result, "ses-address-mail-from-default")
         assert.equal("news@acme.example", item.subject)
         assert.matches("%-%-email%-identity 'news@acme.example' %-%-region us%-east%-1 %-%-mail%-from%-domain "
            .. NAME:gsub("%p", "%%%0"), item.command)
         assert.is_nil(support.find(result, "ses-mail-from-default"))
         assert.is_nil(support.find(result, "easy-dkim-json-foreign"))
      end)

      it("are named by words where the list has several", function()
         local result = with({}, function(ids)
            ids[1].listed = { { name = "a@acme.example" }, { name = "b@acme.example" } }
         end)
         assert.equal("ADDRESS@acme.example", support.find(result, "ses-address-mail-from-default").subject)
      end)

      it("stand beside the domain's rows, each with its own MAIL FROM and DKIM", function()
         local model = with({}).models.ses
         assert.equal(2, #model.regions)
         assert.equal(1, #model.addresses)
         local own = model.addresses[1]
         assert.same({ "ADDRESS@acme.example", "easy", "default", false, true },
            { own.name, own.dkim.kind, own.mail_from.kind, own.now.spf.aligned, own.now.dkim.aligned })
      end)

      it("have the MAIL FROM name of their own looked at", function()
         local result = with { mail_from = "news.acme.example", saved_mail_from = "news.acme.example" }
         local item = support.find(result, "ses-mail-from-mx-missing")
         assert.equal("news.acme.example", item.subject)
         assert.is_nil(support.find(result, "ses-address-mail-from-default"))
      end)

      it("lose no MAIL FROM name where the domain has none", function()
         local result = audit(function(ids, records)
            ids[1].listed = { { name = "acme.example" }, { name = "news@acme.example" } }
            ids[1].mail_from, records[NAME] = nil, nil
         end)
         assert.equal("news@acme.example", support.find(result, "ses-identity-overrides").subject)
      end)

      it("are the region's own where the domain has no identity there", function()
         local result = audit(function(ids) ids[1].type, ids[1].tokens = "EMAIL_ADDRESS", nil end)
         assert.equal(0, #result.models.ses.addresses)
      end)
   end)

   describe("of two accounts in one region", function()
      local function both(first, second)
         return audit(function(ids)
            local tokens = { ("a"):rep(32), ("b"):rep(32), ("c"):rep(32) }
            ids[1].file = first
            ids[3] = { region = "us-east-1", tokens = tokens, file = second, saved = true, verified = false,
               dkim_status = "PENDING", mail_from = ids[1].mail_from }
         end)
      end

      it("say which one they speak of, by its file", function()
         local result = both("saved/prod.json", "saved/dev.json")
         local item = support.find(result, "easy-dkim-missing")
         assert.equal("dev.json", item.account)
         assert.matches("^dev%.json: The Easy DKIM record aaaa", item.message)
         assert.matches("^dev%.json: ", support.find(result, "ses-identity-refused").message)
      end)

      it("tell files of one name apart by their folders", function()
         assert.equal("dev/identity.json", support.find(both("prod/identity.json", "dev/identity.json"),
            "easy-dkim-missing").account)
      end)

      it("count those that no file names", function()
         assert.equal("account 2", support.find(both(nil, nil), "easy-dkim-missing").account)
      end)
   end)

   it("call a receiving host right only where its address was learnt", function()
      local HOST = "inbound-smtp.eu-west-1.amazonaws.com"
      local function said(addresses)
         return audit(function(_, records)
            records["acme.example"].MX = { { preference = 10, exchange = HOST } }
            records[HOST] = addresses
         end)
      end
      assert.is_truthy(support.find(said { A = { "192.0.2.7" } }, "ses-receives"))
      assert.is_truthy(support.find(said { TXT = { "x" } }, "ses-receives-absent"))
      local open = said { A = "timeout", AAAA = "timeout" }
      assert.is_nil(support.find(open, "ses-receives"))
      assert.is_nil(support.find(open, "ses-receives-absent"))
      assert.is_truthy(support.find(open, "mx-host-unknown"))
   end)

   it("speak of an account once for each region", function()
      local result = audit(function(ids)
         ids[3] = { region = "us-east-1", tokens = ids[1].tokens, account = { sending = false } }
         ids[1].account = { sending = false }
      end)
      local count = 0
      for _, item in ipairs(result.findings) do
         if item.code == "ses-sending-paused" then count = count + 1 end
      end
      assert.equal(1, count)
   end)
end)
