-- SPDX-License-Identifier: MIT
-- Flattening: terms of a record written as addresses, and nothing given out that is not proved to say the same of every
-- address. It must not publish anything. doc/spf-flatten.md describes it.
local build = require "sesame.spf.flatten.build"
local check_options = require("sesame.base.options").with_facts
local choose = require "sesame.spf.flatten.choose"
local compare = require "sesame.spf.compare"
local core = require "sesame.core"
local denote = require "sesame.spf.denote"
local layout = require "sesame.spf.flatten.layout"
local over = require "sesame.facts.over"
local result = require "sesame.spf.flatten.result"
local source = require "sesame.spf.flatten.source"
local terms = require "sesame.spf.flatten.terms"

local TARGET = 10       -- lookups, RFC 7208 4.6.4
local TRIES_MAX = 24    -- subsets written before it is given up
local TTL = 300         -- seconds, where nothing had one

local KNOWN = { all = true, facts = true, octets = true, only = true, prefix = true, source = true, target = true,
   third_party = true }

-- In a record made from a source: how what is published now differs from it, or nil.
local function beside_published(state, built)
   if not state.from_source or not state.published.record then return nil end
   local now = compare(state.published, built.after)
   return now.verdict ~= "equal" and now or nil
end

local function finish(state, chosen, built)
   local made, notes = built.made, {}
   local beside = beside_published(state, built)
   if beside then notes[1] = { code = "beside", proof = beside } end
   if made.over then
      notes[#notes + 1] = { code = "octets", domain = state.domain, octets = made.octets, most = state.octets }
   end
   for _, item in ipairs(result.flattened(state, chosen)) do
      if item.explained then notes[#notes + 1] = { code = "explanation", term = item.term } end
   end
   local records = { { name = state.domain, text = made.text, octets = made.octets } }
   table.move(made.records, 1, #made.records, 2, records)
   return result.of(state, "flattened", {
      changes = build.changes(state, made, built.used), records = records, after = built.after.tree.lookups,
      proof = built.proof,
      flattened = result.flattened(state, chosen), kept = result.kept(state, chosen), risk = result.risk(state, chosen),
      notes = notes,
      published = beside,
   })
end

local function refused(state, reason, fields)
   fields = fields or {}
   fields.reason, fields.kept = reason, state.candidates and result.kept(state, fields.chosen or {}) or {}
   fields.chosen = nil
   return result.of(state, "refused", fields)
end

-- ---- which ----

local function asked_for(state, options)
   if options.all then return build.together(state, choose.all(state.candidates, state)) end
   local chosen, message = choose.named(state.candidates, options.only)
   if not chosen then return nil, message end
   for i in pairs(chosen) do
      local item = state.candidates[i]
      if item.bar then return false, { code = "stays", term = item.text, bar = item.bar } end
      if not (item.set or item.items) then return nil, ("'%s' has nothing to flatten"):format(item.text) end
      if item.stranger and not state.third_party then
         return false, { code = "stays-stranger", term = item.text, owner = item.stranger }
      end
   end
   return chosen
end

local function flatten_asked(state, options)
   local chosen, message = asked_for(state, options)
   if chosen == nil then return nil, message, "bad-option" end
   if not chosen then return refused(state, message) end
   if not next(chosen) then return refused(state, { code = "no-term" }) end
   local built, reason, lookups = build.of(state, chosen)
   if not built then return refused(state, reason, { after = lookups }) end
   return finish(state, chosen, built)
end

local function weighing(state, third_party)
   return {
      target = state.target, third_party = third_party, lookups = state.wanted.tree.lookups,
      size = #state.wanted.record,
      room = state.octets - #state.domain - state.here.octets, each = state.octets - #state.domain - 30,
   }
end

-- What is in the way of the target: LEAST lookups can be had, and what came of the first try (CAUSE) if any.
local function out_of_reach(state, least, cause)
   local made = { code = "out-of-reach", target = state.target, least = least, cause = cause }
   if not state.third_party then
      local _, more = choose.fewest(state.candidates, weighing(state, true))
      if more < least then made.third_party = more end
   end
   return made
end

local function flatten_fewest(state)
   local list, least = choose.fewest(state.candidates, weighing(state, state.third_party))
   local reason
   for i, subset in ipairs(list) do
      if i > TRIES_MAX then break end
      local built, why = build.of(state, subset.chosen)
      if built then return finish(state, subset.chosen, built) end
      reason = reason or why
   end
   return refused(state, out_of_reach(state, least, reason))
end

-- ---- the beginning ----

-- Whose policy it is, what it is to say, and what is published. Nil, message, code.
local function begin(domain, options)
   local name, message, code = core.domain.to_ascii(domain)
   if not name then return nil, message, code end
   local facts = over.view(options.facts)
   local state = {
      domain = name, facts = facts, target = options.target or TARGET, third_party = options.third_party or false,
      octets = options.octets or layout.OCTETS, prefix = options.prefix or "_spf",
   }
   local found
   found, message, code = source.find(name, options.source, facts)
   if found == nil and code ~= "unknown" then return nil, message, code end
   if found == nil then return state, message end
   state.source, state.from_source = found or nil, found and true or false
   state.here, message = build.texts_at(facts, name)
   if not state.here then return state, message end
   if state.here.alias then
      return nil, ("%s is an alias of %s: flatten that"):format(name, state.here.alias), "alias"
   end
   state.published, message, code = denote(name, { facts = facts })
   if not state.published then return nil, message, code end
   local subject = found and found.text or name
   state.wanted, message, code = denote(subject, { facts = facts, domain = found and name or nil, terms = true })
   if not state.wanted then return nil, message, code end
   state.ttl = state.wanted.ttl or TTL
   state.now_octets = #name + state.here.octets + #(state.published.record or "")
   return state
end

-- Why nothing may be written, or nil.
local function unfit(state)
   local tree = state.wanted.tree
   if tree.too_large then return { code = "too-large" } end
   if not state.wanted.record then return { code = "no-policy", tree = tree } end
   if tree.problem == "syntax" and not tree.culprit then return { code = "faulty" } end
end

--- DOMAIN's record with terms written as addresses; doc/spf-flatten.md has the options and keys. verdict "flattened"
-- comes with changes proved to say the same of every address; "nothing", "refused" and "unknown" (DNS did not tell:
-- nothing is written) with a reason, { code, ... } (in words: sesame.report.spf_flatten_words). nil, message,
-- code for misuse. Waits.
local function flatten(domain, options)
   check_options(options, KNOWN, 2)
   local state, message, code = begin(domain, options)
   if not state then return nil, message, code end
   local unlearnt = not state.wanted and message or state.wanted and state.wanted.unknown
   if unlearnt then
      return result.of(state, "unknown", { reason = { code = "not-learnt", message = unlearnt } })
   end
   local reason = unfit(state)
   if reason then return refused(state, reason) end
   state.candidates = terms.of(state.wanted, state.facts)
   build.try_each(state)
   if options.only or options.all then return flatten_asked(state, options) end
   if state.wanted.tree.lookups <= state.target then
      local tree = state.wanted.tree
      local enough = { code = "enough", lookups = tree.lookups, lower_bound = tree.lower_bound == true,
         target = state.target }
      return result.of(state, "nothing", { reason = enough, after = tree.lookups, kept = result.kept(state, {}) })
   end
   return flatten_fewest(state)
end

return flatten
