-- SPDX-License-Identifier: MIT
-- What is said of a message that was sent, and the audit of its domains.
local message = require "sesame.mail"
local model = require "sesame.model.mail"
local recipe = assert(require("sesame.script").load("scripts/return-path.lua"))
local support = require "spec.support.facts"

local KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCYtb/9Sh8nGKV7exhUFS+cBNXlHgO1CxD9zIfQd5ztlq1LO7g38dfmFpQafh9lKgqP"
   .. "BTolFhZxhF1yUNThpV673NdAtaCVGNyx/fTYtvyyFe9DH2tmm/ijLlygDRboSkIJ4NHZjK++48hkNP8/htqWHS+CvwWT4Qgs0NtB7Re9bQIDAQAB"

local PARTS = {
   path = "Return-Path: <0102@bounce.acme.example>",
   received = "Received: from a6-141.smtp-out.eu-west-1.amazonses.com (x [54.240.6.141]) by mx.example",
   signature = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=acme.example; s=s1; h=From; bh=eA==; b=eA==",
   second = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=amazonses.com; s=s2; h=From; bh=eA==; b=eA==",
   from = "From: orders@acme.example", feedback = "Feedback-ID: ::1.eu-west-1.abc=:AmazonSES",
}
local ORDER = { "path", "received", "results", "signature", "second", "from", "more", "feedback" }

local function header(changes)
   local lines = {}
   for _, name in ipairs(ORDER) do
      local part = changes[name]
      if part == nil then part = PARTS[name] end
      if part then lines[#lines + 1] = part end
   end
   return table.concat(lines, "\n") .. "\n"
end

local function zone(changes)
   local records = support.zone {
      ["bounce.acme.example"] = {
         MX = { { preference = 10, exchange = "feedback-smtp.eu-west-1.amazonses.com" } },
         TXT = { "v=spf1 include:amazonses.com ~all" },
      },
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:54.240.0.0/18 -all" } },
      ["feedback-smtp.eu-west-1.amazonses.com"] = { A = { "192.0.2.9" } },
      ["s1._domainkey.acme.example"] = { TXT = { KEY } },
   }
   for name, node in pairs(changes or {}) do records[name] = node or nil end
   return records
end

-- The audit that the recipe makes of acme.example for the message with CHANGES.
local function audit(changes, records, domain, identities)
   local read = model.read(assert(message.parse(header(changes))), 1000)
   local made = support.audit(zone(records), { domain = domain, identities = identities,
      script = require("sesame.script.runner").of(recipe, { read = read }) })
   return made, made.models.message or read
end

local function codes(made)
   local list = {}
   for _, item in ipairs(made.findings) do
      if item.code:find("^message") then list[#list + 1] = item.code:gsub("^message%-", "") end
   end
   table.sort(list)
   return table.concat(list, " ")
end

local RIGHT = "dmarc-pass mail-from-custom region signature"

local CASES = {
   { "a right one", {}, RIGHT },
   { "N14 the default MAIL FROM", { path = "Return-Path: <0102@eu-west-1.amazonses.com>" },
      "dmarc-pass mail-from-default region signature" },
   { "N15 signed by amazonses.com only", { signature = false },
      "dmarc-pass mail-from-custom region signed-by-ses-only" },
   { "N14 N15 both: nothing aligns", { path = "Return-Path: <0102@eu-west-1.amazonses.com>", signature = false },
      "dmarc-fail mail-from-default region signed-by-ses-only" },
   { "P09 SES's second signature alone changes nothing", { second = false }, RIGHT },
   { "no signature at all", { signature = false, second = false }, "dmarc-pass mail-from-custom region unsigned" },
   { "a bounce", { path = "Return-Path: <>", signature = false },
      "bounce-dmarc region ses-bounce" },
   { "a bounce of somebody else", { path = "Return-Path: <>", received = false, feedback = false, signature = false },
      "dmarc-fail not-ses return-path-null signed-by-ses-only" },
   { "an empty Return-Path, but the domain signed", { path = "Return-Path: <>" },
      "dmarc-pass region return-path-null signature" },
   { "an empty Return-Path and no signature", { path = "Return-Path: <>", signature = false, second = false },
      "dmarc-fail region return-path-null unsigned" },
   { "no Return-Path", { path = false }, "dmarc-pass region return-path-missing signature" },
   { "several Return-Path", { path = PARTS.path .. "\nReturn-Path: <x@evil.example>" },
      "dmarc-pass mail-from-custom region return-path-several signature" },
   { "no message of SES", { received = false, feedback = false }, "dmarc-pass mail-from-custom not-ses signature" },
   { "regions that differ", { feedback = "Feedback-ID: 1.us-east-1.abc=:AmazonSES" },
      "dmarc-pass mail-from-region region region-conflict signature" },
   { "a host of another region, by Feedback-ID no fault", {
      received = "Received: from a1-2.smtp-out.us-west-2.amazonses.com (x [54.240.1.2]) by mx.example" },
      "dmarc-pass mail-from-custom region region-conflict signature" },
   { "the region of the host alone", { feedback = false }, "dmarc-pass mail-from-custom region-of-host signature" },
   { "two Feedback-ID of two regions", { feedback = PARTS.feedback .. "\nFeedback-ID: 1.us-east-1.abc=:AmazonSES" },
      "dmarc-pass mail-from-custom region-conflict signature" },
   { "a region newer than the table", { feedback = "Feedback-ID: 1.xx-new-1.abc=:AmazonSES", received = false },
      "dmarc-pass mail-from-region region signature" },
   { "a region nobody knows", { feedback = "Feedback-ID: 1.mars-1.abc=:AmazonSES", received = false },
      "dmarc-pass mail-from-custom region-unclear signature" },
   { "the MX of another region", { feedback = "Feedback-ID: 1.us-east-1.abc=:AmazonSES", received = false },
      "dmarc-pass mail-from-region region signature" },
   { "M20 two authors", { from = "From: a@acme.example, b@other.example" },
      "author-unclear mail-from-custom region signature" },
   { "M20 two From fields", { from = "From: a@acme.example\nFrom: b@acme.example" },
      "author-unclear mail-from-custom region signature" },
   { "K01 a signature with SHA-1", { signature = PARTS.signature:gsub("sha256", "sha1") },
      "dmarc-pass mail-from-custom region signature-invalid" },
   { "K03 From is not signed", { signature = PARTS.signature:gsub("h=From", "h=To") },
      "dmarc-pass mail-from-custom region signature-invalid" },
   { "K05 K07 notes", { signature = PARTS.signature .. "; l=5; x=10" },
      "dmarc-pass mail-from-custom region signature signature-noted" },
   { "K08 the key is gone", { signature = PARTS.signature:gsub("s=s1", "s=s9") },
      "dmarc-pass key-gone mail-from-custom region" },
   { "K10 DKIM2 is listed, not counted", { signature = PARTS.signature:gsub("DKIM%-", "DKIM2-") },
      "dkim2 dmarc-pass mail-from-custom region signed-by-ses-only" },
   { "Q07 ARC is listed, not counted", { more = "ARC-Seal: i=1; a=rsa-sha256; cv=none" }, "arc " .. RIGHT },
   { "a foreign signature", { signature = PARTS.signature:gsub("d=acme", "d=other"):gsub("s=s1", "s=o1") },
      "dmarc-pass mail-from-custom region signature-unaligned" },
   { "the receiver saw the signature fail",
      { results = "Authentication-Results: mx.example; dkim=fail header.d=acme.example header.s=s1" },
      "dmarc-pass mail-from-custom region signature-failed" },
   { "the receiver saw SPF fail",
      { results = "Authentication-Results: mx.example; spf=fail smtp.mailfrom=0102@bounce.acme.example" },
      "dmarc-pass mail-from-custom region signature spf-changed" },
   { "lines that are no field", { more = "what is this" },
      "dmarc-pass header-faulty mail-from-custom region signature" },
}

describe("of a message", function()
   for _, case in ipairs(CASES) do
      it(case[1] .. " is told", function()
         assert.equal(case[3], codes((audit(case[2], { ["o1._domainkey.other.example"] = { TXT = { KEY } } }))))
      end)
   end

   it("unknown stays unknown: a key, an MX, a policy that cannot be learnt", function()
      local records = { ["s1._domainkey.acme.example"] = { TXT = "servfail" } }
      assert.equal("dmarc-pass key-unknown mail-from-custom region", codes((audit({}, records))))
      records["bounce.acme.example"] = { MX = "timeout", TXT = "timeout" }
      assert.matches("key%-unknown mail%-from%-unknown", codes((audit({}, records))))
      assert.matches("dmarc%-unknown",
         codes((audit({ path = false }, { ["_dmarc.acme.example"] = { TXT = "servfail" } }))))
   end)

   describe("from an address that is an identity of its own", function()
      local PATH = "Return-Path: <0102@eu-west-1.amazonses.com>"
      local listed = { { name = "acme.example" }, { name = "orders@acme.example" } }

      local function told(changes, list, region)
         return (audit(changes, nil, nil, { { region = region or "eu-west-1", listed = list,
            mail_from = "bounce.acme.example" } }))
      end

      it("says that its own MAIL FROM counts, with the mend", function()
         local made = told({ path = PATH }, listed)
         local item = support.find(made, "message-address-identity")
         assert.matches("the identity orders@acme%.example of its own in eu%-west%-1", item.message)
         assert.matches("%-%-email%-identity 'orders@acme%.example'.*%-%-mail%-from%-domain bounce%.acme%.example",
            item.command)
         assert.is_nil(support.find(made, "message-mail-from-default"))
      end)

      it("says nothing of it where the address, or the region, is another", function()
         assert.matches("mail%-from%-default", codes(told({ path = PATH }, { { name = "a@acme.example" } })))
         assert.matches("mail%-from%-default", codes(told({ path = PATH }, listed, "us-east-1")))
      end)

      it("says nothing of it where the domain's MAIL FROM served the message", function()
         assert.not_matches("address%-identity", codes(told({}, listed)))
      end)
   end)

   it("without a policy says that DMARC does not apply", function()
      assert.matches("dmarc%-none", codes((audit({}, { ["_dmarc.acme.example"] = false }))))
   end)

   it("believes the topmost receiver only", function()
      local forged = "Authentication-Results: mx.example; dkim=fail header.d=acme.example"
      local _, read = audit {
         results = "Authentication-Results: mine.example; spf=pass smtp.mailfrom=bounce.acme.example\n" .. forged }
      assert.same({ true, false }, { read.results[1].counted, read.results[2].counted })
      assert.equal("pass", read.signatures[1].result)
      _, read = audit { path = forged:gsub("mx.example", "mine.example"), results = forged }
      assert.same({ true, false }, { read.results[1].counted, read.results[2].counted })
   end)

   it("takes the envelope from the receiver's results where there is no Return-Path", function()
      local made, read = audit { path = false, results = "Authentication-Results: mx.example; spf=pass "
         .. "smtp.mailfrom=0102@bounce.acme.example" }
      assert.same({ "custom", "Authentication-Results" }, { read.envelope, read.return_path.from })
      assert.equal(RIGHT, codes(made))
   end)

   it("names its domains, and audits each with what the message tells of it", function()
      local signed = PARTS.signature:gsub("d=acme.example", "d=mail.other.example")
      local _, read = audit { signature = PARTS.signature .. "\n" .. signed }
      assert.same({ "acme.example", "mail.other.example" }, model.domains(read))
      local made = audit {}
      assert.equal("bounce.acme.example", made.models.mail_from[1].name)
      assert.same({ "eu-west-1" }, made.models.mail_from[1].regions)
      assert.equal("s1", made.models.selectors[1].selector)
      assert.is_truthy(support.find(made, "ses-mail-from-right"))
      made = audit({ signature = signed }, { ["other.example"] = { TXT = { "x" } } }, "other.example")
      assert.equal("", codes(made))
   end)

   it("names no more domains than can be audited in reason", function()
      local many = {}
      for i = 1, 90 do many[i] = ("a@d%d.example"):format(i) end
      local read = model.read(assert(message.parse(header { from = "From: " .. table.concat(many, ", ") })), 1000)
      assert.equal(90, #read.from.domains)
      assert.equal(model.DOMAINS_MAX, #model.domains(read))
   end)

   it("shows hostile bytes escaped", function()
      local made = audit { feedback = "Feedback-ID: ::1.eu-west-1.abc=:AmazonSES\nX-SES-Outgoing: \27[31m",
         path = "Return-Path: <\27[2J@x>" }
      local shown = require("sesame.report.audit_text").audit(made, {})
      assert.is_nil(shown:find("[^\n\32-\126]"))
      assert.is_string(require("sesame.report.audit_json").line(made))
   end)
end)

describe("a signature that fails beside SES's own", function()
   local BOTH = "Authentication-Results: mx.example; dkim=fail%s header.d=acme.example header.s=s1; "
      .. "dkim=pass header.d=amazonses.com header.s=s2"
   local SES = "2gwg2y3kokkkj5a55z2ilkup5wp5hhxx.dkim.amazonses.com"
   local ALIAS = { ["s1._domainkey.acme.example"] = { CNAME = SES }, [SES] = { TXT = { KEY } } }

   local function told(changes, records, reason)
      changes.results = changes.results or BOTH:format(reason or "")
      return codes((audit(changes, records or ALIAS)))
   end

   local OTHER, FAILED = "signature%-other%-key", "signature%-failed"
   local simple = PARTS.signature:gsub("c=relaxed/simple", "c=simple/simple")
   -- what, changes, records, reason, what is told
   local cases = {
      { "where SES publishes the key", {}, nil, nil, OTHER },
      { "where it says that the signature did not verify", {}, nil, ' reason="signature did not verify"', OTHER },
      { "in a comment too", {}, nil, " (signature did not verify)", OTHER },
      { "where the owner publishes the key", {}, {}, nil, FAILED },
      { "where the key is gone", {}, { ["s1._domainkey.acme.example"] = { CNAME = SES } }, nil, FAILED },
      { "where it found no key", {}, nil, " (no key for signature)", FAILED },
      { "where the body was changed", {}, nil, ' reason="Body hash did not verify"', FAILED },
      { "where SES's own failed as well", { results = (BOTH:format(""):gsub("dkim=pass", "dkim=fail")) }, nil, nil,
         FAILED },
      { "where another receiver passed SES's own", { results = BOTH:format(""):gsub("; dkim=pass",
         "\nAuthentication-Results: other.example; dkim=pass") }, nil, nil, FAILED },
      { "where nobody speaks of SES's own", { results = BOTH:format(""):gsub("; dkim=pass.*", "") }, nil, nil, FAILED },
      { "where it signs a field more than SES's own", { signature = PARTS.signature:gsub("h=From", "h=From:Subject") },
         nil, nil, FAILED },
      { "where SES's own signs a field more", { second = PARTS.second:gsub("h=From", "h=From:Feedback-ID") }, nil, nil,
         OTHER },
      { "where its body hash is another", { signature = PARTS.signature:gsub("bh=eA==", "bh=eQ==") }, nil, nil,
         FAILED },
      { "where it reads the header otherwise", { signature = simple }, nil, nil, FAILED },
      { "where it signs a part of the body", { signature = PARTS.signature .. "; l=5" }, nil, nil, FAILED },
      { "where it is an error of DNS", { results = BOTH:format(""):gsub("dkim=fail", "dkim=temperror") }, nil, nil,
         FAILED },
   }
   for _, case in ipairs(cases) do
      it("is told of: " .. case[1], function()
         local list = told(case[2], case[3], case[4])
         assert.matches(case[5], list)
         assert.is_nil(list:find(case[5] == OTHER and FAILED or OTHER))
      end)
   end

   it("names the receiver, the key and what follows", function()
      local made = audit({ results = BOTH:format("") }, ALIAS)
      local item = support.find(made, "message-signature-other-key")
      assert.same({ "mx.example", "amazonses.com", "s1._domainkey.acme.example", "acme.example", "s1" }, {
         item.fields.by, item.fields.other, item.fields.name, item.fields.domain, item.fields.selector })
      assert.matches("Do not make the identity anew", item.advice, 1, true)
      local declared = require("sesame.check.mail_codes")["message-dmarc-fail"]
      assert.is_truthy(table.concat(declared.follows, " "):find("message-signature-other-key", 1, true))
   end)

   it("with a key of the owner's is SES's private key that is no pair", function()
      local read = model.read(assert(message.parse(header { results = BOTH:format("") })), 1000)
      local function with(identity)
         local made = support.audit(zone {}, { identities = { identity },
            script = require("sesame.script.runner").of(recipe, { read = read }) })
         return codes(made)
      end
      local own = { region = "eu-west-1", origin = "EXTERNAL", tokens = { "s1" }, saved = true }
      assert.matches("signature%-own%-key", with(own))
      own = { region = "eu-west-1", origin = "EXTERNAL", tokens = { "s8" }, saved = true }
      assert.matches(FAILED, with(own))
   end)
end)
