-- SPDX-License-Identifier: MIT
-- What a plan may touch: the owner's own names, and only sets on which the zone's servers agree. It must not ask
-- anybody.
local core = require "sesame.core"

local reach = {}

local within = core.domain.within

local function owned(audit, domain)
   local model = audit.models and audit.models.domain
   return { domain, model and model.registrable or core.domain.registrable(domain), model and model.zone }
end

local function is_own(name, tops)
   for _, top in pairs(tops) do
      if within(name, top) then return true end
   end
   return false
end

--- Why CHANGES cannot be planned for DOMAIN as AUDIT saw it: a reason, or nil when nothing is in the way.
function reach.outside(changes, audit, domain)
   local tops = owned(audit, domain)
   local zone = audit.models and audit.models.zone
   for _, change in ipairs(changes) do
      if not is_own(change.name, tops) then return ("%s is not a name of this domain's owner"):format(change.name) end
      for _, difference in ipairs(zone and zone.differences or {}) do
         if difference.name == change.name:lower() and difference.type == change.type then
            return ("the name servers disagree about %s at %s: first make them agree"):format(change.type, change.name)
         end
      end
   end
end

return reach
