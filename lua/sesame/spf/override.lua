-- SPDX-License-Identifier: MIT
-- Facts in which the TXT records at some names are others: a policy as it would be. It must not know why they change.
local core = require "sesame_core"

local Override = {}
Override.__index = Override

function Override:get(name, rrtype, options)
   local texts = rrtype == "TXT" and self.records[name:lower()]
   if not texts then return self.lower:get(name, rrtype, options) end
   local known = self.made[name:lower()]
   if known then return known end
   local answer = core.answer.make { name = name:lower(), type = "TXT", records = texts, ttl = self.ttl, server = "planned" }
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

--- FACTS (sesame.facts, or anything with get and get_all) in which the TXT records at each name of RECORDS, { [name] = { text, ... } }, are
-- those texts and nothing else. Names are lower case without a final dot.
function override.of(facts, records)
   return setmetatable({ lower = facts, records = records, made = {}, ttl = override.TTL }, Override)
end

return override
