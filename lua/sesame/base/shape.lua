-- SPDX-License-Identifier: MIT
-- Whether a value read from a file (JSON, or a table of Lua) has the shape it should have; what has not is named by the
-- keys that lead to it. It must not know what a file is for.
local copy = require "sesame.base.copy"
local json = require "sesame.base.json"
local options = require "sesame.base.options"

local shape = {}

shape.TEXT_MAX = 65536 -- octets of one text, unless a shape says otherwise
shape.ITEMS_MAX = 1000000 -- items of one list, unless a shape says otherwise

local WORDS = { text = "no text", flag = "neither true nor false", number = "no number", whole = "no whole number",
   time = "neither a time nor seconds since 1970" }

--- Whether VALUE is there: neither nil nor null.
function shape.is_there(value)
   return value ~= nil and value ~= json.null
end

-- KEY as part of a path, escaped where it is no plain word.
local function step(path, key)
   if math.type(key) == "integer" then return ("%s[%d]"):format(path, key) end
   local word = tostring(key)
   if word:find("[^%w_-]") or word == "" or #word > 60 then return ('%s["%s"]'):format(path, word:sub(1, 60)) end
   return path == "" and word or path .. "." .. word
end

local function is_list(value)
   if type(value) ~= "table" then return false end
   local count = 0
   for key in pairs(value) do
      if math.type(key) ~= "integer" then return false end
      count = count + 1
   end
   return count == #value
end

local function is_object(value)
   if type(value) ~= "table" then return false end
   for key in pairs(value) do
      if type(key) ~= "string" then return false end
   end
   return true
end

local plain = {}

function plain.text(value) return type(value) == "string" end
function plain.flag(value) return type(value) == "boolean" end
function plain.number(value) return type(value) == "number" and value == value and math.abs(value) ~= math.huge end
function plain.time(value) return plain.text(value) or plain.number(value) end
function plain.whole(value) return type(value) == "number" and math.tointeger(value) ~= nil end

-- What is wrong with the bytes of TEXT, of KIND.
local function text_fault(text, kind, path)
   if #text > (kind.most or shape.TEXT_MAX) then
      return ("%s is longer than %d octets"):format(path, kind.most or shape.TEXT_MAX)
   end
   if not kind.raw and text:find("[%z\1-\31\127]") then return path .. " holds a control character" end
   local fault = kind.check and kind.check(text)
   return fault and ("%s: %s"):format(path, fault) or nil
end

local fault_of

local function list_fault(value, kind, path)
   if not is_list(value) then return path .. " is no list" end
   if #value > (kind.most or shape.ITEMS_MAX) then
      return ("%s has more than %d items"):format(path, kind.most or shape.ITEMS_MAX)
   end
   for i = 1, #value do
      local at = step(path, i)
      if not shape.is_there(value[i]) then return at .. " is null" end
      local fault = fault_of(value[i], kind.list, at)
      if fault then return fault end
   end
end

local function object_fault(value, kind, path)
   if not is_object(value) then return (path == "" and "it" or path) .. " is no object" end
   for _, key in ipairs(kind.need or {}) do
      if not shape.is_there(value[key]) then return step(path, key) .. " is missing" end
   end
   local strange = kind.closed and options.fault(value, kind.closed, "field")
   if strange then return (path == "" and "" or path .. ": ") .. strange end
   for _, key in ipairs(copy.keys(value)) do
      local of = kind.map or kind.fields[key]
      local fault = of and shape.is_there(value[key]) and fault_of(value[key], of, step(path, key))
      if fault then return fault end
   end
end

function fault_of(value, kind, path)
   if type(kind) == "string" then kind = { kind } end
   if kind.fields or kind.map then return object_fault(value, kind, path) end
   if kind.list then return list_fault(value, kind, path) end
   local name = kind[1]
   if name == "any" then return nil end
   if not plain[name](value) then
      return ("%s is %s"):format(path, WORDS[name])
   end
   if type(value) == "number" and (value < (kind.least or value) or value > (kind.greatest or value)) then
      return ("%s is out of its range"):format(path)
   end
   return type(value) == "string" and text_fault(value, kind, path) or nil
end

--- The names of FIELDS, as `closed` takes them.
function shape.names(fields)
   local names = {}
   for name in pairs(fields) do names[name] = true end
   return names
end

--- What in VALUE is not as KIND has it: one line that begins with the keys to it ("identities[2].region is no text"),
-- or nil. Whatever is nil or null is as good as left out. A KIND is "text", "flag" (a boolean), "number", "whole",
-- "time" (a text, or seconds), "any"; { "text", most = octets, raw = whether control characters may be, check =
-- function(text) -> fault or nil }; { "number", least, greatest }; { list = KIND, most = items }; { fields = { [key] =
-- KIND }, need = { key, ... } }, whose other keys are not looked at unless CLOSED, the names of all; or { map = KIND },
-- an object of any keys. PATH: the keys to VALUE itself.
function shape.fault(value, kind, path)
   return fault_of(value, kind, path or "")
end

return shape
