-- SPDX-License-Identifier: MIT
-- Terms whose targets depend on the sender, in the tree, the plan, the flattening, the audit and the recipe: they stay,
-- and no total is claimed that cannot be known.
local flatten_text = require "sesame.report.spf_flatten_text"
local plan_text = require "sesame.report.spf_plan_text"
local property = require "spec.support.property"
local spf = require "sesame.spf"
local support = require "spec.support.facts"
local tree_text = require "sesame.report.spf_tree_text"

local DOMAIN = "acme.example"
local DYNAMIC = { "include:%{i}._s.x.example", "include:%{h}.%{d}._h.x.example", "include:%{ir}._spf.%{d}",
   "?include:%{l}.x.example", "include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.example" }
local EXISTS = { "exists:%{i}._spf.mta.x.example", "exists:%{ir}.%{v}._e.x.example" }

local function record(text) return { TXT = { text } } end

-- Records of DOMAIN from the random source R: the terms that depend on the sender, the records.
local function policy(r)
   local records = support.zone {}
   local terms, kept = {}, {}
   local function put(term) table.insert(terms, r(#terms + 1), term) end
   for i = 1, 1 + r(2) do kept[i] = DYNAMIC[r(#DYNAMIC)]:gsub(":", (":n%d."):format(i), 1) end
   if r(2) == 1 then kept[#kept + 1] = EXISTS[r(#EXISTS)] end
   for i = 1, r(9) do
      local name, below = ("p%d.esp.example"):format(i), {}
      for j = 1, r(4) - 1 do
         below[j] = ("include:q%d.%s"):format(j, name)
         local text = ("v=spf1 ip4:198.51.%d.%d ip6:2001:db8:%d::/48 ~all"):format(i, j, i)
         records[("q%d.%s"):format(j, name)] = record(text)
      end
      if r(6) == 1 then below[#below + 1] = "include:%{i}.b." .. name end
      below[#below + 1] = ("ip4:203.0.%d.0/24 ~all"):format(i)
      records[name] = record("v=spf1 " .. table.concat(below, " "))
      put("include:" .. name)
   end
   for _ = 1, r(4) do put(("ip4:192.0.2.%d"):format(r(250))) end
   if r(2) == 1 then put "mx" end
   for _, term in ipairs(kept) do put(term) end
   records[DOMAIN].TXT = { "v=spf1 " .. table.concat(terms, " ") .. " ~all" }
   return kept, records
end

-- TEXT without line breaks and indents.
local function flat(text) return (text:gsub("%s+", " ")) end

local function has_terms(text, kept)
   local words = {}
   for word in text:gmatch("%S+") do words[word] = true end
   for _, term in ipairs(kept) do
      if not words[term] then return false, term end
   end
   return true
end

-- The terms of KEPT stand in the records a plan or a flattening gives, wherever they went.
local function assert_kept(list, kept)
   local all = {}
   for i, item in ipairs(list) do all[i] = item.after or item.text end
   if #all > 0 then assert.is_true(has_terms(table.concat(all, " "), kept)) end
end

local function assert_plan(facts, kept)
   local result = assert(spf.plan(DOMAIN, { facts = facts, flatten_third_party = true }))
   assert.is_true(result.lower_bound)
   local words = flat(plan_text.text(result))
   assert.matches("^acme%.example: at least %d+ lookup", words)
   assert.is_nil(words:find(": %d+ %-> "), words)
   assert.is_nil(words:find("%-> %d+ lookups"), words)
   assert.is_nil(words:find("Then: %d"), words)
   assert.is_nil(words:find("Now: %d"), words)
   for _, planned in ipairs(result.plans) do
      assert.is_true(planned.lower_bound)
      local touched = {}
      for _, item in ipairs(planned.records) do touched[item.name] = true end
      if touched[DOMAIN] then assert_kept(planned.records, kept) end
   end
   return result
end

local function assert_flatten(facts, kept, options)
   options.facts = facts
   local made = assert(spf.flatten(DOMAIN, options))
   assert.is_true(made.lower_bound)
   local words = flat(flatten_text.flatten(made))
   if made.verdict == "flattened" then
      assert_kept(made.records, kept)
      assert.matches(": at least %d+ lookups? now, at least %d+ afterwards", words)
   elseif made.verdict == "nothing" then
      assert.matches("at least %d+ lookup", words)
   end
   return made
end

-- Sums that an audit claims without their bound.
local function assert_audit(records)
   local audit = support.audit(records, { only = { "spf-lookups*" } })
   assert.is_nil(support.find(audit, "spf-lookups"))
   for _, code in ipairs { "spf-lookups-over-limit", "spf-lookups-at-limit" } do
      local item = support.find(audit, code)
      if item then assert.equal("at least ", item.fields.bound) end
   end
   return audit
end

describe("terms that depend on the sender", function()
   it("stay, and no total is claimed, whatever stands beside them", function()
      local seed, count = property.of("spf-dynamic", 150, 1)
      for case = seed, seed + count - 1 do
         local draw = property.generator(case)
         local function r(most) return draw(most) + 1 end
         local kept, records = policy(r)
         local facts = support.of(records)
         local tree = spf.walk(DOMAIN, { facts = facts, addresses = true })
         assert.is_true(tree.lower_bound, case .. ": " .. records[DOMAIN].TXT[1] .. tostring(tree.reason))
         local words = tree_text.text(tree, {})
         assert.matches("at least %d+ of 10 lookups", words)
         assert_plan(facts, kept)
         assert_flatten(facts, kept, {})
         assert_flatten(facts, kept, { all = true, third_party = true })
         assert_audit(records)
      end
   end)

   it("over ten lookups are planned around", function()
      local records = support.zone {}
      local list = {}
      for i = 1, 11 do
         list[i] = ("include:p%d.esp.example"):format(i)
         records[("p%d.esp.example"):format(i)] = record(("v=spf1 ip4:198.51.100.%d ~all"):format(i))
      end
      local kept = { "include:%{i}._s.x.example", "exists:%{i}._spf.mta.x.example" }
      records[DOMAIN].TXT = { ("v=spf1 %s %s %s ~all"):format(kept[1], table.concat(list, " "), kept[2]) }
      local facts = support.of(records)
      local result = assert_plan(facts, kept)
      assert.same({ "planned", 13 }, { result.verdict, result.lookups })
      assert.is_true(result.plans[1].lookups <= 10)
      local made = assert_flatten(facts, kept, { third_party = true })
      assert.same({ "flattened", 13, true }, { made.verdict, made.before, made.after <= 10 })
      local item = support.find(assert_audit(records), "spf-lookups-over-limit")
      assert.same({ 13, "at least " }, { item.fields.lookups, item.fields.bound })
      assert.equal("include:%{i}._s.x.example at least 1", item.fields.costs[1])
      assert.matches("needs at least 13 DNS lookups", item.message)
   end)

   it("say of every running count behind them that it is the least, and of none before", function()
      local records = support.zone { [DOMAIN] = {
         TXT = { "v=spf1 mx include:%{i}._s.x.example a:mail.acme.example ~all" } } }
      local tree = spf.walk(DOMAIN, { facts = support.of(records) })
      local words = tree_text.text(tree, {})
      assert.matches("mx  1, 10%% %(1/10%), 9 left", words)
      assert.matches(">=1, 10%% %(>=2/10%), at most 8 left", words)
      assert.matches("a:mail.acme.example  1, 10%% %(>=3/10%), at most 7 left", words)
      assert.matches("acme.example  >=3/10", require("sesame.report.spf_graph_text").dot(tree))
   end)

   it("a duplicate of one saves at least what it costs", function()
      local records = support.zone { [DOMAIN] = {
         TXT = { "v=spf1 include:%{i}._s.x.example include:%{i}._s.x.example ~all" } } }
      local item = support.find(support.audit(records), "spf-duplicate-lookup")
      assert.same({ 1, "at least " }, { item.fields.lookups, item.fields.bound })
   end)

   it("leave exact totals exact", function()
      local tree = spf.walk(DOMAIN, { facts = support.of(support.zone {}) })
      assert.is_nil(tree_text.text(tree, {}):find "at least")
      assert.truthy(support.find(support.audit(support.zone {}), "spf-lookups"))
   end)
end)
