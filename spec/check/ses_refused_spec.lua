-- SPDX-License-Identifier: MIT
-- What the words mean with which Amazon SES and receivers refuse mail, found however they are written.
local json = require "sesame.base.json"
local refusals = require "sesame.check.ses_refusals"
local refused = require "sesame.check.ses_refused"

local FAILED = "Email address is not verified. The following identities failed the check in region "

-- the text, the id, the region or nil, identities with spaces between
local CASES = {
   { FAILED .. "AP-SOUTH-1: news@acme.example", "unverified", "ap-south-1", "news@acme.example" },
   { "554 Message rejected: " .. FAILED .. "US-EAST-1: Acme <a@acme.example>, "
      .. "arn:aws:ses:us-east-1:123456789012:identity/acme.example, b@acme.example...", "unverified", "us-east-1",
      "a@acme.example acme.example b@acme.example" },
   { "MessageRejected: " .. FAILED:upper() .. "EU-WEST-1:\r\n\ta@acme.example,\n b@acme.example", "unverified",
      "eu-west-1", "a@acme.example b@acme.example" },
   { "(MessageRejected) when calling the SendEmail operation: Email   address\nis not verified.", "unverified" },
   { FAILED .. "XX-NEW-1: a@acme.example", "unverified", "xx-new-1", "a@acme.example" },
   { "MailFromDomainNotVerifiedException: MAIL FROM domain bounce.acme.example is not verified", "mail-from", nil,
      "bounce.acme.example" },
   { "mailfromdomainnotverified", "mail-from" },
   { "AccountSuspendedException: Account is suspended", "suspended" },
   { "554 Message rejected: Sending suspended for this account. For more information, see the inbox", "suspended" },
   { "Email sending is disabled for configuration set <orders-set>", "set-paused" },
   { "SendingPausedException: Sending is disabled for tenant acme-eu", "tenant" },
   { "NotFoundException: Tenant acme-eu does not exist", "tenant-missing" },
   { "554 Message rejected: Sending paused for this account.", "paused" },
   { "AccountSendingPausedException", "paused" },
   { "554 ConfigurationSetDoesNotExist: Configuration set <orders> does not exist.", "set-missing" },
   { "An error occurred (AlreadyExistsException) when calling the CreateEmailIdentity operation: Email identity "
      .. "acme.example already exist.", "exists", nil, "acme.example" },
   { "NotFoundException: Email identity acme.example does not exist.", "no-identity", nil, "acme.example" },
   { "Domain acme.example is not verified for DKIM signing.", "dkim-unverified", nil, "acme.example" },
   { "ConflictException (409)", "review" },
   { "454 Throttling failure: Daily message quota exceeded.", "quota-day" },
   { "454 Throttling failure: Maximum sending rate exceeded.", "rate" },
   { "Maximum SigV2 SMTP sending rate exceeded", "rate-old-credentials" },
   { "TooManyRequestsException: Rate exceeded", "rate" },
   { "554 Access denied: User `arn:aws:iam::123456789012:user/x' is not authorized to perform `ses:SendRawEmail' on "
      .. "resource `arn:aws:ses:eu-central-1:123456789012:identity/acme.example'", "not-authorized", "eu-central-1",
      "acme.example" },
   { "535 Authentication Credentials Invalid", "credentials" }, { "530 Authentication required", "credentials" },
   { "InvalidParameterValue: Illegal address", "address" },
   { "554 Transaction failed: Missing final '@domain'", "address" },
   { "554 Transaction failed: Duplicate header 'DKIM-Signature'.", "repeated-field" },
   { "552 Message is too long.", "too-long" },
   { "It is on the suppression list for your account", "suppressed" },
   { "getaddrinfo ENOTFOUND email-smtp.eu-central-2.amazonaws.com", "no-smtp", "eu-central-2" },
   { "dial tcp: lookup email-smtp.ap-southeast-3.amazonaws.com: no such host", "no-smtp", "ap-southeast-3" },
   { "451 Temporary service failure", "for-now" },
   { "550-5.7.26 Unauthenticated email from acme.example is not accepted due to\r\n550-5.7.26 domain's DMARC policy.",
      "gmail-dmarc", nil, "acme.example" },
   { "550-5.7.26 This mail has been blocked because the sender is\n550-5.7.26 unauthenticated. - gsmtp",
      "gmail-unauthenticated" },
   { "550 5.7.515 Access denied, sending domain [ACME.EXAMPLE] does not meet the required authentication level.",
      "microsoft-level", nil, "acme.example" },
   { "550 5.7.509: Access denied, sending domain acme.example does not pass DMARC verification and has a policy",
      "microsoft-dmarc", nil, "acme.example" },
   { "421-4.7.27 Your email has been rate limited because SPF authentication didn't pass - gsmtp", "gmail-4.7.27" },
   { "550 5.7.23 The message was rejected because of Sender Policy Framework violation", "gmail-5.7.23" },
   { "554 Message rejected: something new", "rejected" },
   { "554 Message rejected: 5.7.26 - gsmtp", "gmail-5.7.26" },
   { FAILED .. "NOWHERE: a@acme.example", "unverified", nil, "a@acme.example" },
}

describe("sesame.check.ses_refused", function()
   for _, case in ipairs(CASES) do
      it("knows " .. case[1]:gsub("%s+", " "):sub(1, 80), function()
         local entry = assert(refused.find(case[1])[1])
         assert.equal(case[2], entry.id)
         assert.equal(case[3], entry.region)
         assert.equal(case[4] or "", table.concat(entry.identities, " "))
      end)
   end

   it("finds every one of its texts by itself, in any case and with any whitespace", function()
      for _, row in ipairs(refusals.list()) do
         local said = row.said:gsub("{region}", "eu-west-1")
         for _, text in ipairs { said, said:upper(), (said:gsub(" ", " \n\t ")) } do
            local found = refused.find(row.id == "no-smtp" and "no such host " .. text .. ": no such host" or text)
            assert.equal(row.id, found[1] and found[1].id, text)
         end
         for _, parts in ipairs(row.fits) do
            for _, part in ipairs(parts) do assert.equal(part:lower(), part) end
         end
      end
   end)

   it("names declared codes only", function()
      local glob, codes = require("sesame.check.codes").glob, require("sesame.check.suite").declarations()
      for _, row in ipairs(refusals.list()) do
         for _, pattern in ipairs(row.codes or {}) do
            local fits = false
            for code in pairs(codes) do fits = fits or glob(pattern, code) end
            assert(fits, row.id .. " names " .. pattern)
         end
      end
   end)

   it("is what findings quote", function()
      local codes = require("sesame.check.suite").declarations()
      for code, id in pairs { ["ses-identity-refused"] = "unverified", ["ses-not-verified"] = "unverified",
         ["ses-sandbox"] = "unverified" } do
         assert.truthy(codes[code].declaration.why:find(refusals.said(id), 1, true))
      end
      assert.truthy(codes["ses-mail-refused"].declaration.why:find(refusals.error "mail-from", 1, true))
   end)

   it("puts region and identity into the commands, quoted", function()
      local entry = refused.find(FAILED .. "EU-WEST-1: a$(id)@acme.example")[1]
      assert.same({}, entry.identities)
      entry = refused.find(FAILED .. "EU-WEST-1: a$b&c@acme.example")[1]
      assert.matches("%-%-email%-identity 'a%$b&c@acme%.example' %-%-region eu%-west%-1 ", entry.commands[1])
      assert.equal("sesame check acme.example --ses eu-west-1=identity.json", entry.commands[2])
      entry = refused.find("Configuration set <my-set> does not exist in email.us-east-2.amazonaws.com")[1]
      assert.equal("aws sesv2 list-configuration-sets --region us-east-2", entry.commands[1])
      assert.equal("my-set", entry.set)
      entry = refused.find("Sending is disabled for tenant 'acme-eu'")[1]
      assert.matches("%-%-tenant%-name acme%-eu %-%-region REGION", entry.commands[1])
   end)

   it("takes nothing for a name that is none", function()
      for _, text in ipairs { "IN REGION ../../etc: x", "in region \27[31mred: -rf", "in region eu-west-1;id: ;@@@" } do
         local entry = refused.find("Email address is not verified. The following identities failed the check "
            .. text)[1]
         assert.is_true(entry.region == nil or entry.region == "eu-west-1")
         assert.same({}, entry.identities)
      end
   end)

   it("wants the parts of a text in their order", function()
      assert.same({}, refused.find "its DMARC policy says so of unauthenticated email from acme.example")
   end)

   it("is bounded", function()
      assert.is_nil(refused.find("Configuration set " .. ("x"):rep(65) .. " does not exist")[1].set)
      assert.equal(("x"):rep(64), refused.find("Configuration set " .. ("x"):rep(64) .. " does not exist")[1].set)
      local many = {}
      for i = 1, 5000 do many[i] = ("a%d@acme.example"):format(i) end
      local entry = refused.find(FAILED .. "EU-WEST-1: " .. table.concat(many, ", "))[1]
      assert.equal(refused.NAMED_MAX, #entry.identities)
      local started = os.clock()
      for _, text in ipairs { ("a@"):rep(500000), ("@"):rep(500000), ("550-5.7.26 "):rep(100000), ("\n"):rep(500000),
         ("eu-"):rep(300000), ("x "):rep(300000) } do
         refused.find(text)
         refused.near(text)
      end
      assert.is_true(os.clock() - started < 5)
      assert.same({}, refused.find(("x"):rep(refused.TEXT_MAX) .. FAILED))
   end)

   it("is silent on what is none, and offers what comes near", function()
      for _, text in ipairs { "", "hello world", "spf-several", "\0\1\2", "5.7.99", "250 Ok",
         "550 5.7.1 Message rejected due to content restrictions", "AADSTS90002: Tenant 'x' not found.",
         "550 5.1.1 is on our suppression list", "your account has been suspended", "429 Too Many Requests",
         "the tenant is disabled" } do
         assert.same({}, refused.find(text))
      end
      assert.same({ "Email address is not verified" }, refused.near "email adress isnt verified")
      assert.same({}, refused.near "hello world")
   end)

   -- what follows `sesame explain`, status, a pattern of what is said
   local RUN = {
      { "'Email address is not verified. The following identities failed the check in region EU-WEST-1: a@b.example'",
         "0", "Names: +region eu%-west%-1, a@b%.example\n.*Codes: +ses%-identity%-refused" },
      { "'email adress isnt verified'", "2", "did you mean 'Email address is not verified'%?" },
      { "'nothing of the kind'", "2", "is no code, and no words of SES" },
      { "mailfromdomainnotverified", "0", "ses%-mail%-refused" },
      { "spf-nosuch", "2", "'spf%-nosuch' is no code %(there are spf%-" },
      { "5.7.27", "0", "Gmail: +SPF does not pass" },
      { "--format markdown 'MessageRejected'", "2", "explained as text or json" },
      { "\"$(printf 'nothing \\033[31m of the kind')\"", "2", "\\027" },
   }
   for _, case in ipairs(RUN) do
      it("is what sesame explain says: " .. case[1]:sub(1, 60), function()
         local pipe <close> = assert(io.popen(("bin/sesame explain %s 2>&1; echo \"status $?\""):format(case[1])))
         local text, status = pipe:read("a"):match "^(.*)status (%d+)\n$"
         assert.equal(case[2], status)
         assert.matches(case[3], text)
         assert.is_nil(text:find "[^\n\32-\126]")
         for line in text:gmatch "[^\n]+" do
            assert.is_true(#line <= 80 or line:find "^ +R?u?n?:? +%l+ " ~= nil or status == "2")
         end
      end)
   end

   it("is JSON too", function()
      local text = FAILED .. "EU-WEST-1: x@y.example"
      local pipe <close> = assert(io.popen(("bin/sesame explain --format json '%s'"):format(text)))
      local value = assert(json.decode(pipe:read "a"))
      assert.equal("sesame.refusals/1", value.schema)
      assert.equal("eu-west-1", value.refusals[1].region)
      assert.same({ "x@y.example" }, value.refusals[1].identities)
      assert.equal(json.null, value.refusals[1].tenant)
   end)
end)
