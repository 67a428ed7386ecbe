-- SPDX-License-Identifier: MIT
-- A plan for an SPF policy as JSON, sesame.spf.plan/1 (doc/json.md). A function of the plan; looks nothing up.
local compare_words = require "sesame.check.spf_compare_words"
local json = require "sesame.base.json"
local senders_words = require "sesame.check.spf_senders_words"
local words = require "sesame.check.spf_plan_words"

local object, null = json.object, json.null

local report = {}

local or_null = json.or_null

local each = json.each

local function same(value) return value end

local function family(set)
   return object { { "ip4", tostring(set and set.ip4 or "0") }, { "ip6", tostring(set and set.ip6 or "0") } }
end

local function step_of(step)
   return object {
      { "action", step.action }, { "reason", or_null(step.reason) }, { "effort", or_null(step.effort) },
      { "record", step.record },
      { "terms", each(step.terms, same) }, { "saves", step.saves }, { "provider", or_null(step.provider) },
      { "name", or_null(step.name) }, { "include", or_null(step.include) },
      { "words", step.words and each(step.words, same) or null }, { "first", or_null(step.first) },
      { "ttl", or_null(step.ttl) },
   }
end

local function proof_of(proof)
   if not proof then return null end
   return object {
      { "verdict", proof.verdict }, { "changes", each(proof.changes, function(change)
         return object {
            { "first", change.first }, { "last", change.last }, { "from", or_null(change.from) },
            { "to", or_null(change.to) },
         }
      end) }, { "gained", family(proof.gained) }, { "lost", family(proof.lost) },
      { "reason", or_null(compare_words.reason(proof)) },
   }
end

local function figures_of(figures)
   return object {
      { "lookups", figures.lookups }, { "lower_bound", figures.lower_bound },
      { "void", object { { "ip4", figures.void.ip4 }, { "ip6", figures.void.ip6 } } }, { "octets", figures.octets },
   }
end

local function plan_of(plan)
   return json.bounded {
      { "kind", plan.kind }, { "lookups", plan.lookups }, { "figures", figures_of(plan.figures) },
      { "third_party", plan.third_party == true }, { "copied", plan.copied == true },
      { "ttl", or_null(plan.ttl) },
      { "steps", each(plan.steps, step_of) }, { "withheld", plan.withheld == true },
      { "records", each(plan.withheld and {} or plan.records, function(record)
         return object { { "name", record.name }, { "before", or_null(record.before) }, { "after", record.after } }
      end) }, { "proof", proof_of(plan.proof) }, { "dependents", each(plan.dependents, function(other)
         return object {
            { "name", other.name }, { "term", other.term }, { "lookups_before", other.lookups_before },
            { "lookups_after", other.lookups_after }, { "lower_bound", other.lower_bound },
            { "result_before", other.result_before },
            { "result_after", other.result_after },
         }
      end) },
   }
end

--- RESULT of sesame.spf.plan as JSON.
function report.json(result)
   return json.encode(json.bounded {
      { "schema", "sesame.spf.plan/1" }, { "domain", result.domain }, { "verdict", result.verdict },
      { "reason", or_null(words.reason(result.reason)) },
      { "record", or_null(result.record) }, { "lookups", result.lookups }, { "lower_bound", result.lower_bound },
      { "target", result.target }, { "figures", figures_of(result.figures) },
      { "dynamic", each(result.dynamic, function(item)
         return object { { "term", item.term }, { "record", item.record } }
      end) },
      { "budget", each(result.budget, function(row)
         return object {
            { "term", row.term }, { "owner", senders_words.called(row) }, { "lookups", row.lookups },
            { "lower_bound", row.lower_bound },
            { "ip4", row.ip4 }, { "ip6", row.ip6 },
         }
      end) }, { "added", each(result.added, function(learnt)
         return object {
            { "include", learnt.include }, { "provider", learnt.provider }, { "lookups", learnt.lookups },
            { "ip4", learnt.ip4 },
            { "ip6", learnt.ip6 },
         }
      end) }, { "steps", each(result.steps, step_of) }, { "plans", each(result.plans, plan_of) },
      { "choices", each(result.choices, function(choice)
         return object {
            { "record", choice.record }, { "term", choice.term }, { "provider", choice.provider },
            { "key", choice.key },
            { "saves", choice.saves }, { "lower_bound", choice.lower_bound },
            { "why", words.why(choice.why) }, { "ip4", choice.ip4 }, { "ip6", choice.ip6 },
         }
      end) }, { "least", or_null(result.least) }, { "bars", each(result.bars, function(bar)
         return object { { "term", bar.term }, { "record", bar.record }, { "lookups", bar.lookups },
            { "lower_bound", bar.lower_bound },
            { "reason", bar.bar } }
      end) },
   }, 0) .. "\n"
end

return report
