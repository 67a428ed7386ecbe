-- SPDX-License-Identifier: MIT
-- Record changes as fixes write them: short ways to make one, and the one form that values have. It must not know any
-- finding, nor what is published now.
local core = require "sesame.core"
local names = require "sesame.base.names"
local options = require "sesame.base.options"

local make = core.answer.make

local change = {}

local ACTIONS = { add = true, remove = true, replace = true }

local KEYS = { action = true, name = true, type = true, ttl = true, values = true, old = true, why = true }

local NAMES = { CNAME = true, DNAME = true, NS = true, PTR = true }

--- VALUE of RRTYPE as a record's data in presentation form: '"v=spf1 -all"', "10 mail.acme.example.". Raises for what
-- cannot be.
function change.text(name, rrtype, value)
   return make { name = name, type = rrtype, records = { value } }:text(1)
end

local function plain(name)
   local bare = names.canonical(name)
   return bare == "" and "." or bare -- the root, as in a null MX
end

--- VALUE in the form a plan holds it: TXT a list of character-strings of at most 255 octets (a plain string is cut
-- there), names in lower case without the final dot, MX { preference, exchange }, others as an answer gives them.
-- Raises for what cannot be.
function change.value(name, rrtype, value)
   if rrtype == "TXT" then
      return make { name = name, type = rrtype, records = { value } }:strings(1)
   elseif NAMES[rrtype] then
      return plain(value)
   elseif rrtype == "MX" then
      return { preference = value.preference, exchange = plain(value.exchange) }
   end
   return value
end

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

--- The value that DATA, record data in presentation form, stands for, as change.value has it; nil and a message for
-- what is none.
function change.read(name, rrtype, data)
   local zones <close> = core.zone.open()
   local ok, message = zones:parse(("%s. %d IN %s %s\n"):format(plain(name), 1, rrtype, data), plain(name))
   if not ok then return nil, message end
   local answer = zones:answer(plain(name), rrtype)
   if #answer ~= 1 then return nil, ("%s: no %s data"):format(data, rrtype) end
   return change.value(name, rrtype, rrtype == "TXT" and answer:strings(1) or answer[1])
end

--- The name, type and value of LINE, a record as findings publish them ("acme.example. MX 0 ."); nil for what is none.
function change.of_line(line)
   local name, rrtype, data = line:match("^(%S+)%.%s+(%u+)%s+(.+)$")
   if not name then return nil end
   local value = change.read(name, rrtype, data)
   if value == nil then return nil end
   return name, rrtype, value
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
