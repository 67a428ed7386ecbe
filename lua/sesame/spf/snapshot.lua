-- SPDX-License-Identifier: MIT
-- Facts that learn each question once: several readings of one policy see the same. It must not know what is asked.
local Snapshot = {}
Snapshot.__index = Snapshot

function Snapshot:get_all(questions)
   local open, places, answers = {}, {}, {}
   for i, question in ipairs(questions) do
      local key = question.name:lower() .. " " .. question.type
      answers[i] = self.known[key]
      if not answers[i] then open[#open + 1], places[#places + 1] = question, i end
   end
   if #open > 0 then
      for i, answer in ipairs(self.lower:get_all(open)) do
         local key = open[i].name:lower() .. " " .. open[i].type
         self.known[key] = self.known[key] or answer
         answers[places[i]] = self.known[key]
      end
   end
   return answers
end

function Snapshot:get(name, rrtype)
   return self:get_all({ { name = name, type = rrtype } })[1]
end

function Snapshot:clock()
   return self.lower.clock and self.lower:clock() or os.time()
end

--- FACTS (anything with get_all) as they are when first asked.
return function(facts)
   return setmetatable({ lower = facts, known = {} }, Snapshot)
end
