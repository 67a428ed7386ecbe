-- SPDX-License-Identifier: MIT
-- Publishing a plan at a primary: what the server holds now against what the plan was made for, the update of each
-- zone, the way back. It must not know the command line, nor how an update travels.
local format = require "sesame.report.fix_nsupdate"
local sets = require "sesame.fix.record_sets"
local meanings = require("sesame.publish.nsupdate").meanings
local state = require "sesame.publish.state"

local apply = {}

--- Why a PLAN cannot be sent as it is, as a sentence, or nil.
function apply.refuse(plan)
   for _, change in ipairs(plan.changes) do
      if change.waits then
         return ("%s %s holds a placeholder: what it stands for must be known first (the text form of `sesame fix` "
            .. "says it)")
            :format(change.name, change.type)
      end
      if not (change.zone or plan.zone) then
         return ("which zone %s lies in could not be learnt"):format(change.name)
      end
   end
end

-- The former set with the server's own strings and TTL, which prerequisites and the way back need to the letter.
local function exactly(set, answer)
   set.before = state.own(answer)
   if #set.before > 0 and answer.ttl > 0 then set.before_ttl = answer.ttl end
   return set
end

--- What a server that gave ANSWERS (to the questions of LIST of sets, in order) holds: { sets = those to change, done =
-- those it has already, differ = { { set, found = records } }, unknown = { { set, status } } }: while one could not be
-- learnt nothing is to be sent, for the way back would be a guess.
function apply.survey(list, answers)
   local found = { sets = {}, done = {}, differ = {}, unknown = {} }
   for i, set in ipairs(list) do
      local answer = answers[i]
      local is = state.of(set, answer)
      if is == "published" then
         table.insert(found.done, set)
      elseif is == "former" then
         table.insert(found.sets, exactly(set, answer))
      elseif is == "unknown" then
         table.insert(found.unknown, { set = set, status = answer.status })
      else
         table.insert(found.differ, { set = set, found = state.own(answer) })
      end
   end
   return found
end

--- The questions that apply.survey wants answered.
function apply.questions(list, server)
   local questions = {}
   for i, set in ipairs(list) do questions[i] = { name = set.name, type = set.type, options = { server = server } } end
   return questions
end

--- LIST of sets as messages: { { zone, sets, lines } }, one for each zone.
function apply.messages(list)
   local zones = sets.by_zone(list)
   for _, entry in ipairs(zones) do entry.lines = format.message(entry.zone, entry.sets) end
   return zones
end

--- Sends MESSAGES in order through SEND(lines) -> true, or nil, message, code; the first that fails ends it. Each gets
-- `status` ("done", "refused", "unknown" where no response code came, "not-sent"), `code` and `message`. Whether all
-- were done.
function apply.send(messages, send)
   local failed = false
   for _, entry in ipairs(messages) do
      if failed then
         entry.status = "not-sent"
      else
         local ok, message, code = send(entry.lines)
         entry.status = ok and "done" or meanings[code] and "refused" or "unknown"
         entry.message, entry.code = message, code
         failed = not ok
      end
   end
   return not failed
end

-- A record as a value of a plan.
local function value_of(record)
   if record.strings then return record.strings end
   if record.preference then return { preference = record.preference, exchange = record.target } end
   return record.target or record.text
end

local function values_of(records)
   local list = {}
   for i, record in ipairs(records) do list[i] = value_of(record) end
   return list
end

local NOTHING = { error = 0, warning = 0, unknown = 0, notice = 0 }

--- The plan that takes LIST of sets back to what they were: its prerequisites are what PLAN made of them.
function apply.undo(plan, list)
   local changes = {}
   for i, set in ipairs(list) do
      local action = #set.before == 0 and "remove" or #set.after == 0 and "add" or "replace"
      changes[i] = {
         action = action, name = set.name, type = set.type, zone = set.zone, values = values_of(set.before),
         before = values_of(set.after),
         ttl = set.before_ttl or set.ttl, before_ttl = set.ttl, why = "Back to what was there.", codes = {},
         waits = false,
      }
   end
   return {
      domain = plan.domain, zone = plan.zone, verified = "no", changes = changes, steps = {},
      before = plan.after or NOTHING, after = plan.before or NOTHING,
      left = {}, fixed = {}, spf = {}, choices = {}, placeholders = {}, waits = {}, uncovered = {},
   }
end

return apply
