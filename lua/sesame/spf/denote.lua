-- SPDX-License-Identifier: MIT
-- What a whole policy means at one instant: for every address the result its mail gets, limits lifted. It must not
-- judge nor compare: who may send too much is the checks' business, what changed is sesame.spf.compare's.
local check_options = require("sesame.base.options").with_facts
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local laid = require "sesame.spf.laid"
local over = require "sesame.facts.over"
local walk = require "sesame.spf.walk"

local KNOWN = { domain = true, facts = true, terms = true }
local PLACEHOLDER = "record.invalid" -- where a record stands that speaks of no domain of its own

local Denotation = {}
Denotation.__index = Denotation

--- "pass", "fail", ... for mail from ADDRESS, or the table of a question: { term, domain, yes, no }. nil, message, code
-- for what is no address.
function Denotation:at(address)
   return self.map:at(address)
end

--- Every IPv4 and IPv6 address in order: a list of { family, first, last, decision }.
function Denotation:stretches()
   return self.map:stretches()
end

--- The addresses that certainly, and that possibly, have RESULT: two address sets.
function Denotation:addresses(result)
   return self.map:addresses(result)
end

-- ---- a record that is not published ----

-- FACTS in which the SPF record of DOMAIN is RECORD; nobody is asked about the placeholder.
local function facts_with(facts, domain, record)
   if domain == PLACEHOLDER then return over.changes(facts, { laid.change(domain, record) }) end
   return laid.over(facts, { [domain] = record })
end

-- The term of RECORD that means nothing without a domain, or nil.
local function needs_domain(record)
   for _, term in ipairs(record.terms) do
      local bare = (term.kind == "a" or term.kind == "mx" or term.kind == "ptr") and not term.value
      if bare or (term.macros or ""):find("[dos]") then return term.text end
   end
end

-- The facts and the domain that SUBJECT stands for, and its record if it is one; or nil, message, code.
local function place(subject, facts, options)
   if not core.spf.is_record(subject) then return facts, subject end
   local record, message, code = core.spf.parse(subject)
   if not record then return nil, message, code end
   if not record.valid then
      return nil, ("the record has a fault: %s (see: sesame spf lint)"):format(record.faults[1].reason), "bad-syntax"
   end
   local term = not options.domain and needs_domain(record)
   if term then
      return nil, ("the record speaks of its own domain (%s), and it is not told which"):format(term), "bad-option"
   end
   local domain = PLACEHOLDER
   if options.domain then
      domain, message, code = core.domain.to_ascii(options.domain)
      if not domain then return nil, message, code end
   end
   return facts_with(facts, domain, subject), domain, subject
end

-- FACTS that note the smallest time to live in HINT.ttl.
local function noting(facts, hint)
   local source = over.source(facts)
   local get = source.get
   function source.get(...)
      local answer = get(...)
      if answer.known ~= "unknown" and (not hint.ttl or answer.ttl < hint.ttl) then hint.ttl = answer.ttl end
      return answer
   end
   return over.on(facts, source)
end

-- ---- who may send ----

-- Each term of the domain's own record: what its mechanism matches, and what is left of that for it after the terms
-- before.
local function terms_of(tree)
   local list, before = {}, core.addrset.new {}
   for _, term in ipairs(tree.terms) do
      local is_over = term.status == "dead" or term.status == "ignored"
      if not is_over and term.qualifier or term.kind == "redirect" then
         local addresses = is_over and core.addrset.new {} or term.addresses
         list[#list + 1] = {
            text = term.text, kind = term.kind, qualifier = term.qualifier or "+", target = term.target,
            range = term.range,
            addresses = addresses, possible = is_over and addresses or term.possible, share = addresses - before,
         }
         if term.kind ~= "redirect" then before = before | addresses end
      end
   end
   return list
end

--- The denotation of SUBJECT, a domain or the text of a record (which stands at OPTIONS.domain), learnt through
-- OPTIONS.facts; with OPTIONS.terms also who may send by which term. doc/spf-denote.md has the keys. nil, message,
-- code for what is neither. Waits.
local function denote(subject, options)
   check_options(options, KNOWN, 2)
   local hint = {}
   local facts, domain, literal = place(subject, noting(options.facts, hint), options)
   if not facts then return nil, domain, literal end
   local tree, message, code = walk(domain, { facts = facts, addresses = options.terms, denotation = true })
   if not tree then return nil, message, code end
   local map = tree.denotation
   tree = copy.without(tree, "denotation")
   return setmetatable({
      subject = subject, literal = literal ~= nil, domain = tree.domain, record = tree.record, tree = tree, map = map,
      ttl = hint.ttl,
      unknown = map:unknown(), limited = map:limited(), terms = options.terms and terms_of(tree) or nil,
   }, Denotation)
end

return denote
