-- SPDX-License-Identifier: MIT
-- New tables from old ones: what an engine or a model returned is never written again. It must not know what they hold.
local copy = {}

--- A new table with the fields of SOURCE, those of MORE in the place of its own.
function copy.with(source, more)
   local made = {}
   for key, value in pairs(source) do made[key] = value end
   for key, value in pairs(more or {}) do made[key] = value end
   return made
end

--- A new table with the fields of SOURCE but for the one called NAME.
function copy.without(source, name)
   local made = copy.with(source)
   made[name] = nil
   return made
end

--- The keys of SOURCE, sorted.
function copy.keys(source)
   local keys = {}
   for key in pairs(source) do keys[#keys + 1] = key end
   table.sort(keys)
   return keys
end

return copy
