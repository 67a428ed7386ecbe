-- SPDX-License-Identifier: MIT
-- Recipe: what does SPF cost with Amazon SES beside other services, and what is the least to change?
local counts = require "sesame.base.counts"
local names = require "sesame.check.spf_senders_words"
local plan_words = require "sesame.check.spf_plan_words"
local records = require "sesame.base.records"
local report = require "sesame.report.spf_plan_text"
local step_text = require("sesame.report.spf_plan_steps_text").step

local NEEDS = "RFC 7208 4.6.4"

local CODES = {
   ["spf-budget-room"] = {
      severity = "ok", fields = { "lookups", "limit" }, reference = NEEDS,
      text = "{subject} needs {lookups} of {limit} DNS lookups.",
      why = "Receivers stop at the limit.",
   },
   ["spf-budget-tight"] = {
      severity = "notice", rank = 3, fields = { "lookups", "limit" }, reference = NEEDS,
      text = "{subject} needs {lookups} of {limit} DNS lookups: the next service may be one too many.",
      why = "Providers change their records without telling you; one more include there, and all SPF of the domain is "
         .. "permerror.",
      advice = "Give services that can a MAIL FROM name of their own below the domain: each name has a budget of its "
         .. "own.",
   },
   ["spf-budget-plan"] = {
      severity = "notice", rank = 3, fields = { "lookups", "kind" }, reference = NEEDS,
      text = "There is a plan with {lookups} lookups ({kind}).",
      why = "The steps and what they change for senders are above; sesame spf plan {subject:sh} has the proof.",
      advice = "After the steps, publish this.",
   },
   ["spf-budget-no-plan"] = {
      rank = 3, follows = { "spf-lookups-at-limit", "spf-lookups-over-limit" },
      severity = "warning", fields = { "least", "target", "bound" }, reference = NEEDS,
      unfixable = "services have to be moved or given up",
      text = "No plan gets {subject} down to {target} lookups; the least is {bound}{least}.",
      why = "The other terms cannot be written as addresses, or are another organization's.",
      advice = "Let services send with names of their own below the domain.",
   },
   ["spf-budget-unknown"] = {
      follows = { "spf-tree-unknown", "spf-unknown" }, severity = "unknown", fields = { "reason" }, reference = NEEDS,
      text = "What SPF of {subject} needs could not be learnt: {reason}.",
      why = "No answer is not the answer \"no\".",
   },
}

local LIMIT = 10 -- RFC 7208 4.6.4
local TIGHT = 8  -- from here on one service's change may be too much

local function budget_section(audit, result)
   local rows = {}
   for i, row in ipairs(result.budget) do
      rows[i] = { (row.lower_bound and ">= " or "") .. row.lookups, names.called(row), row.term }
   end
   if #rows == 0 then return end
   audit:section {
      title = "Lookups now", columns = { "cost", "service", "term" }, rows = rows,
      text = ("%s of %d in all."):format(report.counted(result), LIMIT),
   }
end

local function names_section(audit)
   local rows = {}
   for _, entry in ipairs(audit.models.mail_from) do
      if entry.tree then
         local cost = (entry.tree.lower_bound and ">= " or "") .. entry.tree.lookups
         rows[#rows + 1] = { cost, entry.name, entry.ses and "Amazon SES" or "" }
      end
   end
   if #rows > 0 then
      audit:section {
         title = "MAIL FROM names", columns = { "cost", "name", "service" }, rows = rows,
         text = "Each has a budget of its own.",
      }
   end
end

local function say_plan(audit, result)
   local plan = result.plans[1]
   if not plan then return end
   local steps = {}
   for _, list in ipairs { result.steps, plan.steps } do
      for _, step in ipairs(list) do steps[#steps + 1] = { tostring(#steps + 1), step_text(step, result.domain) } end
   end
   audit:section { title = ("The plan: %s -> %s lookups"):format(report.counted(result), report.counted(plan)),
      columns = { "", "step" }, rows = steps,
      text = ("Then: %s. Now: %s."):format(plan_words.figures(plan.figures), plan_words.figures(result.figures)) }
   local wanted = {}
   for _, record in ipairs(plan.withheld and {} or plan.records) do
      wanted = records.join(wanted, records.txt(record.name, record.after))
   end
   audit:find("spf-budget-plan", { type = "TXT", fields = { lookups = report.counted(plan), kind = report.kind(plan) },
      records = wanted })
end

-- All of it for AUDIT's domain: the table of costs, the names of their own, the plan, and findings.
local function run(audit)
   local models = audit.models
   audit:check("spf", "spf-tree", "spf-mailboxes", { "spf-terms", "spf-amazonses-unused", "spf-same-policy-twice",
      "spf-duplicate-lookup" })
   if models.domain.exists ~= true then return end
   local result, message = require("sesame.spf.plan")(audit.domain, { facts = audit.facts })
   if not result or result.verdict == "unknown" then
      audit:find("spf-budget-unknown",
         { type = "TXT", fields = { reason = message or plan_words.reason(result.reason) } })
      return
   elseif result.verdict == "none" then
      return
   end
   budget_section(audit, result)
   names_section(audit)
   say_plan(audit, result)
   if result.verdict == "impossible" then
      audit:find("spf-budget-no-plan",
         { type = "TXT", fields = { least = result.least or result.lookups, target = result.target,
            bound = counts.bound(result.lower_bound) } })
   elseif result.lookups <= LIMIT and result.lower_bound then
      audit:find("spf-budget-unknown", { type = "TXT", fields = { reason = report.open_end(result) } })
   elseif result.lookups <= LIMIT then
      audit:find(result.lookups >= TIGHT and "spf-budget-tight" or "spf-budget-room", {
         type = "TXT", fields = { lookups = result.lookups, limit = LIMIT },
      })
   end
end

return {
   summary = "What SPF costs with SES beside Google, Microsoft and others: by service, and the least to change.",
   tags = { "safe", "spf", "ses" },
   codes = CODES,
   run = run,
}
