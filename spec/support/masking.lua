-- SPDX-License-Identifier: MIT
-- The masking test: an audit is made again once for each of its questions, with that question's answer unknown, every
-- variant of it together; what it then says is held against what it said knowing all. What comes back are faults, each
-- a sentence; none where "could not be learnt" never reads as an answer.
local audit = require "sesame.audit"
local facts = require "sesame.facts"
local make = require("sesame.core").answer.make
local others = require "spec.support.masking_others"
local zone_source = require "sesame.facts.zone"
local zones = require "spec.support.zones"

local masking = {}

--- How a question fails, in turn.
masking.STATUSES = { "timeout", "servfail", "refused" }

-- What is true of a record all the same where the graver finding, of the same subject, would need the answer: the record
-- is not where SES looks, wherever else it stands; it is a TXT record, whatever key SES has.
local MILDER = {
   ["easy-dkim-missing"] = { "easy-dkim-misplaced", "easy-dkim-name-doubled", "easy-dkim-underscore-refused" },
   ["easy-dkim-txt-in-place"] = { "easy-dkim-txt-outdated" },
}

local function key_of(name, rrtype) return name .. " " .. rrtype end

-- Facts of one audit over WORLD: INSTEAD(name, rrtype) gives the answer to a question, or nil for that of the zones;
-- ASKED collects the questions. Servers of a zone are asked one by one, and say the same.
local function view(world, instead, asked)
   local lower = world.source
   local source = { description = "zones, one answer masked", ask_servers = true, notices = function() return {} end }
   function source.get(_, name, rrtype, options)
      local key = key_of(name, rrtype)
      if asked and not asked[key] then
         asked[key], asked[#asked + 1] = true, { name = name, type = rrtype }
      end
      return instead and instead(name, rrtype) or lower:get(name, rrtype, options)
   end
   function source.covers(_, name) return lower:covers(name) end
   return facts.new { source = source }:view()
end

--- A world to mask: DOMAIN audited with OPTIONS over RECORDS (spec.support.zones). NAME is for messages.
function masking.world(domain, records, options, name)
   local all = table.move(records, 1, #records, 1, {})
   for _, record in ipairs(others.records()) do all[#all + 1] = record end
   return {
      domain = domain, options = options, name = name, source = zone_source.new { zones = zones.zones(all) },
   }
end

local function run(world, instead, asked)
   return audit.run(world.domain, view(world, instead, asked), world.options)
end

local function place_of(item) return item.code .. " at " .. item.subject end

-- The places of the findings of FOUND, those of every severity: a set.
local function places_of(found)
   local set = {}
   for _, item in ipairs(found.findings) do set[place_of(item)] = item end
   return set
end

-- ITEM with the numbers it has.
local function said_of(item)
   local numbers = {}
   for name, value in pairs(item.fields) do
      if math.type(value) then numbers[#numbers + 1] = ("%s %s"):format(name, value) end
   end
   table.sort(numbers)
   return place_of(item) .. (#numbers > 0 and " (" .. table.concat(numbers, ", ") .. ")" or "")
end

-- What FOUND calls right, with its numbers: a set of texts.
local function right_of(found)
   local set = {}
   for _, item in ipairs(found.findings) do
      if item.severity == "ok" then set[said_of(item)] = item end
   end
   return set
end

-- What is called right whatever valid answer comes to QUESTION: a function of what is said, giving nil or the answer
-- that takes it away.
local function steady(world, question, tally)
   local runs
   return function(said)
      if not runs then
         runs = {}
         for i, other in ipairs(others.answers(world, question)) do
            tally.others = tally.others + 1
            local found = run(world, function(name, rrtype)
               if name == question.name and rrtype == question.type then return other.answer end
            end)
            runs[i] = { text = other.text, right = right_of(found) }
         end
      end
      for _, one in ipairs(runs) do
         if not one.right[said] then return one.text end
      end
   end
end

-- Whether ITEM, an unknown, names QUESTION and how it failed; and the first other question it names that WORLD answers.
-- What is asked only since the question failed may lie outside the zones: true of an ITEM with no other questions.
local function names(world, item, question, status)
   local named, other, outside = false, nil, false
   for _, because in ipairs(item.because or {}) do
      local same = because.name:lower() == question.name and because.type == question.type
      if same and because.status == status then named = true
      elseif because.type and world.source:get(because.name, because.type).known == "unknown" then outside = true
      else other = other or because end
   end
   return named, other, outside and not named and not other
end

-- Whether BEFORE (the places of a full audit) has ITEM, or says more of its subject.
local function has(before, item)
   local there = before[place_of(item)] ~= nil
   for _, code in ipairs(MILDER[item.code] or {}) do
      there = there or before[place_of { code = code, subject = item.subject }] ~= nil
   end
   return there
end

-- FOUND with one answer unknown beside FULL with all: FAULT(text) for each break of the rule.
local function compare(world, full, masked, question, status, still, fault)
   local before, after, covered, gone = places_of(full), places_of(masked), false, nil
   for _, item in ipairs(masked.findings) do
      local place = place_of(item)
      if item.code == "internal-error" then fault(item.message) end
      if item.severity == "unknown" then
         local named, other, outside = names(world, item, question, status)
         covered = covered or named
         if not before[place] and not named and not outside then
            fault(("%s does not name the question"):format(place))
         elseif not before[place] and other then
            fault(("%s names %s %s, which was answered"):format(place, other.name, tostring(other.type)))
         end
      elseif (item.severity == "error" or item.severity == "warning") and not has(before, item) then
         fault(("%s %s appears: %s"):format(item.severity, place, item.message))
      end
   end
   for said in pairs(right_of(masked)) do
      local other = still(said)
      if other then fault(("ok stays, but not where the answer is %s: %s"):format(other, said)) end
   end
   for place, item in pairs(before) do
      if not after[place] and (not gone or place < gone) and item.severity ~= "unknown" then gone = place end
   end
   if gone and not covered then fault(("%s disappears, and nothing names the question"):format(gone)) end
   local status_of = masked.counts.error > 0 and 1 or masked.counts.unknown > 0 and 3 or 0
   if status_of == 0 and (gone or covered) then fault "the exit status is 0" end
end

--- Masks every question of the audit of WORLD, as each of STATUSES says. Faults into LIST; TALLY counts worlds,
-- questions and runs.
function masking.close(world, statuses, list, tally)
   local asked = {}
   local full = run(world, nil, asked)
   tally.worlds, tally.questions = tally.worlds + 1, tally.questions + #asked
   for _, question in ipairs(asked) do
      local still = steady(world, question, tally)
      for _, status in ipairs(statuses) do
         tally.runs = tally.runs + 1
         local masked = run(world, function(name, rrtype)
            if name == question.name and rrtype == question.type then
               return make { name = name, type = rrtype, status = status }
            end
         end)
         compare(world, full, masked, question, status, still, function(text)
            list[#list + 1] = ("%s, %s %s %s: %s"):format(world.name, question.name, question.type, status, text)
         end)
      end
   end
end

--- An empty count.
function masking.tally() return { worlds = 0, questions = 0, runs = 0, others = 0 } end

return masking
