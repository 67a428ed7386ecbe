-- SPDX-License-Identifier: MIT
local senders = require "sesame.spf.senders"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local function found_in(records, domain)
   return senders.of(walk(domain or "acme.example", { facts = support.of(support.zone(records)), addresses = true }))
end

describe("sesame.spf.senders", function()
   it("E18 counts addresses by the service that is let through, each for the first term that lets it", function()
      local found = found_in {
         ["acme.example"] = {
            TXT = {
               "v=spf1 ip4:192.0.2.0/25 include:amazonses.com a:mail.acme.example include:spf.other.example -all",
            },
         },
         ["mail.acme.example"] = { A = { "192.0.2.5" } },
         ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all" } },
         ["spf.other.example"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } },
      }
      local rows = {}
      for i, group in ipairs(found.groups) do rows[i] = ("%s %s %s"):format(group.key, group.ip4, group.ip6) end
      assert.same({ "other.example 256 0", "amazon-ses 128 79228162514264337593543950336", "written 128 0", "own 0 0" },
         rows)
      assert.same({ "512", false }, { found.ip4, found.some_unknown })
      assert.same({ "198.51.100.0/24", 256, "spf.other.example" },
         { found.blocks[1].prefix, found.blocks[1].size, found.blocks[1].term:sub(9) })
   end)

   it("E18 an own name that is an alias out of the domain is the other's", function()
      local found = found_in {
         ["acme.example"] = { TXT = {
            "v=spf1 include:_spf.acme.example include:_in.acme.example a:m.acme.example -all" } },
         ["_spf.acme.example"] = { CNAME = "_spf.other.example" },
         ["_spf.other.example"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } },
         ["_in.acme.example"] = { CNAME = "_own.acme.example" },
         ["_own.acme.example"] = { TXT = { "v=spf1 ip4:203.0.113.0/25 -all" } },
         ["m.acme.example"] = { CNAME = "amazonses.com" }, ["amazonses.com"] = { A = { "192.0.2.1" } },
      }
      local rows = {}
      for i, group in ipairs(found.groups) do rows[i] = ("%s %s"):format(group.key, group.ip4) end
      assert.same({ "other.example 256", "own 128", "amazon-ses 1" }, rows)
   end)

   it("E18 tells which terms let the same addresses through", function()
      local found = found_in {
         ["acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7 ip4:192.0.2.0/23 -all" } } }
      local rows = {}
      for i, pair in ipairs(found.overlaps) do
         rows[i] = ("%s %s %s %s"):format(pair.first, pair.second, pair.ip4, pair.whole)
      end
      assert.same({
         "ip4:192.0.2.0/24 ip4:192.0.2.7 1 true", "ip4:192.0.2.0/24 ip4:192.0.2.0/23 256 false",
         "ip4:192.0.2.7 ip4:192.0.2.0/23 1 false",
      }, rows)
   end)

   it("leaves out addresses that an earlier term denies", function()
      local found = found_in { ["acme.example"] = { TXT = { "v=spf1 -ip4:192.0.2.0/25 ip4:192.0.2.0/24 -all" } } }
      assert.same({ "128", "128" }, { found.ip4, found.groups[1].ip4 })
   end)

   it("E19 says so where everybody may send, and where some depend on the sender", function()
      assert.equal("all", found_in({ ["acme.example"] = { TXT = { "v=spf1 +all" } } }).groups[1].key)
      assert.is_true(found_in({ ["acme.example"] = { TXT = { "v=spf1 exists:%{i}.acme.example -all" } } }).some_unknown)
      assert.is_nil(found_in({ ["acme.example"] = { TXT = { "hello" } } }))
   end)

   it("compares counts that fit no integer", function()
      assert.is_true(senders.compare("9", "10") < 0)
      assert.equal(0, senders.compare("340282366920938463463374607431768211456",
         "340282366920938463463374607431768211456"))
      assert.is_true(senders.compare("20", "19") > 0)
   end)
end)
