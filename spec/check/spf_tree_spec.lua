-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

-- The domain's record, and COUNT names below it that an include can lead to.
local function zone(record, more)
   local changes = more or {}
   changes["acme.example"] = { TXT = { record } }
   for i = 1, 12 do
      changes["s" .. i .. ".acme.example"] = changes["s" .. i .. ".acme.example"]
         or { TXT = { ("v=spf1 ip4:192.0.2.%d -all"):format(i) } }
   end
   return support.zone(changes)
end

local function includes(count)
   local terms = {}
   for i = 1, count do terms[i] = ("include:s%d.acme.example"):format(i) end
   return "v=spf1 " .. table.concat(terms, " ") .. " -all"
end

local CASES = {
   { "nine lookups are in order", zone(includes(9)), {},
      ok = { "spf-authorised acme.example", "spf-lookups acme.example" } },
   { "E17 ten lookups are all there are", zone(includes(10)), { "spf-lookups-at-limit acme.example" },
      ok = { "spf-authorised acme.example" } },
   { "E08 eleven are over the limit", zone(includes(11)), { "spf-lookups-over-limit acme.example" } },
   { "E12 an include without a record", zone("v=spf1 include:gone.acme.example -all"),
      { "spf-tree-permerror acme.example" } },
   { "E11 a loop", zone("v=spf1 include:s1.acme.example -all",
      { ["s1.acme.example"] = { TXT = { "v=spf1 include:acme.example -all" } } }),
         { "spf-tree-permerror acme.example" } },
   { "E13 no answer is unknown", zone("v=spf1 include:s1.acme.example -all",
      { ["s1.acme.example"] = { TXT = "servfail" } }),
      { "spf-tree-unknown acme.example" } },
}

describe("check.spf_tree", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.same(case[3], support.codes(case[2]))
         assert.same(case.ok or {}, support.oks({ "spf_tree", "spf_senders" }, case[2]))
      end)
   end

   it("underlines the domain's own term that the limit breaks in, and lists what each costs", function()
      local item = support.find(support.audit(zone(includes(11))), "spf-lookups-over-limit")
      local range = item.evidence[1].range
      assert.equal("include:s11.acme.example", item.evidence[1].value:sub(range[1] + 1, range[2]))
      assert.same({ 11, 10 }, { item.fields.lookups, item.fields.limit })
      assert.equal("include:s1.acme.example 1", item.fields.costs[1])
   end)
end)
