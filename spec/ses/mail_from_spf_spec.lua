-- SPDX-License-Identifier: MIT
-- What SPF says of mail from SES where the record of the MAIL FROM name is broken: the same for whomever it is asked.
local facts = require "spec.support.facts"

local NAME = "m.acme.example"

local function sending(amazon)
   local zone = facts.zone { ["amazonses.com"] = amazon, [NAME] = { TXT = { "v=spf1 include:gone.acme.example -all" },
      MX = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } } } }
   local audit = facts.audit(zone, { mail_from = { NAME } })
   return audit.models.mail_from[1].sending.result
end

describe("a broken SPF record at a MAIL FROM name", function()
   it("is permerror, whatever amazonses.com has", function()
      for _, amazon in ipairs { { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } }, { TXT = { "v=spf1 -all" } },
         { TXT = "timeout" }, { TXT = "servfail" } } do
         assert.equal("permerror", sending(amazon))
      end
   end)
end)
