-- SPDX-License-Identifier: MIT
-- Which terms to flatten: those that are asked for, or the fewest that bring the lookups down to a target, one's own
-- before other people's. It must not write records.
local layout = require "sesame.spf.flatten.layout"
local names = require "sesame.base.names"

local choose = {}

choose.WEIGHED_MAX = 12  -- terms among which subsets are weighed: those that save most

local function may(item, options)
   return (item.set or item.items) and not item.bar and (options.third_party or not item.stranger)
end

local function matches(item, word)
   word = names.canonical(word)
   local term = item.term
   return item.text:lower() == word or term.kind .. ":" .. (term.target or "") == word or term.target == word
      or (not term.qualifier or item.text:lower():sub(2) == word) and term.qualifier ~= "+"
      and item.text:sub(1, 1) == term.qualifier
end

--- { [place] = true } for the terms of CANDIDATES that WORDS name, each by its text or its target; nil and a message
-- for a word that names none.
function choose.named(candidates, words)
   local chosen = {}
   for _, word in ipairs(words) do
      local found = false
      for i, item in ipairs(candidates) do
         if matches(item, word) then chosen[i], found = true, true end
      end
      if not found then return nil, ("'%s' is no term of the record"):format(word) end
   end
   return chosen
end

--- { [place] = true } for all terms that may be flattened. OPTIONS: third_party.
function choose.all(candidates, options)
   local chosen = {}
   for i, item in ipairs(candidates) do chosen[i] = may(item, options) or nil end
   return chosen
end

-- The places worth weighing, those that save most first.
local function places_of(candidates, options)
   local places = {}
   for i, item in ipairs(candidates) do
      if may(item, options) and item.total > 0 then places[#places + 1] = i end
   end
   table.sort(places, function(a, b)
      if candidates[a].total ~= candidates[b].total then return candidates[a].total > candidates[b].total end
      return a < b
   end)
   for i = #places, choose.WEIGHED_MAX + 1, -1 do places[i] = nil end
   return places
end

-- What the subset with the bits of MASK would cost and take.
local function weigh(candidates, places, mask, options)
   local subset = { chosen = {}, count = 0, strangers = 0, blocks = 0, saved = 0, size = 0, kept = options.size }
   for bit, place in ipairs(places) do
      if mask >> (bit - 1) & 1 == 1 then
         local item = candidates[place]
         subset.chosen[place] = true
         subset.count = subset.count + 1
         subset.strangers = subset.strangers + (item.stranger and 1 or 0)
         subset.blocks = subset.blocks + item.blocks
         subset.saved = subset.saved + item.total
         subset.size = subset.size + item.octets
         subset.kept = subset.kept - #item.text - 1
      end
   end
   local further = subset.kept + subset.size > options.room and math.ceil(subset.size / options.each) or 0
   subset.lookups = options.lookups - subset.saved + further
   return subset
end

local function better(a, b)
   if a.strangers ~= b.strangers then return a.strangers < b.strangers end
   if a.count ~= b.count then return a.count < b.count end
   if a.blocks ~= b.blocks then return a.blocks < b.blocks end
   return a.mask < b.mask
end

--- Subsets of CANDIDATES that are reckoned to reach OPTIONS.target lookups, the best first: { { chosen, lookups } };
-- and the fewest lookups that any subset is reckoned to reach. OPTIONS: target, third_party, lookups = of the record
-- now, size = octets of its text,
-- room = octets it may have, each = octets of addresses in a further record.
function choose.fewest(candidates, options)
   local places, list, least = places_of(candidates, options), {}, options.lookups
   for _, place in ipairs(places) do candidates[place].octets = layout.size(candidates[place]) end
   for mask = 1, (1 << #places) - 1 do
      local subset = weigh(candidates, places, mask, options)
      subset.mask = mask
      least = math.min(least, subset.lookups)
      if subset.lookups <= options.target then list[#list + 1] = subset end
   end
   table.sort(list, better)
   return list, least
end

return choose
