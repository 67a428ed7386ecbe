-- SPDX-License-Identifier: MIT
-- A zone once changes are published, for specs.
local over = require "sesame.facts.over"

--- FACTS in which the sets that CHANGES (of a flattening) name are those and nothing else.
return function(facts, changes)
   local sets = {}
   for i, change in ipairs(changes) do
      sets[i] = { action = "replace", name = change.name, type = change.type, values = change.values }
   end
   return over.changes(facts, sets)
end
