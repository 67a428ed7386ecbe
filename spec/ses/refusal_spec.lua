-- SPDX-License-Identifier: MIT
-- Whether SES takes mail of an identity at all.
local account = require "sesame.ses.account"
local facts = require "spec.support.facts"
local refusal = require "sesame.ses.refusal"

local function identity(fields)
   local made = { domain = "acme.example", type = "DOMAIN", saved = true }
   for key, value in pairs(fields) do made[key] = value end
   return made
end

local PARENT = { { name = "acme.example", sending = true, verification = "SUCCESS" } }
local OTHERS = { { name = "other.example", sending = true } }

-- what it is, the identity, why it is refused (nil: it is not, or that is not known)
local CASES = {
   { "one that SES calls verified", { verified = true } },
   { "one that SES does not", { verified = false }, "unverified" },
   { "one of which a status alone is known", { dkim_status = "FAILED", verification = "FAILED" } },
   { "a name below, of whose domain nothing is known", { domain = "a.acme.example", verified = false } },
   { "a name below, whose domain is verified", { domain = "a.acme.example", verified = false, listed = PARENT } },
   { "a name below, whose domain is listed and not verified", { domain = "a.acme.example", verified = false,
      listed = { { name = "acme.example", sending = false, verification = "PENDING" } } }, "unverified" },
   { "a name below, whose domain is not in a whole list", { domain = "a.acme.example", verified = false,
      listed = OTHERS }, "unverified" },
   { "a name below, whose domain is not in a part of a list", { domain = "a.acme.example", verified = false,
      listed = { OTHERS[1], partial = true } } },
   { "an address at a verified domain", { type = "EMAIL_ADDRESS", verified = false, listed = PARENT } },
   { "an address at a domain of which nothing is known", { type = "EMAIL_ADDRESS", verified = false } },
   { "one that a whole list does not have", { saved = false, listed = OTHERS }, "absent" },
   { "one that a part of a list does not have", { saved = false, listed = { OTHERS[1], partial = true } } },
   { "one that the list has", { saved = false, listed = PARENT } },
   { "a name below one that the list has", { domain = "a.acme.example", saved = false, listed = PARENT } },
   { "a name below one that the list has, not verified", { domain = "a.acme.example", saved = false,
      listed = { { name = "acme.example", sending = false, verification = "PENDING" } } } },
   { "one of which a file speaks, though the list does not", { listed = OTHERS } },
   { "one whose sending is switched off", { listed = { { name = "acme.example", sending = false,
      verification = "SUCCESS" } } } },
}

local function codes(identities)
   local audit, list = facts.audit(facts.zone(), { identities = identities }), {}
   for _, item in ipairs(audit.findings) do list[item.code] = item end
   return list, audit.models.ses.regions[1]
end

describe("SES refuses mail of an identity:", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.equal(case[3], refusal.of(identity(case[2]))) end)
   end

   it("a list that goes on is a part", function()
      assert.is_true(account.read_list({ EmailIdentities = { { IdentityName = "a.b" } }, NextToken = "x" }).partial)
      assert.is_nil(account.read_list({ EmailIdentities = { { IdentityName = "a.b" } } }).partial)
   end)

   local UNVERIFIED = { region = "us-east-1", saved = true, type = "DOMAIN", verified = false, dkim_status = "FAILED",
      mail_from_told = true }

   it("the audit says so, and nothing of DMARC", function()
      local found, own = codes { UNVERIFIED }
      assert.is_truthy(found["ses-identity-refused"])
      assert.is_nil(found["ses-mail-fails"])
      assert.same({ true, "unverified", false }, { own.now.refused, own.refused, own.verified })
   end)

   it("and one whose Easy DKIM was never started has no records to be told of", function()
      local found = codes { { region = "us-east-1", saved = true, type = "DOMAIN", verified = false,
         dkim_status = "NOT_STARTED", mail_from_told = true } }
      assert.matches("put%-email%-identity%-dkim%-signing%-attributes", found["easy-dkim-never-started"].advice)
      assert.same({}, { found["easy-dkim-none-published"], found["easy-dkim-no-tokens"],
         found["easy-dkim-not-started"] })
   end)

   it("one that is not in the list is told first", function()
      local found, own = codes { { region = "us-east-1", listed = OTHERS } }
      assert.is_truthy(found["ses-identity-absent"])
      assert.is_nil(found["ses-identity-refused"])
      assert.same({ true, "absent" }, { own.now.refused, own.refused })
   end)
end)
