-- SPDX-License-Identifier: MIT
-- Authentication-Results (RFC 8601 2.2): who says what of a message. It must not say who is to be believed.
local lexer = require "sesame.mail.lexer"

local results = {}

results.MAX = 50 -- results of one field; more are left out

local function words_of(segment)
   local text = segment:gsub("%s+", " "):gsub(" ?= ?", "=")
   local words, at = {}, 1
   while true do
      local from = text:find("%S", at)
      if not from then return words end
      local stop = from
      while stop <= #text and not text:find("^%s", stop) do
         stop = text:byte(stop) == 34 and lexer.quoted_end(text, stop) or stop + 1
      end
      words[#words + 1] = text:sub(from, stop - 1)
      at = stop
   end
end

local function result_of(words)
   local method, version, result = words[1]:match("^([%w-]+)/?(%d*)=(.+)$")
   if not method then return nil end
   local entry = { method = method:lower(), version = version ~= "" and version or nil, result = result:lower(),
      properties = {} }
   for i = 2, #words do
      local name, value = words[i]:match("^([%w._-]+)=(.*)$")
      local kind, property = (name or ""):match("^([%w_-]+)%.([%w_-]+)$")
      if kind then
         entry.properties[#entry.properties + 1] =
            { type = kind:lower(), name = property:lower(), value = lexer.unquote(value) }
      elseif name and name:lower() == "reason" then
         entry.reason = lexer.unquote(value)
      end
   end
   return entry
end

-- A comment as a quoted string that is told from others by its first octet.
local function quoted(comment) return ' "\1' .. comment:sub(2, -2):gsub('["\\]', "") .. '" ' end

-- The first comment of each part of VALUE, as lexer.split makes them of what is left without comments.
local function comments_of(value)
   local list = {}
   for i, part in ipairs(lexer.split(lexer.without_comments(value, quoted), "[;]", results.MAX)) do
      list[i] = part:match '"\1([^"]*)"' or false
   end
   return list
end

--- The field VALUE: { id = authserv-id or nil (some receivers leave it out), none = whether it says that nothing was
-- done, results =
-- { { method, version, result, reason, comment = the first one, properties = { { type, name, value } } } } }, methods
-- and results in lower case.
function results.parse(value)
   local segments = lexer.split(lexer.without_comments(value), "[;]", results.MAX)
   local parsed, first = { none = false, results = {} }, words_of(segments[1])
   local comments = comments_of(value)
   local from = 2
   if first[1] and first[1]:find("^[%w-]+/?%d*=") then
      from = 1
   elseif first[1] then
      parsed.id = lexer.unquote(first[1]):lower()
   end
   for i = from, #segments do
      local words = words_of(segments[i])
      local entry = words[1] and result_of(words)
      if entry then
         entry.comment = comments[i] or nil
         parsed.results[#parsed.results + 1] = entry
      elseif words[1] and words[1]:lower() == "none" then
         parsed.none = true
      end
   end
   return parsed
end

--- The value of the property KIND.NAME ("smtp", "mailfrom") of ENTRY, or nil.
function results.property(entry, kind, name)
   for _, property in ipairs(entry.properties) do
      if property.type == kind and property.name == name then return property.value end
   end
end

return results
