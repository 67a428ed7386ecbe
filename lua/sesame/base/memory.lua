-- SPDX-License-Identifier: MIT
-- A lack of memory: no fault of a domain, a script or a file, so whoever takes errors for one of these lets it pass.
local memory = {}

local LACKS = { "not enough memory", "out of memory" } -- what Lua says, and what the core says

--- Whether FAULT, an error object, says that memory ran out.
function memory.lacks(fault)
   if type(fault) ~= "string" then return false end
   for _, words in ipairs(LACKS) do
      if fault:sub(-#words) == words then return true end
   end
   return false
end

--- Raises FAULT anew, without the place in it, when it says that memory ran out; returns it otherwise.
function memory.pass(fault)
   if memory.lacks(fault) then error(LACKS[1], 0) end
   return fault
end

return memory
