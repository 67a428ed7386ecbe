-- SPDX-License-Identifier: MIT
-- "Could not be learnt" never reads as an answer: every question of an audit is masked in turn
-- (spec/support/masking.lua). Here over a part of the fixture zones; `make masking` takes all of them and random ones,
-- with every way to fail.
local masking = require "spec.support.masking"
local property = require "spec.support.property"
local worlds = require "spec.support.masking_worlds"

local ALL = os.getenv "MASKING" == "all"
local STATUSES = ALL and masking.STATUSES or { "timeout" }
local EACH = ALL and 1 or 9     -- of the fixture zones one in so many is taken
local RANDOM = ALL and 1000 or 4 -- random zones
local SHOWN = 25                 -- faults of one run that are told

local function told(list)
   if #list <= SHOWN then return table.concat(list, "\n") end
   return ("%s\nand %d more"):format(table.concat(list, "\n", 1, SHOWN), #list - SHOWN)
end

local function conclude(title, list, tally)
   io.write(("\nmasking over %s (%s): %d zones, %d questions, %d runs, %d runs with other answers; %d breaks\n"):format(
      title, table.concat(STATUSES, ", "), tally.worlds, tally.questions, tally.runs, tally.others, #list))
   assert(#list == 0, told(list))
end

describe("an audit with one answer that did not come", function()
   it("says nothing that is not known, over the fixture zones", function()
      local list, tally = {}, masking.tally()
      worlds.fixtures(EACH, function(world) masking.close(world, STATUSES, list, tally) end)
      conclude("the fixture zones", list, tally)
      assert.is_true(tally.questions > 300)
   end)

   it("says nothing that is not known, over random zones", function()
      local list, tally = {}, masking.tally()
      local first, count = property.of("masking", RANDOM, 1)
      for number = first, first + count - 1 do masking.close(worlds.random(number), STATUSES, list, tally) end
      conclude("random zones", list, tally)
   end)

   it("is caught where it does", function()
      local world = worlds.ses "spec/zones/ses/healthy-three-regions.example.zone"
      local ground = require "sesame.check.ground"
      local open, cover = ground.open, ground.cover
      ground.open, ground.cover = function() return {} end, function(found) return found end
      local list = {}
      local ok, fault = pcall(masking.close, world, { "timeout" }, list, masking.tally())
      ground.open, ground.cover = open, cover
      assert(ok, fault)
      local text = table.concat(list, "\n")
      assert.matches("nothing names the question", text, 1, true)
      assert.matches("ok stays, but not where", text, 1, true)
   end)
end)
