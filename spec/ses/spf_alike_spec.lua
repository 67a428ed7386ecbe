-- SPDX-License-Identifier: MIT
-- Names that are written for amazonses.com, and names that are not; the terms of a tree that include one in vain.
local alike = require "sesame.ses.spf_alike"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local YES = { "amazonses.org", "amazonses.net", "AmazonSES.co.", "ses.amazonaws.com", "amazonaws.com",
   "ses.eu-west-1.amazonaws.com", "email-smtp.us-east-1.amazonaws.com", "email.us-east-1.amazonaws.com",
   "inbound-smtp.us-east-1.amazonaws.com", "amazonses.com.acme.example", "spf.amazonses.com", "_spf.amazonses.com",
   "eu-west-1.amazonses.com", "feedback-smtp.eu-west-1.amazonses.com", "amazonse.com", "amazoness.com",
   "amazon-ses.com", "amazonsess.com", "ses.amazon.com" }

local NO = { "amazonses.com", "amazonses.com.", "_spf.google.com", "amazon.com", "spf.acme.example", "sendgrid.net",
   "s3.amazonaws.com", "ec2-192-0-2-1.compute-1.amazonaws.com", "awsdns.com", "ses.acme.example", "com" }

describe("a name that was written for amazonses.com", function()
   for _, name in ipairs(YES) do
      it(name, function() assert.is_true(alike.is(name)) end)
   end

   it("is none of others", function()
      for _, name in ipairs(NO) do assert.is_false(alike.is(name), name) end
   end)

   it("counts where it lets nobody send, and that is known", function()
      local records = support.zone { ["m.acme.example"] = { TXT = { "v=spf1 include:amazonses.org include:amazonses.net"
         .. " include:amazonses.com.acme.example include:amazonses.de include:amazonses.com -all" } },
         ["amazonses.com"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } },
         ["amazonses.net"] = { TXT = { "v=spf1 -all" } }, ["amazonses.de"] = { TXT = "servfail" },
         ["amazonses.com.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.1 -all" } } }
      local tree, found = walk("m.acme.example", { facts = support.of(records), addresses = true }), {}
      for i, term in ipairs(alike.terms(tree)) do found[i] = term.text end
      assert.same({ "include:amazonses.org", "include:amazonses.net" }, found)
   end)
end)
