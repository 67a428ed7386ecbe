-- SPDX-License-Identifier: MIT
-- Comparisons of policies: what changes, exactly, and what cannot be shown.
local compare = require "sesame.spf.compare"
local denote = require "sesame.spf.denote"
local support = require "spec.support.facts"
local words = require "sesame.check.spf_compare_words"

local RECORDS = {
   ["b.test"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 -all" } },
   ["c.test"] = { TXT = { "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 ?all" } },
   ["bad.test"] = { all = "servfail" },
   ["ask.test"] = { TXT = { "v=spf1 exists:%{i}.list.test -all" } },
}

local function of(record)
   return assert(denote(record, { facts = support.of(RECORDS), domain = "a.test" }))
end

local function shown(result)
   local list = {}
   for i, change in ipairs(result.changes) do
      list[i] = ("%s-%s %s>%s%s"):format(change.first, change.last, change.from, change.to,
         words.condition(change) and " " .. words.condition(change) or "")
   end
   return list
end

-- what, A, B, verdict, changes
local CASES = {
   { "the same set in other words", "v=spf1 include:b.test -all", "v=spf1 include:c.test -all", "equal", {} },
   { "I03 the order of terms that do not overlap", "v=spf1 ip4:192.0.2.1 ip4:192.0.2.9 -all",
      "v=spf1 ip4:192.0.2.9 ip4:192.0.2.1 -all",
      "equal", {} },
   { "C13 addresses that no client has", "v=spf1 ip6:::ffff:192.0.2.0/120 -all", "v=spf1 -all", "equal", {} },
   { "one address denied", "v=spf1 -ip4:192.0.2.7 include:b.test -all", "v=spf1 include:b.test -all", "different",
      { "192.0.2.7-192.0.2.7 fail>pass" } },
   { "I02 a qualifier dropped", "v=spf1 ?include:b.test ~all", "v=spf1 include:b.test ~all", "different",
      { "192.0.2.0-192.0.2.255 neutral>pass" } },
   { "all of both families", "v=spf1 ~all", "v=spf1 -all", "different",
      { "0.0.0.0-255.255.255.255 softfail>fail", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff softfail>fail" } },
   { "the same question in the same place", "v=spf1 include:ask.test ip4:192.0.2.1 -all",
      "v=spf1 exists:%{i}.LIST.test. ip4:192.0.2.1 -all", "equal", {} },
   { "a question that was answered before", "v=spf1 include:ask.test -ip4:192.0.2.1 include:ask.test -all",
      "v=spf1 include:ask.test -ip4:192.0.2.1 -all", "equal", {} },
   { "also where its qualifier is another one", "v=spf1 -exists:%{i}.x.test ~ptr exists:%{i}.x.test ?all",
      "v=spf1 -exists:%{i}.x.test ~ptr ?all", "equal", {} },
   { "but not before it is answered",
      "v=spf1 ip4:192.0.2.0/24 exists:%{i}.x.test exists:%{i}.y.test ~exists:%{i}.x.test -all",
      "v=spf1 ip4:192.0.2.0/24 exists:%{i}.y.test ~exists:%{i}.x.test -all", "unprovable", {} },
   { "the order of questions and addresses that nobody can tell", "v=spf1 exists:%{i}.x.test -ip4:192.0.2.1 -all",
      "v=spf1 -ip4:192.0.2.1 exists:%{i}.x.test -all", "unprovable", {} },
   { "two questions in another order", "v=spf1 exists:%{i}.x.test ~exists:%{i}.y.test -all",
      "v=spf1 ~exists:%{i}.y.test exists:%{i}.x.test -all",
      "unprovable", {} },
   { "another prefix length of a question", "v=spf1 a:%{l}.x.test/24 -all", "v=spf1 a:%{l}.x.test/25 -all",
      "unprovable", {} },
   { "what changes whatever the question's answer", "v=spf1 exists:%{i}.x.test ip4:192.0.2.1 -all",
      "v=spf1 exists:%{i}.x.test -all",
      "different",
      { "192.0.2.1-192.0.2.1 pass>fail unless exists:%{i}.x.test (record of a.test) matches" } },
   { "what the question gives", "v=spf1 exists:%{i}.x.test -ip4:192.0.2.0/24 -all",
      "v=spf1 ~exists:%{i}.x.test -ip4:192.0.2.0/24 -all",
      "different",
      { "0.0.0.0-255.255.255.255 pass>softfail where exists:%{i}.x.test (record of a.test) matches",
         "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff pass>softfail "
         .. "where exists:%{i}.x.test (record of a.test) matches" } },
   { "what DNS did not tell", "v=spf1 include:bad.test -all", "v=spf1 include:bad.test -all", "unprovable", {} },
   { "what DNS did not tell for the second alone", "v=spf1 include:b.test -all", "v=spf1 include:bad.test -all",
      "unprovable", {} },
   { "what DNS did not tell for the first alone", "v=spf1 include:bad.test -all", "v=spf1 include:b.test -all",
      "unprovable", {} },
   { "what differs before DNS fails", "v=spf1 ip4:192.0.2.1 include:bad.test -all",
      "v=spf1 -ip4:192.0.2.1 include:bad.test -all",
      "different",
      { "192.0.2.1-192.0.2.1 pass>fail" } },
}

describe("spf.compare", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local result = compare(of(case[2]), of(case[3]))
         assert.same({ case[4], case[5] }, { result.verdict, shown(result) }, words.reason(result))
         assert.equal(case[4] == "equal", words.reason(result) == nil)
         assert.equal(case[4], compare(of(case[3]), of(case[2])).verdict)
      end)
   end

   it("I12 counts who passes no more, and who does now", function()
      local result = compare(of "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all",
         of "v=spf1 ip4:192.0.2.128/25 ip4:198.51.100.1 -all")
      assert.same({ ip4 = 128, ip6 = "79228162514264337593543950336" }, result.lost)
      assert.same({ ip4 = 1, ip6 = "0" }, result.gained)
      assert.same({ 128, "192.0.2.0" }, { result.changes[1].count, result.changes[1].example })
      local all = compare(of "v=spf1 -all", of "v=spf1 +all")
      assert.same({ ip4 = 1 << 32, ip6 = "340282366920938463463374607427473244160" }, all.gained)
      local rare = compare(of "v=spf1 exists:%{i}.x.test -all", of "v=spf1 ~exists:%{i}.x.test -all")
      assert.same({ ip4 = 0, ip6 = "0" }, rare.lost)
   end)

   it("names the term at fault, and tells DNS failures apart", function()
      local order = compare(of "v=spf1 exists:%{i}.x.test -all", of "v=spf1 -all")
      assert.equal("unprovable", order.code)
      assert.matches("exists:%%{i}%.x%.test", words.reason(order))
      local dns = compare(of "v=spf1 include:bad.test -all", of "v=spf1 include:bad.test -all")
      assert.equal("unknown", dns.code)
      assert.matches("DNS did not tell: include:bad%.test in the record of a%.test", words.reason(dns))
   end)

   it("D03 lists whom the limits hit before, or after", function()
      local many = of("v=spf1" .. (" include:b.test"):rep(11) .. " -all")
      local result = compare(many, of "v=spf1 include:b.test -all")
      assert.equal("equal", result.verdict)
      assert.is_true(result.broken:is_empty())
      assert.is_false(result.mended:is_empty())
      assert.is_false(result.mended:contains "192.0.2.1")
      assert.is_true(compare(many, many).mended:is_empty())
   end)

   it("raises for what is no denotation", function()
      assert.has_error(function() compare("a.test", of "v=spf1 -all") end,
         "the first argument is no denotation: sesame.spf.denote gives one")
   end)
end)
