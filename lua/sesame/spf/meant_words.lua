-- SPDX-License-Identifier: MIT
-- The words of a text that is, or was meant to be, an SPF record, and where its version ends. It must not read them.
local core = require "sesame.core"
local meant = require "sesame.spf.meant"
local slip = require "sesame.spf.slip"

local words = {}

local VERSION = "v=spf1"

--- Whether TEXT is a record but for its version: nothing but terms, one of them such as nothing else has.
function words.is_body(text)
   local lower = " " .. text:lower()
   if not (lower:find "[ +?~-]ip[46]:" or lower:find "[ +?~-]include:") then return false end
   for word in text:gmatch "%S+" do
      if not meant.term(word) then return false end
   end
   return true
end

--- The words of TEXT behind its version, or nil where it has none, with `stray` where one octet stands at the version
-- that may be a word or nothing. What a space was put into ("v=spf 1") is the version still.
function words.of(text)
   local record = core.spf.parse(text)
   local from = record.version[2]
   local near = core.spf.near_miss(text)
   local list = {}
   if near == "sender-id" then return nil end
   if from == 0 and not words.is_body(text) then
      local first = text:match "^%S*"
      if not slip.is_one(first:lower(), VERSION, function() return true end) then return nil end
      from = #first
   end
   local rest = text:sub(from + 1)
   local behind = near and text:sub(1, from):match "1([^%w%s])$"
   if behind and behind:find "[-~?+.]" then rest = behind .. rest end
   for word in rest:gmatch "%S+" do list[#list + 1] = word end
   list.stray = rest:find "^%S%f[%s\0]" ~= nil
   return list
end

return words
