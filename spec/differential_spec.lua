-- SPDX-License-Identifier: MIT
-- Our check_host() beside other implementations on 500 random zones; `make differential` takes 10,000.
local compare = require "spec.differential.compare"
local differences = require "spec.differential.differences"
local generate = require "spec.differential.generate"
local property = require "spec.support.property"

local ZONES, SEED = 500, 20261124

describe("differential", function()
   for _, oracle in ipairs(compare.oracles) do
      it("agrees with " .. oracle.name .. ", or the table says why not", function()
         if not compare.available(oracle) then return pending(oracle.name .. " is not installed") end
         local seed, count = property.of("differential-" .. oracle.name:lower():gsub("[^%w]+", "-"), ZONES, SEED)
         local report = compare.run(oracle, count, seed)
         local first = report.unexplained[1]
         assert(not first, first and compare.describe(first))
         assert.is_true(report.compared == 7 * count and report.agreed > 0.9 * report.compared)
      end)
   end

   it("makes the same zone from the same seed and number", function()
      assert.equal(generate.line(generate.zone(1, 7)), generate.line(generate.zone(1, 7)))
      assert.not_equal(generate.line(generate.zone(1, 7)), generate.line(generate.zone(2, 7)))
   end)

   it("names a section and what it says for every difference", function()
      for _, difference in ipairs(differences) do
         assert.matches("^RFC 7208 %d", difference.reference)
         assert.is_true(#difference.says > 20 and #difference.name > 20)
      end
   end)
end)
