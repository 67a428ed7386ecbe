-- SPDX-License-Identifier: MIT
local property = require "spec.support.property"
local search = require "sesame.spf.plan.search"

local RANK = {}
for i, name in ipairs(search.EFFORTS) do RANK[name] = i end

local function random_record(random, terms)
   local items = {}
   for i = 1, terms do
      local size = 10 + random(30)
      local choices = { { effort = "keep", saves = 0, size = size } }
      for _ = 1, random(3) do
         local effort = search.EFFORTS[2 + random(#search.EFFORTS - 1)]
         local flat = (effort == "flatten" or effort == "flatten-own") and random(400) or 0
         local copied = (effort == "copy" or effort == "copy-own") and 20 + random(120) or 0
         choices[#choices + 1] = { effort = effort, saves = random(6), size = flat + copied, flat = flat }
      end
      items[i] = { choices = choices }
   end
   return {
      items = items,
      holders = function(whole, flat)
         if whole <= 300 then return 0 end
         return whole - flat <= 300 and math.ceil(flat / 250) or nil
      end,
   }
end

-- Every combination, one by one: the counts of efforts from the gravest to the least, of the best that saves NEEDED;
-- nil for none.
local function brute(records, needed)
   local best
   local function better(counts)
      if not best then return true end
      for i = #search.EFFORTS, 2, -1 do
         if counts[i] ~= best[i] then return counts[i] < best[i] end
      end
      return false
   end
   local function descend(r, i, saved, size, flat, counts)
      local record = records[r]
      if not record then
         if saved >= needed and better(counts) then best = table.move(counts, 1, #counts, 1, {}) end
         return
      end
      local item = record.items[i]
      if not item then
         local holders = record.holders(size, flat)
         return holders and descend(r + 1, 1, saved - holders, 0, 0, counts)
      end
      for _, choice in ipairs(item.choices) do
         counts[RANK[choice.effort]] = counts[RANK[choice.effort]] + 1
         descend(r, i + 1, saved + choice.saves, size + choice.size, flat + (choice.flat or 0), counts)
         counts[RANK[choice.effort]] = counts[RANK[choice.effort]] - 1
      end
   end
   local none = {}
   for i = 1, #search.EFFORTS do none[i] = 0 end
   descend(1, 1, 0, 0, 0, none)
   return best
end

local function counts_of(way)
   local counts = {}
   for i = 1, #search.EFFORTS do counts[i] = 0 end
   for _, choice in ipairs(way.choices) do counts[RANK[choice.effort]] = counts[RANK[choice.effort]] + 1 end
   return counts
end

describe("sesame.spf.plan.search", function()
   it("I08 asks for the fewest of the gravest changes, as trying every combination does", function()
      local seed, count = property.of("plan-search", 300, 7)
      local random, none = property.generator(seed), 0
      for case = 1, count do
         local records = { random_record(random, 2 + random(5)) }
         if case % 3 == 0 then records[2] = random_record(random, 1 + random(3)) end
         local needed = random(12)
         local way = search.cheapest(search.ways(records), needed)
         local best = brute(records, needed)
         assert.equal(best ~= nil, way ~= nil, "case " .. case)
         if best then
            local counts = counts_of(way)
            counts[1], best[1] = 0, 0
            assert.same(best, counts, "case " .. case)
         else
            none = none + 1
         end
      end
      assert.is_true(none > count // 30 and none < count - count // 30 or not property.large(count))
   end)

   it("finds the same where it looks for useless ways all the time", function()
      local most = search.STATES_MAX
      finally(function() search.STATES_MAX = most end)
      local random = property.generator(23)
      for case = 1, 100 do
         local records = { random_record(random, 2 + random(6)), random_record(random, 1 + random(3)) }
         local needed, found = random(14), {}
         for i, bound in ipairs { { most }, { 0 }, { 0, needed } } do
            search.STATES_MAX = bound[1]
            local way = search.cheapest(search.ways(records, bound[2]), needed)
            found[i] = way and way.effort or -1
         end
         assert.same({ found[1], found[1] }, { found[2], found[3] }, "case " .. case)
      end
   end)

   it("weighs twenty terms with four choices each", function()
      local random = property.generator(11)
      local way, most = search.cheapest(search.ways { random_record(random, 20) }, 15)
      assert.equal(20, #way.choices)
      assert.is_true(most.saved >= way.saved)
   end)

   it("gives one choice of each item, in order", function()
      local a, b = { effort = "keep", saves = 0, size = 1 }, { effort = "move", saves = 2, size = 0 }
      local ways = search.ways { { items = { { choices = { a, b } }, { choices = { a } } }, holders = function()
         return 0
      end } }
      assert.same({ { 0, a, a }, { 2, b, a } },
         { { ways[1].saved, ways[1].choices[1], ways[1].choices[2] }, { ways[2].saved, ways[2].choices[1],
            ways[2].choices[2] } })
   end)
end)
