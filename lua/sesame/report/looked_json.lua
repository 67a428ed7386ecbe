-- SPDX-License-Identifier: MIT
-- What an audit looked at (sesame.audit.looked) as JSON. Writes nothing.
local bounds = require "sesame.base.bounds"
local json = require "sesame.base.json"

local report = {}

local object, map, or_null = json.object, json.each, json.or_null

--- LOOKED as an object: { at, not_at, only, skip }; null where it is nil.
function report.object(looked)
   if not looked then return json.null end
   return object {
      { "at", map(looked.at) },
      { "not_at", map(looked.not_at, function(item)
         return object {
            { "what", item.what }, { "reason", item.reason }, { "count", or_null(item.count) },
            { "zones", map((bounds.first(item.zones or {}))) },
         }
      end) },
      { "only", map(looked.only) }, { "skip", map(looked.skip) },
   }
end

return report
