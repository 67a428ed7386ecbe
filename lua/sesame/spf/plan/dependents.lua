-- SPDX-License-Identifier: MIT
-- Names whose SPF records include or redirect to records that a plan changes, judged before and after (their mail is
-- touched too).
local base = require "sesame.base.names"
local laid = require "sesame.spf.laid"
local walk = require "sesame.spf.walk"

local dependents = {}

dependents.NAMES_MAX = 200 -- names looked at

-- Names below a domain that services are often given to send from.
local USUAL = {
   "bounce", "bounces", "em", "email", "mail", "mailer", "marketing", "mg", "news", "newsletter", "notify", "send",
   "smtp", "www",
}

local function reaches(node, changed)
   for _, term in ipairs(node.terms or {}) do
      local live = term.status ~= "dead" and term.status ~= "ignored"
      if live and (term.kind == "include" or term.kind == "redirect") then
         if term.target and changed[term.target] then return term end
         local found = reaches(term, changed)
         if found then return found end
      end
   end
end

local function names_of(domain, also)
   local list, seen = {}, { [domain] = true }
   local function add(name)
      name = base.canonical(name)
      if not seen[name] and #list < dependents.NAMES_MAX and #name <= base.MAX then
         seen[name] = true
         list[#list + 1] = name
      end
   end
   for _, name in ipairs(also or {}) do add(name) end
   for _, label in ipairs(USUAL) do add(label .. "." .. domain) end
   return list
end

--- What PLAN (with records = { { name, after } }) does to other names: { { name, term, lookups_before, lookups_after,
-- lower_bound = whether there may be more, result_before, result_after } } for those of OPTIONS.also and the usual
-- names below the domain of STATE that reach a record it changes. A name whose own record could not be learnt has
-- result "unknown".
function dependents.of(state, plan, options)
   local changed, texts = {}, {}
   for _, record in ipairs(plan.records) do
      changed[record.name], texts[record.name] = record.before ~= nil, record.after
   end
   local over, list = laid.over(state.facts, texts), {}
   local names = names_of(state.domain, options.also)
   local questions = {}
   for i, name in ipairs(names) do questions[i] = { name = name, type = "TXT" } end
   state.facts:get_all(questions)
   for _, name in ipairs(names) do
      local before = not changed[name] and walk(name, { facts = state.facts })
      local term = before and reaches(before, changed)
      if term then
         local after = walk(name, { facts = over })
         list[#list + 1] = {
            name = name, term = term.text, lookups_before = before.lookups, lookups_after = after.lookups,
            lower_bound = before.lower_bound == true or after.lower_bound == true, result_before = before.result,
            result_after = after.result,
         }
      end
   end
   return list
end

return dependents
