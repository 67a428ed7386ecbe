-- SPDX-License-Identifier: MIT
-- Record changes as fixes and plans write them: short ways to make one. It must not know any finding, nor what is
-- published now.
local records = require "sesame.base.records"
local options = require "sesame.base.options"

-- The one form of values is that of sesame.base.records.
local change = { text = records.text, value = records.value, read = records.read }

local ACTIONS = { add = true, remove = true, replace = true }

local KEYS = { action = true, name = true, type = true, ttl = true, values = true, old = true, why = true }

--- A change that adds VALUES to the set (NAME, RRTYPE); what is there stays. WHY: a sentence.
function change.add(name, rrtype, values, why)
   return { action = "add", name = name, type = rrtype, values = values, why = why }
end

--- A change that takes VALUES out of the set, or the whole set when VALUES is nil.
function change.remove(name, rrtype, values, why)
   return { action = "remove", name = name, type = rrtype, values = values, why = why }
end

--- A change that puts VALUES in the place of OLD (values of the set), or of the whole set when OLD is nil.
function change.replace(name, rrtype, old, values, why)
   return { action = "replace", name = name, type = rrtype, old = old, values = values, why = why }
end

local function check_one(item, where)
   if type(item) ~= "table" then error(where .. " is no table", 0) end
   local unknown = options.fault(item, KEYS, "key")
   if unknown then error(("%s: %s"):format(where, unknown), 0) end
   if not ACTIONS[item.action] then
      error(("%s: '%s' is no action (add, remove, replace)"):format(where, tostring(item.action)), 0)
   end
   if type(item.name) ~= "string" or type(item.type) ~= "string" then error(where .. " needs a name and a type", 0) end
   if item.action ~= "remove" and (type(item.values) ~= "table" or #item.values == 0) then
      error(where .. " needs values", 0)
   end
   for _, list in ipairs { item.values or {}, item.old or {} } do
      for _, value in ipairs(list) do
         local ok, fault = pcall(change.value, item.name, item.type, value)
         if ok then ok, fault = pcall(change.text, item.name, item.type, value) end
         if not ok then error(("%s: %s %s: %s"):format(where, item.name, item.type, tostring(fault)), 0) end
      end
   end
end

--- LIST of changes, checked; raises for one that cannot be, naming WHERE (or nothing).
function change.check(list, where)
   local prefix = where and where .. ": " or ""
   if type(list) ~= "table" then error(prefix .. "changes are a list", 0) end
   for i, item in ipairs(list) do check_one(item, ("%schange %d"):format(prefix, i)) end
   return list
end

return change
