-- SPDX-License-Identifier: MIT
-- The plan as people and programs read it: what changes in which order, what was proved of it, what is left. It must
-- not know any output format.
local change = require "sesame.fix.change"
local effects = require "sesame.fix.effects"
local sets = require "sesame.fix.published"
local verify = require "sesame.fix.verify"

local plan = {}

plan.TTL = 300 -- seconds of a new set: a mistake in it is soon forgotten

-- ---- changes ----

local function action_of(set)
   if #set.before == 0 then return "add" end
   return #set.values == 0 and "remove" or "replace"
end

-- The apex of the zone NAME lies in, as its SOA tells, and how long an absent answer may be kept there (RFC 2308 5).
local function zone_of(view, name)
   local answer = view:get(name, "SOA")
   if answer.known == "present" and #answer:chain() == 0 then
      return answer.name, answer[1].minimum
   end
   for _, record in ipairs(answer.known ~= "unknown" and answer:section("authority") or {}) do
      if record.type == "SOA" then
         return record.name, math.min(record.ttl, record.value and record.value.minimum or record.ttl)
      end
   end
end

-- The TTL that the zone itself gives the set, where one of its servers can be asked; else that of the answer.
local function published_ttl(view, zone, set)
   local replies = zone and view.each_server and view:each_server(zone, set.name, set.type) or {}
   for _, reply in ipairs(replies or {}) do
      if reply.answer.known == "present" and reply.answer.aa then return reply.answer.ttl, true end
   end
   return set.before_ttl, view:get(set.name, set.type).aa == true
end

local function change_of(view, set)
   local zone, negative = zone_of(view, set.name)
   if zone == "." or zone == "" then zone = nil end -- the root holds nobody's records: the answer told no zone
   local item = {
      action = action_of(set), name = set.name, type = set.type, values = set.values, before = set.before,
      why = table.concat(set.why, " "), codes = set.codes, zone = zone,
   }
   if #set.before > 0 then
      item.before_ttl, item.ttl_certain = published_ttl(view, zone, set)
      item.ttl, item.wait = item.before_ttl, item.before_ttl
   else
      item.ttl, item.ttl_certain = set.ttl or plan.TTL, true
      item.wait = negative
   end
   return item
end

local RANK = { add = 1, replace = 2, remove = 3 }

-- Publish before anything is taken away; what stands in the way at the same name goes in the same step.
local function in_order(list)
   local best = {}
   for _, item in ipairs(list) do best[item.name] = math.min(best[item.name] or 9, RANK[item.action]) end
   for place, item in ipairs(list) do item.place = place end
   table.sort(list, function(a, b)
      if best[a.name] ~= best[b.name] then return best[a.name] < best[b.name] end
      if a.name ~= b.name then return a.name < b.name end
      if RANK[a.action] ~= RANK[b.action] then return RANK[a.action] > RANK[b.action] end
      return a.place < b.place
   end)
   for _, item in ipairs(list) do item.place = nil end
   return list
end

-- Changes that wait for a placeholder, as they will look; they are in no state and were not audited.
local function waiting(planned, state)
   for _, entry in ipairs(planned.book.later) do
      local new = planned.sets:apply(state, { entry.change }, entry.code)
      if new then state = new end
   end
   return state
end

local function changes_of(planned, view)
   local list, proved = {}, {}
   for _, set in ipairs(sets.changed(planned.state)) do
      proved[set.name .. " " .. set.type] = table.concat(set.texts, "\n")
   end
   for _, set in ipairs(sets.changed(waiting(planned, planned.state))) do
      local item = change_of(view, set)
      item.waits = proved[set.name .. " " .. set.type] ~= table.concat(set.texts, "\n")
      list[#list + 1] = item
   end
   return in_order(list)
end

-- ---- what is left ----

local function reason_of(planned, item)
   if item.severity == "unknown" then return "it could not be learnt, and nothing is changed on a guess" end
   return planned.refused[verify.name(item)] or "there is no fix for it"
end

local function left_of(planned)
   local list = {}
   for _, item in ipairs(planned.audit.findings) do
      if item.severity == "unknown" or (item.severity ~= "ok" and planned:wants(item)) then
         list[#list + 1] = {
            code = item.code, reason = reason_of(planned, item), subject = item.subject, message = item.message,
            severity = item.severity, advice = item.severity == "unknown" and item.advice or nil,
         }
      end
   end
   return list
end

-- Steps that go with a change, and those whose finding is still there.
local function steps_of(planned)
   local there, list = {}, {}
   for _, item in ipairs(planned.audit.findings) do there[item.code .. "\0" .. item.subject] = true end
   for _, step in ipairs(planned.book.steps) do
      if step.kept or there[step.code .. "\0" .. step.subject] then
         list[#list + 1] = { text = step.text, records = step.records, command = step.command, code = step.code,
            subject = step.subject }
      end
   end
   return list
end

-- ---- what was proved ----

local function verdict(made)
   if #made.changes == 0 then
      return (#made.left > 0 or made.before.error + made.before.warning > made.after.error + made.after.warning)
         and "no" or "yes"
   end
   local proved = 0
   for _, item in ipairs(made.changes) do
      if not item.waits then proved = proved + 1 end
   end
   if proved == 0 then return "no" end
   return (#made.waits > 0 or proved < #made.changes) and "partial" or "yes"
end

local function waits_of(made, planned)
   local list = {}
   for _, words in ipairs(planned.worse) do list[#list + 1] = ("as you chose, what is worse: %s"):format(words) end
   for _, placeholder in ipairs(made.placeholders) do
      list[#list + 1] = ("%s stands for %s"):format(placeholder.name, placeholder.text)
   end
   for _, item in ipairs(made.revealed) do
      list[#list + 1] = ("%s at %s is seen now; an error hid it before"):format(item.code, item.subject)
   end
   for _, effect in ipairs(made.spf) do
      if effect.verdict == "unprovable" then
         list[#list + 1] = ("whom SPF of %s lets send could not be proved: %s"):format(effect.name,
            effect.reason or "a term depends on the sender")
      end
   end
   return list
end

local function counts_of(audit)
   local counts = audit.counts
   return { error = counts.error, warning = counts.warning, unknown = counts.unknown, notice = counts.notice }
end

local function fixed_of(planned)
   local list = {}
   for i, fix in ipairs(planned.book.fixes) do
      local item = fix.finding
      list[i] = {
         code = item.code, severity = item.severity, subject = item.subject, type = item.type, message = item.message,
         choice = fix.choice,
         after = fix.after,
      }
   end
   return list
end

-- The choices about what the plan mends, or leaves.
local function choices_of(planned)
   local spoken, list = {}, {}
   for _, fix in ipairs(planned.book.fixes) do spoken[fix.finding.code .. "\0" .. fix.finding.subject] = true end
   for _, item in ipairs(planned.audit.findings) do spoken[item.code .. "\0" .. item.subject] = true end
   for _, entry in ipairs(planned.book.choices) do
      if spoken[entry.code .. "\0" .. entry.subject] then
         list[#list + 1] = { code = entry.code, subject = entry.subject, chosen = entry.chosen, choices = entry.texts,
            writes = entry.writes }
      end
   end
   return list
end

-- What the audit finds now that it could not see before: { { code, severity, subject, message } }.
local function revealed_of(first, planned)
   local list = {}
   for i, item in ipairs(verify.fresh(first, planned.audit)) do
      list[i] = { code = item.code, severity = item.severity, subject = item.subject, message = item.message }
   end
   return list
end

--- The plan out of PLANNED (of sesame.fix.planner) for FIRST, the audit it began with over VIEW: the table that
-- doc/fix.md describes.
function plan.of(first, planned, view)
   local model = first.models and first.models.domain
   local changed = sets.changed(planned.state)
   local after = verify.over(view, planned.sets:over(planned.state))
   local made = {
      domain = first.domain, zone = model and model.zone, changes = changes_of(planned, view),
      steps = steps_of(planned),
      before = counts_of(first), after = counts_of(planned.audit), left = left_of(planned),
      placeholders = planned.book.placeholders,
      choices = choices_of(planned), fixed = fixed_of(planned), spf = {}, uncovered = {}, source = view.source,
      revealed = revealed_of(first, planned), looked = first.looked, assumed = first.assumed,
   }
   if #changed > 0 then
      made.spf = effects.spf(first.domain, first.models, view, after, changed)
      made.uncovered = effects.uncovered(view, after, changed)
   end
   made.waits = waits_of(made, planned)
   made.verified = verdict(made)
   return made
end

--- A change of a plan with its values as record data in presentation form: { values = { text }, before = { text } }.
function plan.texts(item)
   local out = { values = {}, before = {} }
   for _, list in ipairs { "values", "before" } do
      for i, value in ipairs(item[list]) do out[list][i] = change.text(item.name, item.type, value) end
   end
   return out
end

return plan
