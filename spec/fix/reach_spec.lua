-- SPDX-License-Identifier: MIT
-- What a plan may touch: names at or below the zone that holds the domain; what lies above is a step in words.
local change = require "sesame.fix.change"
local fix = require "sesame.fix"
local reach = require "sesame.fix.reach"
local support = require "spec.support.facts"

local function audit(zone) return { models = { domain = { zone = zone } } } end

local function adds(name) return { change.add(name, "TXT", { "x" }, "So.") } end

-- A zone of its own, whose organization's zone is another's.
local function delegated(more)
   local records = {
      ["dept.corp.example"] = { SOA = { support.soa() }, NS = { "ns1.dept.corp.example", "ns2.dept.corp.example" },
         TXT = { "v=spf1 -all" }, MX = { { preference = 0, exchange = "." } } },
      ["ns1.dept.corp.example"] = { A = { "192.0.2.1" } }, ["ns2.dept.corp.example"] = { A = { "192.0.2.2" } },
   }
   for name, node in pairs(more or {}) do records[name] = node end
   return support.of(records)
end

describe("fix.reach", function()
   it("names within the zone are no step, and none where the zone is not known", function()
      assert.is_nil(reach.above(adds "_dmarc.acme.example", audit "acme.example"))
      assert.is_nil(reach.above(adds "_DMARC.acme.example", audit "acme.example"))
      assert.is_nil(reach.above(adds "_dmarc.corp.example", audit(nil)))
      assert.is_nil(reach.above(adds "_dmarc.corp.example", audit ".")) -- the root is nobody's zone
   end)

   it("what lies above is told, with its records", function()
      local step = reach.above(adds "_dmarc.corp.example", audit "dept.corp.example")
      assert.matches("_dmarc.corp.example is not in the zone dept.corp.example", step.text, 1, true)
      assert.equal("_dmarc.corp.example", step.records[1].name)
   end)

   it("a first policy of a delegated name stands in its own zone", function()
      local made = fix.plan("dept.corp.example", delegated(), {})
      assert.equal(1, #made.changes)
      assert.equal("_dmarc.dept.corp.example", made.changes[1].name)
      for _, format in ipairs { "bind", "nsupdate", "octodns", "dnscontrol" } do
         local text = assert(fix.render(made, format))
         assert.matches("dept.corp.example", text, 1, true)
         for _, root in ipairs { "zone .", "..yaml", 'D_EXTEND(".' } do assert.is_nil(text:find(root, 1, true)) end
      end
   end)

   it("a fault in the record above is a step, and no change", function()
      local facts = delegated { ["_dmarc.corp.example"] = { TXT = { "v=DMARC1; p=reject; rua=d@corp.example" } } }
      local made = fix.plan("dept.corp.example", facts, {})
      assert.same({}, made.changes)
      assert.matches("_dmarc.corp.example is not in the zone dept.corp.example", made.steps[1].text, 1, true)
      assert.same("_dmarc.corp.example", made.steps[1].records[1].name)
   end)
end)
