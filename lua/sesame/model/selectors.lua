-- SPDX-License-Identifier: MIT
-- Model of DKIM selectors: those the owner gave, and, on request, those that customers of known services get. What
-- stands at each, judged by sesame.dkim; where a missing one went; whether a wildcard answers for all. It must not
-- phrase findings.
local copy = require "sesame.base.copy"
local dkim = require "sesame.dkim"
local outline = require "sesame.facts.outline"
local probe = require "sesame.dkim.probe"
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

local function asks(context)
   return #context.selectors > 0 or #(context.probes or {}) > 0
end

-- The selector nobody publishes: what answers there is a wildcard.
local function nonce_of(context)
   return ("%s._domainkey.%s"):format(wildcard.label(context.facts), context.domain)
end

--- What can be asked before anything is known.
function selectors.questions(context)
   if not asks(context) then return {} end
   local list = questions_of(context.selectors, context.domain)
   list[#list + 1] = { name = "_domainkey." .. context.domain, type = "TXT" }
   list[#list + 1] = { name = nonce_of(context), type = "TXT" }
   return list
end

local function texts_of(answer)
   local texts = {}
   for i = 1, answer.known == "present" and #answer or 0 do texts[i] = answer[i] end
   table.sort(texts)
   return texts
end

local function entry_of(selector, name, answer, nonce, asked)
   local entry = outline.of(answer, { selector = selector, name = name, asked = asked })
   local texts = texts_of(answer)
   local check = assert(dkim.check(texts))
   entry.verdict, entry.keys, entry.records = answer.known == "unknown" and "unknown" or check.status, {}, {}
   for i, key in ipairs(check.records) do
      entry.keys[i] = safe.key(texts[i], key)
      entry.records[i] = entry.keys[i].text
   end
   entry.wildcard = wildcard.alike(answer, nonce)
   entry.owner = entry.chain[#entry.chain] or name
   return entry
end

local function build_list(context, list, nonce, asked)
   local found, questions = {}, {}
   for _, selector in ipairs(list) do
      local name = dkim.name(selector, context.domain)
      if name then questions[#questions + 1] = { name = name, type = "TXT", selector = selector } end
   end
   for i, answer in ipairs(#questions > 0 and context.facts:get_all(questions) or {}) do
      found[i] = entry_of(questions[i].selector, questions[i].name, answer, nonce, asked)
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

-- Selectors of services that are worth asking for: not those given already, and none where the parent cannot have names
-- below it.
local function left_to_probe(context, parent, given)
   local known, any = {}, false
   for _, entry in ipairs(given) do
      known[entry.selector:lower()] = true
      any = any or entry.known == "present"
   end
   local list = {}
   for _, selector in ipairs(context.probes or {}) do
      if not known[selector:lower()] then list[#list + 1] = selector end
   end
   local denied = parent.status == "nxdomain" and not any -- RFC 8020 2, unless the server breaks it
   return denied and {} or list, #list, denied
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

--- The selectors of CONTEXT { domain, facts, selectors, probes (those of services, or nil) } in order of name: {
-- selector, name, asked = "given" or "probed", known, status, server, chain, owner (the name that holds the records),
-- verdict (sesame.dkim.check, or "unknown"), records (texts that may be shown), keys (as sesame.dkim.selector_key has
-- them), wildcard, conflict, bogus, at, delegated }; and what is true of all: { name, status, wildcard (an entry or
-- nil; without a name and with `open` = because where it is not known which one answers), probed (how many), denied,
-- found, open (entries of probes that could not be learnt), known and because (whether there is none of them) }.
function selectors.build(context)
   if not asks(context) then return {}, nil end
   local domain, facts = context.domain, context.facts
   local answers = facts:get_all(selectors.questions(context))
   local parent, nonce = answers[#answers - 1], answers[#answers]
   local list = build_list(context, context.selectors, nonce, "given")
   local probes, count, denied = left_to_probe(context, parent, list)
   local around = {
      name = "_domainkey." .. domain, status = parent.status, wildcard = wildcard_of(context, nonce), probed = count,
      denied = denied,
   }
   local explained = probe.explain(facts, domain, list)
   for i, entry in ipairs(list) do list[i] = copy.with(entry, explained[entry]) end
   local given = #list
   around.open = keep_found(build_list(context, probes, nonce, "probed"), list)
   unknown.mark(around, around.open[1] and around.open[1].because)
   around.found = #list - given
   table.sort(list, function(a, b) return a.name < b.name end)
   return list, around
end

return selectors
