-- SPDX-License-Identifier: MIT
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local NAME = "bounce-us-east-1.acme.example"

-- The region's model after CHANGE(records, identity), for mail from acme.example.
local function region(change, dmarc, options)
   local records, identities = ses.healthy({ options and options.region or "us-east-1" }, dmarc)
   if change then change(records, identities[1]) end
   local result = support.audit(records, { identities = identities })
   return result.models.ses.regions[1], result
end

local function break_dkim(records, identity)
   records[identity.tokens[1] .. "._domainkey.acme.example"] = nil
end

local function break_spf(records) records[NAME].TXT = { "v=spf1 -all" } end
local function break_mx(records) records[NAME].MX = { { preference = 10, exchange = "mail.acme.example" } } end

-- rule and words, change, DMARC record or nil, then what the stream in use is: MAIL FROM, SPF domain, SPF result, SPF
-- aligned, DKIM aligned, DMARC, what it rests on
local STREAMS = {
   { "P03 P05 P07 all right", nil, nil, "custom", NAME, "pass", true, true, "pass", "both" },
   { "P01 no custom MAIL FROM", function(_, identity) identity.mail_from, identity.mail_from_told = nil, true end, nil,
      "default", "amazonses.com", "pass", false, true, "pass", "dkim" },
   { "a MAIL FROM name that nobody told, and none found", function(records, identity)
      records[NAME], identity.mail_from = nil, nil
   end, nil, "default", "amazonses.com", "unknown", nil, true, "pass", "unknown" },
   { "the same, and DKIM broken: not known to fail", function(records, identity)
      records[NAME], identity.mail_from = nil, nil
      break_dkim(records, identity)
   end, nil, "default", "amazonses.com", "unknown", nil, false, "unknown", "unknown" },
   { "P06 a wrong MX: fallback", break_mx, nil, "default", "amazonses.com", "pass", false, true, "pass", "dkim" },
   { "P06 a status of FAILED: fallback, though the MX is right",
      function(_, identity) identity.mail_from_status = "FAILED" end, nil,
      "default", "amazonses.com", "pass", false, true, "pass", "dkim" },
   { "another MAIL FROM name in use than told: what stands at the one told decides nothing", function(records, identity)
      identity.saved_mail_from, identity.mail_from_status = "old.acme.example", "SUCCESS"
      break_mx(records)
   end, nil, "custom", "old.acme.example", "unknown", nil, true, "pass", "unknown" },
   { "the same, where SES says that it fails", function(_, identity)
      identity.saved_mail_from, identity.mail_from_status = "old.acme.example", "FAILED"
   end, nil, "default", "amazonses.com", "pass", false, true, "pass", "dkim" },
   { "the same name in another case is no other", function(_, identity)
      identity.saved_mail_from = "Bounce-US-East-1.acme.example."
   end, nil, "custom", NAME, "pass", true, true, "pass", "both" },
   { "P06 a status of PENDING: fallback", function(_, identity) identity.mail_from_status = "PENDING" end, nil,
      "default", "amazonses.com", "pass", false, true, "pass", "dkim" },
   { "P05 SPF that fails", break_spf, nil, "custom", NAME, "fail", false, true, "pass", "dkim" },
   { "P07 DKIM that fails", break_dkim, nil, "custom", NAME, "pass", true, false, "pass", "spf" },
   { "P01 P07 both broken", function(...) break_mx(...) break_dkim(...) end, nil, "default", "amazonses.com", "pass",
      false, false,
      "fail", "none" },
   { "P15 signing switched off", function(_, identity) identity.signing, identity.dkim_status = false, "SUCCESS" end,
      nil,
      "custom", NAME, "pass", true, false, "pass", "spf" },
   { "DKIM that SES has not verified yet", function(_, identity) identity.dkim_status = "PENDING" end, nil,
      "custom", NAME, "pass", true, false, "pass", "spf" },
   { "P03 P13 strict both ways: DKIM alone", nil, "v=DMARC1; p=reject; adkim=s; aspf=s", "custom", NAME, "pass", false,
      true, "pass",
      "dkim" },
   { "no policy", function(records) records["_dmarc.acme.example"] = nil end, nil, "custom", NAME, "pass", true, true,
      "none", "both" },
   { "two SPF records", function(records) records[NAME].TXT = { ses.GOOD, ses.GOOD .. " " } end, nil, "custom", NAME,
      "permerror", false,
      true, "pass", "dkim" },
   { "an SPF record that could not be learnt", function(records) records[NAME].TXT = "servfail" end, nil, "custom",
      NAME, "unknown", nil,
      true, "pass", "unknown" },
   { "an MX that could not be learnt", function(records) records[NAME].MX = "servfail" end, nil, "custom", NAME, "pass",
      nil, true, "pass",
      "unknown" },
   { "an MX that could not be learnt, and SES says it is in order", function(records, identity)
      records[NAME].MX, identity.mail_from_status = "servfail", "SUCCESS" end, nil, "custom", NAME, "pass", true, true,
      "pass", "both" },
   { "a policy that could not be learnt", function(records) records["_dmarc.acme.example"] = { TXT = "servfail" } end,
      nil, "custom", NAME,
      "pass", nil, true, "unknown", "unknown" },
}

describe("model.ses", function()
   for _, case in ipairs(STREAMS) do
      it(case[1], function()
         local own = region(case[2], case[3])
         local now = own.now
         assert.same({ table.unpack(case, 4, 10) }, {
            now.mail_from, now.spf.domain, now.spf.result, now.spf.aligned, now.dkim.aligned, now.dmarc, now.rests_on,
         })
      end)
   end

   it("says what is left when one of them breaks", function()
      local now = region().now
      assert.same({ "pass", "pass" }, { now.without_spf, now.without_dkim })
      now = region(break_mx).now
      assert.same({ "pass", "fail" }, { now.without_spf, now.without_dkim })
   end)

   it("keeps both streams, with the custom MAIL FROM and with SES's own, the one in use first", function()
      local own = region(break_mx, nil, { region = "us-east-1" })
      assert.same({ "default", true, "custom", false }, {
         own.streams[1].mail_from, own.streams[1].used, own.streams[2].mail_from, own.streams[2].used,
      })
      assert.is_true(own.streams[2].spf.aligned)
   end)

   it("P01 knows SES's own MAIL FROM of every region", function()
      local domain = require("sesame.ses.streams").default_domain
      assert.equal("amazonses.com", domain "us-east-1")
      assert.equal("eu-west-1.amazonses.com", domain "eu-west-1")
   end)

   it("P06 says that mail is refused where SES is told to reject", function()
      local own, result = region(function(records, identity)
         break_mx(records)
         identity.on_mx_failure = "REJECT_MESSAGE"
      end)
      assert.is_true(own.now.refused)
      assert.is_truthy(support.find(result, "ses-mail-refused"))
   end)

   it("P08 P14 lets the nearest identity above speak for a name below it", function()
      local records = ses.healthy { "us-east-1" }
      records["app.acme.example"] = { MX = { { preference = 0, exchange = "." } }, TXT = { "v=spf1 -all" } }
      local expected = { identities = { { domain = "acme.example", region = "us-east-1", mail_from = NAME,
         tokens = { ses.token(1, 1), ses.token(1, 2), ses.token(1, 3) } } } }
      local function audit(dmarc, domain)
         records["_dmarc.acme.example"] = { TXT = { dmarc } }
         local expect = assert(require("sesame.expect").check("test", expected))
         return (support.audit(records, { expect = expect, domain = domain or "app.acme.example",
            today = "2026-01-01" }))
      end
      local result = audit "v=DMARC1; p=reject"
      local own = result.models.ses.regions[1]
      assert.same({ "acme.example", true, "both" }, { own.domain, own.inherited, own.now.rests_on })
      result = audit "v=DMARC1; p=reject; adkim=s"
      assert.equal("acme.example", support.find(result, "ses-strict-dkim").fields.signer)
      assert.equal("spf", result.models.ses.regions[1].now.rests_on)
      table.insert(expected.identities, { domain = "app.acme.example", region = "us-east-1" })
      result = audit "v=DMARC1; p=reject"
      assert.equal("app.acme.example", result.models.ses.regions[1].domain)
      assert.is_truthy(support.find(audit("v=DMARC1; p=reject", "acme.example"), "ses-identity-below"))
   end)

   it("takes the verification from SES's word, else from the DKIM records", function()
      assert.same({ true, "dns" }, { region().verified, region().verified_by })
      assert.is_false(region(break_dkim).verified)
      assert.same({ false, "json" }, { region(function(_, identity) identity.verified = false end).verified, "json" })
      assert.is_nil(region(function(_, identity) identity.tokens = nil end).verified)
   end)

   it("P19 P20 knows a key of one's own", function()
      local function own(selector, key)
         return region(function(records, identity)
            identity.tokens, identity.origin, identity.selector = nil, "EXTERNAL", selector
            records[selector .. "._domainkey.acme.example"] = key and { TXT = { key } }
         end)
      end
      local good, result = own("resend", ses.key())
      assert.same({ "byodkim", "verifies", "both" }, { good.dkim.kind, good.dkim.verdict, good.now.rests_on })
      assert.is_truthy(support.find(result, "ses-byodkim-right"))
      assert.is_truthy(support.find(select(2, own("resend", nil)), "ses-byodkim-fails"))
      assert.is_truthy(support.find(select(2, own("a.b", ses.key())), "ses-byodkim-selector"))
      local ed25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
      assert.matches("RSA only", support.find(select(2, own("ed", ed25519)), "ses-byodkim-refused").fields.reason)
   end)

   it("is empty where nothing says that SES is used", function()
      local result, facts = support.audit(support.zone())
      assert.is_false(result.models.ses.used)
      assert.same({}, result.models.ses.regions)
      for _, question in ipairs(facts.asked) do assert.is_nil(question:find("_amazonses", 1, true)) end
   end)

   it("gives every mixture of states exactly one verdict, and none that its own columns contradict", function()
      local STATUS = { "SUCCESS", "PENDING", "FAILED", "TEMPORARY_FAILURE", false }
      local CHANGES = { function() end, break_dkim, break_spf, break_mx, function(records) records[NAME] = nil end,
         function(records) records[NAME].MX = "servfail" end, function(records) records[NAME].TXT = "timeout" end }
      local count = 0
      for i, dkim in ipairs(STATUS) do
         for j, mail_from in ipairs(STATUS) do
            for k, change in ipairs(CHANGES) do
               local own, result = region(function(records, identity)
                  identity.dkim_status, identity.mail_from_status = dkim or nil, mail_from or nil
                  identity.on_mx_failure = (i + j + k) % 3 == 0 and "REJECT_MESSAGE" or nil
                  if (i + j + k) % 5 == 0 then identity.signing = false end
                  change(records, identity)
               end, k % 2 == 0 and "v=DMARC1; p=reject; aspf=s" or nil)
               local verdicts = 0
               for _, item in ipairs(result.findings) do
                  assert.not_equal("internal-error", item.code)
                  if item.code:find("^ses%-mail%-%l+") and not item.code:find("^ses%-mail%-from") then
                     verdicts = verdicts + 1
                  end
               end
               -- what passes as far as is known is not called right
               assert.is_true(verdicts == 1 or verdicts == 0 and own.now.dmarc == "pass" and #own.open > 0)
               local now = own.now
               assert.equal(now.spf.aligned == true or now.dkim.aligned == true, now.dmarc == "pass")
               assert.equal(now.rests_on == "both", now.without_spf == "pass" and now.without_dkim == "pass")
               if now.refused then assert.equal("REJECT_MESSAGE", own.mail_from.on_failure) end
               count = count + 1
            end
         end
      end
      assert.equal(175, count)
   end)
end)
