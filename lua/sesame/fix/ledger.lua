-- SPDX-License-Identifier: MIT
-- What a plan in the making has gathered: fixes that hold, steps, choices, what waits for placeholders. It must not
-- judge.
local records = require "sesame.base.records"

local ledger = {}

local Ledger = {}
Ledger.__index = Ledger

--- An empty one: { fixes, steps, choices, later, placeholders }.
function ledger.new()
   return setmetatable({
      fixes = {}, steps = {}, choices = {}, later = {}, placeholders = {}, said = {}, chosen = {}, named = {},
   }, Ledger)
end

--- Notes that ITEM has CHOICES ({ { text, writes } }, or nil: none), of which number INDEX is in the plan (nil: none
-- is).
function Ledger:offered(item, choices, index)
   if not choices then return end
   local name = item.code .. "\0" .. item.subject
   local entry = self.chosen[name]
   if not entry then
      entry = { code = item.code, subject = item.subject }
      self.chosen[name], self.choices[#self.choices + 1] = entry, entry
   end
   if index or not entry.chosen then
      entry.texts, entry.writes, entry.chosen = {}, {}, index
      for i, choice in ipairs(choices) do entry.texts[i], entry.writes[i] = choice.text, choice.writes end
   end
end

-- KEPT: whether the step goes with a change; others only stand while their finding does.
local function note_step(self, item, step, kept)
   local sets = step.records or {}
   local key = ("%s\0%s\0%s"):format(step.text, table.concat(records.lines(sets), "\0"), step.command or "")
   local entry = self.said[key]
   if not entry then
      entry = { text = step.text, records = sets, command = step.command, code = item.code, subject = item.subject }
      self.said[key], self.steps[#self.steps + 1] = entry, entry
   end
   entry.kept = entry.kept or kept
end

local function note_later(self, item, result)
   for _, change in ipairs(result.later) do self.later[#self.later + 1] = { change = change, code = item.code } end
   for _, placeholder in ipairs(#result.later > 0 and result.placeholders or {}) do
      if not self.named[placeholder.name] then
         self.named[placeholder.name] = true
         self.placeholders[#self.placeholders + 1] = { name = placeholder.name, text = placeholder.text }
      end
   end
end

--- Takes in RESULT, what mends ITEM (of sesame.fix.planner).
function Ledger:adopt(item, result)
   local counts = result.audit.counts
   for _, fix in ipairs(result.fixes) do
      fix.after = { error = counts.error, warning = counts.warning }
      self.fixes[#self.fixes + 1] = fix
   end
   local kept = #result.fixes > 0 or #result.later > 0
   for _, step in ipairs(result.steps or {}) do note_step(self, item, step, kept) end
   note_later(self, item, result)
end

--- What a user has to do about the choices of ITEM.
function ledger.decision(item)
   return ("a decision is needed: --choose %s=N"):format(item.code)
end

--- Why ITEM stays after RESULT was taken in; nil where it does not.
function ledger.reason(item, result)
   if #result.later > 0 then return "it waits for what DNS cannot give: see the placeholders" end
   if result.undecided and result.obstacle then return ("%s; %s"):format(result.obstacle, ledger.decision(item)) end
   if result.undecided then return ledger.decision(item) end
   if #result.fixes == 0 then return "DNS is not the place, or not enough: see the steps" end
end

return ledger
