-- SPDX-License-Identifier: MIT
-- Facts that note which questions came to nothing, and what was made of them meanwhile. A zone's own servers, and
-- questions with options, are the business of whoever asks them. It must not know what is made.
local heard = {}

local Heard = {}

local function key_of(question) return question.name .. " " .. question.type end

local function note(self, name, rrtype, answer)
   if answer.known ~= "unknown" then return end
   self.failed[#self.failed + 1] = { name = name:lower(), type = rrtype, status = answer.status }
end

-- How many were noted so far.
local function mark_of(self) return #self.failed end

-- The questions noted since MARK, each once, without those that were waived meanwhile.
local function since(self, mark)
   local list, seen = {}, {}
   for i = mark + 1, #self.failed do
      local question = self.failed[i]
      local key = key_of(question)
      if not question.waived and not seen[key] then
         seen[key] = true
         list[#list + 1] = { name = question.name, type = question.type, status = question.status }
      end
   end
   return list
end

function Heard:get(name, rrtype, options)
   local answer = self.heard:get(name, rrtype, options)
   if not options then note(self, name, rrtype, answer) end
   return answer
end

function Heard:get_all(questions)
   local answers = self.heard:get_all(questions)
   for i, question in ipairs(questions) do
      if not question.options then note(self, question.name, question.type, answers[i]) end
   end
   return answers
end

--- FACTS (sesame.facts, or anything with get and get_all) that note what they could not learn.
function heard.over(facts)
   return setmetatable({ heard = facts, failed = {} }, {
      __index = function(_, key)
         local own = Heard[key]
         if own == nil then own = facts[key] end
         return own
      end,
   })
end

--- The questions that FACTS could not learn while MAKE() ran, a list of { name, type, status }, and what it returned
-- (up to three values). Facts that note none have an empty list.
function heard.during(facts, make)
   local mark = facts.failed and mark_of(facts)
   local first, second, third = make()
   return mark and since(facts, mark) or {}, first, second, third
end

--- Nothing rests on the answer to the question (NAME, RRTYPE) of FACTS that was noted last: another one decided.
function heard.waive(facts, name, rrtype)
   for i = facts.failed and #facts.failed or 0, 1, -1 do
      local question = facts.failed[i]
      if question.name == name:lower() and question.type == rrtype then
         question.waived = true
         return
      end
   end
end

return heard
