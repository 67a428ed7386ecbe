-- SPDX-License-Identifier: MIT
-- The fix of a record with too many lookups: the plans of sesame.spf.plan as record changes, the safest first. It must
-- not look for a way itself, nor prove anything.
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local plan = require "sesame.spf.plan"
local plan_words = require "sesame.check.spf_plan_words"
local shell = require "sesame.base.shell"
local text = require "sesame.fix.spf_text"

local reduce = { subject = "spf", builders = {} }

-- The name that holds the record of NAME: where its aliases end.
local function place_of(audit, name)
   local model = text.model_at(audit, name)
   return model and text.owner(model) or name
end

local function changes_of(audit, records, why)
   local changes = {}
   for i, record in ipairs(records) do
      local name = place_of(audit, record.name)
      changes[i] = record.before and change.replace(name, "TXT", { record.before }, { record.after }, why)
         or change.add(name, "TXT", { record.after }, why)
   end
   return changes
end

-- What a step does, by its action, in a few words.
local deed = {
   remove = function(terms) return "take out " .. terms end,
   move = function(terms) return "move " .. terms end,
   replace = function(terms, step) return ("%s becomes %s"):format(terms, step.include) end,
   flatten = function(terms) return ("%s is written as addresses"):format(terms) end,
   copy = function(terms, step)
      return ("%s becomes %s"):format(terms, #step.words > 0 and table.concat(step.words, " ") or "nothing")
   end,
}

-- The steps of LISTS that WANTED (nil: all) takes, in words.
local function deeds_of(lists, wanted)
   local list = {}
   for _, steps in ipairs(lists) do
      for _, step in ipairs(steps) do
         if not wanted or wanted(step) then
            list[#list + 1] = deed[step.action](table.concat(step.terms, ", "), step)
         end
      end
   end
   return table.concat(list, "; ")
end

local function copied_of(planned)
   local terms = {}
   for _, step in ipairs(planned.steps) do
      if step.effort == "copy" then terms[#terms + 1] = step.terms[1] end
   end
   return table.concat(terms, ", ")
end

local COPIED = "What %s led to is copied here, names only: should the service add or drop a name there, this record "
   .. "does not follow. Look again now and then, and better: let the service send with a name of its own below yours."

-- Steps of people's own that PLANNED needs.
local function steps_of(planned, command)
   local steps = {}
   if planned.moves then
      local moves = deeds_of({ planned.steps }, function(step) return step.action == "move" end)
      steps[1] = { text = ("Before publishing: %s. Until then their mail would fail SPF."):format(moves) }
   end
   if planned.third_party then
      steps[#steps + 1] = { text = "Make this plan anew at least every day: the addresses copied here change without a "
         .. "word." }
   end
   if planned.copied then
      steps[#steps + 1] = { text = COPIED:format(copied_of(planned)), command = command }
   end
   return steps
end

local function is_proved(planned)
   local proof = planned.proof
   return proof and proof.verdict == "equal" and proof.broken:is_empty()
end

-- What PLANNED changes for others, and whether it may be done unasked: names are copied only where mail fails without.
local function promise_of(planned, severity)
   if planned.kind == "tidy" then return "nobody misses what goes: %s", true end
   if planned.moves then
      return "once the services named send with a name of their own below yours: %s", false
   elseif not is_proved(planned) then
      return "not proved to change no result: %s", false
   elseif planned.third_party then
      return "no result changes today, but copied addresses of others go stale: %s", false
   end
   return "no result changes today: %s", severity == "error" or not planned.copied
end

-- One choice out of PLANNED, a plan of RESULT.
local function choice_of(audit, result, planned, severity)
   local command = ("sesame spf plan %s%s"):format(severity ~= "error" and ("--target %d "):format(result.target) or "",
      shell.quote(audit.domain))
   local promise, safe = promise_of(planned, severity)
   local why = safe and "The same policy with fewer lookups." or ("%d lookups in place of %d."):format(planned.lookups,
      result.lookups)
   return {
      text = ("%s (%s)"):format(promise:format(deeds_of { result.steps, planned.steps }),
         plan_words.figures(planned.figures)),
      safe = safe or nil, changes = changes_of(audit, planned.records, why), steps = steps_of(planned, command),
   }
end

--- Fewer lookups: as the plan for the domain has it; at the limit, the plan for one less.
function reduce.builders.reduce(finding, audit, facts)
   local tree = audit.models.spf_tree
   if not tree then return nil, "there is not exactly one SPF record to mend" end
   local under = finding.severity ~= "error" and tree.limit - 1 or nil
   local result, message = plan(audit.domain, { facts = facts, target = under })
   if not result then return nil, message end
   if result.verdict == "unknown" then return nil, "could not be learnt: " .. plan_words.reason(result.reason) end
   local choices, later = {}, {}
   for _, planned in ipairs(result.plans) do
      local choice = choice_of(audit, result, planned, finding.severity)
      if #choice.changes > 0 then table.insert(choice.safe and choices or later, choice) end
   end
   table.move(later, 1, #later, #choices + 1, choices)
   if #choices == 0 then return { steps = { console.step(finding) } } end
   return { choices = choices }
end

return reduce
