-- SPDX-License-Identifier: MIT
-- What one answer says of a planned record set: is it there, is it still as before? It must not ask.
local sets = require "sesame.fix.record_sets"

local state = {}

--- States, from the best to the worst: the planned set; the former one; neither; could not be learnt.
state.names = { "published", "former", "other", "unknown" }

-- The records that the name itself has in ANSWER, not those behind an alias; nil where it could not be learnt.
local function own(answer)
   if answer.status == "alias" or #answer:chain() > 0 and answer.known ~= "unknown" then return {} end
   if answer.known == "unknown" then return nil end
   local values = {}
   for i = 1, answer.known == "present" and #answer or 0 do
      values[i] = answer.type == "TXT" and answer:strings(i) or answer[i]
   end
   return sets.records(answer.name, answer.type, values)
end

--- The records that ANSWER holds at its own name, as sesame.fix.record_sets has them, or nil where it could not be
-- learnt.
state.own = own

local function keys_of(records)
   local list = {}
   for i, record in ipairs(records) do list[i] = sets.key(record) end
   table.sort(list)
   return table.concat(list, "\n")
end

--- Whether two lists of records say the same, in any order and whatever their TXT strings.
function state.same(a, b)
   return keys_of(a) == keys_of(b)
end

--- The state of SET by ANSWER, one of state.names.
function state.of(set, answer)
   local records = own(answer)
   if not records then return "unknown" end
   if state.same(records, set.after) then return "published" end
   return state.same(records, set.before) and "former" or "other"
end

return state
