-- SPDX-License-Identifier: MIT
-- The masking test: an audit is made again once for each of its questions, with that question's answer unknown, every
-- variant of it together; what it then says is held against what it said knowing all. What comes back are faults, each
-- a sentence; none where "could not be learnt" never reads as an answer.
local audit = require "sesame.audit"
local facts = require "sesame.facts"
local make = require("sesame.core").answer.make
local within = require("sesame.core").domain.within
local others = require "spec.support.masking_others"
local zone_source = require "sesame.facts.zone"
local zones = require "spec.support.zones"

local masking = {}

--- How a question fails, in turn.
masking.STATUSES = { "timeout", "servfail", "refused" }

-- A code that may come for one of others at the same subject or below it: each says a part of what those say, and that
-- part rests on answers that came.
local MILDER = {
   -- the record is not where SES looks, which stops the signature; where it stands instead could not be learnt
   ["easy-dkim-missing"] = { "easy-dkim-misplaced", "easy-dkim-name-doubled", "easy-dkim-underscore-refused",
      "easy-dkim-label-doubled", "easy-dkim-other-domain" },
   -- the record is missing; whether SES's word that the identity is verified can be believed all the same hangs on what
   -- the target holds
   ["easy-dkim-missing-unnoticed"] = { "easy-dkim-missing" },
   -- a TXT record stands there, which breaks one day; that the key in it is an old one, or was copied by hand, could
   -- not be learnt
   ["easy-dkim-txt-in-place"] = { "easy-dkim-txt-outdated", "easy-dkim-txt-copied" },
   -- every address of one family passes; that a single term lets both families through could not be learnt
   ["spf-anyone"] = { "spf-anyone-through" },
   -- everybody passes through that term; that the record passes everybody without it too could not be learnt
   ["spf-anyone-through"] = { "spf-anyone" },
   -- no record is where receivers look, so none applies; where one stands instead could not be learnt
   ["dmarc-missing"] = { "dmarc-wrong-name", "dmarc-at-apex" },
}

local function key_of(name, rrtype) return name .. " " .. rrtype end

--- Notes the question (NAME, RRTYPE) in ASKED, once.
function masking.note(asked, name, rrtype)
   local key = key_of(name, rrtype)
   if not asked[key] then asked[key], asked[#asked + 1] = true, { name = name, type = rrtype } end
end

-- Facts of one audit over WORLD: INSTEAD(name, rrtype) gives the answer to a question, or nil for that of the zones;
-- ASKED collects the questions. Servers of a zone are asked one by one, and say the same.
local function view(world, instead, asked)
   local lower = world.source
   local source = { description = "zones, one answer masked", ask_servers = true, notices = function() return {} end }
   function source.get(_, name, rrtype, options)
      if asked then masking.note(asked, name, rrtype) end
      local answer = instead and instead(name, rrtype)
      if answer then return answer end
      local key = key_of(name, rrtype)
      answer = world.answers[key] or lower:get(name, rrtype, options) -- a zone answers the same whatever the options
      world.answers[key] = answer
      return answer
   end
   function source.covers(_, name) return lower:covers(name) end
   return facts.new { source = source }:view()
end

--- A world to mask: DOMAIN audited with OPTIONS over RECORDS (spec.support.zones). NAME is for messages.
function masking.world(domain, records, options, name)
   local all = table.move(records, 1, #records, 1, {})
   for _, record in ipairs(others.records()) do all[#all + 1] = record end
   local source = zone_source.new { zones = zones.zones(all) }
   return {
      domain = domain, options = options, name = name, source = source, records = records, answers = {},
      is_known = function(question) return source:get(question.name, question.type).known ~= "unknown" end,
   }
end

--- The audit of WORLD with INSTEAD and ASKED as above (both may be nil).
function masking.run(world, instead, asked)
   return audit.run(world.domain, view(world, instead, asked), world.options)
end

local function place_of(item) return item.code .. " at " .. item.subject end

-- The places of the findings of FOUND, those of every severity: a set.
local function places_of(found)
   local set = {}
   for _, item in ipairs(found.findings) do set[place_of(item)] = item end
   return set
end

-- The numbers of ITEM, as a text.
local function numbers_of(item)
   local numbers = {}
   for name, value in pairs(item.fields) do
      if math.type(value) then numbers[#numbers + 1] = ("%s %s"):format(name, value) end
   end
   table.sort(numbers)
   return table.concat(numbers, ", ")
end

-- ITEM with the numbers it has.
local function said_of(item)
   local numbers = numbers_of(item)
   return place_of(item) .. (numbers ~= "" and " (" .. numbers .. ")" or "")
end

-- Numbers of FOUND at each place that are said to be so: place -> numbers -> a finding. A bound is not one of them.
local function counted(found)
   local set = {}
   for _, item in ipairs(found.findings) do
      local place, numbers = place_of(item), numbers_of(item)
      local bound = item.severity == "unknown" or (item.fields.bound or "") ~= ""
      if numbers ~= "" and not bound then
         set[place] = set[place] or {}
         set[place][numbers] = item
      end
   end
   return set
end

-- Numbers that MASKED has otherwise than FULL, and not as a bound.
local function compare_numbers(full, masked, fault)
   local before = counted(full)
   for place, all in pairs(counted(masked)) do
      for numbers, item in pairs(all) do
         if before[place] and not before[place][numbers] then
            fault(("%s is counted otherwise (%s), and not as a bound: %s"):format(place, numbers, item.message))
         end
      end
   end
end

-- What FOUND calls right, with its numbers: a set of texts.
local function right_of(found)
   local set = {}
   for _, item in ipairs(found.findings) do
      if item.severity == "ok" then set[said_of(item)] = item end
   end
   return set
end

-- Of the other answers to QUESTION those that are tried: all, or MOST, beginning at a place that differs from question
-- to question.
local function tried(world, question, most, shift)
   local all = others.answers(world, question)
   if not most or #all <= most then return all end
   local list = {}
   for i = 1, most do list[i] = all[(shift + i) % #all + 1] end
   return list
end

-- What is called right whatever valid answer comes to QUESTION (MOST of them: nil for all): a function of what is said,
-- giving nil or the answer that takes it away.
local function steady(world, question, tally, most)
   local runs
   return function(said)
      if not runs then
         runs = {}
         for i, other in ipairs(tried(world, question, most, tally.questions)) do
            tally.others = tally.others + 1
            local found = masking.run(world, function(name, rrtype)
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
      elseif because.type and not world.is_known(because) then outside = true
      else other = other or because end
   end
   return named, other, outside and not named and not other
end

-- Whether BEFORE (the places of a full audit) has ITEM, or says more of its subject.
local function has(before, item)
   if before[place_of(item)] then return true end
   for _, code in ipairs(MILDER[item.code] or {}) do
      for _, other in pairs(before) do
         if other.code == code and within(other.subject, item.subject) then return true end
      end
   end
   return false
end

-- What MASKED has that FULL lacks: unknowns that are not about QUESTION, errors and warnings. Returns whether one of
-- the unknowns names it.
local function compare_new(world, before, masked, question, status, fault)
   local covered = false
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
   return covered
end

--- What MASKED, an audit of WORLD with the answer to QUESTION failed with STATUS, says beside FULL, with all answers:
-- FAULT(text) for each break of the rule. STILL(said): the answer with which something called right would not be, or
-- nil; nil where that is not asked.
function masking.compare(world, full, masked, question, status, still, fault)
   local before, after, gone = places_of(full), places_of(masked), nil
   local covered = compare_new(world, before, masked, question, status, fault)
   compare_numbers(full, masked, fault)
   for said in pairs(still and right_of(masked) or {}) do
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

-- FOUND broke off: a fault of its own, and there is nothing to compare.
local function is_broken(found, fault)
   for _, item in ipairs(found.findings) do
      if item.code == "internal-error" then
         fault(item.message)
         return true
      end
   end
   return false
end

-- Those of ASKED that come up, one in EACH, beginning at a place that differs from world to world.
local function part(asked, each, shift)
   local list = {}
   for i = 1 + shift % each, #asked, each do list[#list + 1] = asked[i] end
   return list
end

masking.part = part

--- Masks the questions of the audit of WORLD, as each of STATUSES says. Faults into LIST; TALLY counts worlds,
-- questions and runs. EACH (default all): of the questions one in so many; OTHERS (default all): of these, one in so
-- many is answered otherwise too, by MOST other answers (default all), to see what of that which stays right would not.
function masking.close(world, statuses, list, tally, each, other, most)
   local asked = {}
   local full = masking.run(world, nil, asked)
   tally.worlds = tally.worlds + 1
   if is_broken(full, function(text) list[#list + 1] = world.name .. ": " .. text end) then return end
   for i, question in ipairs(part(asked, each or 1, tally.worlds)) do
      local still = i % (other or 1) == 0 and steady(world, question, tally, most) or nil
      tally.questions = tally.questions + 1
      for _, status in ipairs(statuses) do
         tally.runs = tally.runs + 1
         local masked = masking.run(world, function(name, rrtype)
            if name == question.name and rrtype == question.type then
               return make { name = name, type = rrtype, status = status }
            end
         end)
         masking.compare(world, full, masked, question, status, still, function(text)
            list[#list + 1] = ("%s, %s %s %s: %s"):format(world.name, question.name, question.type, status, text)
         end)
      end
   end
end

--- An empty count.
function masking.tally() return { worlds = 0, questions = 0, runs = 0, others = 0 } end

return masking
