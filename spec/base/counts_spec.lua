-- SPDX-License-Identifier: MIT
local addrset = require("sesame.core").addrset
local counts = require "sesame.base.counts"
local sesame = require("spec.support.command").run

local CASES = {
   { 0, "0" }, { 7, "7" }, { 999, "999" }, { 1000, "1,000" }, { "190790", "190,790" }, { 4294967296, "4,294,967,296" },
   { "281474976710656", "281,474,976,710,656" }, { "1208925819614629174706176", "1.2e+24" },
   { "340282366920938463463374607431768211456", "3.4e+38" },
}

local ZONE = [[
$ORIGIN wide.example.
@ 300 IN SOA ns hostmaster 1 7200 900 1209600 300
@ IN NS ns
ns IN A 192.0.2.53
@ IN TXT "v=spf1 ip4:10.0.0.0/9 ip6:2001:db8::/32 include:a include:b exists:%{i}.x.wide.example ~all"
@ IN TXT "v=spf1 "
a IN TXT "v=spf1 ip6:2001:db9::/29 ip4:172.16.0.0/13 ~all"
b IN TXT "v=spf1 ip6:2001:dba::/64 ip4:10.0.0.0/8 ~all"
many IN TXT "v=spf1 ip6:2001:db8::/32 include:m1 include:m2 ~all"
m1 IN TXT "v=spf1 a:x1 a:x2 a:x3 a:x4 a:x5 a:x6 ip4:10.0.0.0/8 ~all"
m2 IN TXT "v=spf1 a:x1 a:x2 a:x3 a:x4 a:x5 a:x6 ip6:2001:db9::/32 ip4:11.0.0.0/8 ~all"
]]

-- Every number before "IPv4" or "IPv6" in what people read.
local function numbers(words)
   local list = {}
   for number in words:gsub("%s+", " "):gmatch("(%S+) IPv[46]%f[%W]") do
      if number:find "%d" then list[#list + 1] = number end
   end
   return list
end

describe("base.counts", function()
   it("writes a number of addresses one way", function()
      for _, case in ipairs(CASES) do assert.equal(case[2], counts.grouped(case[1])) end
   end)

   it("names the families there are", function()
      local set = addrset.new { "192.0.2.0/24", "2001:db8::/32" }
      assert.equal("256 IPv4 and 7.9e+28 IPv6 addresses", counts.both(counts.of(set)))
      assert.equal("256 IPv4 addresses", counts.some(counts.of(addrset.new { "192.0.2.0/24" })))
      assert.is_nil(counts.some(counts.of(addrset.new {})))
      assert.is_nil(counts.some(nil))
   end)

   it("in every report of SPF", function()
      local path = os.tmpname()
      local file = assert(io.open(path, "w"))
      file:write((ZONE:gsub('@ IN TXT "v=spf1 "\n', "")))
      for i = 1, 6 do file:write(("x%d IN A 10.0.0.%d\n"):format(i, i)) end
      file:close()
      local zone, seen = (" --zone %s --offline "):format(path), 0
      for _, command in ipairs {
         "spf tree" .. zone .. "wide.example", "spf flatten --all" .. zone .. "wide.example",
         "spf plan" .. zone .. "many.wide.example", "spf plan --target 1" .. zone .. "wide.example",
         "spf flatten" .. zone .. "many.wide.example", "check" .. zone .. "many.wide.example",
         "check" .. zone .. "wide.example", "fix" .. zone .. "many.wide.example",
         "spf compare" .. zone .. "wide.example 'v=spf1 ip4:192.0.2.1 ~all'",
         "spf compare" .. zone .. "many.wide.example 'v=spf1 ip4:192.0.2.1 ~all'",
      } do
         local _, out = sesame(command)
         for _, number in ipairs(numbers(out)) do
            local plain = number:gsub("^%(", ""):gsub("^>=", "")
            local good = plain:find "^%d%d?%d?$" or plain:find "^%d[%d,]*,%d%d%d$" or plain:find "^%d%.%de%+%d+$"
            assert.truthy(good, command .. ": " .. number)
            seen = seen + 1
         end
      end
      os.remove(path)
      assert.is_true(seen >= 12, tostring(seen))
   end)
end)
