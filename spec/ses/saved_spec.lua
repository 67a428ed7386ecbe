-- SPDX-License-Identifier: MIT
local saved = require "sesame.ses.saved"
local property = require "spec.support.property"

local FULL = [[{ "IdentityType": "DOMAIN", "FeedbackForwardingStatus": true, "VerifiedForSendingStatus": true,
   "DkimAttributes": { "SigningEnabled": true, "Status": "SUCCESS", "Tokens": ["ABC", "def", "ghi"],
      "SigningHostedZone": "a31d.dkim.us-west-2.amazonses.com", "SigningAttributesOrigin": "AWS_SES_EU_WEST_1",
      "CurrentSigningKeyLength": "RSA_2048_BIT", "LastKeyGenerationTimestamp": 1763630000.5 },
   "MailFromAttributes": { "MailFromDomain": "b.acme.example", "MailFromDomainStatus": "TEMPORARY_FAILURE",
      "BehaviorOnMxFailure": "REJECT_MESSAGE" },
   "VerificationStatus": "SUCCESS", "VerificationInfo": { "LastCheckedTimestamp": "2026-11-24T00:10:00+00:00",
      "ErrorType": "HOST_NOT_FOUND", "SOARecord": { "PrimaryNameServer": "ns1.old.example", "SerialNumber": 7 } } }]]

local ACCOUNT = [[{ "ProductionAccessEnabled": false, "SendingEnabled": true, "EnforcementStatus": "HEALTHY",
   "SendQuota": { "Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 3.0 },
   "Details": { "MailType": "TRANSACTIONAL", "ReviewDetails": { "Status": "PENDING", "CaseId": "42" } } }]]

-- what it is, JSON, a key of what is read, its value
local GOOD = {
   { "tokens in lower case", FULL, function(f) return f.tokens end, { "abc", "def", "ghi" } },
   { "the signing zone", FULL, function(f) return f.hosted_zone end, "a31d.dkim.us-west-2.amazonses.com" },
   { "the origin", FULL, function(f) return f.origin end, "AWS_SES_EU_WEST_1" },
   { "a time in seconds", FULL, function(f) return f.last_key end, "2025-11-20T09:13:20Z" },
   { "a time as text", FULL, function(f) return f.last_checked end, "2026-11-24T00:10:00+00:00" },
   { "the SOA that SES saw", FULL, function(f) return f.soa end, { primary = "ns1.old.example", serial = 7 } },
   { "MAIL FROM", FULL, function(f) return { f.mail_from, f.mail_from_status, f.on_mx_failure } end,
      { "b.acme.example", "TEMPORARY_FAILURE", "REJECT_MESSAGE" } },
   { "an identity without anything optional", '{ "IdentityType": "DOMAIN" }',
      function(f) return { f.saved, f.tokens, f.signing } end, { true } },
   { "MAIL FROM that is not set", '{ "IdentityType": "DOMAIN", "MailFromAttributes": { "MailFromDomain": "" } }',
      function(f) return f.mail_from end, nil },
   { "an account", ACCOUNT, function(f)
      return { f.account.production, f.account.quota.day, f.account.review, f.account.case }
   end,
      { false, 200, "PENDING", "42" } },
   { "an account with a field alone", '{ "EnforcementStatus": "SHUTDOWN" }',
      function(f) return f.account.enforcement end, "SHUTDOWN" },
   { "where its mail may leave, and its plan of prices", [[{ "SendingEnabled": true, "EnforcementStatus": "HEALTHY",
      "DeliveryAttributes": { "SharedPoolDeliveryMode": "GLOBAL" },
      "PricingAttributes": { "CurrentPlan": "ESSENTIALS", "NextPlan": "PRO" } }]],
      function(f) return { f.account.pool, f.account.plan, f.account.next_plan } end,
      { "GLOBAL", "ESSENTIALS", "PRO" } },
   { "nothing of them where they are of another form", [[{ "EnforcementStatus": "HEALTHY",
      "DeliveryAttributes": { "SharedPoolDeliveryMode": "a b" }, "PricingAttributes": { "CurrentPlan": { "x": 1 } } }]],
      function(f) return { f.account.pool, f.account.plan, f.account.next_plan } end, {} },
   { "nothing of them where they are not there", ACCOUNT,
      function(f) return { f.account.pool, f.account.plan } end, {} },
   { "a list", '{ "EmailIdentities": [ { "IdentityName": "B@acme.example", "IdentityType": "EMAIL_ADDRESS", '
      .. '"SendingEnabled": true }, { "IdentityName": "acme.example" } ] }', function(f)
      return { #f.listed, f.listed[1].name, f.listed[2].type }
   end,
      { 2, "acme.example", "EMAIL_ADDRESS" } },
   { "an empty list", '{ "EmailIdentities": [] }', function(f) return f.listed end, {} },
   { "version 1: a quota", '{ "Max24HourSend": 50000.0, "MaxSendRate": 14.0 }',
      function(f) return f.account.quota.day end, 50000 },
   { "version 1: sending", '{ "Enabled": false }', function(f) return f.account.sending end, false },
   { "version 1: a list", '{ "Identities": [ "z@acme.example", "acme.example" ] }',
      function(f) return { f.listed[1].type, f.listed[2].name } end, { "DOMAIN", "z@acme.example" } },
   { "version 1: DKIM", '{ "DkimAttributes": { "Acme.example": { "DkimEnabled": false, "DkimVerificationStatus": '
      .. '"TemporaryFailure", "DkimTokens": ["a"] } } }', function(f)
         local own = saved.of(f, "acme.example")
         return { own.signing, own.dkim_status, own.tokens[1] }
      end, { false, "TEMPORARY_FAILURE", "a" } },
   { "version 1: MAIL FROM", '{ "MailFromDomainAttributes": { "acme.example": { "MailFromDomain": "b.acme.example", '
      .. '"MailFromDomainStatus": "Success", "BehaviorOnMXFailure": "UseDefaultValue" } } }', function(f)
         local own = saved.of(f, "acme.example")
         return { own.mail_from, own.mail_from_status, own.on_mx_failure }
      end, { "b.acme.example", "SUCCESS", "USE_DEFAULT_VALUE" } },
   { "version 1: verification", '{ "VerificationAttributes": { "acme.example": { "VerificationStatus": "Pending" } } }',
      function(f)
      return { saved.of(f, "acme.example").verification, saved.of(f, "other.example").verification }
   end, { "PENDING" } },
}

local BAD = {
   { "a MAIL FROM that is no domain",
      '{ "IdentityType": "DOMAIN", "MailFromAttributes": { "MailFromDomain": "a b..c" } }',
      "^MailFromAttributes.MailFromDomain 'a b..c' is no domain" },
   { "a DKIM zone that is no domain", '{ "DkimAttributes": { "SigningHostedZone": ".." } }',
      "^DkimAttributes.SigningHostedZone '..' is no domain" },
   { "version 1's MAIL FROM that is no domain",
      '{ "MailFromDomainAttributes": { "a.b": { "MailFromDomain": "a..b" } } }',
      "^MailFromDomainAttributes of a.b: MailFromDomain 'a..b' is no domain" },
   { "what is no JSON", "{", "not JSON" }, { "JSON of something else", '{ "a": 1 }',
      "not the JSON of `aws sesv2 get%-email%-identity`" },
   { "a list of nothing", "[]", "^is empty; save" },
   { "a token that is none", '{ "DkimAttributes": { "Tokens": ["a b"] } }', "'a b' is no DKIM token" },
   { "a token that is null", '{ "DkimAttributes": { "Tokens": [null] } }', "DkimAttributes.Tokens%[1%] is null$" },
   { "a part that is no object", '{ "DkimAttributes": {}, "MailFromAttributes": 3 }',
      "MailFromAttributes is no object$" },
   { "tokens that are no list", '{ "DkimAttributes": { "Tokens": { "a": 1 } } }', "Tokens is no list$" },
   { "a MAIL FROM that is no text", '{ "MailFromAttributes": { "MailFromDomain": 5 } }', "MailFromDomain is no text$" },
   { "a list that holds what is no identity", '{ "EmailIdentities": [ { "IdentityName": "a b..c" } ] }',
      "EmailIdentities%[1%]%.IdentityName: 'a b%.%.c' is neither a domain nor an address$" },
   { "a list that holds a number", '{ "EmailIdentities": [ { "IdentityName": "a.b" }, 3 ] }',
      "EmailIdentities%[2%] is no object$" },
   { "a flag that is a text", '{ "DkimAttributes": { "SigningEnabled": "yes" } }',
      "DkimAttributes%.SigningEnabled is neither true nor false$" },
   { "a status with a control character", '{ "DkimAttributes": { "Status": "a\\u0000b" } }',
      "DkimAttributes%.Status holds a control character$" },
   { "a quota that is a text", '{ "SendQuota": { "Max24HourSend": "200" } }',
      "SendQuota%.Max24HourSend is no number$" },
   { "a quota that is no object", '{ "SendQuota": 3 }', "SendQuota is no object$" },
   { "version 1's flag that is none", '{ "DkimAttributes": { "a.b": { "DkimEnabled": 3 } } }',
      "^DkimAttributes%[\"a%.b\"%]%.DkimEnabled is neither true nor false$" },
   { "octets that are no UTF-8", '{ "IdentityType": "\xFF" }', "^not JSON: octet 20 is not UTF%-8$" },
   { "a number that is none", '{ "IdentityType": nan }', "^not JSON: " },
   { "null in every place", '{ "DkimAttributes": null, "MailFromAttributes": null, "IdentityType": null }',
      "^not the JSON of" },
   { "an account that is null throughout", '{ "SendQuota": null, "ProductionAccessEnabled": null }',
      "^not the JSON of" },
   { "a number", "3", "^is no object; save" },
   { "four tokens", '{ "DkimAttributes": { "Tokens": ["a", "b", "c", "d"] } }', "4 tokens" },
   { "version 1's token that is none", '{ "DkimAttributes": { "a.b": { "DkimTokens": ["a.b"] } } }',
      "'a.b' is no DKIM token" },
}

local function with_file(content, work)
   local path = os.tmpname()
   local file <close> = assert(io.open(path, "w"))
   file:write(content)
   file:close()
   local found, message = work(path)
   os.remove(path)
   return found, message
end

describe("sesame.ses.saved", function()
   for _, case in ipairs(GOOD) do
      it("reads " .. case[1], function() assert.same(case[4], case[3](assert(saved.parse(case[2])))) end)
   end

   for _, case in ipairs(BAD) do
      it("refuses " .. case[1], function()
         local found, message = saved.parse(case[2])
         assert.is_nil(found)
         assert.matches(case[3], message)
      end)
   end

   it("tells tokens from JSON, and names the file", function()
      for _, text in ipairs { "3", "null\n", '"abc"' } do
         local _, reason = with_file(text, saved.load)
         assert.matches("no object", reason)
      end
      local one, two = ("a"):rep(32), ("b"):rep(32)
      assert.same({ one, two }, with_file(one .. " # first\n" .. two .. "\n", saved.load).tokens)
      local found, message = with_file("# nothing\n", saved.load)
      assert.is_nil(found)
      assert.matches("^/.*: holds no token$", message)
      assert.is_nil((saved.load "/nonexistent/file"))
   end)

   it("meets any damage to a file with fields or a message", function()
      local seed, count = property.of("saved-damage", 400, 7)
      local below = property.generator(seed)
      local function random(limit) return below(limit) + 1 end
      local PIECES = { "null", "[", "]", "{", "}", "\"", "3", "-1e9", "\\u0000", "true", "..", "@", ",", ":" }
      for _, whole in ipairs { FULL, ACCOUNT,
         '{ "EmailIdentities": [ { "IdentityName": "a@b.example", "SendingEnabled": true } ] }',
         '{ "Tenants": [ { "TenantName": "t", "TenantArn": "arn:aws:ses:us-east-1:1:tenant/t/tn-1", '
            .. '"SendingStatus": "DISABLED" } ], "ReputationEntities": [ { "ReputationEntityReference": "x", '
            .. '"AwsSesManagedStatus": { "Status": "DISABLED", "Cause": "c" } } ] }' } do
         for _ = 1, count do
            local from = random(#whole)
            local text = whole:sub(1, from - 1) .. PIECES[random(#PIECES)] .. whole:sub(from + random(12))
            local found, message = saved.parse(text)
            assert(type(found) == "table" or type(message) == "string", text)
         end
      end
   end)
end)
