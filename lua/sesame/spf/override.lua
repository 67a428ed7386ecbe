-- SPDX-License-Identifier: MIT
-- Facts in which the TXT records at some names are others: a policy as it would be. It must not know why they change.
local core = require "sesame.core"

local RECORD_OCTETS = 270 -- of a record but its text: an owner name written in full, type, class, TTL, length
local MESSAGE_OCTETS = 65535 - 12 - 260

local Override = {}
Override.__index = Override

-- The texts of RECORDS that SPF reads.
local function policies(records)
   local list = {}
   for _, text in ipairs(records) do
      if core.spf.is_record(text) then list[#list + 1] = text end
   end
   return list
end

-- What RECORDS may take as character-strings in one message, head, question and owner names (compressed) aside.
local function fits(records)
   local octets = 0
   for _, text in ipairs(records) do octets = octets + #text + #text // 255 + 1 + RECORD_OCTETS end
   return octets <= MESSAGE_OCTETS
end

function Override:get(name, rrtype, options)
   local texts = rrtype == "TXT" and self.records[name:lower()]
   if not texts then return self.lower:get(name, rrtype, options) end
   local known = self.made[name:lower()]
   if known then return known end
   if not fits(texts) then texts = policies(texts) end -- beside which a name may have more than one message holds
   local answer = core.answer.make { name = name:lower(), type = "TXT", records = texts, ttl = self.ttl,
      server = "planned" }
   self.made[name:lower()] = answer
   return answer
end

function Override:get_all(questions)
   local passed, places, answers = {}, {}, {}
   for i, question in ipairs(questions) do
      if question.type == "TXT" and self.records[question.name:lower()] then
         answers[i] = self:get(question.name, "TXT")
      else
         passed[#passed + 1], places[#places + 1] = question, i
      end
   end
   if #passed > 0 then
      for i, answer in ipairs(self.lower:get_all(passed)) do answers[places[i]] = answer end
   end
   return answers
end

function Override:clock()
   return self.lower.clock and self.lower:clock() or core.system.time()
end

local override = {}

override.TTL = 300 -- seconds, of the records that are not published yet

--- FACTS (sesame.facts, or anything with get and get_all) in which the TXT records at each name of RECORDS, { [name] =
-- { text, ... } }, are those texts and nothing else. Names are lower case without a final dot.
function override.of(facts, records)
   return setmetatable({ lower = facts, records = records, made = {}, ttl = override.TTL }, Override)
end

return override
