-- SPDX-License-Identifier: MIT
-- DMARC discovery, alignment and lint results as JSON, in the shapes of doc/json.md. Functions of data; nothing is
-- looked up.
local align_words = require "sesame.check.align_words"
local json = require "sesame.base.json"
local lint_json = require "sesame.report.lint_json"
local words = require "sesame.check.dmarc_words"

local object, list, null = json.object, json.list, json.null

local report = {}

local or_null, map = json.or_null, json.each

local function texts(uris)
   local out = {}
   for i, item in ipairs(uris or {}) do out[i] = item.text end
   return list(out)
end

local function tags_of(said)
   if not said then return object {} end
   local members = {}
   for _, name in ipairs { "p", "sp", "np", "t", "psd", "adkim", "aspf" } do
      members[#members + 1] = { name, or_null(said[name]) }
   end
   members[#members + 1] = { "fo", map(said.fo) }
   members[#members + 1] = { "rua", texts(said.rua) }
   members[#members + 1] = { "ruf", texts(said.ruf) }
   return object(members)
end

local function report_of(entry)
   return object {
      { "tag", entry.tag }, { "uri", entry.uri }, { "host", or_null(entry.host) },
      { "external", or_null(entry.external) },
      { "name", or_null(entry.name) }, { "status", entry.status }, { "override", or_null(entry.override) },
      { "mailbox", or_null(entry.mailbox and entry.mailbox.status) },
   }
end

--- The members that `dmarc show` and models.dmarc of an audit share: of FOUND (dmarc_policy.discover) and REPORTS
-- (dmarc_reports.build).
function report.members(found, reports)
   local psl = found.psl
   return {
      { "policy_domain", or_null(found.policy_domain) },
      { "organizational_domain", or_null(found.organizational_domain) },
      { "policy", or_null(found.policy) }, { "tags", tags_of(found.said) }, { "queries", map(found.queries) },
      { "psl", object {
         { "organizational_domain", or_null(psl.organizational_domain) },
         { "policy_domain", or_null(psl.policy_domain) },
         { "policy", or_null(psl.policy) }, { "pct", or_null(psl.pct) }, { "queries", map(psl.queries) },
      } },
      { "discovery", found.status }, { "reason", found.reason and words.reason(found.reason) or null },
      { "policy_tag", or_null(found.tag) },
      { "exists", or_null(found.exists) }, { "reports", map(reports, report_of) },
      { "differences", map(words.differences(found.differences)) },
   }
end

--- sesame.dmarc/1 of SHOWN (sesame.dmarc.show).
function report.show(shown)
   local found = shown.policy
   local members = { { "schema", "sesame.dmarc/1" }, { "domain", found.domain }, { "record", or_null(found.record) } }
   for _, member in ipairs(report.members(found, shown.reports)) do
      members[#members + 1] = member
      if member[1] == "psl" then members[#members + 1] = { "faults", map(shown.faults, lint_json.finding) } end
   end
   return json.encode(object(members), 0) .. "\n"
end

local function identifier_of(item)
   return object {
      { "domain", item.domain }, { "result", item.result }, { "mode", or_null(item.mode) },
      { "aligned", or_null(item.aligned) },
      { "organizational_domain", or_null(item.organizational_domain) }, { "explanation", align_words.identifier(item) },
   }
end

local function otherwise_of(other)
   return object {
      { "result", other.result }, { "spf_aligned", other.spf_aligned }, { "dkim_aligned", other.dkim_aligned },
      { "policy", or_null(other.policy) }, { "policy_domain", or_null(other.policy_domain) },
      { "organizational_domain", other.organizational_domain },
   }
end

--- sesame.dmarc.align/1 of VERDICT (sesame.dmarc.align).
function report.align(verdict)
   return json.encode(object {
      { "schema", "sesame.dmarc.align/1" }, { "result", verdict.result },
      { "spf_aligned", or_null(verdict.spf_aligned) },
      { "dkim_aligned", or_null(verdict.dkim_aligned) }, { "policy", or_null(verdict.policy) },
      { "explanation", align_words.explanation(verdict) },
      { "from", or_null(verdict.from) }, { "policy_domain", or_null(verdict.policy_domain) },
      { "organizational_domain", or_null(verdict.organizational_domain) },
      { "spf", verdict.spf and identifier_of(verdict.spf) or null }, { "dkim", map(verdict.dkim, identifier_of) },
      { "rfc7489", verdict.otherwise and otherwise_of(verdict.otherwise) or null },
   }, 0) .. "\n"
end

local function lint_of(result)
   local miss = result.near_miss
   return object {
      { "record", result.text }, { "dmarc", result.is_record }, { "applies", result.applies },
      { "policy", or_null(result.policy) },
      { "near_miss", miss and object { { "reason", miss.reason }, { "range", list { miss.range[1], miss.range[2] } } }
         or null },
      { "faults", map(result.findings, lint_json.finding) }, { "mended", or_null(result.mended) },
      { "tags", map(result.tags, function(tag)
         return object {
            { "name", tag.name }, { "value", tag.value }, { "range", list { tag.name_range.from, tag.range.to } },
         }
      end) },
      { "taken", lint_json.taken(result.pasted) }, { "publish", or_null(result.publish) },
      { "loose", or_null(result.loose) }, { "in_force", or_null(result.loose and result.in_force) },
      { "after", map(result.after or {}, lint_json.finding) },
      { "doubts", map(result.doubts, function(doubt)
         return object { { "text", doubt.text }, { "choices", list(doubt.choices) } }
      end) },
      { "asked_at", or_null(result.asked_at) },
   }
end

--- sesame.dmarc.lint/1 of RESULTS, a list of what sesame.dmarc.lint gives.
function report.lint(results)
   return json.encode(object { { "schema", "sesame.dmarc.lint/1" }, { "records", map(results, lint_of) } }, 0) .. "\n"
end

return report
