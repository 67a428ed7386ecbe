-- SPDX-License-Identifier: MIT
-- What two words of an SPF record that stand side by side were before one slip: one term that a space was put into, or
-- two between which it moved. It must not say which of several readings is right.
local meant = require "sesame.spf.meant"
local value = require "sesame.spf.meant_value"

local pair = {}

--- Whether SECOND can go on from FIRST: it begins with what no term begins with, or the one before ends so.
function pair.goes_on(first, second)
   return first:find "[:=/.,-]$" ~= nil or second:find "^[:=/.,]" ~= nil
end

local function right(words)
   for _, word in ipairs(words) do
      if meant.is_open(word) or not meant.term(word) then return false end
   end
   return true
end

--- The readings of FIRST and SECOND: a list of lists of whole terms, none of which lets everybody pass.
function pair.readings(first, second)
   local list, seen = {}, {}
   local function add(words)
      local key = table.concat(words, " ")
      if seen[key] or not right(words) then return end
      seen[key] = true
      list[#list + 1] = words
   end
   if not value.family(first:match "^[-+~?]?%a+:(.*)$" or "") then add { first .. second } end
   local name = first:match "^[-+~?]?(%w+)$"
   local separator = name and meant.SEPARATOR[name:lower()]
   if separator then add { first .. separator .. second } end
   if not meant.is_right(first) and first:find "^[-+~?]?ip[46]:" then
      add { first .. ":" .. second }
      add { first .. "." .. second }
   end
   if #first > 1 then add { first:sub(1, -2), first:sub(-1) .. second } end
   if #second > 1 then add { first .. second:sub(1, 1), second:sub(2) } end
   return list
end

return pair
