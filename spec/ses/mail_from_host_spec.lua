-- SPDX-License-Identifier: MIT
-- What the MX of a MAIL FROM name is, from its hosts alone.
local host = require "sesame.ses.mail_from_host"

local function judged(...)
   local hosts = {}
   for i, name in ipairs { ... } do hosts[i] = { host = name } end
   local mx = { known = "present", hosts = hosts }
   local result = host.judge { mx = mx, regions = { "us-east-1" }, identities = {} }
   return { result.state, result.takes, table.concat(result.others or {}, " ") }
end

local FEEDBACK = "feedback-smtp.us-east-1.amazonses.com"

describe("ses.mail_from_host", function()
   it("any region is right where none was told, also one newer than the table, and the one told", function()
      for name, given in pairs { [FEEDBACK] = {}, ["feedback-smtp.xx-new-1.amazonses.com"] = {},
         ["feedback-smtp.us-east-9.amazonses.com"] = { "us-east-9" } } do
         local mx = { known = "present", hosts = { { host = name } } }
         assert.equal("right", host.judge({ mx = mx, regions = given, identities = {} }).state)
      end
   end)

   for _, case in ipairs {
      { { FEEDBACK }, { "right", true, "" } },
      { { FEEDBACK, "mx.a.test" }, { "also-receives", false, "mx.a.test" } },
      { { FEEDBACK, "feedback-smtp.eu-west-1.amazonses.com" }, { "mx-several", false, "" } },
      { { "mx1.a.test", "mx2.a.test" }, { "mx-several", false, "mx1.a.test mx2.a.test" } },
      { { "mx.a.test" }, { "not-ses", false, "" } },
      { { "feedback-smtp.eu-west-1.amazonses.com" }, { "wrong-region", false, "" } },
      { { "feedback-smtp.xx-new-1.amazonses.com" }, { "wrong-region", false, "" } },
      { { "feedback-smtp.us-east-9.amazonses.com" }, { "unknown-region", false, "" } },
      { { "feedback-smtp.mars-1.amazonses.com" }, { "unknown-region", false, "" } },
   } do
      it("judges " .. table.concat(case[1], " "), function()
         assert.same(case[2], judged(table.unpack(case[1])))
      end)
   end
end)
