-- SPDX-License-Identifier: MIT
-- "Could not be learnt" never reads as an answer: every question of an audit is masked in turn
-- (spec/support/masking.lua). Here over the fixture zones with one status; `make masking` takes every way to fail, all
-- other answers, random zones, and a live server that drops the questions of all.
local live = require "spec.support.masking_live"
local masking = require "spec.support.masking"
local property = require "spec.support.property"
local worlds = require "spec.support.masking_worlds"

local ALL = os.getenv "MASKING" == "all"
local STATUSES = ALL and masking.STATUSES or { "timeout" }
local OTHERS = ALL and 1 or 36     -- of the questions one in so many is answered otherwise too
local RANDOM = ALL and 1000 or 2   -- random zones
local OTHER_ANSWERS = 2            -- tried for each question of a random zone; of a fixture zone all
local LIVE_ZONES = ALL and 1 or 40 -- of the fixture zones, one in so many is asked for at a live server
local LIVE_EACH = ALL and 1 or 12  -- of their questions one in so many is dropped there
local SHOWN = 25                   -- faults of one run that are told

local function told(list)
   if #list <= SHOWN then return table.concat(list, "\n") end
   return ("%s\nand %d more"):format(table.concat(list, "\n", 1, SHOWN), #list - SHOWN)
end

local function conclude(title, list, tally)
   io.write(("\nmasking over %s: %d zones, %d questions, %d runs, %d runs with other answers; %d breaks\n"):format(
      title, tally.worlds, tally.questions, tally.runs, tally.others, #list))
   assert(#list == 0, told(list))
end

local function with_statuses(title) return ("%s (%s)"):format(title, table.concat(STATUSES, ", ")) end

describe("an audit with one answer that did not come", function()
   it("says nothing that is not known, over the fixture zones", function()
      local list, tally = {}, masking.tally()
      worlds.fixtures(1, function(world) masking.close(world, STATUSES, list, tally, 1, OTHERS) end)
      conclude(with_statuses "the fixture zones", list, tally)
      assert.is_true(tally.worlds > 150 and tally.questions > 7000 and tally.others > 500)
   end)

   it("says nothing that is not known, over random zones", function()
      local list, tally = {}, masking.tally()
      local first, count = property.of("masking", RANDOM, 1)
      for number = first, first + count - 1 do
         masking.close(worlds.random(number), STATUSES, list, tally, 1, 1, OTHER_ANSWERS)
      end
      conclude(with_statuses "random zones", list, tally)
      assert.equal(count, tally.worlds)
   end)

   it("says nothing that is not known, where a live server drops the question", function()
      if not live.installed() then return pending("nsd is not installed") end
      local list, tally = {}, masking.tally()
      for _, family in ipairs(worlds.families(LIVE_ZONES)) do
         local server = live.serve(family.records)
         local ok, fault = pcall(function()
            for _, world in ipairs(family) do live.close(server, world, list, tally, LIVE_EACH) end
         end)
         server:stop()
         assert(ok, fault)
      end
      conclude("the fixture zones (dropped by a live server)", list, tally)
      assert.is_true(tally.worlds > 4 and tally.questions > 10)
   end)

   it("is caught where it does", function()
      local world = worlds.ses "spec/zones/ses/healthy-three-regions.example.zone"
      local ground = require "sesame.check.ground"
      local open, cover = ground.open, ground.cover
      ground.open, ground.cover = function() return {} end, function(found) return found end
      local list = {}
      local ok, fault = pcall(masking.close, world, { "timeout" }, list, masking.tally(), 1, 4)
      ground.open, ground.cover = open, cover
      assert(ok, fault)
      local text = table.concat(list, "\n")
      assert.matches("nothing names the question", text, 1, true)
      assert.matches("ok stays, but not where", text, 1, true)
   end)
end)
