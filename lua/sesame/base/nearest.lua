-- SPDX-License-Identifier: MIT
-- The names of a list that a mistyped one may have meant. It must not know what the names are for.
local nearest = {}

nearest.MOST = 3        -- names offered at the most
nearest.LENGTH_MAX = 64 -- octets of a text that is compared at all; longer ones resemble nothing

--- The fewest octets to insert, remove, replace or swap with their neighbour to make B of A.
function nearest.distance(a, b)
   local before, above = {}, {}
   for j = 0, #b do above[j] = j end
   for i = 1, #a do
      local row = { [0] = i }
      for j = 1, #b do
         local same = a:byte(i) == b:byte(j)
         local least = math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same and 0 or 1))
         if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
            least = math.min(least, before[j - 2] + 1)
         end
         row[j] = least
      end
      before, above = above, row
   end
   return above[#b]
end

--- The names of LIST closest to WORD, best first, at most MOST (nearest.MOST): those that hold it or that it holds, and
-- those a third of whose octets or fewer differ. Case does not count.
function nearest.names(word, list, most)
   local wanted, found = word:lower(), {}
   if #wanted == 0 or #wanted > nearest.LENGTH_MAX then return found end
   for _, name in ipairs(list) do
      local other = name:lower()
      local within = #wanted >= 3 and (other:find(wanted, 1, true) or wanted:find(other, 1, true))
      local far = #other <= nearest.LENGTH_MAX and nearest.distance(wanted, other) or math.huge
      if within or far <= math.max(#wanted, #other) // 3 then found[#found + 1] = { name = name, far = far } end
   end
   table.sort(found, function(a, b) return a.far < b.far or a.far == b.far and a.name < b.name end)
   local names = {}
   for i = 1, math.min(most or nearest.MOST, #found) do names[i] = found[i].name end
   return names
end

--- " (did you mean A, B?)" for the closest names of LIST to WORD, or "" when none is close.
function nearest.hint(word, list, most)
   local names = nearest.names(word, list, most)
   return #names > 0 and (" (did you mean %s?)"):format(table.concat(names, ", ")) or ""
end

return nearest
