-- SPDX-License-Identifier: MIT
-- Every region of Amazon SES, generated: in good order it audits clean, with another region's records it does not.
local regions = require "sesame.ses.regions"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local function audit(records, identities)
   return (support.audit(records, { identities = identities }))
end

local NAMES = {}
for _, entry in ipairs(regions.list()) do
   if entry.dkim_domain then NAMES[#NAMES + 1] = entry.region end
end

-- Another region whose DKIM zone differs from REGION's.
local function other_zone(region)
   return region.dkim_domain == "dkim.amazonses.com" and "dkim.eu-south-1.amazonses.com" or "dkim.amazonses.com"
end

describe("an audit of SES", function()
   it("knows 29 regions", function() assert.equal(29, #NAMES) end)

   for index, name in ipairs(NAMES) do
      local other = NAMES[index % #NAMES + 1]
      describe("in " .. name, function()
         it("P04 P05 P07 finds nothing to mend in a set-up that is right", function()
            local records, identities = ses.healthy { name }
            local result = audit(records, identities)
            assert.same({}, ses.found(result))
            assert.is_truthy(support.find(result, "ses-mail-passes"))
            assert.is_truthy(support.find(result, "ses-mail-from-right"))
         end)

         it("P04 does not take another region's MX", function()
            local records, identities = ses.healthy { name }
            records[identities[1].mail_from].MX[1].exchange = regions.get(other).mail_from_mx
            records[regions.get(other).mail_from_mx] = { A = { "192.0.2.9" } }
            assert.same({ "error ses-mail-from-wrong-region " .. identities[1].mail_from },
               ses.found(audit(records, identities)))
         end)

         it("P11 takes it with a notice where the name is declared shared", function()
            local records, identities = ses.healthy { name, other }
            identities[2].mail_from = identities[1].mail_from
            records[identities[1].mail_from].MX[1].exchange = regions.get(other).mail_from_mx
            assert.same({ "notice ses-mail-from-shared " .. identities[1].mail_from },
               ses.found(audit(records, identities)))
         end)

         it("warns once of a DKIM zone that is not the region's, and is certain only by SES's word", function()
            local region = regions.get(name)
            local records, identities = ses.healthy { name }
            for _, token in ipairs(identities[1].tokens) do
               records[token .. "._domainkey.acme.example"].CNAME = token .. "." .. other_zone(region)
            end
            local counts = audit(records, identities).counts
            assert.same({ 0, 1 }, { counts.error, counts.warning })
            identities[1].hosted_zone = region.dkim_domain
            assert.is_true(audit(records, identities).counts.error > 0)
         end)
      end)
   end

   it("finds nothing of severity notice or above in a domain of three regions", function()
      local records, identities = ses.healthy { "us-east-1", "eu-west-1", "ap-south-2" }
      local result = audit(records, identities)
      assert.same({}, ses.found(result))
      assert.equal("ok", result.verdict)
      assert.equal(3, #result.models.ses.regions)
   end)
end)
