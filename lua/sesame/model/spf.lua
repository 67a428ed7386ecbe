-- SPDX-License-Identifier: MIT
-- Model of SPF at one name: which TXT records are SPF records, which only look so, and how large the answer is.
-- Selection and near misses are judged by the core; this must not parse terms.
local core = require "sesame.core"
local outline = require "sesame.facts.outline"

local spf = {}

local HEADER = 12         -- octets of a message header, RFC 1035 4.1.1
local QUESTION_FIXED = 4  -- type and class, RFC 1035 4.1.2
local RECORD_FIXED = 12   -- compressed owner, type, class, TTL, length, RFC 1035 4.1.3
local OPT = 11            -- the OPT record of EDNS, RFC 6891 6.1.2
local NAME_EXTRA = 2      -- a name on the wire: its text, the first length octet and the root

function spf.questions(name)
   return { { name = name, type = "TXT" }, { name = name, type = "SPF" } }
end

--- Sizes of the whole TXT set at a name: RFC 7208 3.4 counts all of it, not only the SPF record.
function spf.size_of(answer, name)
   local text, message = 0, HEADER + #name + NAME_EXTRA + QUESTION_FIXED + OPT
   for _, link in ipairs(answer:chain()) do message = message + RECORD_FIXED + #link.target + NAME_EXTRA end
   for i = 1, #answer do
      local strings = answer:strings(i)
      message = message + RECORD_FIXED
      for _, part in ipairs(strings) do
         text, message = text + #part, message + 1 + #part
      end
   end
   return { records = #answer, text = #name + text, message = message }
end

-- Files VALUE, which is no SPF record, where it was meant to be one.
local function sort_other(model, value)
   local kind, reason = core.spf.near_miss(value)
   if kind == "sender-id" then
      model.sender_id[#model.sender_id + 1] = value
   elseif kind then
      local range = { 0, #value:match("^%s*%S*") }
      model.near_misses[#model.near_misses + 1] = { value = value, kind = kind, reason = reason, range = range }
   elseif value:find(":", 1, true) and require("sesame.spf.meant_words").is_body(value) then
      model.continued[#model.continued + 1] = value
   end
end

-- The character-strings of the record TEXT, or nil.
local function strings_of(answer, text)
   for i = 1, text and #answer or 0 do
      if answer[i] == text then return answer:strings(i) end
   end
end

-- The values of ANSWER at PLACES, or all of them.
local function sorted_values(answer, places)
   local values = {}
   for i = 1, places and #places or #answer do values[i] = answer[places and places[i] or i] end
   table.sort(values)
   return values
end

--- { name, known, status, server, chain, records = { text }, near_misses = { { value, kind, reason, range } },
-- continued = { text } (nothing but terms, without a version), sender_id = { text }, type99 = { text }, txt = {
-- records, text, message } (octets) or nil, strings = the strings of the first record or nil } for NAME.
function spf.build(context, name)
   name = name or context.domain
   local answers = context.facts:get_all(spf.questions(name))
   local answer, old = answers[1], answers[2]
   local model = outline.of(answer, { name = name, records = {}, near_misses = {}, continued = {},
      sender_id = {}, type99 = {} })
   if answer.known == "present" then
      local places, others = core.spf.select(answer)
      model.records = sorted_values(answer, places)
      for _, value in ipairs(sorted_values(answer, others)) do sort_other(model, value) end
      model.txt, model.strings = spf.size_of(answer, name), strings_of(answer, model.records[1])
   end
   if old.known == "present" then model.type99 = sorted_values(old) end
   return model
end

return spf
