-- SPDX-License-Identifier: MIT
-- One planner: `spf plan`, `fix` and the recipe spf-budget choose the same moves and tell the same figures.
local budgets = require "spec.support.budgets"
local make_plan = require "sesame.spf.plan"
local reduce = require "sesame.fix.spf_reduce"
local plan_words = require "sesame.check.spf_plan_words"
local report = require "sesame.report.spf_plan_text"
local steps_text = require "sesame.report.spf_plan_steps_text"
local support = require "spec.support.facts"

local SEED = math.tointeger(tonumber(os.getenv "SEED")) or 1
local COUNT = math.tointeger(tonumber(os.getenv "COUNT")) or 60

local DOMAIN = "acme.example"

local recipe = assert(require("sesame.script").load("scripts/spf-budget.lua"))

-- What fix offers for too many lookups in RECORDS: { [text of the records] = choice }, and the choices in order.
local function offered(records, severity)
   local facts = support.of(records)
   local audit = require("sesame.audit").run(DOMAIN, facts, {})
   local item = support.find(audit, severity == "error" and "spf-lookups-over-limit" or "spf-lookups-at-limit")
   local offer = item and assert(reduce.builders.reduce(item, audit, facts))
   local by_records = {}
   for _, choice in ipairs(offer and offer.choices or {}) do
      local texts = {}
      for i, change in ipairs(choice.changes) do texts[i] = change.name .. " " .. change.values[1] end
      by_records[table.concat(texts, "\n")] = choice
   end
   return by_records, offer and offer.choices or {}
end

local function texts_of(plan)
   local texts = {}
   for i, record in ipairs(plan.records) do texts[i] = record.name .. " " .. record.after end
   return table.concat(texts, "\n")
end

local function section_of(records)
   local audit = support.audit(records, { script = require("sesame.script.runner").of(recipe, {}) })
   for _, section in ipairs(audit.sections) do
      if section.title:find("^The plan") then return section end
   end
end

-- The recipe shows the first plan of RESULT, step by step, with its figures.
local function same_in_recipe(records, result)
   local section, plan = section_of(records), result.plans[1]
   assert.equal(plan ~= nil, section ~= nil)
   if not plan then return end
   local steps = table.move(plan.steps, 1, #plan.steps, #result.steps + 1, { table.unpack(result.steps) })
   assert.equal(#steps, #section.rows)
   for i, step in ipairs(steps) do assert.equal(steps_text.step(step, DOMAIN), section.rows[i][2]) end
   assert.is_truthy(section.text:find(plan_words.figures(plan.figures), 1, true))
   assert.is_truthy(section.text:find(plan_words.figures(result.figures), 1, true))
end

-- fix offers every plan of RESULT, with its figures, and takes none that asks for people unasked.
local function same_in_fix(records, result, severity)
   local by_records, choices = offered(records, severity)
   local seen = 0
   for _, plan in ipairs(result.plans) do
      local choice = by_records[texts_of(plan)]
      assert(choice, texts_of(plan))
      seen = seen + 1
      assert.is_truthy(choice.text:find(plan_words.figures(plan.figures), 1, true))
      local risky = plan.moves or plan.third_party or severity ~= "error" and plan.copied
      assert.equal(not risky, choice.safe == true, choice.text)
   end
   assert.equal(seen, #choices)
   for i = 2, #choices do assert.is_true(choices[i - 1].safe or not choices[i].safe) end
end

-- The text of `spf plan` has the figures of each plan.
local function same_in_text(result)
   local flat = report.text(result):gsub("%s+", " ")
   for _, plan in ipairs(result.plans) do
      assert.is_truthy(flat:find(("Then: %s."):format(plan_words.figures(plan.figures)), 1, true))
   end
end

-- What every plan of RESULT keeps: its word, and that only moves let fewer pass.
local function kept(result)
   for _, plan in ipairs(result.plans) do
      assert.is_true(plan.lookups <= result.target)
      assert.equal(plan.lookups, plan.figures.lookups)
      if not plan.moves then assert.equal("equal", plan.proof.verdict) end
   end
end

local function record(text, more)
   local records = budgets.zone(1)
   records[DOMAIN] = { TXT = { text } , MX = records[DOMAIN].MX }
   for name, node in pairs(more or {}) do records[name] = node end
   return records
end

local function own(count, tail)
   local words, more = {}, {}
   for i = 1, count do
      words[i] = ("a:w%d.acme.example"):format(i)
      more[("w%d.acme.example"):format(i)] = { A = { ("192.0.2.%d"):format(100 + 2 * i) } }
   end
   return record(("v=spf1 %s %s-all"):format(table.concat(words, " "), tail or ""), more)
end

local names = { ["names.test"] = { TXT = { "v=spf1 include:sendgrid.net a:h1.acme.example -all" } } }

local TABLE = {
   { "own hosts", own(12) },
   { "a duplicate", own(9, "include:sendgrid.net include:sendgrid.net ") },
   { "a service that can send by a name of its own", own(4, "include:sendgrid.net "
      .. "exists:%{i}.a.test exists:%{i}.b.test "
      .. "exists:%{i}.c.test exists:%{i}.d.test exists:%{i}.e.test ") },
   { "an include of names", record("v=spf1 include:names.test exists:%{i}.a.test exists:%{i}.b.test exists:%{i}.c.test "
      .. "exists:%{i}.d.test exists:%{i}.e.test exists:%{i}.f.test exists:%{i}.g.test -all", names) },
   { "amazonses.com, which is never taken out unasked", own(10, "include:amazonses.com ") },
   { "what only the sender tells", own(9, "include:%{i}._s.test include:%{h}.test ") },
   { "too much that cannot change", record("v=spf1 " .. ("exists:%{i}.a.test "):rep(1)
      .. "exists:%{i}.b.test exists:%{i}.c.test exists:%{i}.d.test exists:%{i}.e.test exists:%{i}.f.test "
      .. "exists:%{i}.g.test exists:%{i}.h.test exists:%{i}.i.test exists:%{i}.j.test exists:%{i}.k.test -all") },
   { "nothing too much", own(3) },
}

describe("one planner", function()
   for _, case in ipairs(TABLE) do
      it("chooses the same everywhere: " .. case[1], function()
         local result = assert(make_plan(DOMAIN, { facts = support.of(case[2]) }))
         same_in_recipe(case[2], result)
         same_in_fix(case[2], result, "error")
         same_in_text(result)
         kept(result)
         for _, plan in ipairs(result.plans) do
            for _, step in ipairs(plan.steps) do assert.is_nil(step.terms[1]:find("amazonses", 1, true)) end
         end
      end)
   end

   it("claims no total in the recipe where only the sender tells", function()
      local records = record("v=spf1 mx include:%{i}._s.test -all")
      local audit = support.audit(records, { script = require("sesame.script.runner").of(recipe, {}) })
      assert.matches("at least 2 lookups, and what include:%%{i}._s.test leads to depends on the sender",
         support.find(audit, "spf-budget-unknown").message)
      assert.is_nil(support.find(audit, "spf-budget-room"))
   end)

   it("goes one below the limit for a record at it, and copies no names unasked", function()
      local records = record("v=spf1 include:names.test exists:%{i}.a.test exists:%{i}.b.test exists:%{i}.c.test "
         .. "exists:%{i}.d.test exists:%{i}.e.test exists:%{i}.f.test -all", names)
      local result = assert(make_plan(DOMAIN, { facts = support.of(records), target = 9 }))
      assert.same({ 10, "planned", true }, { result.lookups, result.verdict, result.plans[2].copied })
      same_in_fix(records, result, "warning")
      local _, choices = offered(records, "warning")
      local commands = {}
      for _, choice in ipairs(choices) do
         for _, step in ipairs(choice.steps) do commands[step.command or ""] = true end
      end
      assert.is_true(commands["sesame spf plan --target 9 acme.example"])
   end)

   it(("chooses the same everywhere, for random zones: SEED=%d COUNT=%d"):format(SEED, COUNT), function()
      local planned = 0
      for seed = SEED, SEED + COUNT - 1 do
         local records = budgets.zone(seed)
         local result = assert(make_plan(DOMAIN, { facts = support.of(records) }))
         local ok, fault = pcall(function()
            if result.lookups > result.target then
               same_in_fix(records, result, "error")
               planned = planned + #result.plans
            end
            same_in_recipe(records, result)
            same_in_text(result)
            kept(result)
         end)
         assert(ok, ("SEED=%d COUNT=1: %s"):format(seed, tostring(type(fault) == "table" and fault.message or fault)))
      end
      assert.is_true(COUNT < 20 or planned > COUNT / 4, planned)
   end)
end)
