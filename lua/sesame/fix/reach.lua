-- SPDX-License-Identifier: MIT
-- What a plan may touch: the owner's own names, and only sets on which the zone's servers agree. It must not ask
-- anybody.
local owner = require "sesame.base.owner"
local within = require("sesame.core").domain.within

local reach = {}

-- The zone that holds the domain of AUDIT, where that is known; the root holds nobody's.
local function zone_of(audit)
   local model = audit.models and audit.models.domain
   local zone = model and model.zone
   return zone and zone ~= "." and zone ~= "" and zone or nil
end

--- The step in words for those of CHANGES that lie above or beside the zone that holds the domain of AUDIT: { text,
-- records }; nil where all are within it.
function reach.above(changes, audit)
   local zone, sets, where = zone_of(audit), {}, nil
   for _, change in ipairs(changes) do
      if zone and not within(change.name:lower(), zone) then
         where = where or change.name
         if change.action ~= "remove" then
            sets[#sets + 1] = { name = change.name, type = change.type, values = change.values }
         end
      end
   end
   if not where then return nil end
   return {
      text = ("%s is not in the zone %s: whoever runs the zone above can change it there."):format(where, zone),
      records = #sets > 0 and sets or nil,
   }
end

--- Why CHANGES cannot be planned for DOMAIN as AUDIT saw it: a reason, or nil when nothing is in the way.
function reach.outside(changes, audit, domain)
   local model = audit.models and audit.models.domain
   local zone = audit.models and audit.models.zone
   for _, change in ipairs(changes) do
      if not owner.is_own(domain, change.name, model and model.zone) then
         return ("%s is not a name of this domain's owner"):format(change.name)
      end
      for _, difference in ipairs(zone and zone.differences or {}) do
         if difference.name == change.name:lower() and difference.type == change.type then
            return ("the name servers disagree about %s at %s: first make them agree"):format(change.type, change.name)
         end
      end
   end
end

return reach
