-- SPDX-License-Identifier: MIT
-- From a tidied policy to plans: searches, writes the records, walks them, and has every one compared with the policy
-- as it is.
local choices = require "sesame.spf.plan.choices"
local laid = require "sesame.spf.laid"
local providers = require "sesame.mail.providers"
local records = require "sesame.spf.plan.records"
local regions = require "sesame.ses.regions"
local render = require "sesame.spf.plan.render"
local search = require "sesame.spf.plan.search"
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"

local solve = {}

local TRIES_MAX = 12 -- records written that turned out to need more further ones than was reckoned

-- ---- what cannot be planned, only chosen ----

local OWN_ENVELOPE = "it sends with a name of its own in the envelope, so this record is not asked"
local SES_ENVELOPE =
   "SES sends with a MAIL FROM below amazonses.com or the custom MAIL FROM name, so this record is not asked"

-- Whether mail of DOMAIN itself may come from Amazon: it is a MAIL FROM name of SES, or its mailboxes are Amazon
-- WorkMail's.
local function amazon_sends(facts, domain)
   local answer = facts:get(domain, "MX")
   if answer.known == "unknown" then return true end
   for i = 1, answer.known == "present" and #answer or 0 do
      local kind = regions.host(answer[i].exchange)
      if kind == "mail-from" or kind == "inbound" then return true end
   end
   return false
end

-- Includes that may not matter: for people to decide, never part of a plan.
local function add_choices(result, state)
   for _, record in ipairs(records.editable(state.tree)) do
      for _, term in ipairs(record.node.terms) do
         local entry = term.kind == "include" and term.qualifier == "+" and term.target
            and providers.entry_of_include(term.target)
         local amazon = entry and entry.key == "amazon-ses"
         if entry and term.total > 0 and (entry.envelope == "own" or amazon and not amazon_sends(state.facts,
            state.domain)) then
            result.choices[#result.choices + 1] = {
               record = record.name, term = term.text, provider = entry.name, key = entry.key,
               saves = term.total * record.times,
               why = amazon and SES_ENVELOPE or OWN_ENVELOPE, ip4 = term.addresses:size("ip4"),
               ip6 = term.addresses:size("ip6"),
            }
         end
      end
   end
end

-- ---- one plan ----

local function rooms_of(facts, list)
   local rooms = {}
   for _, record in ipairs(list) do
      local answer, others = facts:get(record.name, "TXT"), 0
      for i = 1, answer.known == "present" and #answer or 0 do
         if not spf.is_record(answer[i]) then others = others + #answer[i] end
      end
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

local function step_of(choice)
   local terms = { choice.term.text }
   if choice.terms then
      for i, term in ipairs(choice.terms) do terms[i] = term.text end
   end
   return {
      action = choice.kind, effort = choice.effort, record = choice.record.name, terms = terms, saves = choice.saves,
      provider = choice.provider and choice.provider.name, name = choice.name, ttl = choice.term.ttl,
      include = choice.kind == "replace" and choice.words[1] or nil,
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

-- The plan that TEXTS are, walked and compared; STEPS beyond those of the result.
local function finished(kind, before, base, texts, steps)
   local over = laid.over(base, texts)
   local tree = assert(walk(before.domain, { facts = over, addresses = true }))
   local made = { kind = kind, steps = steps, records = changed_records(before, texts), lookups = tree.lookups,
      tree = tree }
   for _, step in ipairs(steps) do
      if step.action == "flatten" and step.ttl then made.ttl = math.min(made.ttl or step.ttl, step.ttl) end
   end
   if before.tree.record then
      local from, message = spf.denote(before.domain, { facts = base })
      local to, fault = spf.denote(before.domain, { facts = over })
      made.proof = from and to and spf.compare(from, to) or { verdict = "unprovable", reason = message or fault,
         changes = {} }
   end
   return made
end

-- Why the terms that WAY leaves alone cannot cost fewer lookups: { { term, record, lookups, bar } }.
local function bars_of(weighed, way)
   local bars, list = {}, {}
   for _, each in ipairs(weighed) do
      for term, bar in pairs(each.bars) do bars[term] = bar end
   end
   for _, choice in ipairs(way.choices) do
      local bar = choice.kind == "keep" and bars[choice.term]
      if bar then
         list[#list + 1] = { term = choice.term.text, record = choice.record.name, lookups = choice.term.total,
            bar = bar }
      end
   end
   return list
end

-- The cheapest plan from STATE with what ALLOWED says; nil, and the fewest lookups that can be reached.
local function cheapest(kind, before, state, base, target, allowed)
   local list = records.editable(state.tree)
   local context = {
      domain = state.domain, facts = state.facts, tree = state.tree, third_party = allowed.third_party,
      moves = allowed.moves,
      kept = allowed.kept, rooms = rooms_of(state.facts, list), include_cost = include_costs(state.facts),
   }
   local weighed = choices.of(context, list)
   local ways = search.ways(weighed)
   local needed = state.tree.lookups - target
   local _, most = search.cheapest(ways, needed)
   for _ = 1, TRIES_MAX do
      local way = search.cheapest(ways, needed)
      if not way then break end
      local made = render.records(context, list, way.choices)
      if not made then break end
      local texts, steps = copy(state.laid), {}
      for name, text in pairs(made) do texts[name] = text end
      for _, choice in ipairs(way.choices) do
         if choice.kind ~= "keep" then steps[#steps + 1] = step_of(choice) end
      end
      local plan = finished(kind, before, base, texts, steps)
      if plan.lookups <= target then return plan end
      needed = needed + plan.lookups - target
   end
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

--- Puts plans and choices into RESULT. BEFORE is the policy as it is, STATE as it is wanted and tidied. Returns the
-- verdict and its reason.
function solve.into(result, before, state, options)
   local base, target = before.facts, result.target
   add_choices(result, state)
   result.tidied = state.tree.lookups
   if state.tree.lookups <= target then
      local plan = finished("tidy", before, base, state.laid, {})
      result.plans[1] = #plan.records > 0 and plan or nil
      return #plan.records > 0 and "planned" or "fits"
   end
   local kept = kept_of(result)
   local preferred, least, bars = cheapest("preferred", before, state, base, target,
      { moves = true, third_party = options.flatten_third_party, kept = kept })
   local same = cheapest("same-results", before, state, base, target, { moves = false, third_party = true,
      kept = kept })
   result.plans[1] = preferred
   if same and not (preferred and same_records(preferred.records, same.records)) then
      same.withheld = not options.flatten_third_party
      for _, step in ipairs(same.steps) do same.third_party = same.third_party or step.effort == "flatten" end
      same.withheld = same.withheld and same.third_party or nil
      result.plans[#result.plans + 1] = same
   end
   if #result.plans > 0 then return "planned" end
   result.least, result.bars = least, bars
   return "impossible", ("no fewer than %d lookups can be reached"):format(least)
end

return solve
