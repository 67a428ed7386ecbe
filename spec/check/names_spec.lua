-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local BOUNCE = "bounce.acme.example"
local MAIL_FROM = { mail_from = { BOUNCE } }

local function bounce(node) return support.zone { [BOUNCE] = node } end

local FEEDBACK = { preference = 10, exchange = "mail.acme.example" }

local CASES = {
   { "a MAIL FROM name in order", bounce { MX = { FEEDBACK }, TXT = { "v=spf1 -all" } }, {}, MAIL_FROM,
      ok = { "mail-from-present bounce.acme.example" } },
   { "a MAIL FROM name that does not exist", support.zone(),
      { "mail-from-mx-missing " .. BOUNCE, "mail-from-spf-missing " .. BOUNCE }, MAIL_FROM },
   { "A27 SPF is not inherited", bounce { MX = { FEEDBACK } }, { "mail-from-spf-missing " .. BOUNCE }, MAIL_FROM },
   { "several SPF records", bounce { MX = { FEEDBACK }, TXT = { "v=spf1 -all", "v=spf1 mx" } },
      { "mail-from-spf-several " .. BOUNCE }, MAIL_FROM },
   { "an MX host that does not exist",
      bounce { MX = { { preference = 10, exchange = "gone.example" } }, TXT = { "v=spf1 -all" } },
      { "mail-from-mx-dangling " .. BOUNCE }, MAIL_FROM },
   { "an alias to nowhere", bounce { CNAME = "gone.example" },
      { "mail-from-dangling " .. BOUNCE, "mail-from-spf-missing " .. BOUNCE }, MAIL_FROM },
   { "no answer is unknown, never missing", bounce { MX = "servfail", TXT = "servfail" },
      { "mail-from-unknown " .. BOUNCE, "mail-from-unknown " .. BOUNCE }, MAIL_FROM },
}

describe("check.names", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.same(case[3], support.codes(case[2], case[4]))
         assert.same(case.ok or {}, support.oks("names", case[2], case[4]))
      end)
   end
end)
