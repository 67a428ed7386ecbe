-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"
local voids = require "sesame.spf.voids"
local walk = require "sesame.spf.walk"

local V4 = { A = { "192.0.2.1" } }

-- What is asked of, the domain's record, what stands behind the third void lookup of IPv6 senders by term.
local CASES = {
   { "an address behind", "v=spf1 a:h1.test a:h2.test a:h3.test ip6:2001:db8::/32 -all", "2001:db8::/32" },
   { "an address before", "v=spf1 ip6:2001:db8::/32 a:h1.test a:h2.test a:h3.test -all", "" },
   { "one that passed before", "v=spf1 ip6:2001:db8::/32 a:h1.test a:h2.test a:h3.test ip6:2001:db8:1::/48 -all", "" },
   { "one that was refused before", "v=spf1 -ip6:2001:db8::/32 a:h1.test a:h2.test a:h3.test ip6:2001:db8::/32 -all",
      "" },
   { "no term that lets nobody pass", "v=spf1 a:h1.test a:h2.test a:h3.test -ip6:2001:db8::/32 ~ip6:2001:db9::/32 ?all",
      "" },
   { "hosts and includes behind", "v=spf1 a:h1.test a:h2.test a:h3.test a:both.test include:six.test -all",
      "2001:db8::7/128 2001:db8:6::/48" },
   { "a redirect, which comes last wherever it stands", "v=spf1 redirect=six.test a:h1.test a:h2.test a:h3.test",
      "2001:db8:6::/48" },
   { "terms of an include, and those behind it", "v=spf1 include:deep.test ip6:2001:db8:9::/48 -all",
      "2001:db8:5::/48 2001:db8:9::/48" },
   { "no term of an include that refuses", "v=spf1 -include:deep.test ip6:2001:db8:9::/48 -all", "2001:db8:9::/48" },
   { "what is hidden, which may be anybody", "v=spf1 a:h1.test a:h2.test a:h3.test exists:%{i}.l.test -all", "::/0" },
   { "not the end of the record", "v=spf1 a:h1.test a:h2.test a:h3.test +all", "" },
}

local ZONE = {
   ["h1.test"] = V4, ["h2.test"] = V4, ["h3.test"] = V4,
   ["both.test"] = { A = { "192.0.2.7" }, AAAA = { "2001:db8::7" } },
   ["six.test"] = { TXT = { "v=spf1 ip6:2001:db8:6::/48 -all" } },
   ["deep.test"] = { TXT = { "v=spf1 ip6:2001:db8:4::/48 a:h1.test a:h2.test a:h3.test ip6:2001:db8:5::/48 -all" } },
}

local function tree_of(record, more)
   local records = { ["a.test"] = { TXT = { record } } }
   for _, part in ipairs { ZONE, more or {} } do
      for name, node in pairs(part) do records[name] = node end
   end
   return assert(walk("a.test", { facts = support.of(records), addresses = true }))
end

local function shown(set)
   local list = {}
   for prefix, family in set:prefixes() do list[#list + 1] = family == "ip6" and prefix or nil end
   return table.concat(list, " ")
end

describe("spf.voids", function()
   for _, case in ipairs(CASES) do
      it("E14 finds behind the third void lookup " .. case[1], function()
         local tree = tree_of(case[2])
         assert.equal(case[3], shown(voids.behind(tree, tree.over_voids.terms.ip6)))
      end)
   end

   it("D17 finds the host of an mx behind those without an address", function()
      local tree = tree_of("v=spf1 mx -all", { ["a.test"] = {
         TXT = { "v=spf1 mx -all" }, MX = {
            { preference = 1, exchange = "h1.test" }, { preference = 2, exchange = "h2.test" },
            { preference = 3, exchange = "h3.test" }, { preference = 4, exchange = "both.test" },
         } } })
      assert.same({ ip4 = 0, ip6 = 0 }, tree.void_certain)
      assert.same({ ip4 = 0, ip6 = 3 }, tree.void_queries_certain)
      assert.is_nil(tree.over_voids.terms.ip6)
      assert.equal("2001:db8::7/128", shown(voids.behind(tree, tree.over_voids.queries.ip6)))
   end)
end)
