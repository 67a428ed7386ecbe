-- SPDX-License-Identifier: MIT
-- Which changes wait for what DNS cannot give yet: those that hold a placeholder. It must not know findings.
local placeholder = {}

-- Whether the change ITEM holds one of PLACEHOLDERS ({ { name, text } }).
local function waits(item, placeholders)
   local parts = { item.name }
   for _, value in ipairs(item.values or {}) do
      parts[#parts + 1] = type(value) == "table" and (value.exchange or table.concat(value, "")) or tostring(value)
   end
   local text = table.concat(parts, "\n"):lower()
   for _, each in ipairs(placeholders or {}) do
      if text:find(each.name:lower(), 1, true) then return true end
   end
   return false
end

--- The changes of TRY ({ changes, placeholders }) in two lists: those that can be proved now, and those that wait.
function placeholder.split(try)
   local now, later = {}, {}
   for _, item in ipairs(try.changes) do
      table.insert(waits(item, try.placeholders) and later or now, item)
   end
   return now, later
end

return placeholder
