-- SPDX-License-Identifier: MIT
-- The record sets that formats write.
local plans = require "spec.support.plans"
local sets = require "sesame.fix.record_sets"

describe("the sets of a plan", function()
   it("say what comes, goes and stays", function()
      local first = sets.of(plans.whole())[1]
      assert.same({ "acme.example", "TXT", "acme.example", 300, 3600 }, { first.name, first.type, first.zone, first.ttl,
         first.before_ttl })
      local function texts(list)
         local out = {}
         for i, record in ipairs(list) do out[i] = record.bytes end
         return out
      end
      assert.same({ "v=spf1 include:amazonses.com ~all" }, texts(first.added))
      assert.same({ "v=spf1 mx ~all" }, texts(first.gone))
      assert.same({ "site=1" }, texts(first.kept))
   end)

   it("take a TXT as a whole or in strings, and tell no difference by it", function()
      local long = ("x"):rep(300)
      local change = { name = "a.b.", type = "TXT", values = { { long:sub(1, 100), long:sub(101) } },
         before = { long } }
      local set = sets.of { domain = "a.b", changes = { change } }[1]
      assert.same({ 0, 0, 1 }, { #set.added, #set.gone, #set.kept })
      assert.same({ 255, 45 }, { #set.before[1].strings[1], #set.before[1].strings[2] })
      assert.same({ 100, 200 }, { #set.after[1].strings[1], #set.after[1].strings[2] })
   end)

   it("hold every set once, from the first state to the last", function()
      local plan = { domain = "a.b", changes = {
         { name = "a.b", type = "TXT", values = { "two" }, before = { "one" }, why = "First." },
         { name = "A.b", type = "TXT", values = { "three" }, before = { "two" }, why = "Second." },
      } }
      local list = sets.of(plan)
      assert.equal(1, #list)
      assert.same({ "one", "three", "First. Second." }, { list[1].before[1].bytes, list[1].after[1].bytes,
         list[1].why })
   end)

   it("belong to zones, and have names in them", function()
      local plan = { domain = "mail.a.b", zone = "a.b", changes = {
         { name = "x.a.b", type = "A", values = { "192.0.2.1" } }, { name = "c.d", type = "A", zone = "c.d",
            values = { "192.0.2.1" } },
         { name = "a.b", type = "A", values = { "192.0.2.2" } },
      } }
      local zones = sets.by_zone(sets.of(plan))
      assert.same({ "a.b", 2, "c.d", 1 }, { zones[1].zone, #zones[1].sets, zones[2].zone, #zones[2].sets })
      for name, short in pairs { ["x.a.b"] = "x", ["a.b"] = "@", ["x.b.a"] = "x.b.a.", ["xa.b"] = "xa.b." } do
         assert.equal(short, sets.relative(name, "a.b", "@"))
      end
   end)

   it("raise for a value that cannot be", function()
      local plan = { domain = "a.b", changes = { { name = "a.b", type = "A", values = { "no address" } } } }
      assert.has_error(function() sets.of(plan) end)
      for _, ttl in ipairs { -1, 1.5, "soon", 2 ^ 31 } do
         local odd = { domain = "a.b", changes = { { name = "a.b", type = "A", ttl = ttl, values = { "192.0.2.1" } } } }
         assert.error_matches(function() sets.of(odd) end, "is no TTL")
      end
   end)

   it("have whole TTLs, however they were read", function()
      local plan = { domain = "a.b", changes = { { name = "a.b", type = "A", ttl = 60.0, before_ttl = 30.0,
         values = { "192.0.2.1" } } } }
      local set = sets.of(plan)[1]
      assert.same({ "60", "30" }, { tostring(set.ttl), tostring(set.before_ttl) })
   end)
end)
