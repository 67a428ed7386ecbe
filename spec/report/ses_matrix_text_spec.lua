-- SPDX-License-Identifier: MIT
-- The matrix of an audit's SES part: what it says of a MAIL FROM name whose MX is right and whose SPF is not.
local facts = require "spec.support.facts"
local matrix = require "sesame.report.ses_matrix_text"

local HOST = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }

local function mail_from_of(name, entry)
   local zone = facts.zone { [name] = entry, ["amazonses.com"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } } }
   local audit = facts.audit(zone, { identities = { { region = "us-east-1", mail_from = name, saved_mail_from = name,
      mail_from_told = true, saved = true } } })
   local own = audit.models.ses.regions[1]
   return matrix.mail_from(own), own.now.mail_from, own.now.spf.aligned
end

local CASES = {
   { "no record", {}, "no SPF" },
   { "two records", { "v=spf1 -all", "v=spf1 include:amazonses.com -all" }, "several SPF" },
   { "a record in error", { "v=spf1 moo -all" }, "SPF broken" },
   { "a record that leaves SES out", { "v=spf1 ip4:192.0.2.1 -all" }, "SPF omits SES" },
}

describe("the SES matrix, of a MAIL FROM name with", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local said, _, aligned = mail_from_of("m.acme.example", { MX = HOST, TXT = #case[2] > 0 and case[2] or nil })
         assert.same({ case[3], false }, { said, aligned })
      end)
   end

   it("that is the identity itself is wrong, and SES sends with its own", function()
      local said, used = mail_from_of("acme.example", { MX = HOST, TXT = { "v=spf1 include:amazonses.com -all" } })
      assert.same({ "wrong", "default" }, { said, used })
   end)
end)
