-- SPDX-License-Identifier: MIT
-- From a tidied policy to plans: searches, writes the records, walks them, and has every one compared with the policy
-- as it is.
local choices = require "sesame.spf.plan.choices"
local figures = require "sesame.spf.plan.figures"
local laid = require "sesame.spf.laid"
local optional = require "sesame.spf.plan.optional"
local records = require "sesame.spf.plan.records"
local render = require "sesame.spf.plan.render"
local search = require "sesame.spf.plan.search"
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"

local solve = {}

local TRIES_MAX = 12 -- records written that turned out to need more further ones than was reckoned

-- ---- one plan ----

local function rooms_of(facts, list)
   local rooms = {}
   for _, record in ipairs(list) do
      local answer, others = facts:get(record.name, "TXT"), 0
      local _, places = spf.select(answer)
      for _, place in ipairs(places) do others = others + #answer[place] end
      rooms[record.name] = math.max(choices.ROOM - #record.name - others, #record.text)
   end
   return rooms
end

local function include_costs(facts)
   local known = {}
   return function(name)
      if known[name] == nil then
         local tree = walk(name, { facts = facts })
         known[name] = tree and tree.result == "ok" and not tree.lower_bound and tree.lookups + 1 or false
      end
      return known[name]
   end
end

local function words_of(choice)
   local words = {}
   for i, part in ipairs(choice.parts) do words[i] = part.word end
   return words
end

local function step_of(choice)
   local terms = { choice.term.text }
   if choice.terms then
      for i, term in ipairs(choice.terms) do terms[i] = term.text end
   end
   return {
      action = choice.kind, effort = choice.effort, record = choice.record.name, terms = terms, saves = choice.saves,
      provider = choice.provider and choice.provider.name, name = choice.name, ttl = choice.term.ttl,
      include = choice.kind == "replace" and choice.words[1] or nil, words = choice.kind == "copy" and words_of(choice)
         or nil,
   }
end

-- The records that differ from those of BEFORE, in order of their names, the domain's own first.
local function changed_records(before, texts)
   local list = {}
   local was = {}
   for _, record in ipairs(before.tree.record and records.editable(before.tree) or {}) do
      was[record.name] = record.text
   end
   for name, text in pairs(texts) do
      if was[name] ~= text then list[#list + 1] = { name = name, before = was[name], after = text } end
   end
   table.sort(list, function(a, b)
      if (a.name == before.domain) ~= (b.name == before.domain) then return a.name == before.domain end
      return a.name < b.name
   end)
   return list
end

local function copy(texts)
   local all = {}
   for name, text in pairs(texts) do all[name] = text end
   return all
end

-- Notes what the steps of MADE ask of people: services that must send by another name first, addresses and names of
-- others that go stale.
local function note(made)
   for _, step in ipairs(made.steps) do
      if step.action == "flatten" and step.ttl then made.ttl = math.min(made.ttl or step.ttl, step.ttl) end
      made.third_party = made.third_party or step.effort == "flatten" or nil
      made.copied = made.copied or step.effort == "copy" or nil
      made.moves = made.moves or step.action == "move" or nil
   end
   return made
end

-- The plan that TEXTS are, walked and compared; STEPS beyond those of the result.
local function finished(kind, before, base, texts, steps)
   local over = laid.over(base, texts)
   local tree = assert(walk(before.domain, { facts = over, addresses = true }))
   local made = note { kind = kind, steps = steps, records = changed_records(before, texts), lookups = tree.lookups,
      lower_bound = tree.lower_bound == true, figures = figures.of(tree), tree = tree }
   if before.tree.record then
      local from, message = spf.denote(before.domain, { facts = base })
      local to, fault = spf.denote(before.domain, { facts = over })
      made.proof = from and to and spf.compare(from, to) or { verdict = "unprovable", message = message or fault,
         changes = {} }
   end
   return made
end

-- Why the terms that WAY leaves alone cannot cost fewer lookups: { { term, record, lookups, lower_bound, bar
-- } }.
local function bars_of(weighed, way)
   local bars, list = {}, {}
   for _, each in ipairs(weighed) do
      for term, bar in pairs(each.bars) do bars[term] = bar end
   end
   for _, choice in ipairs(way.choices) do
      local bar = choice.kind == "keep" and bars[choice.term]
      if bar then
         list[#list + 1] = { term = choice.term.text, record = choice.record.name, lookups = choice.term.total,
            lower_bound = choice.term.lower_bound == true, bar = bar }
      end
   end
   return list
end

local function context_of(state, list, allowed)
   return {
      domain = state.domain, facts = state.facts, tree = state.tree, third_party = allowed.third_party,
      moves = allowed.moves,
      kept = allowed.kept, rooms = rooms_of(state.facts, list), include_cost = include_costs(state.facts),
   }
end

-- The plan that WAY is, or nil where its records cannot be written.
local function plan_of(problem, context, list, way)
   local made = render.records(context, list, way.choices)
   if not made then return nil end
   local texts, steps = copy(problem.state.laid), {}
   for name, text in pairs(made) do texts[name] = text end
   for _, choice in ipairs(way.choices) do
      if choice.kind ~= "keep" then steps[#steps + 1] = step_of(choice) end
   end
   return finished(problem.kind, problem.before, problem.base, texts, steps)
end

-- The cheapest plan for PROBLEM: kind, before, state, base, target, allowed = { moves, third_party, kept }; nil, the
-- fewest lookups that can be reached, and what is in the way.
local function cheapest(problem)
   local state = problem.state
   local list = records.editable(state.tree)
   local context = context_of(state, list, problem.allowed)
   local weighed = choices.of(context, list)
   local needed, tries = state.tree.lookups - problem.target, 0
   local least = needed
   local ways = search.ways(weighed, least)
   for _, way in ipairs(ways) do
      if tries == TRIES_MAX then break end
      if way.saved >= needed then
         tries = tries + 1
         local plan = plan_of(problem, context, list, way)
         if plan and plan.lookups <= problem.target then return plan end
         if plan then needed = needed + plan.lookups - problem.target end
      end
   end
   local found, most = search.cheapest(ways, least)
   if not found then most = select(2, search.cheapest(search.ways(weighed), least)) end -- the best, which is too little
   return nil, state.tree.lookups - most.saved, bars_of(weighed, most)
end

local function kept_of(result)
   local kept = { ["amazonses.com"] = true }
   for _, learnt in ipairs(result.added) do kept[learnt.include] = true end
   return kept
end

local function same_records(a, b)
   if #a ~= #b then return false end
   for i = 1, #a do
      if a[i].name ~= b[i].name or a[i].after ~= b[i].after then return false end
   end
   return true
end

-- The plans that bring STATE to TARGET lookups, the best first; none, and why: the fewest that can be reached, and what
-- keeps the others.
local function plans_to(target, result, before, state, options)
   local kept = kept_of(result)
   local function problem(kind, moves, third_party)
      return { kind = kind, before = before, state = state, base = before.facts, target = target,
         allowed = { moves = moves, third_party = third_party, kept = kept } }
   end
   local preferred, least, bars = cheapest(problem("preferred", true, options.flatten_third_party))
   local same = cheapest(problem("same-results", false, true))
   local plans = { preferred }
   if same and not (preferred and same_records(preferred.records, same.records)) then
      same.withheld = same.third_party and not options.flatten_third_party or nil
      plans[#plans + 1] = same
   end
   return plans, least, bars
end

-- The plans for STATE: where that is over the limit that was to be kept, one lookup less is tried first, as a record at
-- the limit is the next warning.
local function plan_down(result, before, state, options)
   local list, least, bars
   for _, target in ipairs { result.aim, result.target ~= result.aim and result.target or nil } do
      if state.tree.lookups <= target then return { finished("tidy", before, before.facts, state.laid, {}) } end
      list, least, bars = plans_to(target, result, before, state, options)
      if #list > 0 then return list end
   end
   return list, least, bars
end

--- Puts plans and choices into RESULT. BEFORE is the policy as it is, START as it is wanted, STATE that tidied. Returns
-- the verdict and its reason.
function solve.into(result, before, start, state, options)
   result.choices = optional.of(state)
   result.tidied = state.tree.lookups
   if start.tree.lookups <= result.target then
      local plan = finished("tidy", before, before.facts, state.laid, {})
      result.plans[1] = #plan.records > 0 and plan or nil
      return #plan.records > 0 and "planned" or "fits"
   end
   local least, bars
   result.plans, least, bars = plan_down(result, before, state, options)
   if #result.plans > 0 then return "planned" end
   result.least, result.bars = least, bars
   return "impossible", { code = "least", lookups = least }
end

return solve
