-- SPDX-License-Identifier: MIT
-- Where a custom MAIL FROM name lies to the identity of Amazon SES it is for. A function of names; it must not ask, nor
-- judge.
local names = require "sesame.base.names"
local owners = require "sesame.base.owner"

local lies = {}

--- "below" the identity at DOMAIN, as SES wants it; "domain", the identity itself; "sibling", elsewhere below its
-- parent domain; or "outside". NAME in any case.
function lies.at(name, domain)
   local own, organization = names.canonical(name), owners.top(domain)
   if own == domain then return "domain" end
   if names.below(own, domain) then return "below" end
   if domain ~= organization and own ~= organization and owners.is_own(domain, own) then return "sibling" end
   return "outside"
end

--- Whether the name of ENTRY (sesame.model.mail_from) is each of its identities itself, or where it has none DOMAIN:
-- no MAIL FROM name, whatever stands there.
function lies.is_identity(entry, domain)
   for _, identity in ipairs(entry.identities) do
      if lies.at(entry.name, identity.domain or domain) ~= "domain" then return false end
   end
   return #entry.identities > 0 or lies.at(entry.name, domain) == "domain"
end

local REFUSED <const> = { domain = true, outside = true }

--- Whether SES refuses the name of ENTRY for one of its identities, or where it has none for
-- DOMAIN.
function lies.is_refused(entry, domain)
   for _, identity in ipairs(entry.identities) do
      if REFUSED[lies.at(entry.name, identity.domain or domain)] then return true end
   end
   return #entry.identities == 0 and REFUSED[lies.at(entry.name, domain)] == true
end

return lies
