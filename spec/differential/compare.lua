-- SPDX-License-Identifier: MIT
-- Our evaluator beside an oracle on generated zones: agreements, differences that the table explains, and those it does
-- not.
local differences = require "spec.differential.differences"
local generate = require "spec.differential.generate"
local spf = require "sesame.spf"
local table_facts = require "spec.differential.table_facts"

local compare = {}

compare.oracles = {
   { name = "python3-spf", command = "/usr/bin/python3 spec/differential/oracle_pyspf.py",
      profile = "strict-void-per-query",
      probe = "/usr/bin/python3 -c 'import spf' 2>/dev/null" },
   { name = "Mail::SPF", command = "/usr/bin/perl spec/differential/oracle_mailspf.pl",
      profile = "strict-void-per-query",
      probe = "/usr/bin/perl -MMail::SPF -e 1 2>/dev/null" },
}

--- Whether the packages of ORACLE are there.
function compare.available(oracle)
   return os.execute(oracle.probe) == true
end

-- One line of an oracle: {"id": 1, "results": [["pass", "why"], ...]}.
local function read(line)
   local cjson = require "cjson"
   local parsed = cjson.decode(line)
   return parsed.id, parsed.results
end

local function explanation_of(oracle, case)
   for _, difference in ipairs(differences) do
      if (not difference.oracle or difference.oracle == oracle.name) and difference.applies(case) then
         return difference
      end
   end
end

local function evaluate(facts, query, profile, trace)
   return assert(spf.check_host {
      ip = query[1], sender = query[2], helo = query[3], facts = facts, profile = profile, explanation = false,
      trace = trace,
   })
end

local function case_of(zone, index, ours, theirs)
   local query = zone.queries[index]
   local texts = {}
   for _, record in ipairs(zone.records) do
      if record[2] == "TXT" then texts[#texts + 1] = record[3] end
   end
   return {
      zone = zone, query = query, ip6 = query[1]:find(":", 1, true) ~= nil, ours = ours.result, code = ours.code or "",
      verdict = ours, theirs = theirs[1], text = theirs[2], policies = table.concat(texts, "\n"),
      trace = function() return evaluate(table_facts.of(zone), query, "strict-void-per-query", true).trace end,
   }
end

local function judge(report, oracle, case)
   report.compared = report.compared + 1
   if case.ours == case.theirs then
      report.agreed = report.agreed + 1
      return
   end
   local difference = explanation_of(oracle, case)
   if difference then
      report.explained[difference.name] = (report.explained[difference.name] or 0) + 1
   else
      report.unexplained[#report.unexplained + 1] = case
   end
end

-- Writes zones FIRST to LAST to a file for the oracles.
local function write_zones(path, first, last, seed)
   local file <close> = assert(io.open(path, "w"))
   for number = first, last do file:write(generate.line(generate.zone(seed, number)), "\n") end
end

--- Compares ORACLE with us on COUNT zones of SEED:
-- { oracle, zones, compared, agreed, explained = { name -> count }, unexplained = { case } }.
function compare.run(oracle, count, seed)
   local report = { oracle = oracle.name, zones = count, compared = 0, agreed = 0, explained = {}, unexplained = {} }
   local path = os.tmpname()
   write_zones(path, 1, count, seed)
   local pipe = assert(io.popen(("%s < %s"):format(oracle.command, path)))
   for number = 1, count do
      local id, results = read(assert(pipe:read("l"), oracle.name .. " ended early"))
      assert(id == number, oracle.name .. " answers out of order")
      local zone = generate.zone(seed, number)
      local facts = table_facts.of(zone)
      for index, query in ipairs(zone.queries) do
         judge(report, oracle, case_of(zone, index, evaluate(facts, query, oracle.profile), results[index]))
      end
   end
   pipe:close()
   os.remove(path)
   return report
end

--- A case in words, with the zone's policies.
function compare.describe(case)
   return ("zone %d, %s from %s: we say %s (%s%s), the oracle %s (%s)\n   %s"):format(case.zone.id, case.query[2],
      case.query[1], case.ours,
      case.code, case.verdict.mechanism and " at " .. case.verdict.mechanism or "", case.theirs, case.text,
      case.policies:gsub("\n", "\n   "))
end

return compare
