-- SPDX-License-Identifier: MIT
-- Model of DKIM selectors: those the owner gave, those a zone file or a recording lists, and those that are asked for
-- on a guess (sesame.model.selectors_asked). What stands at each, judged by sesame.dkim; where a missing one went;
-- whether a wildcard answers for all. It must not phrase findings.
local asked = require "sesame.model.selectors_asked"
local copy = require "sesame.base.copy"
local dkim = require "sesame.dkim"
local listed = require "sesame.dkim.listed"
local microsoft = require "sesame.dkim.microsoft"
local outline = require "sesame.facts.outline"
local probe = require "sesame.dkim.probe"
local regions = require "sesame.ses.regions"
local safe = require "sesame.dkim.selector_key"
local unknown = require "sesame.base.unknown"
local wildcard = require "sesame.facts.wildcard"

local selectors = {}

--- The name of SELECTOR's key below DOMAIN, in A-labels, or nil, message, code where it would be none.
function selectors.name(selector, domain)
   return dkim.name(selector, domain)
end

local function questions_of(list, domain)
   local out = {}
   for _, selector in ipairs(list) do
      local name = dkim.name(selector, domain)
      if name then out[#out + 1] = { name = name, type = "TXT" } end
   end
   return out
end

-- The selector nobody publishes: what answers there is a wildcard.
local function nonce_of(context)
   return ("%s._domainkey.%s"):format(wildcard.label(context.facts), context.domain)
end

-- What is asked whenever anything is: the parent of all keys, and the name that shows a wildcard.
local function around_questions(context)
   return { { name = "_domainkey." .. context.domain, type = "TXT" }, { name = nonce_of(context), type = "TXT" } }
end

--- What can be asked before anything is known.
function selectors.questions(context)
   local first = asked.first(context)
   if not first then return {} end
   local list = questions_of(first, context.domain)
   return table.move(around_questions(context), 1, 2, #list + 1, list)
end

local function texts_of(answer)
   local texts = {}
   for i = 1, answer.known == "present" and #answer or 0 do texts[i] = answer[i] end
   table.sort(texts)
   return texts
end

local function entry_of(selector, name, answer, nonce, how)
   local entry = outline.of(answer, { selector = selector, name = name, asked = how })
   local texts = texts_of(answer)
   local check = assert(dkim.check(texts))
   entry.verdict, entry.keys, entry.records = answer.known == "unknown" and "unknown" or check.status, {}, {}
   for i, key in ipairs(check.records) do
      entry.keys[i] = safe.key(texts[i], key)
      entry.records[i] = entry.keys[i].text
   end
   entry.halves = check.halves
   entry.wildcard = wildcard.alike(answer, nonce)
   entry.owner = entry.chain[#entry.chain] or name
   return entry
end

local function build_list(context, list, nonce, how)
   local found, questions = {}, {}
   for _, selector in ipairs(list) do
      local name = dkim.name(selector, context.domain)
      if name then questions[#questions + 1] = { name = name, type = "TXT", selector = selector } end
   end
   for i, answer in ipairs(#questions > 0 and context.facts:get_all(questions) or {}) do
      found[i] = entry_of(questions[i].selector, questions[i].name, answer, nonce, how)
   end
   return found
end

-- The wildcard that answers for selectors nobody published, as an entry; where it is not known which, without a name
-- and with `open`, the question that failed.
local function wildcard_of(context, nonce)
   if nonce.known ~= "present" and #nonce:chain() == 0 then return nil end
   local found = wildcard.below(context.facts, "_domainkey." .. context.domain, "TXT")
   local entry = entry_of("*", found and found.known and found.name or nil, nonce, nonce, "wildcard")
   entry.open = not entry.name and (found and found.because or unknown.because(nonce.name, "TXT", nonce.status)) or nil
   return entry
end

-- Of the probed only what is there, or should be: a name without a record says nothing.
local function keep_found(list, into)
   local open = {}
   for _, entry in ipairs(list) do
      if entry.known == "unknown" then open[#open + 1] = entry
      elseif not entry.wildcard and (entry.known == "present" or outline.dangles(entry)) then
         into[#into + 1] = entry end
   end
   return open
end

-- Whether ENTRY is an alias as Easy DKIM of Amazon SES has it published: of three such one or two may lead to no key.
local function is_easy(entry)
   return entry.chain[1] ~= nil and regions.dkim_target(entry.chain[1]) ~= nil
end

-- Of LIST, entries of names that are listed, those of which there is something to say: a key, an alias that leads
-- nowhere, a key that went elsewhere. An idle alias of Easy DKIM beside one that is in use is in order.
local function keep_listed(list)
   local kept, in_use = {}, false
   for _, entry in ipairs(list) do
      in_use = in_use or is_easy(entry) and (entry.verdict == "usable" or entry.known == "unknown")
   end
   for _, entry in ipairs(list) do
      local idle = in_use and is_easy(entry) and entry.known ~= "unknown" and entry.verdict ~= "usable"
      local there = entry.known == "present" and not entry.wildcard or entry.known == "unknown"
      if not idle and (there or outline.dangles(entry) or entry.at) then kept[#kept + 1] = entry end
   end
   return kept
end

-- What ENTRY is of Microsoft's pair, where its alias leads to no key: { pair = the alias, state = "idle" (the other has
-- the key) or "off" (neither has one) or "open" (the other could not be learnt), twin = the entry of the other, again =
-- whether what is to be said of both is said of that one, in the list too }; or nil: so where the tenant is gone.
local function pair_of(context, entry, by_name, nonce)
   local own = outline.dangles(entry) and #entry.chain == 1 and microsoft.alias(entry.selector, entry.chain[1])
   if not own then return nil end
   local selector = microsoft.twin(entry.selector)
   local twin = by_name[dkim.name(selector, context.domain)]
      or build_list(context, { selector }, nonce, "probed")[1]
   local other = twin and twin.chain[1] and microsoft.alias(twin.selector, twin.chain[1])
   if other and not microsoft.pair(own, other) then return nil end
   if twin and twin.known == "unknown" then
      return { pair = own, state = "open", twin = twin, again = by_name[twin.name] ~= nil }
   end
   if not other then return nil end
   if twin.verdict == "usable" then return { pair = own, state = "idle", twin = twin } end
   if not outline.dangles(twin) or #twin.chain > 1 then return nil end
   local gone = context.facts:get(own.tenant, "TXT").status == "nxdomain" and own.tenant:find("%.onmicrosoft%.com$")
   local again = by_name[twin.name] ~= nil and own.number == 2
   return not gone and { pair = own, state = "off", twin = twin, again = again } or nil
end

-- LIST with `microsoft` at the entries it is true of; OPEN: the entries of probes that could not be learnt.
local function with_pairs(context, list, open, nonce)
   local by_name, out = {}, {}
   for _, entry in ipairs(open) do by_name[entry.name] = entry end
   for _, entry in ipairs(list) do by_name[entry.name] = entry end
   for i, entry in ipairs(list) do
      local pair = pair_of(context, entry, by_name, nonce)
      out[i] = pair and copy.with(entry, { microsoft = pair }) or entry
   end
   return out
end

-- Where no probe found anything: keys below a doubled name, as entries of selectors that are missing.
local function find_doubled(context, probes, list, nonce, apex)
   for _, place in ipairs(probe.doubled(context.facts, context.domain, probes, apex)) do
      local entry = build_list(context, { place.selector }, nonce, "probed")[1]
      list[#list + 1] = copy.with(entry, { at = place.at, at_type = place.at_type, at_value = place.at_value })
   end
end

-- LIST with what explains its entries.
local function explained(context, list, apex)
   local found, out = probe.explain(context.facts, context.domain, list, apex), {}
   for i, entry in ipairs(list) do out[i] = copy.with(entry, found[entry]) end
   return out
end

-- Those given, and those listed of which there is something to say. A recording was not made to explain what it lists.
local function known_of(context, plan, nonce, apex)
   local list = explained(context, build_list(context, context.selectors, nonce, "given"), apex)
   local more = build_list(context, plan.listed, nonce, "listed")
   more = keep_listed(plan.complete and explained(context, more, apex) or more)
   return table.move(more, 1, #more, #list + 1, list)
end

-- What the facts of CONTEXT list; nil where they are a recording of a run that did not look there.
local function listed_of(context, apex)
   local facts = context.facts
   if facts.holds and not facts:holds(around_questions(context)[1].name, "TXT") then return nil end
   return listed.of(facts, context.domain, apex)
end

--- The selectors of CONTEXT { domain, facts, selectors, probes, guess, common (sesame.audit) } in order of name: {
-- selector, name, asked = "given", "listed" (a zone file or recording has the name) or "probed", known, status, server,
-- chain, owner (the name that holds the records),
-- verdict (sesame.dkim.check, or "unknown"), records (texts that may be shown), keys (as sesame.dkim.selector_key has
-- them), wildcard, conflict, bogus, at, delegated, microsoft = where the alias is one of Microsoft's pair and leads to
-- no key: { pair (sesame.dkim.microsoft), state = "idle|off|open", twin = the other entry, again =
-- whether that, in this list too, stands for both } }; and what is true of all: { name, status, wildcard (an entry or
-- nil; without a name and with `open` = because where it is not known which one answers), asked = the selectors that
-- were asked for without being known, spared = how many were not since `name` does not exist, requested = whether
-- somebody wanted such a list, listed = how many the source lists, left = how many of those were not looked at,
-- complete = whether no name but those listed can be there, found, open (entries of probes that could not be learnt),
-- known and because (whether there is none of them) }; an empty list and nil where nothing of DKIM was looked at.
-- MODELS: mx and spf of the domain. APEX: that of the zone, or nil.
function selectors.build(context, apex, models)
   local there = listed_of(context, apex)
   if not asked.any(context, there) then return {}, nil end
   local answers = context.facts:get_all(around_questions(context))
   local parent, nonce = answers[1], answers[2]
   local plan = asked.plan(context, there, models)
   local list = known_of(context, plan, nonce, apex)
   local probes, spared = asked.probes(plan, parent, list)
   local around = {
      name = parent.name, status = parent.status, wildcard = wildcard_of(context, nonce), asked = probes,
      spared = spared, requested = plan.requested, listed = #plan.listed, left = plan.left, complete = plan.complete,
   }
   local known = #list
   around.open = keep_found(build_list(context, probes, nonce, "probed"), list)
   unknown.mark(around, around.open[1] and around.open[1].because)
   if #probes + spared > 0 and #list == known then
      find_doubled(context, asked.wanted(plan), list, nonce, apex)
   end
   around.found = #list - known
   list = with_pairs(context, list, around.open, nonce)
   table.sort(list, function(a, b) return a.name < b.name end)
   return list, around
end

return selectors
