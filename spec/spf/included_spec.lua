-- SPDX-License-Identifier: MIT
local included = require "sesame.spf.included"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local function own(record, more, zone)
   local records = { ["acme.example"] = { TXT = { record } } }
   for name, node in pairs(more) do records[name] = type(node) == "string" and { TXT = { node } } or node end
   local list = {}
   for i, entry in ipairs(included.own(assert(walk("acme.example", { facts = support.of(records) })), zone)) do
      list[i] = ("%s %s %s %s"):format(table.concat(entry.path, ">"), entry.name, entry.owner,
         entry.ends and "ends" or "-")
   end
   return list
end

describe("spf.included", function()
   it("lists own records of a tree once each, at whatever depth, in the order of evaluation", function()
      assert.same({
         "acme.example _a.acme.example _a.acme.example -",
         "acme.example>_a.acme.example _b.acme.example _b.acme.example -",
         "acme.example _c.acme.example _c.acme.example ends",
         "acme.example>_c.acme.example _d.acme.example _d.acme.example -",
         "acme.example>_c.acme.example>_d.acme.example _e.acme.example _e.acme.example -",
      }, own("v=spf1 include:_a.acme.example include:_b.acme.example redirect=_c.acme.example", {
         ["_a.acme.example"] = "v=spf1 include:_b.acme.example -all", ["_b.acme.example"] = "v=spf1 ip4:192.0.2.1 -all",
         ["_c.acme.example"] = "v=spf1 include:_d.acme.example ~all", ["_e.acme.example"] = "v=spf1 -all",
         ["_d.acme.example"] = "v=spf1 redirect=_e.acme.example",
      }))
   end)

   it("takes what is an alias within the domain, and leaves out what is one out of it", function()
      assert.same({ "acme.example _in.acme.example _own.acme.example -",
         "acme.example>_spf.other.example _back.acme.example _back.acme.example -" },
         own("v=spf1 include:_in.acme.example include:_out.acme.example include:_spf.other.example -all", {
            ["_in.acme.example"] = { CNAME = "_own.acme.example" }, ["_own.acme.example"] = "v=spf1 ip4:192.0.2.1 -all",
            ["_out.acme.example"] = { CNAME = "_x.other.example" }, ["_x.other.example"] = "v=spf1 ip4:192.0.2.2 -all",
            ["_spf.other.example"] = "v=spf1 include:_back.acme.example -all",
            ["_back.acme.example"] = "v=spf1 ip4:192.0.2.3 -all",
         }))
   end)

   it("leaves out what is never reached, what leads back, and what holds no one record", function()
      assert.same({ "acme.example _a.acme.example _a.acme.example -" },
         own("v=spf1 include:_a.acme.example include:_two.acme.example include:_none.acme.example -all "
            .. "include:_late.acme.example redirect=_never.acme.example", {
            ["_a.acme.example"] = "v=spf1 include:acme.example -all", ["_late.acme.example"] = "v=spf1 -all",
            ["_never.acme.example"] = "v=spf1 -all", ["_two.acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx" } },
         }))
   end)
end)
