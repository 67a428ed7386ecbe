-- SPDX-License-Identifier: MIT
-- Facts in which the SPF records at some names are others: a policy as it would be. It must not know why they change.
local core = require "sesame.core"
local over = require "sesame.facts.over"

local RECORD_OCTETS = 270 -- of a record but its text: an owner name written in full, type, class, TTL, length
local MESSAGE_OCTETS = 65535 - 12 - 260

local laid = {}

-- The TXT records of ANSWER that are no policy, as lists of character-strings, and the octets they take in a message.
local function others(answer)
   local list, octets = {}, 0
   if answer.target ~= answer.name then return list, octets end
   local _, places = core.spf.select(answer)
   for i, place in ipairs(places) do
      list[i] = answer:strings(place)
      octets = octets + #answer[place] + #answer[place] // 255 + 1 + RECORD_OCTETS
   end
   return list, octets
end

--- The change that publishes the SPF record TEXT at NAME, beside the other TXT records of ANSWER (nil: none), as far as
-- one message holds them.
function laid.change(name, text, answer)
   local values, octets = {}, 0
   if answer then values, octets = others(answer) end
   if octets + #text + #text // 255 + 1 + RECORD_OCTETS > MESSAGE_OCTETS then values = {} end
   values[#values + 1] = text
   return { action = "replace", name = name, type = "TXT", values = values }
end

--- FACTS (sesame.facts, or anything with get or get_all) in which the SPF record at each name of RECORDS, { [name] =
-- text }, is that text and no other; what else the names hold stays. Names are lower case without a final dot. Waits.
function laid.over(facts, records)
   local questions, changes = {}, {}
   for name in pairs(records) do questions[#questions + 1] = { name = name, type = "TXT" } end
   table.sort(questions, function(a, b) return a.name < b.name end)
   for i, answer in ipairs(facts:get_all(questions)) do
      local name = questions[i].name
      changes[i] = laid.change(name, records[name], answer)
   end
   return over.changes(facts, changes)
end

return laid
