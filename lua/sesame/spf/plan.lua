-- SPDX-License-Identifier: MIT
-- sesame.spf.plan: the least to change so that a policy needs no more than a number of lookups, with proof of what
-- changes for whom. doc/spf-plan.md describes it. It must not publish anything, nor decide what only people can: those
-- are choices beside the plan.
local check_options = require("sesame.base.options").with_facts
local core = require "sesame.core"
local intents = require "sesame.spf.plan.intents"
local dependents = require "sesame.spf.plan.dependents"
local figures = require "sesame.spf.plan.figures"
local laid = require "sesame.spf.laid"
local records = require "sesame.spf.plan.records"
local solve = require "sesame.spf.plan.solve"
local walk = require "sesame.spf.walk"

local TARGET = 10 -- RFC 7208 4.6.4
local AIM = 9     -- where nobody says how far down: at the limit, the next change of a service breaks the policy
local DYNAMIC_MAX = 20 -- terms named that lead where only the sender tells
local ROUNDS_MAX = 8 -- of taking away what can go: what is behind it may be next

local OPTIONS = { facts = true, add = true, remove = true, target = true, flatten_third_party = true, also = true }

local function check_target(options)
   local target = options.target or TARGET
   if math.type(target) ~= "integer" or target < 0 then error("options.target is a whole number of lookups", 3) end
end

local function walked(domain, facts)
   return assert(walk(domain, { facts = facts, addresses = true }))
end

-- A policy under planning: the records laid over DNS so far, and the tree they give.
local function state_of(domain, facts, texts)
   local over = next(texts) and laid.over(facts, texts) or facts
   return { domain = domain, facts = over, laid = texts, tree = walked(domain, over) }
end

local function laid_over(texts, more)
   local all = {}
   for _, source in ipairs { texts, more } do
      for name, text in pairs(source) do all[name] = text end
   end
   return all
end

-- Takes away what can go, round by round, and notes each step.
local function tidy(state, base, steps)
   for _ = 1, ROUNDS_MAX do
      local changed = {}
      for _, record in ipairs(records.editable(state.tree)) do
         local words = {}
         for _, idle in ipairs(records.idle(record)) do
            words[idle.term] = {}
            steps[#steps + 1] = {
               action = "remove", reason = idle.reason, record = record.name, terms = { idle.term.text },
               dns = idle.term.dns,
               first = idle.first and idle.first.text, saves = idle.term.total * record.times,
            }
         end
         if next(words) then changed[record.name] = records.rewrite(record, words) end
      end
      if not next(changed) then return state end
      state = state_of(state.domain, base, laid_over(state.laid, changed))
   end
   return state
end

-- What one look at TREE says that no plan can be made from.
local function obstacle(tree)
   if tree.result == "unknown" or tree.too_large then
      return "unknown", { code = "tree", tree = tree }
   end
   if tree.problem == "several-records" and not tree.culprit then
      return "impossible", { code = "several-records" }
   end
   if tree.problem == "syntax" or tree.problem == "loop" then
      return "impossible", { code = tree.problem, tree = tree }
   end
end

-- What each of the domain's own terms costs now, and whose it is.
local function budget_of(tree)
   local senders = require "sesame.spf.senders"
   local list = {}
   for _, term in ipairs(tree.terms) do
      if term.total > 0 and term.status ~= "dead" and term.status ~= "ignored" then
         local key, name = senders.owner(term, tree.domain)
         list[#list + 1] = {
            term = term.text, key = key, name = name, lookups = term.total,
            ip4 = term.addresses and term.addresses:size("ip4") or "0",
            ip6 = term.addresses and term.addresses:size("ip6") or "0", lower_bound = term.lower_bound == true,
         }
      end
   end
   return list
end

-- The includes and redirects at or below NODE that lead where only the sender's mail tells: { { term, record } }.
local function dynamic_of(node, name, list)
   for _, term in ipairs(node.terms or {}) do
      local leads = term.kind == "include" or term.kind == "redirect"
      if leads and term.status ~= "dead" and term.status ~= "ignored" and #list < DYNAMIC_MAX then
         if term.macro then list[#list + 1] = { term = term.text, record = name } end
         dynamic_of(term, term.target, list)
      end
   end
   return list
end

-- Fills RESULT with what is to be done to BEFORE. Returns the verdict and its reason; nil, message, code for a word
-- that means nothing.
local function fill(result, before, options)
   local verdict, reason = obstacle(before.tree)
   if verdict then return verdict, reason end
   local wanted, message, code = intents.apply(before, options)
   if not wanted then return nil, message, code end
   result.budget, result.added, result.steps = budget_of(before.tree), wanted.added, wanted.steps
   if wanted.verdict then return wanted.verdict, wanted.reason end
   local start = state_of(before.domain, options.facts, wanted.records)
   verdict, reason = obstacle(start.tree)
   if verdict then return verdict, reason end
   verdict, reason = solve.into(result, before, start, tidy(start, options.facts, result.steps), options)
   for _, plan in ipairs(result.plans) do plan.dependents = dependents.of(before, plan, options) end
   return verdict, reason
end

--- The plan for DOMAIN, as doc/spf-plan.md describes it. OPTIONS: facts (required), add and remove (lists of services
-- or includes), target (lookups; default: 10, and where that is exceeded 9 if it can be had), flatten_third_party
-- (whether other people's records may be written as addresses), also (names whose records may include or redirect to
-- those that change). Waits. Nil, message, code for what is no domain or no service.
local function plan(domain, options)
   check_options(options, OPTIONS, 2)
   check_target(options)
   local name, message, code = core.domain.to_ascii(domain)
   if not name then return nil, message, code end
   local before = state_of(name, options.facts, {})
   local result = {
      domain = name, record = before.tree.record, target = options.target or TARGET, aim = options.target or AIM,
      figures = figures.of(before.tree), lookups = before.tree.lookups or 0,
      lower_bound = before.tree.lower_bound == true, dynamic = dynamic_of(before.tree, name, {}),
      budget = {}, added = {}, steps = {}, choices = {}, plans = {},
      bars = {},
   }
   result.verdict, result.reason, code = fill(result, before, options)
   if not result.verdict then return nil, result.reason, code end -- a message then
   return result
end

return plan
