-- SPDX-License-Identifier: MIT
-- Policies that evaluators disagree on (spec/zones/evaluators.test.zone): ours gives the verdicts of python3-spf and
-- Mail::SPF, and the profile of libspf2 gives libspf2's.
local sesame = require "sesame"
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"

-- what, domain, client, python3-spf and Mail::SPF, libspf2
local CASES = {
   { "SES, by the second term", "shop.test", "199.255.192.5", "pass", "pass" },
   { "D03 D04 the eleventh lookup matches", "shop.test", "203.0.113.50", "permerror", "pass" },
   { "D03 a client on no list", "shop.test", "8.8.8.8", "permerror", "permerror" },
   { "D13 three void lookups before the match", "v.shop.test", "192.0.2.1", "permerror", "pass" },
   { "A04 two records", "two.shop.test", "192.0.2.1", "permerror", "permerror" },
   { "D03 exactly ten lookups, then ip4", "ten.shop.test", "192.0.2.1", "pass", "pass" },
   { "D11 eleven lookups, then ip4", "el.shop.test", "192.0.2.1", "permerror", "permerror" },
   { "D04 an include with ten inside", "nest.shop.test", "192.0.2.1", "permerror", "pass" },
   { "D09 the same include of five three times", "nest2.shop.test", "192.0.2.1", "permerror", "pass" },
}

-- domain, lookups of the static walk
local COUNTS = {
   { "shop.test", 13 }, { "v.shop.test", 3 }, { "ten.shop.test", 10 }, { "el.shop.test", 11 }, { "nest.shop.test", 11 },
   { "nest2.shop.test", 15 },
}

describe("one zone, all evaluators", function()
   local session = assert(sesame.open { zones = { "spec/zones/evaluators.test.zone" }, offline = true })

   local function result(case, profile)
      return spf.check_host { facts = session.facts, domain = case[2], ip = case[3], profile = profile }.result
   end

   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.equal(case[4], result(case, "rfc"))
         assert.equal(case[4], result(case, "strict-void-per-query"))
         assert.equal(case[5], result(case, "libspf2"))
      end)
   end

   for _, case in ipairs(COUNTS) do
      it(("E01 counts %d lookups of %s"):format(case[2], case[1]), function()
         assert.equal(case[2], walk(case[1], { facts = session.facts }).lookups)
      end)
   end

   it("names the term over the limit and says that gone.shop.test has no record", function()
      local tree = walk("shop.test", { facts = session.facts })
      assert.equal("a:mail.crm.test", tree.over_limit[#tree.over_limit].text)
      assert.equal("no-record", tree.terms[6].problem)
   end)
end)
