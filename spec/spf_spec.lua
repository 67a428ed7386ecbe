-- SPDX-License-Identifier: MIT
-- SPF at the Lua face; the rules themselves are tested in spec/core/test_spf_*.c. Runs the suites of RFC 7208 and pyspf
-- when they are there (spec/support/suites.lua).
local cjson = require "cjson"
local spf = require "sesame.spf"
local support = require "spec.support.facts"

local suites = require "spec.support.suites"

-- ---- the suites ----

local ERRORS = { TIMEOUT = "timeout", SERVFAIL = "servfail", CNAMELOOP = "cname-loop" }

-- A name of the suite in presentation form, as questions are asked.
local function presentation(name)
   name = name:gsub("[\\\"();@$]", "\\%0"):gsub("[^\x21-\x7E]", function(c) return ("\\%03d"):format(c:byte()) end)
   return name == "" and "." or (name:gsub("%.$", ""))
end

local function value_of(record)
   if record.type == "TXT" then return #record.strings > 0 and record.strings or { "" } end
   if record.type == "MX" then return { preference = record.preference, exchange = presentation(record.exchange) } end
   return record.address or presentation(record.target)
end

-- The zone of a scenario as spec.support.facts takes it.
local function records_of(zone)
   local records = {}
   for _, entry in ipairs(zone) do
      local node = { all = ERRORS[entry.other_types] }
      for _, record in ipairs(entry.records) do
         if record.error then
            node[record.type] = ERRORS[record.error]
         elseif record.type == "CNAME" then
            node.CNAME = value_of(record)
         else
            node[record.type] = node[record.type] or {}
            table.insert(node[record.type], value_of(record))
         end
      end
      records[presentation(entry.name)] = node
   end
   return records
end

local function one_of(list, value)
   for _, each in ipairs(list) do
      if each == value then return true end
   end
   return false
end

-- pyspf's cases for its lax and harsh modes expect what the suite of RFC 7208 has as neutral
-- (default-modifier-obsolete).
local function expected_of(case)
   if case.id:find("^default%-modifier") and case.strict then return { "neutral" } end
   return case.results
end

local function run_case(records, case)
   local verdict = assert(spf.check_host {
      facts = support.of(records), ip = case.host, sender = case.mailfrom, helo = case.helo,
   })
   assert.is_true(one_of(expected_of(case), verdict.result), ("%s, not %s: %s"):format(verdict.result,
      table.concat(case.results, " or "), verdict.reason))
   if case.explanation then
      assert.equal(case.explanation ~= "DEFAULT" and case.explanation or nil, verdict.explanation)
   end
end

local function describe_suite(file, count)
   local suite = suites.json("spf/" .. file, cjson.decode)
   if not suite then return it("is complete", function() pending(suites.reason) end) end
   local total = 0
   for _, scenario in ipairs(suite.scenarios) do
      local records = records_of(scenario.zone)
      for _, case in ipairs(scenario.tests) do
         total = total + 1
         it(("%d %s"):format(scenario.index, case.id), function() run_case(records, case) end)
      end
   end
   it("is complete", function() assert.equal(count, total) end)
end

describe("the suite of RFC 7208", function() describe_suite("rfc7208-tests.json", 203) end)
describe("the suite of pyspf", function() describe_suite("pyspf-tests.json", 16) end)
