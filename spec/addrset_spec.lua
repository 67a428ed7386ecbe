-- SPDX-License-Identifier: MIT
-- Address sets at the Lua face; the arithmetic itself is tested in spec/core/test_addrset.c.
local addrset = require "sesame.addrset"

local function prefixes(set)
   local list = {}
   for prefix in set:prefixes() do list[#list + 1] = prefix end
   return table.concat(list, " ")
end

describe("addrset", function()
   it("joins what overlaps and touches, and covers it with the fewest prefixes", function()
      local set = addrset.new{ "192.0.2.0/25", "192.0.2.128/25", "2001:db8::/32", "192.0.2.7",
         "10.0.0.1-10.0.0.2" }
      assert.equal("10.0.0.1/32 10.0.0.2/32 192.0.2.0/24 2001:db8::/32", prefixes(set))
      assert.equal(3, #set)
      assert.same({ family = "ip4", first = "10.0.0.1", last = "10.0.0.2" }, set:range(1))
      assert.is_nil(set:range(4))
      assert.is_nil(set:range(0))
   end)

   it("tells family and length beside each prefix", function()
      local seen = {}
      for _, family, length in addrset.new{ "::/7", "0.0.0.0/3" }:prefixes() do
         seen[#seen + 1] = family .. length
      end
      assert.same({ "ip43", "ip67" }, seen)
   end)

   it("has union, intersection, difference and complement as operators", function()
      local a, b = addrset.new{ "192.0.2.0/24" }, addrset.new{ "192.0.2.128-192.0.3.0" }
      assert.equal("192.0.2.0/24 192.0.3.0/32", prefixes(a | b))
      assert.equal("192.0.2.128/25", prefixes(a & b))
      assert.equal("192.0.2.0/25", prefixes(a - b))
      assert.equal(addrset.all() - a, ~a)
      assert.equal(a, ~~a)
      assert.not_equal(a, b)
   end)

   it("counts exactly, beyond 64 bits", function()
      assert.equal("340282366920938463463374607431768211456", addrset.all("ip6"):size("ip6"))
      assert.equal("4294967296", addrset.all():size("ip4"))
      assert.equal("0", addrset.all("ip6"):size("ip4"))
      assert.equal("addrset (1 IPv4, 0 IPv6)", tostring(addrset.new{ "192.0.2.1" }))
   end)

   it("knows empty and all, by family or both", function()
      assert.is_true(addrset.new{}:is_empty())
      assert.is_true(addrset.all("ip4"):is_all("ip4"))
      assert.is_false(addrset.all("ip4"):is_all())
      assert.is_true(addrset.all("ip4"):is_empty("ip6"))
   end)

   it("finds addresses", function()
      local set = addrset.new{ "192.0.2.0/24" }
      assert.is_true(set:contains("192.0.2.255"))
      assert.is_false(set:contains("192.0.3.0"))
      assert.is_false(set:contains("::ffff:192.0.2.1"))
      local nothing, message, code = set:contains("192.0.2")
      assert.same({ nil, "'192.0.2' is not an IP address", "bad-address" }, { nothing, message, code })
   end)

   it("names the first range that differs and the side that has it", function()
      local a, b = addrset.new{ "192.0.2.0/24" }, addrset.new{ "192.0.2.0-192.0.2.9", "::1" }
      assert.same({ family = "ip4", first = "192.0.2.10", last = "192.0.2.255", only = "a" },
         a:differ(b))
      assert.equal("b", b:differ(a).only)
      assert.is_nil(a:differ(a | a))
   end)

   it("refuses what is no address, and misuse", function()
      local set, message, code = addrset.new{ "192.0.2.0/24", "192.0.2.0/33" }
      assert.is_nil(set)
      assert.equal("'192.0.2.0/33' is not an address, a prefix or a range", message)
      assert.equal("bad-address", code)
      assert.has_error(function() addrset.new{ 1 } end)
      assert.has_error(function() addrset.new("192.0.2.1") end)
      assert.has_error(function() addrset.all("ip5") end)
      assert.has_error(function() addrset.all():size("both") end)
      assert.has_error(function() return addrset.all() | 1 end)
   end)
end)
