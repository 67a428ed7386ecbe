-- SPDX-License-Identifier: MIT
-- Flattening on random macro-free policies: what is given out compares equal, and the evaluator, which knows
-- nothing of address sets, gives the same result at both ends of every stretch.
local compare = require "sesame.spf.compare"
local compare_words = require "sesame.check.spf_compare_words"
local denote = require "sesame.spf.denote"
local property = require "spec.support.property"
local published = require "spec.support.published"
local random_spf = require "spec.support.random_spf"
local spf = require "sesame.spf"
local table_facts = require "spec.differential.table_facts"
local words = require "sesame.report.spf_flatten_words"

local TREES, MUTANTS = 5000, 1000
local LIFTED = { lookups = false, voids = false, nesting = false }

local function evaluated(facts, ip)
   return spf.check_host({ facts = facts, ip = ip, domain = "p0.test", sender = "user@p0.test", limits = LIFTED,
      explanation = false }).result
end

local function same_results(number, before, after, denotation)
   local count = 0
   for _, stretch in ipairs(denotation:stretches()) do
      for _, ip in ipairs { stretch.first, stretch.last } do
         local was, is = evaluated(before, ip), evaluated(after, ip)
         if was ~= is or denotation:at(ip) ~= was then
            error(("policy %d, %s: %s before, %s after, %s by the denotation"):format(number, ip, was, is,
               denotation:at(ip)))
         end
         count = count + 1
      end
   end
   return count
end

describe("flattening random policies", function()
   it("I01 I02 I03 I06 I07 changes no result, or is refused with a reason", function()
      local flattened, addresses = 0, 0
      local first, count = property.of("flatten", TREES, 1)
      for number = first, first + count - 1 do
         local facts = table_facts.of(random_spf.zone(number))
         local made = assert(spf.flatten("p0.test", { facts = facts, all = true, third_party = true, target = 100,
            octets = 4000 }))
         if made.verdict == "flattened" then
            flattened = flattened + 1
            local after = published(facts, made.changes)
            local now = assert(denote("p0.test", { facts = facts }))
            local result = compare(now, assert(denote("p0.test", { facts = after })))
            if result.verdict ~= "equal" then error(("policy %d: %s"):format(number, compare_words.reason(result))) end
            addresses = addresses + same_results(number, facts, after, now)
         else
            assert.equal("refused", made.verdict)
            assert.is_string(words.reason(made.reason))
         end
      end
      assert.is_true(flattened > count * 0.75 and addresses > 10 * count or not property.large(count),
         ("%d flattened, %d addresses"):format(flattened, addresses))
   end)

   it("I09 a moved address is found where it changes a result", function()
      local found, mutants = 0, 0
      local first, count = property.of("flatten-moved", MUTANTS, 1)
      for number = first, first + count - 1 do
         local mutant = random_spf.mutant(number)
         if mutant then
            mutants = mutants + 1
            local before, after = table_facts.of(random_spf.zone(number)), table_facts.of(mutant)
            local result = compare(assert(denote("p0.test", { facts = before })),
               assert(denote("p0.test", { facts = after })))
            local change = result.changes[1]
            if change then
               found = found + 1
               assert.same({ change.from, change.to }, { evaluated(before, change.example),
                  evaluated(after, change.example) })
            else
               for i = 0, 20 do
                  local ip = "192.0.2." .. i
                  if evaluated(before, ip) ~= evaluated(after, ip) then
                     error(("policy %d: %s is missed"):format(number, ip))
                  end
               end
            end
         end
      end
      assert.is_true(found > mutants * 0.3 or not property.large(count), ("%d of %d"):format(found, mutants))
   end)
end)
