-- SPDX-License-Identifier: MIT
-- SPF trees, verdicts and lint results as JSON, in the shapes of doc/json.md. Functions of data; nothing is looked up.
local bounds = require "sesame.base.bounds"
local json = require "sesame.base.json"
local walk_words = require "sesame.check.spf_walk_words"
local lint_json = require "sesame.report.lint_json"

local object, list, null = json.object, json.list, json.null

local report = {}

local or_null = json.or_null

local function range_of(range)
   return range and list { range[1], range[2] } or null
end

local function family(void)
   void = void or { ip4 = 0, ip6 = 0 }
   return object { { "ip4", void.ip4 }, { "ip6", void.ip6 } }
end

local TERM <const> = 300 -- octets that a term takes beside its texts

local term_of

-- The first of TERMS, as many as ROOM { left, octets } has, and how many are left out.
local function terms_of(terms, room)
   local out = {}
   for i, term in ipairs(terms or {}) do
      if i > bounds.ROWS or room.left <= 0 or room.octets <= 0 then break end
      room.left, room.octets = room.left - 1, room.octets - #term.text - TERM
      out[i] = term_of(term, room)
   end
   return list(out), #(terms or {}) - #out
end

-- MEMBERS, which have the terms that LEFT more are left out of.
local function with_left(members, left)
   if left > 0 then members[#members + 1] = { "terms_left", left } end
   return object(members)
end

function term_of(term, room)
   local record = term.record and bounds.word(term.record, bounds.VALUE)
   room.octets = room.octets - #(record or "")
   local terms, left = terms_of(term.terms, room)
   return with_left({
      { "text", term.text }, { "range", range_of(term.range) }, { "qualifier", or_null(term.qualifier) },
      { "cost", term.cost },
      { "total", term.total }, { "running", term.running }, { "status", term.status },
      { "target", or_null(term.target) },
      { "record", or_null(record) }, { "terms", terms }, { "problem", or_null(term.problem) },
      { "void_lookups", family(term.void_lookups) },
   }, left)
end

--- sesame.spf.tree/1.
function report.tree(tree)
   local known, found = tree.authorised ~= nil, require("sesame.spf.senders").of(tree)
   local terms, left = terms_of(tree.terms, { left = bounds.TREE, octets = bounds.TREE_OCTETS })
   return json.encode(with_left({
      { "schema", "sesame.spf.tree/1" }, { "domain", tree.domain }, { "result", tree.result },
      { "reason", or_null(walk_words.reason(tree)) },
      { "record", or_null(tree.record) }, { "lookups", tree.lookups or 0 }, { "lower_bound", tree.lower_bound == true },
      { "limit", tree.limit }, { "void_lookups", family(tree.void_lookups) }, { "terms", terms },
      { "authorised", known and object {
         { "ip4", tree.authorised:size("ip4") }, { "ip6", tree.authorised:size("ip6") },
      } or null },
      { "senders", found and require("sesame.report.spf_senders_text").json(found) or null },
   }, left), 0) .. "\n"
end

local function trace_of(trace)
   local out = {}
   for i, event in ipairs(trace or {}) do
      out[i] = object {
         { "depth", event.depth }, { "domain", event.domain }, { "term", event.term }, { "outcome", event.outcome },
         { "lookups", event.lookups }, { "void_lookups", event.void_lookups },
      }
   end
   return list(out)
end

local function answers_of(answers)
   local out = {}
   for i, answer in ipairs(answers or {}) do
      out[i] = object {
         { "name", answer.name }, { "type", answer.type }, { "status", answer.status },
         { "values", list(table.move(answer.values, 1, #answer.values, 1, {})) },
      }
   end
   return list(out)
end

local function eval_object(given, verdict)
   local path = {}
   for i, name in ipairs(verdict.path or {}) do path[i] = name end
   local members = {
      { "schema", "sesame.spf.eval/1" }, { "domain", or_null(given.domain) }, { "ip", given.ip },
      { "sender", or_null(given.sender) },
      { "helo", or_null(given.helo) }, { "result", verdict.result }, { "mechanism", or_null(verdict.mechanism) },
      { "path", list(path) }, { "explanation", or_null(verdict.explanation) }, { "lookups", verdict.lookups },
      { "void_lookups", verdict.void_lookups }, { "reason", or_null(verdict.reason) },
      { "code", or_null(verdict.code) },
      { "profile", verdict.profile }, { "helo_assumed", verdict.helo_assumed },
   }
   if verdict.trace then
      members[#members + 1] = { "trace", trace_of(verdict.trace) }
      members[#members + 1] = { "answers", answers_of(verdict.answers) }
   end
   return object(members)
end

--- sesame.spf.eval/1 of VERDICT for what was GIVEN { domain, ip, sender, helo }.
function report.eval(given, verdict)
   return json.encode(eval_object(given, verdict), 0) .. "\n"
end

--- sesame.spf.profiles/1: the verdicts of several receivers.
function report.profiles(given, verdicts)
   local out = {}
   for i, verdict in ipairs(verdicts) do out[i] = eval_object(given, verdict) end
   return json.encode(object { { "schema", "sesame.spf.profiles/1" }, { "verdicts", list(out) } }, 0) .. "\n"
end

local function fault_of(fault)
   return object {
      { "code", fault.code }, { "message", fault.reason }, { "range", range_of(fault.range) }, { "fatal", fault.fatal },
      { "suggestion", or_null(fault.suggestion) },
   }
end

local function lint_term_of(term)
   return object {
      { "text", term.text }, { "range", range_of(term.range) }, { "kind", term.kind },
      { "qualifier", or_null(term.qualifier) },
      { "value", or_null(term.value) }, { "valid", term.valid }, { "costs", term.costs == true },
   }
end

--- sesame.spf.lint/1: RESULTS as cli/spf_lint makes them.
function report.lint(results)
   local out = {}
   for i, result in ipairs(results) do
      local shown, left = bounds.first(result.terms)
      local faults, terms = {}, json.each(shown, lint_term_of)
      for j, fault in ipairs(bounds.first(result.faults, bounds.FAULTS)) do faults[j] = fault_of(fault) end
      out[i] = with_left({
         { "record", result.text }, { "spf", result.is_record }, { "valid", result.valid },
         { "near_miss", or_null(result.near_miss) },
         { "faults", list(faults) }, { "mended", or_null(result.mended) },
         { "terms", terms },
         { "findings", json.each(result.findings, lint_json.finding) }, { "taken", lint_json.taken(result.pasted) },
         { "publish", or_null(result.publish) }, { "looks_up", result.looks_up },
         { "milder", or_null(result.milder) },
         { "doubts", json.each(result.doubts, function(doubt)
            return object { { "text", doubt.text }, { "choices", list(doubt.choices) } }
         end) },
         { "after", json.each(result.after or {}, lint_json.finding) },
      }, left)
   end
   return json.encode(object { { "schema", "sesame.spf.lint/1" }, { "records", list(out) } }, 0) .. "\n"
end

return report
