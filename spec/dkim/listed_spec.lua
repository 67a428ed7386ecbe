-- SPDX-License-Identifier: MIT
-- Selectors read off the names of a zone: those in place, and those a console or a slip put elsewhere.
local listed = require "sesame.dkim.listed"

-- Facts that list NAMES ({ name = type }) and nothing else.
local function facts_of(names, complete)
   return { names = function(_, parent)
      local list = {}
      for name, rrtype in pairs(names) do
         if name:sub(-#parent - 1) == "." .. parent then list[#list + 1] = { name = name, type = rrtype } end
      end
      return list, complete
   end }
end

local CASES = {
   { "s1._domainkey.mill.example", "TXT", { "s1" }, "in place" },
   { "s1._domainkey.mill.example", "CNAME", { "s1" }, "an alias" },
   { "a.b._domainkey.mill.example", "TXT", { "a.b" }, "of two labels" },
   { "s1._domainkey.mill.example.mill.example", "TXT", { "s1" }, "the domain twice" },
   { "s1._domainkey._domainkey.mill.example", "TXT", { "s1" }, "_domainkey twice" },
   { "s1.domainkey.mill.example", "TXT", { "s1" }, "an underscore too few" },
   { "s1_domainkey.mill.example", "TXT", { "s1" }, "a dot too few" },
   { "s1._domainkey.shop.mill.example", "TXT", {}, "a key of a name below is another's" },
   { "s1._domainkey.mill.example", "MX", {}, "an MX record is no key" },
   { "_domainkey.mill.example", "TXT", {}, "the parent is no selector" },
   { "sesame-no-such-name._domainkey.mill.example", "TXT", {}, "nor the name that nobody publishes" },
   { "www.mill.example", "TXT", {}, "nor any other name" },
}

describe("sesame.dkim.listed", function()
   for _, case in ipairs(CASES) do
      local name, rrtype, wanted, title = table.unpack(case)
      it(title, function()
         assert.same(wanted, listed.of(facts_of { [name] = rrtype }, "mill.example", "mill.example").selectors)
      end)
   end

   it("the zone's apex twice, where the domain lies below it", function()
      local facts = facts_of { ["s1._domainkey.shop.mill.example.mill.example"] = "TXT" }
      assert.same({ "s1" }, listed.of(facts, "shop.mill.example", "mill.example").selectors)
      assert.same({}, listed.of(facts, "mill.example", "mill.example").selectors)
   end)

   it("a wildcard is told apart", function()
      local made = listed.of(facts_of { ["*._domainkey.mill.example"] = "TXT" }, "mill.example")
      assert.same({ {}, true }, { made.selectors, made.star })
   end)

   it("bounds what it takes and counts the rest", function()
      local names = {}
      for i = 1, listed.MAX + 7 do names[("s%d._domainkey.mill.example"):format(i)] = "TXT" end
      local made = listed.of(facts_of(names, true), "mill.example")
      assert.same({ listed.MAX, 7, true }, { #made.selectors, made.left, made.complete })
   end)

   it("is nil where the source lists nothing", function()
      assert.is_nil(listed.of({}, "mill.example"))
      assert.is_nil(listed.of({ names = function() end }, "mill.example"))
      assert.is_false(listed.complete({}, "mill.example"))
   end)
end)
