-- SPDX-License-Identifier: MIT
-- A small JSON writer that keeps the order of keys and tells empty lists from empty objects. It must not know what
-- it writes.
local ordered = {}

ordered.null = setmetatable({}, { __tostring = function() return "null" end })

local OBJECT, LIST = {}, {}

local NAMED = {
   ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\b"] = "\\b", ["\f"] = "\\f",
}

local function escape(byte)
   return NAMED[byte] or ("\\u%04x"):format(byte:byte())
end

--- An object of MEMBERS, a list of { key, value }.
function ordered.object(members) return setmetatable(members, OBJECT) end

--- A list of VALUES, [] when there are none.
function ordered.list(values) return setmetatable(values, LIST) end

-- Bytes over 0x7E are written as code points of the same number, so that nothing is lost and offsets hold.
local function string_of(value)
   return '"' .. value:gsub('[%c"\\\127-\255]', escape) .. '"'
end

local encode

local function block(open, close, parts, depth)
   if #parts == 0 then return open .. close end
   if not depth then return open .. table.concat(parts, ",") .. close end
   local pad = "\n" .. ("  "):rep(depth + 1)
   return open .. pad .. table.concat(parts, "," .. pad) .. "\n" .. ("  "):rep(depth) .. close
end

local function table_of(value, depth)
   local kind, parts, inner = getmetatable(value), {}, depth and depth + 1
   if value == ordered.null then return "null" end
   if kind == OBJECT then
      local colon = depth and ": " or ":"
      for i, member in ipairs(value) do
         parts[i] = string_of(member[1]) .. colon .. encode(member[2], inner)
      end
      return block("{", "}", parts, depth)
   elseif kind == LIST then
      local flat = true
      for i, item in ipairs(value) do
         flat = flat and type(item) ~= "table"
         parts[i] = encode(item, inner)
      end
      if flat and depth then return "[" .. table.concat(parts, ", ") .. "]" end
      return block("[", "]", parts, depth)
   end
   error("a table to be written is made by object or list", 0)
end

--- VALUE as JSON text: on one line, or indented from DEPTH on when that is given.
function encode(value, depth)
   local kind = type(value)
   if kind == "string" then return string_of(value) end
   if kind == "boolean" then return tostring(value) end
   if kind == "number" then
      return math.type(value) == "integer" and ("%d"):format(value) or ("%.14g"):format(value)
   end
   if kind == "table" then return table_of(value, depth) end
   error("no JSON for a " .. kind, 0)
end

ordered.encode = encode

return ordered
