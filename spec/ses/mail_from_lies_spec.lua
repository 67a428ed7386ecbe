-- SPDX-License-Identifier: MIT
-- Where a MAIL FROM name lies to its identity, and which of those SES refuses.
local lies = require "sesame.ses.mail_from_lies"

local CASES = { -- name, identity, where
   { "bounce.acme.example", "acme.example", "below" }, { "a.b.acme.example", "acme.example", "below" },
   { "ACME.example.", "acme.example", "domain" }, { "bounce.acme.example", "news.acme.example", "sibling" },
   { "acme.example", "news.acme.example", "outside" }, { "bounce.other.example", "acme.example", "outside" },
   { "notacme.example", "acme.example", "outside" },
}

describe("a MAIL FROM name", function()
   for _, case in ipairs(CASES) do
      it(("%s lies %s %s"):format(case[1], case[3], case[2]), function()
         assert.equal(case[3], lies.at(case[1], case[2]))
         local entry = { name = case[1], identities = { { domain = case[2] } } }
         local refused = case[3] == "domain" or case[3] == "outside"
         assert.same({ refused, case[3] == "domain" }, { lies.is_refused(entry, "x.example"),
            lies.is_identity(entry, "x.example") })
         entry.identities = {} -- nobody told: it is for the domain that is audited
         assert.same({ refused, case[3] == "domain" }, { lies.is_refused(entry, case[2]), lies.is_identity(entry,
            case[2]) })
      end)
   end

   it("of two identities is refused where it is for one of them, and is no name at all only for both", function()
      local entry = { name = "news.acme.example", identities = { { domain = "news.acme.example" },
         { domain = "acme.example" } } }
      assert.same({ true, false }, { lies.is_refused(entry, "acme.example"), lies.is_identity(entry, "acme.example") })
   end)
end)
