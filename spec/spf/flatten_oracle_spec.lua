-- SPDX-License-Identifier: MIT
-- Flattened records before another implementation: python3-spf, asked for both ends of every stretch, says the same
-- before and after.
local denote = require "sesame.spf.denote"
local differential = require "spec.differential.compare"
local generate = require "spec.differential.generate"
local json = require "sesame.base.json"
local policies = require "spec.support.policies"
local property = require "spec.support.property"
local random_spf = require "spec.support.random_spf"
local spf = require "sesame.spf"
local table_facts = require "spec.differential.table_facts"

local RANDOM = 150 -- random policies asked about, where COUNT does not say otherwise

local oracle = differential.oracles[1]

-- RECORDS of spec/support/facts as a zone of the differential tests.
local function zone_of(records)
   local zone = { id = 1, records = {}, failures = {} }
   for name, node in pairs(records) do
      for _, text in ipairs(node.TXT or {}) do zone.records[#zone.records + 1] = { name, "TXT", text } end
   end
   return zone
end

-- ZONE with the changes of MADE published.
local function with_changes(zone, made)
   local replaced, after = {}, { id = zone.id, records = {}, failures = zone.failures }
   for _, change in ipairs(made.changes) do
      replaced[change.name] = true
      for _, strings in ipairs(change.values) do
         after.records[#after.records + 1] = { change.name, "TXT", table.concat(strings) }
      end
   end
   for _, record in ipairs(zone.records) do
      if record[2] ~= "TXT" or not replaced[record[1]] then after.records[#after.records + 1] = record end
   end
   return after
end

local function queries_of(denotation)
   local list = {}
   for _, stretch in ipairs(denotation:stretches()) do
      for _, ip in ipairs { stretch.first, stretch.last } do
         list[#list + 1] = { ip, "user@" .. denotation.domain, "mail." .. denotation.domain }
      end
   end
   return list
end

local function line_of(zone, queries)
   return generate.line { id = zone.id, records = zone.records, failures = zone.failures, queries = queries }
end

-- What the oracle says of every line of LINES: a list of lists of results.
local function ask(lines)
   local path = os.tmpname()
   local file = assert(io.open(path, "w"))
   file:write(table.concat(lines, "\n"), "\n")
   file:close()
   local pipe = assert(io.popen(("%s < %s"):format(oracle.command, path)))
   local answers = {}
   for line in pipe:lines() do
      local results = {}
      for i, pair in ipairs(assert(json.decode(line)).results) do results[i] = pair[1] end
      answers[#answers + 1] = results
   end
   pipe:close()
   os.remove(path)
   return answers
end

local function flatten(zone, domain)
   return assert(spf.flatten(domain, { facts = table_facts.of(zone), all = true, third_party = true, target = 10,
      octets = 1200 }))
end

-- Lines before and after the flattening of ZONE, and what was asked; nil where it is refused.
local function pair_of(zone, domain)
   local made = flatten(zone, domain)
   if made.verdict ~= "flattened" then return nil end
   local denotation = assert(denote(domain, { facts = table_facts.of(zone) }))
   local queries = queries_of(denotation)
   return { line_of(zone, queries), line_of(with_changes(zone, made), queries), queries = queries,
      denotation = denotation }
end

describe("python3-spf on flattened records", function()
   local there = differential.available(oracle)

   it("I01 says of the known policies what it said before, and what the denotation says", function()
      if not there then return pending "python3-spf is not installed" end
      local asked, lines = {}, {}
      for _, policy in ipairs(policies) do
         local pair = not policy.refused and pair_of(zone_of(policy.records), "a.test")
         if pair then
            asked[#asked + 1] = pair
            table.move(pair, 1, 2, #lines + 1, lines)
         end
      end
      assert.equal(4, #asked)
      local answers = ask(lines)
      for i, pair in ipairs(asked) do
         assert.same(answers[2 * i - 1], answers[2 * i])
         for k, query in ipairs(pair.queries) do
            assert.equal(pair.denotation:at(query[1]), answers[2 * i][k], query[1])
         end
      end
   end)

   it("I01 says of random policies what it said before, where no limit stopped it", function()
      if not there then return pending "python3-spf is not installed" end
      local asked, lines, compared = {}, {}, 0
      local first, count = property.of("flatten-oracle", RANDOM, 1)
      for number = first, first + count - 1 do
         local pair = pair_of(random_spf.zone(number), "p0.test")
         if pair then
            asked[#asked + 1] = pair
            table.move(pair, 1, 2, #lines + 1, lines)
         end
      end
      local answers = ask(lines)
      assert.equal(#lines, #answers)
      for i, pair in ipairs(asked) do
         for k, query in ipairs(pair.queries) do
            local was, is = answers[2 * i - 1][k], answers[2 * i][k]
            if was ~= "permerror" and is ~= "permerror" then
               compared = compared + 1
               assert(was == is, ("%s: %s before, %s after\n%s"):format(query[1], was, is, pair[1]))
            end
         end
      end
      assert.is_true(compared > 5 * count or not property.large(count), ("%d compared"):format(compared))
   end)
end)
