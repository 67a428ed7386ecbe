-- SPDX-License-Identifier: MIT
-- Which DKIM selectors are asked for at a domain: those given, those its source lists, those somebody wants a list of,
-- and guesses where the domain was named by itself. A list of domains costs no question that nobody asked for. It must
-- not look at keys.
local copy = require "sesame.base.copy"
local dkim = require "sesame.dkim"
local listed = require "sesame.dkim.listed"
local microsoft = require "sesame.dkim.microsoft"
local suggest = require "sesame.dkim.suggest"

local asked = {}

-- Whether FACTS can have an answer for SELECTOR, which is a guess.
local function can_answer(context, selector)
   local name = dkim.name(selector, context.domain)
   return name ~= nil and (not context.facts.holds or context.facts:holds(name, "TXT"))
end

-- The commonest selectors, where they are worth a question: so where somebody wants them, or where the domain was named
-- by itself and its zone is not at hand, whose names tell more.
local function common_of(context)
   local found = {}
   local wanted = context.common or context.guess and not listed.complete(context.facts, context.domain)
   if not wanted then return found end
   for _, selector in ipairs(suggest.COMMONEST) do
      if can_answer(context, selector) then found[#found + 1] = selector end
   end
   return found
end

local function wants_list(context)
   return #(context.probes or {}) > 0 or context.common == true
end

--- The selectors to ask for before anything is known of CONTEXT; nil where nothing will be asked for as yet.
function asked.first(context)
   local list = table.move(context.selectors, 1, #context.selectors, 1, {})
   local common = common_of(context)
   table.move(common, 1, #common, #list + 1, list)
   return (#list > 0 or wants_list(context)) and list or nil
end

--- Whether anything of DKIM is looked at for CONTEXT, whose source lists THERE (sesame.dkim.listed, or nil).
function asked.any(context, there)
   if #context.selectors > 0 or wants_list(context) then return true end
   if there and (there.complete or there.star or #there.selectors > 0) then return true end
   return #common_of(context) > 0
end

-- The tokens of the domain's own SES identities: they are judged as Easy DKIM.
local function tokens_of(context)
   local set = {}
   for _, identity in ipairs(context.identities or {}) do
      for _, token in ipairs(identity.tokens or {}) do set[token:lower()] = true end
   end
   return set
end

local function hosts_of(mx)
   local list = {}
   for i, entry in ipairs(mx and mx.hosts or {}) do list[i] = entry.host end
   return list
end

-- The guesses at CONTEXT: what its MX and SPF records (MODELS) suggest, and the commonest.
local function guesses_of(context, models, complete)
   local list = common_of(context)
   if not context.guess or complete then return list end
   for _, selector in ipairs(suggest.selectors(hosts_of(models.mx), models.spf and models.spf.records or {})) do
      if can_answer(context, selector) then list[#list + 1] = selector end
   end
   return list
end

-- LIST without what KNOWN (a set) has, each once, in one order.
local function without(list, known)
   local out, seen = {}, {}
   for _, selector in ipairs(list) do
      local key = selector:lower()
      if not known[key] and not seen[key] then seen[key], out[#out + 1] = true, selector end
   end
   return out
end

-- LIST as a set, in lower case, into SET when given.
local function set_of(list, set)
   set = set or {}
   for _, selector in ipairs(list) do set[selector:lower()] = true end
   return set
end

--- What there is to ask for: { listed, left, complete (sesame.dkim.listed), guesses = asked for whatever the parent
-- says, list = asked for unless it does not exist, requested }. MODELS: mx and spf of the domain. A recording's names
-- that are guessed as well stay guesses, so that a replay tells what the recorded audit told.
function asked.plan(context, there, models)
   there = there or { selectors = {}, left = 0, complete = false }
   local plan = { left = there.left, complete = there.complete, requested = wants_list(context) }
   local known, domain = set_of(context.selectors), context.domain
   local names = without(there.selectors, set_of(context.selectors, tokens_of(context)))
   if plan.complete then set_of(names, known) end
   plan.guesses = without(microsoft.selectors(domain, guesses_of(context, models or {}, plan.complete)), known)
   plan.list = without(microsoft.selectors(domain, context.probes or {}), set_of(plan.guesses, copy.with(known)))
   plan.listed = plan.complete and names or without(names, set_of(asked.wanted(plan)))
   return plan
end

--- The selectors of PLAN that are asked for without being known, and how many are spared since PARENT (the answer for
-- _domainkey) does not exist and KNOWN, entries of those given and listed, holds no key (RFC 8020 2, unless the server
-- breaks it: so guesses are asked for all the same).
function asked.probes(plan, parent, known)
   local any = false
   for _, entry in ipairs(known) do any = any or entry.known == "present" end
   if parent.status == "nxdomain" and not any then return plan.guesses, #plan.list end
   return asked.wanted(plan), 0
end

--- All selectors of PLAN that are not known.
function asked.wanted(plan)
   local list = table.move(plan.guesses, 1, #plan.guesses, 1, {})
   return table.move(plan.list, 1, #plan.list, #list + 1, list)
end

return asked
