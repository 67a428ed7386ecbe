-- SPDX-License-Identifier: MIT
-- What a plan may touch: the owner's own names, and only sets on which the zone's servers agree. It must not ask
-- anybody.
local owner = require "sesame.base.owner"

local reach = {}

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
