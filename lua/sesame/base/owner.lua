-- SPDX-License-Identifier: MIT
-- Whose a name is: the one answer to whether a name belongs to the owner of a domain. It must not know what is asked
-- for, nor ask anybody. Whether two names align is another question (sesame.dmarc).
local domains = require("sesame.core").domain

local owner = {}

local within = domains.within

--- The name at and below which everything is the owner's of DOMAIN: its organizational domain by the public suffix
-- list. Where it has none (a public suffix, a single label, a reverse name, no list) that is ZONE, the apex of the zone
-- that holds it, where that is known and no public suffix itself; else DOMAIN. What lies above is never the owner's.
function owner.top(domain, zone)
   local organization = not within(domain, "arpa") and domains.registrable(domain)
   if organization then return organization end
   local holds = zone and zone ~= "." and zone ~= "" and within(domain, zone)
   return holds and domains.public_suffix(zone) ~= zone and zone or domain
end

--- Whether DOMAIN is a name of the reverse tree, where addresses have names.
function owner.is_reverse(domain)
   return within(domain, "in-addr.arpa") or within(domain, "ip6.arpa")
end

--- The name where a first policy of the owner of DOMAIN covers most: the organizational domain, where it lies in ZONE,
-- the apex of the zone that holds DOMAIN (nil: not known); else DOMAIN itself: what is above is another's to change.
function owner.home(domain, zone)
   local organization = not owner.is_reverse(domain) and domains.registrable(domain) or domain
   if zone and zone ~= "." and zone ~= "" and not within(organization, zone) then return domain end
   return organization
end

--- Whether NAME is of the owner of DOMAIN: it lies at or below owner.top. ZONE as there.
function owner.is_own(domain, name, zone)
   return within(name, owner.top(domain, zone))
end

return owner
