-- SPDX-License-Identifier: MIT
-- Whose hosts stand behind a term of an SPF tree: the owner's, or somebody else's. Looks up only MX hosts, which the
-- walk has learnt already.
local owner = require "sesame.base.owner"

local strangers = {}

local LOOKS = { include = true, a = true, mx = true, redirect = true }

--- The first name behind TERM (of a record of DOMAIN, with a target) that is not the owner's, or nil.
function strangers.first(domain, term, facts)
   if not owner.is_own(domain, term.target) then return term.target end
   if term.kind == "mx" then
      local answer = facts:get_all({ { name = term.target, type = "MX" } })[1]
      for i = 1, answer.known == "present" and #answer or 0 do
         if not owner.is_own(domain, answer[i].exchange) then return answer[i].exchange end
      end
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
