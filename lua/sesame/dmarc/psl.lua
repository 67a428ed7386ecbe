-- SPDX-License-Identifier: MIT
-- DMARC discovery as RFC 7489 had it (3.2, 6.6.3): two questions at most, and the public suffix list. Many receivers
-- still do so. It must not know the tree walk.
local domains = require("sesame.core").domain
local unknown = require "sesame.base.unknown"
local walk = require "sesame.dmarc.walk"

local psl = {}

--- The organizational domain of DOMAIN by the public suffix list (RFC 7489 3.2); DOMAIN itself where it is a suffix.
-- Nil without a list.
function psl.organizational_domain(domain)
   if not domains.psl_available() then return nil end
   return domains.registrable(domain) or domain
end

-- The place of NAME: one that the walk came by, or asked for.
local function place_of(facts, name, walked)
   for _, place in ipairs(walked and walked.all or {}) do
      if place.owner == name then return place end
   end
   return walk.place(facts:get("_dmarc." .. name, "TXT"), name)
end

--- Discovery for DOMAIN over FACTS: { organizational_domain or nil, policy_domain or nil, policy = "none" |
-- "quarantine" | "reject" | nil, said = the record or nil, tag, pct or nil, queries, known and because, several = place
-- with more than one record, which ends it, or nil }. np, psd and t mean nothing here. WALKED, the walk for DOMAIN
-- where it is at hand, saves questions.
function psl.discover(facts, domain, walked)
   local found = { organizational_domain = psl.organizational_domain(domain), queries = {} }
   local names = #domain <= walk.DOMAIN_MAX and { domain } or {}
   if found.organizational_domain and found.organizational_domain ~= domain then
      names[#names + 1] = found.organizational_domain
   end
   for _, name in ipairs(names) do
      found.queries[#found.queries + 1] = "_dmarc." .. name
      local place = place_of(facts, name, walked)
      if place.known == "unknown" then
         return unknown.mark(found, unknown.because(place.name, "TXT", place.status))
      elseif #place.records > 1 then
         found.several = place
         return unknown.mark(found)
      elseif place.record then
         local said = place.record
         found.policy_domain, found.said = name, said
         if said.applies then
            found.tag = name ~= domain and said.sp and "sp" or "p"
            found.policy, found.pct = said[found.tag], said.pct
         end
         return unknown.mark(found)
      end
   end
   return unknown.mark(found)
end

return psl
