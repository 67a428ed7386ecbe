-- SPDX-License-Identifier: MIT
-- Records looked for where they do not belong, within a bound of questions.
local lost = require "sesame.facts.lost"
local support = require "spec.support.facts"

local PLACES = { { parent = "a.acme.example" }, { parent = "b.acme.example" }, { parent = "c.acme.example" },
   { parent = ("x"):rep(64) .. ".acme.example" } }

-- What is found of LEFTS over RECORDS, and the questions asked.
local function find(records, lefts, how)
   local facts = support.of(support.zone(records))
   how.type, how.fits = "TXT", how.fits or function(answer) return answer.known == "present" end
   return lost.find(facts, lefts, PLACES, how), facts.asked
end

describe("sesame.facts.lost", function()
   it("asks no more than it may, for all together", function()
      for most = 0, 6 do
         local _, asked = find({}, { "one", "two", "three" }, { most = most, first = 3 })
         assert.equal(math.min(most, 5), #asked)
      end
      local _, asked = find({}, { "one" }, { most = 2, first = 3,
         more = function() return { { parent = "d.acme.example" } } end })
      assert.same({ "one.a.acme.example TXT", "one.b.acme.example TXT" }, asked)
   end)

   it("looks for the others where the first was found", function()
      local records = { ["one.b.acme.example"] = { TXT = { "x" } }, ["two.b.acme.example"] = { TXT = { "y" } },
         ["three.a.acme.example"] = { TXT = { "z" } } }
      local found, asked = find(records, { "one", "two", "three" }, { most = 9, first = 3 })
      assert.same({ "one.b.acme.example", "two.b.acme.example" }, { found.one.at, found.two.at })
      assert.is_nil(found.three)
      assert.equal("y", found.two.answer[1])
      assert.equal(5, #asked)
   end)

   it("looks further where it is told of more, and passes over what does not fit", function()
      local found = find({ ["one.a.acme.example"] = { TXT = { "no" } }, ["one.d.acme.example"] = { TXT = { "x" } } },
         { "one" }, { most = 9, first = 4,
            more = function(left) return { { parent = "d.acme.example", told = left } } end,
            fits = function(answer) return answer.known == "present" and answer[1] == "x" end })
      assert.same({ "one.d.acme.example", "one" }, { found.one.at, found.one.place.told })
   end)

   it("takes an answer for a wildcard's where a name that nobody publishes has the same, or is not known", function()
      local records = { ["one.a.acme.example"] = { TXT = { "x" } } }
      local function is_wildcard()
         local facts = support.of(support.zone(records))
         return lost.is_wildcard(facts, "a.acme.example", facts:get("one.a.acme.example", "TXT"))
      end
      assert.is_false(is_wildcard())
      records["*.a.acme.example"] = { TXT = { "other" } }
      assert.is_false(is_wildcard())
      records["*.a.acme.example"] = { TXT = { "x" } }
      assert.is_true(is_wildcard())
      records["*.a.acme.example"] = { TXT = "servfail" }
      assert.is_true(is_wildcard())
   end)
end)
