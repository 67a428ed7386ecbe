-- SPDX-License-Identifier: MIT
-- The steps of a plan for an SPF policy (doc/spf-plan.md) in sentences. A function of the steps; looks nothing up.
local text = require "sesame.base.text"

local report = {}

local WHY = {
   dead = "no sender ever comes to it", ignored = "it is ignored beside \"all\"", duplicate = "it stands there twice",
   ["same-policy"] = "%s leads to the same policy", void = "it finds nothing (%s)",
   ["no-record"] = "there is no SPF record, so every sender that comes to it gets permerror", asked = "as you asked",
}

local function saves(step)
   if step.saves < 0 then return ("Costs %s."):format(text.plural(-step.saves, "lookup")) end
   return ("Saves %s."):format(text.plural(step.saves, "lookup"))
end

--- " in the record of NAME" for a STEP (or anything with record) in another record than DOMAIN's own, else nothing.
function report.where(step, domain)
   return step.record ~= domain and " in the record of " .. step.record or ""
end

-- One sentence or two for each kind of step; PLACE names the record where that is not the domain's own.
local sentence = {
   remove = function(step, place)
      local why = WHY[step.reason]:format(step.first or step.dns or "nothing there")
      return ("Remove %s%s: %s."):format(step.terms[1], place, why)
   end,
   add = function(step, place) return ("Add %s%s: as you asked."):format(step.terms[1], place) end,
   move = function(step, place)
      local service = step.provider or step.terms[1]:match("([^.:]+%.[^.]+)$") or step.terms[1]
      local who = (step.provider and "Let %s send" or "Ask whether %s can send"):format(service)
      return ("%s with a name of its own below yours, such as %s (a \"return path\" or \"bounce domain\"), then take "
         .. "%s out%s. Not before: its mail would fail SPF."):format(who, step.name, step.terms[1], place)
   end,
   replace = function(step, place)
      return ("Replace %s%s by %s, which the service keeps right."):format(table.concat(step.terms, " "), place,
         step.include)
   end,
   copy = function(step, place)
      local whose = step.effort == "copy"
         and "They are names only, but should the service add or drop one there, this record does not follow: look "
         .. "again now and then" or "Both records are yours: what is added to one from now on belongs into the other"
      return ("Write what %s leads to in its place%s: %s. %s."):format(step.terms[1], place,
         #step.words > 0 and table.concat(step.words, " ") or "nothing", whose)
   end,
   flatten = function(step, place)
      local risk = step.effort == "flatten"
         and "They are another organization's, which changes them without telling you"
         or "When your hosts move, the record must follow"
      return ("Write the addresses of %s%s in its place. %s: make this plan anew %s."):format(step.terms[1], place,
         risk,
         step.ttl and ("at least every %s"):format(step.ttl < 86400 and "day" or "week") or "from time to time")
   end,
}

--- STEP of a plan for DOMAIN as one or two sentences.
function report.step(step, domain)
   return sentence[step.action](step, report.where(step, domain)) .. " " .. saves(step)
end

return report
