-- SPDX-License-Identifier: MIT
-- An old aws command line leaves fields out that the service sent: what is not there says nothing. No verdict comes of
-- SigningHostedZone or VerificationInfo being absent, nor of an empty DkimAttributes.
local json = require "cjson"
local saved = require "sesame.ses.saved"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local STATUSES = { "PENDING", "SUCCESS", "FAILED", "TEMPORARY_FAILURE", "NOT_STARTED" }

-- The codes of errors, warnings and unknowns of an audit with VALUE as saved JSON; CHANGE(records).
local function told(value, change)
   local records = ses.healthy { "us-east-1" }
   if change then change(records) end
   local identity = assert(saved.parse(json.encode(value)))
   identity.region = "us-east-1"
   local result, codes = support.audit(records, { identities = { identity } }), {}
   for _, item in ipairs(result.findings) do
      if item.severity ~= "ok" and item.severity ~= "notice" then codes[item.code] = item.severity end
   end
   return codes, result
end

local function value_of(status)
   return {
      IdentityType = "DOMAIN", VerifiedForSendingStatus = status == "SUCCESS",
      DkimAttributes = { SigningEnabled = true, Status = status, SigningAttributesOrigin = "AWS_SES",
         Tokens = { ses.token(1, 1), ses.token(1, 2), ses.token(1, 3) },
         SigningHostedZone = "dkim.amazonses.com" },
      MailFromAttributes = { MailFromDomain = "bounce-us-east-1.acme.example", MailFromDomainStatus = "SUCCESS",
         BehaviorOnMxFailure = "USE_DEFAULT_VALUE" },
      VerificationInfo = { LastCheckedTimestamp = "2026-11-23T00:00:00+00:00" },
   }
end

local CHANGES = {
   right = function() end,
   ["one record missing"] = function(records) records[ses.token(1, 2) .. "._domainkey.acme.example"] = nil end,
   ["none published"] = function(records)
      for i = 1, 3 do records[ses.token(1, i) .. "._domainkey.acme.example"] = nil end
   end,
}

describe("the JSON of an old aws", function()
   for _, status in ipairs(STATUSES) do
      for name, change in pairs(CHANGES) do
         it(("is as good as a new one's: %s, %s"):format(status, name), function()
            local whole, old = value_of(status), value_of(status)
            old.DkimAttributes.SigningHostedZone, old.VerificationInfo = nil, nil
            assert.same(told(whole, change), (told(old, change)))
         end)
      end
   end

   it("that holds nothing of DKIM gives no verdict on it, and says so once", function()
      local codes, result = told { DkimAttributes = json.decode "{}" }
      for code in pairs(codes) do assert.is_nil(code:find "^easy%-dkim", code) end
      local item, count = support.find(result, "easy-dkim-file-silent"), 0
      assert.equal("notice", item.severity)
      assert.is_nil(support.find(result, "easy-dkim-no-tokens"))
      for _, each in ipairs(result.findings) do
         count = count + (each.code:find "^easy%-dkim" and 1 or 0)
      end
      assert.equal(1, count)
      assert.is_nil(result.models.ses.regions[1].verified)
      assert.equal("unknown", result.models.ses.regions[1].dkim.verdict)
   end)
end)
