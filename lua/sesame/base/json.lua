-- SPDX-License-Identifier: MIT
-- JSON: a small writer that keeps the order of keys and tells empty lists from empty objects, and lua-cjson to read.
-- Bytes of DNS text are written as the code points U+0000 to U+00FF and read back as bytes.
local bounds = require "sesame.base.bounds"
local cjson = require "cjson.safe"
local memory = require "sesame.base.memory"

local json = {}

--- Stands for null, in what is written and in what was read.
json.null = cjson.null

local OBJECT, LIST = {}, {}

local DEPTH_MAX = 64 -- levels of nesting read from a file

local NAMED = {
   ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\b"] = "\\b", ["\f"] = "\\f",
}

local function escape(byte)
   return NAMED[byte] or ("\\u%04x"):format(byte:byte())
end

--- An object of MEMBERS, a list of { key, value }; returns MEMBERS.
function json.object(members) return setmetatable(members, OBJECT) end

--- The same with each list that is longer than bounds.ROWS cut there, and a member NAME_left behind it that says how
-- many are left out.
function json.bounded(members)
   local out = {}
   for _, member in ipairs(members) do
      out[#out + 1] = member
      local value = member[2]
      local left = getmetatable(value) == LIST and #value - bounds.ROWS or 0
      if left > 0 then
         out[#out] = { member[1], json.list((bounds.first(value))) }
         out[#out + 1] = { member[1] .. "_left", left }
      end
   end
   return json.object(out)
end

--- A list of VALUES, [] when there are none; returns VALUES.
function json.list(values) return setmetatable(values, LIST) end

--- VALUE, or json.null in the place of nil.
function json.or_null(value)
   if value == nil then return json.null end
   return value
end

--- The list of SHAPE(item) for each of ITEMS (nil: an empty one), or of the items as they are.
function json.each(items, shape)
   local out = {}
   for i, item in ipairs(items or {}) do out[i] = shape and shape(item) or item end
   return json.list(out)
end

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

local function object_of(value, depth, inner)
   local parts, colon = {}, depth and ": " or ":"
   for i, member in ipairs(value) do parts[i] = string_of(member[1]) .. colon .. encode(member[2], inner) end
   return block("{", "}", parts, depth)
end

local function list_of(value, depth, inner)
   local parts, flat = {}, true
   for i, item in ipairs(value) do
      flat = flat and type(item) ~= "table"
      parts[i] = encode(item, inner)
   end
   if flat and depth then return "[" .. table.concat(parts, ", ") .. "]" end
   return block("[", "]", parts, depth)
end

function encode(value, depth)
   local kind = type(value)
   if value == json.null then return "null" end
   if kind == "string" then return string_of(value) end
   if kind == "boolean" then return tostring(value) end
   if kind == "number" then
      return math.type(value) == "integer" and ("%d"):format(value) or ("%.14g"):format(value)
   end
   local made = kind == "table" and getmetatable(value)
   if made == OBJECT then return object_of(value, depth, depth and depth + 1) end
   if made == LIST then return list_of(value, depth, depth and depth + 1) end
   error(kind == "table" and "a table to be written is made by json.object or json.list" or "no JSON for a " .. kind, 0)
end

--- VALUE (strings, numbers, booleans, json.null, json.object, json.list) as JSON text: on one line, or indented from
-- level DEPTH on when that is given (0 for the whole text).
json.encode = encode

local function bytes_of(text)
   local ok, bytes = pcall(function()
      return (text:gsub(utf8.charpattern, function(character)
         local code = utf8.codepoint(character)
         return code < 256 and string.char(code) or character
      end))
   end)
   return ok and bytes or memory.pass(bytes) and text
end

--- The bytes that TEXT, a string read by json.decode, stands for: code points under U+0100 become single bytes.
json.bytes = bytes_of

--- The value TEXT holds, or nil and a message. Null is json.null; whole numbers come as integers.
function json.decode(text)
   local length, at = utf8.len(text)
   if not length then return nil, ("octet %d is not UTF-8"):format(at) end
   local reader = cjson.new()
   reader.decode_max_depth(DEPTH_MAX)
   reader.decode_invalid_numbers(false)
   return reader.decode(text)
end

return json
