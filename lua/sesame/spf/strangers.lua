-- SPDX-License-Identifier: MIT
-- Whose hosts stand behind a term of an SPF tree: the owner's, or somebody else's. An own name that is an alias out of
-- the domain is another's. Looks up only what the walk has learnt already, or nothing.
local owner = require "sesame.base.owner"

local strangers = {}

local LOOKS = { include = true, a = true, mx = true, redirect = true }

local ASKED = { include = "TXT", redirect = "TXT", a = "A", mx = "MX" }

-- The first name that NAME, or an alias it is, leads to and that is not the owner's, or nil; and the answer.
local function stranger_at(domain, name, rrtype, facts)
   if not owner.is_own(domain, name) then return name end
   local answer = facts:get_all({ { name = name, type = rrtype } })[1]
   for _, link in ipairs(answer:chain()) do
      if not owner.is_own(domain, link.target) then return link.target end
   end
   return nil, answer
end

--- The first of the names that TERM's own target is, an alias followed, that is not the owner's of DOMAIN; nil where
-- all are, or there is no target. ZONE: the apex of the zone that holds DOMAIN, or nil. Looks nothing up.
function strangers.named(domain, term, zone)
   local target = term.target
   if target and not owner.is_own(domain, target, zone) then return target end
   for _, name in ipairs(target and term.chain or {}) do
      if not owner.is_own(domain, name, zone) then return name end
   end
end

--- The first name behind TERM (of a record of DOMAIN, with a target) that is not the owner's, or nil.
function strangers.first(domain, term, facts)
   if not ASKED[term.kind] or term.macro then return not owner.is_own(domain, term.target) and term.target or nil end
   local other, answer = stranger_at(domain, term.target, ASKED[term.kind], facts)
   if other then return other end
   for i = 1, term.kind == "mx" and answer.known == "present" and #answer or 0 do
      other = stranger_at(domain, answer[i].exchange, "A", facts)
      if other then return other end
   end
   for _, below in ipairs(term.terms or {}) do
      local looks = below.target and LOOKS[below.kind] and below.status == "counted"
      local found = looks and strangers.first(domain, below, facts)
      if found then return found end
   end
end

--- Whether TERM is an "a" or "mx" whose hosts are the owner's of DOMAIN, all of them.
function strangers.none(domain, term, facts)
   local hosts = term.kind == "a" or term.kind == "mx"
   return hosts and term.target ~= nil and strangers.first(domain, term, facts) == nil
end

return strangers
