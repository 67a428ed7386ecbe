-- SPDX-License-Identifier: MIT
-- The fix of a record over the limit of lookups: what nobody misses goes; then the choices, the safest first. It asks
-- sesame.spf.plan, which waits for facts, and must prove nothing itself.
local change = require "sesame.fix.change"
local shell = require "sesame.base.shell"
local splice = require "sesame.fix.spf_splice"
local text = require "sesame.fix.spf_text"

local reduce = { subject = "spf", builders = {} }

local TARGET = 9 -- one under the limit: a record at the limit is the next warning

local function changes_of(records, why)
   local changes = {}
   for i, record in ipairs(records) do
      if record.before then changes[i] = change.replace(record.name, "TXT", { record.before }, { record.after }, why)
      else changes[i] = change.add(record.name, "TXT", { record.after }, why) end
   end
   return changes
end

local function texts_of(steps)
   local list = {}
   for i, step in ipairs(steps or {}) do
      local shown = table.concat(step.terms or {}, ", ")
      list[i] = ("%s %s"):format(step.action, shown)
   end
   return table.concat(list, "; ")
end

-- One choice out of PLANNED, a plan of sesame.spf.plan.
local function choice_of(planned)
   local why = ("%d lookups in place of more than the limit."):format(planned.lookups)
   local records = { text = "", changes = changes_of(planned.records, why) }
   local done = texts_of(planned.steps)
   if planned.kind == "tidy" then
      records.text, records.safe = "take out what nobody misses", true
   elseif planned.kind == "same-results" and not planned.third_party then
      records.text, records.safe = ("no result changes, no one to be asked: %s"):format(done), true
   elseif planned.kind == "same-results" then
      records.text = ("no result changes today, but copied addresses of others go stale: %s"):format(done)
      records.steps = {
         { text = "Make this plan anew at least every day: the addresses copied here change without a word." } }
   else
      records.text = ("once the services named send with a name of their own below yours: %s"):format(done)
      records.steps = { { text = ("Before publishing: %s. Until then their mail would fail SPF."):format(done) } }
   end
   return records
end

local function by_plan(domain, facts)
   local ok, plan = pcall(require, "sesame.spf.plan")
   if not ok then return {} end
   local list = {}
   local made = plan(domain, { facts = facts, target = TARGET, flatten_third_party = true })
   for _, planned in ipairs(made and made.plans or {}) do
      if #planned.records > 0 then list[#list + 1] = choice_of(planned) end
   end
   return list
end

-- The choice that copies names out of others' records, never addresses.
local function by_splice(audit, severity)
   local model, old = text.single(audit, audit.domain)
   local items = model and splice.least(audit, TARGET)
   if not items then return nil end
   local ranges, words, shown, copied = {}, {}, {}, {}
   for i, item in ipairs(items) do
      ranges[i], words[i] = item.term.range, item.words
      shown[i] = ("%s becomes %s"):format(item.term.text, item.words)
      if item.copied > 0 then copied[#copied + 1] = item.term.text end
   end
   local out = {
      text = "no result changes today: " .. table.concat(shown, "; "), safe = severity == "error" or #copied == 0,
      changes = { text.swap(model, old, text.edit(old, ranges, words), "The same policy with fewer lookups.") },
   }
   if #copied > 0 then
      out.steps = { {
         text = ("What %s led to is copied here, names only: should the service add or drop a name there, this record "
            .. "does not follow. Look again now and then, and better: let the service send with a name of its own "
            .. "below yours.")
            :format(table.concat(copied, ", ")),
         command = "sesame spf plan " .. shell.quote(audit.domain),
      } }
   end
   return out
end

--- Fewer lookups.
function reduce.builders.reduce(finding, audit, facts)
   if not audit.models.spf_tree or audit.models.spf_tree.lower_bound then
      return nil, "what the record costs hangs on the sender: no plan can be proved"
   end
   local choices, later = {}, {}
   for _, choice in ipairs(by_plan(audit.domain, facts)) do table.insert(choice.safe and choices or later, choice) end
   local spliced = by_splice(audit, finding.severity)
   if spliced then choices[#choices + 1] = spliced end
   table.move(later, 1, #later, #choices + 1, choices)
   if #choices == 0 then return { steps = { { text = finding.advice } } } end
   return { choices = choices }
end

return reduce
