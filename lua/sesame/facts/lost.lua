-- SPDX-License-Identifier: MIT
-- Looks for records that are not where they belong at the places sesame.base.astray lists, within a bound. It must not
-- know what the records are for: whoever looks says what fits.
local names = require "sesame.base.names"
local wildcard = require "sesame.facts.wildcard"

local lost = {}

-- Asks for LEFT at the first of PLACES, MOST of them at most: the first answer that fits as { at, place, answer }, and
-- how many were asked.
local function ask(facts, left, places, how, most)
   local questions, asked = {}, {}
   for _, place in ipairs(places) do
      local name = left .. "." .. place.parent
      if #questions < most and names.fits(name) then
         questions[#questions + 1], asked[#asked + 1] = { name = name, type = how.type }, place
      end
   end
   for i, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      if how.fits(answer, left, asked[i]) then
         return { at = questions[i].name, place = asked[i], answer = answer }, #questions
      end
   end
   return nil, #questions
end

--- Where FACTS have the records of LEFTS (the beginnings of their names): { [left] = { at = the name, place, answer }
-- }. PLACES: { { parent = what follows, ... }, ... }, likeliest first. HOW: type; fits(answer, left, place); most =
-- questions in all; first = places asked for with the first of LEFTS: people mistake all alike, so that each other is
-- looked for where one was found, or at the likeliest place; more(left) = further places for it, or nil. Waits.
function lost.find(facts, lefts, places, how)
   local found, budget = {}, how.most
   local list = table.move(places, 1, math.min(#places, how.first), 1, {})
   for _, left in ipairs(lefts) do
      local hit, spent = ask(facts, left, list, how, budget)
      budget = budget - spent
      if not hit and how.more then
         hit, spent = ask(facts, left, how.more(left), how, budget)
         budget = budget - spent
      end
      found[left], list = hit, { hit and hit.place or list[1] }
   end
   return found
end

--- Whether ANSWER, to a question below PARENT, is a wildcard's, or may be: a name there that nobody publishes has the
-- same. One question.
function lost.is_wildcard(facts, parent, answer)
   local nonce = wildcard.nonce(facts, parent)
   if not nonce then return true end
   local other = facts:get(nonce, answer.type)
   return other.known == "unknown" or wildcard.alike(answer, other)
end

return lost
