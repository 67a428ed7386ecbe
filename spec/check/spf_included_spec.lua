-- SPDX-License-Identifier: MIT
-- Faults in the owner's own records below the SPF record: told with their bytes, and mended.
local fix = require "sesame.fix"
local support = require "spec.support.facts"

local function zone(inner, more, record)
   local records = { ["acme.example"] = { TXT = { record or "v=spf1 mx include:_spf.acme.example -all" } },
      ["_spf.acme.example"] = inner and { TXT = { inner } } or nil }
   for name, node in pairs(more or {}) do records[name] = node end
   return support.zone(records)
end

-- name, the record at _spf.acme.example, codes and subjects of what is found
local CASES = {
   { "a record without fault", "v=spf1 ip4:192.0.2.1 -all", {} },
   { "a syntax error", "v=spf1 ip4:192.0.2.1, -all",
      { "spf-included-syntax _spf.acme.example", "spf-tree-permerror acme.example" } },
   { "a term that is read as a modifier", "v=spf1 ip4=192.0.2.1 -all", { "spf-included-fault _spf.acme.example" } },
   { "a text that only looks like a record", "v=spf1; ip4:192.0.2.1 -all",
      { "spf-included-near-miss _spf.acme.example", "spf-tree-permerror acme.example" } },
   { "no record, and none meant", "hello", { "spf-tree-permerror acme.example" } },
   { "two records pasted into one", "v=spf1 ip4:192.0.2.1 v=spf1 ip4:192.0.2.2 -all",
      { "spf-included-fault _spf.acme.example" } },
}

local function found(records)
   local list = {}
   for _, text in ipairs(support.codes(records)) do
      if text:find "^spf" then list[#list + 1] = text end
   end
   return list
end

describe("check.spf_included", function()
   for _, case in ipairs(CASES) do
      it("tells of " .. case[1], function() assert.same(case[3], found(zone(case[2]))) end)
   end

   it("shows the bytes at fault, the way there, and the record mended", function()
      local item = support.find(support.audit(zone "v=spf1 ip4:192.0.2.1, -all"), "spf-included-syntax")
      local shown = item.evidence[1]
      assert.same({ "_spf.acme.example", "v=spf1 ip4:192.0.2.1, -all", "," },
         { shown.name, shown.value, shown.value:sub(shown.range[1] + 1, shown.range[2]) })
      assert.same({ "include:_spf.acme.example", "acme.example", "error" },
         { item.fields.term, item.fields.path, item.severity })
      assert.same({ '_spf.acme.example. TXT "v=spf1 ip4:192.0.2.1 -all"' },
         require("sesame.base.records").lines(item.records))
   end)

   it("tells of it where the record stands, at the end of an alias within the domain", function()
      local records = zone(nil, { ["_spf.acme.example"] = { CNAME = "_set.acme.example" },
         ["_set.acme.example"] = { TXT = { "v=spf1 ip4=192.0.2.1 -all" } } })
      assert.same({ "spf-included-fault _set.acme.example" }, found(records))
   end)

   it("leaves to others what is theirs, though an own name leads there", function()
      local records = zone(nil, { ["_spf.acme.example"] = { CNAME = "_spf.other.example" },
         ["_spf.other.example"] = { TXT = { "v=spf1 ip4=192.0.2.1 -all" } } })
      assert.same({}, found(records))
      assert.same({}, found(zone(nil, { ["_spf.other.example"] = { TXT = { "v=spf1 ip4=192.0.2.1 -all" } } },
         "v=spf1 mx include:_spf.other.example -all")))
   end)

   it("is mended where it stands, with a proof", function()
      local made = fix.plan("acme.example", support.of(zone "v=spf1 ip4=192.0.2.1 ip4:192.0.2.2, -all"), {})
      assert.same({ "_spf.acme.example", "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 -all" },
         { made.changes[1].name, table.concat(made.changes[1].values[1]) })
      assert.same({ 1, "yes", 0, 0 }, { #made.changes, made.verified, made.after.error, made.after.warning })
      assert.matches("From then on receivers refuse", made.steps[1].text)
   end)

   it("a text that only looks like a record becomes one", function()
      local records = zone "v=spf1; ip4:192.0.2.1 -all"
      local item = support.find(support.audit(records), "spf-included-near-miss")
      assert.equal("v=spf1;", item.evidence[1].value:sub(item.evidence[1].range[1] + 1, item.evidence[1].range[2]))
      local made = fix.plan("acme.example", support.of(records), {})
      assert.same({ "_spf.acme.example", "v=spf1 ip4:192.0.2.1 -all", "yes" },
         { made.changes[1].name, table.concat(made.changes[1].values[1]), made.verified })
      assert.matches("From then on receivers refuse", made.steps[1].text)
   end)

   it("asks where what was meant is not evident", function()
      local made = fix.plan("acme.example", support.of(zone "v=spf1 ip4:192.0.2.300 -all"), {})
      assert.same({}, made.changes)
      made = fix.plan("acme.example", support.of(zone "v=spf1 ip4:192.0.2.300 -all"),
         { choose = { ["spf-included-syntax"] = 3 } })
      assert.equal("v=spf1 ip4:192.0.2.30 -all", table.concat(made.changes[1].values[1]))
      assert.equal("yes", made.verified)
   end)

   it("says nothing of refusals where the domain's record refuses nobody, or read it before", function()
      for _, case in ipairs {
         { "v=spf1 ip4:192.0.2.2, -all", "v=spf1 mx include:_spf.acme.example ~all" },
         { "v=spf1 ip4=192.0.2.2 -all" },
      } do
         local made = fix.plan("acme.example", support.of(zone(case[1], nil, case[2])), {})
         assert.equal("v=spf1 ip4:192.0.2.2 -all", table.concat(made.changes[1].values[1]))
         assert.same({}, made.steps)
      end
   end)

   it("mends what a redirect leads to as the end of the policy it is", function()
      local made = fix.plan("acme.example", support.of(zone("v=spf1 ip4:192.0.2.2, -all", nil,
         "v=spf1 redirect=_spf.acme.example")), { choose = { ["spf-included-syntax"] = 2 } })
      assert.equal("v=spf1 ip4:192.0.2.2 ~all", table.concat(made.changes[1].values[1]))
   end)
end)
