-- SPDX-License-Identifier: MIT
-- Names for custom MAIL FROM that are to be made: for identities that have none, for regions that share one, and where
-- the name told is an alias that serves something else. Which name it is, sesame.ses.mail_from_name decides. It must
-- not judge.
local copy = require "sesame.base.copy"
local lies = require "sesame.ses.mail_from_lies"
local mail_from_name = require "sesame.ses.mail_from_name"
local names = require "sesame.base.names"

local places = {}

local function chooser(context, list)
   local taken, seen, count = {}, {}, 0
   for _, entry in ipairs(list) do taken[entry.name] = true end
   for _, identity in ipairs(context.identities) do
      if identity.region and not seen[identity.region] then seen[identity.region], count = true, count + 1 end
   end
   return function(owner, region, several)
      local longest = #("ses-bounce-." .. region) + #owner
      if longest > names.MAX then return nil end
      local given = { several = several or count > 1, taken = taken }
      local name = mail_from_name.choose(context.facts, owner, region, given)
      if name then taken[name] = true end
      return name
   end
end

-- Whether the alias at ENTRY serves something: then it stays, and another name is needed.
local function serves(entry) return entry.alias ~= nil and entry.mx.status ~= "nxdomain" end

-- The region whose name ENTRY stays, of the several it serves.
local function kept_by(entry)
   for _, region in ipairs(entry.regions) do
      if entry.host and entry.host.region == region then return region end
   end
   return entry.regions[1]
end

local function with_places(entry, domain, choose)
   if not entry.ses then return entry end
   local alias, kept, found = serves(entry), kept_by(entry), {}
   local list = #entry.regions > 0 and entry.regions or { entry.host and entry.host.region }
   for _, region in ipairs(list) do
      if alias or region ~= kept then
         local owner = entry.identities[1] and entry.identities[1].domain or domain
         found[region] = choose(owner, region, #entry.regions > 1)
      end
   end
   if not alias and #entry.regions < 2 then return entry end
   return copy.with(entry, { places = found, moves = alias })
end

-- Whether IDENTITY needs a MAIL FROM name: it has none, or its own, which SES refuses.
local function is_wanting(identity)
   if not identity.region or identity.address then return false end
   if identity.mail_from then return lies.at(identity.mail_from, identity.domain) == "domain" end
   return not identity.found_mail_from and #(identity.open or {}) == 0
end

--- LIST of entries (sesame.model.mail_from) and IDENTITIES with what is to be made: entries with `places`, region ->
-- name, for the regions that need another name than the entry's, and `moves` where none can stay; identities without a
-- MAIL FROM name, or with their own, with `place`. Waits.
function places.add(context, list, identities)
   local choose, entries, known = chooser(context, list), {}, {}
   for i, entry in ipairs(list) do entries[i] = with_places(entry, context.domain, choose) end
   for i, identity in ipairs(identities) do
      local place = is_wanting(identity) and choose(identity.domain, identity.region)
      known[i] = place and copy.with(identity, { place = place }) or identity
   end
   return entries, known
end

return places
