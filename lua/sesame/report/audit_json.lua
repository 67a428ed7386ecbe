-- SPDX-License-Identifier: MIT
-- JSON as cli.md and doc/json.md lay it down: keys in order, [] for empty lists, null for unknown, one code point per
-- byte of DNS text. A function of audits; looks nothing up and writes nothing.
local bounds = require "sesame.base.bounds"
local looked = require "sesame.report.looked_json"
local models_json = require "sesame.report.models_json"
local records = require "sesame.base.records"
local sections = require "sesame.report.sections_text"
local template = require("sesame.finding").template
local writer = require "sesame.base.json"

local object, list, null = writer.object, writer.list, writer.null

local report = {}

local SCHEMA = "sesame.audit/1"

local or_null, map = writer.or_null, writer.each

local function fields_of(fields)
   local names, out = {}, {}
   for name in pairs(fields) do names[#names + 1] = name end
   table.sort(names)
   for i, name in ipairs(names) do
      local value = fields[name]
      if type(value) == "table" then value = map((bounds.texts(value, bounds.VALUE)))
      elseif type(value) == "string" then value = bounds.word(value, bounds.VALUE) end
      out[i] = { name, value }
   end
   return object(out)
end

local function evidence_of(item)
   local value, range, from = bounds.excerpt(item.value, item.range)
   local members = {
      { "name", item.name }, { "type", item.type }, { "value", value },
      { "range", range and list { range[1], range[2] } or null },
   }
   if value ~= item.value then
      members[#members + 1] = { "cut", object { { "from", from }, { "octets", #item.value } } }
   end
   if item.server then members[#members + 1] = { "server", item.server } end
   return object(members)
end

-- Values as data in presentation form, as plans have them.
local function set_of(set)
   local values = {}
   for i, value in ipairs(set.values) do values[i] = records.text(set.name, set.type, value) end
   return object {
      { "name", set.name }, { "type", set.type }, { "ttl", or_null(set.ttl) }, { "values", map(values) },
   }
end

local function question_of(question)
   return object { { "name", question.name }, { "type", or_null(question.type) }, { "status", question.status } }
end

local function finding_of(item)
   local members = {
      { "code", item.code }, { "severity", item.severity }, { "subject", item.subject },
      { "type", or_null(item.type) }, { "message", item.message }, { "fields", fields_of(item.fields) },
      { "evidence", map(item.evidence, evidence_of) }, { "reference", item.reference }, { "fix", or_null(item.fix) },
      { "advice", or_null(item.advice) }, { "publish", map(records.lines(item.records)) },
      { "rank", item.rank }, { "follows", map(item.follows) }, { "records", map(item.records, set_of) },
   }
   if item.because then
      local shown, left = bounds.first(item.because)
      members[#members + 1] = { "because", map(shown, question_of) }
      if left > 0 then members[#members + 1] = { "because_left", left } end
   end
   if item.account then members[#members + 1] = { "account", item.account } end
   if item.more then members[#members + 1] = { "more", item.more } end
   if item.evidence_left then members[#members + 1] = { "evidence_left", item.evidence_left } end
   return object(members)
end

report.finding_of = finding_of

local function accepted_of(entry)
   return object {
      { "finding", finding_of(entry.finding) }, { "reason", entry.reason }, { "expires", entry.expires },
   }
end

local function audit_of(audit)
   local counts = audit.counts
   return object {
      { "schema", SCHEMA }, { "domain", audit.domain }, { "verdict", audit.verdict },
      { "counts", object {
         { "error", counts.error }, { "warning", counts.warning }, { "notice", counts.notice },
         { "unknown", counts.unknown },
      } },
      { "findings", map(audit.findings, finding_of) }, { "models", models_json(audit.models) },
      { "accepted", map(audit.accepted, accepted_of) }, { "sections", map(sections.of(audit), sections.json) },
      { "looked", looked.object(audit.looked) }, { "assumed", map(audit.assumed) },
   }
end

--- One line of NDJSON for AUDIT.
function report.line(audit)
   return writer.encode(audit_of(audit)) .. "\n"
end

--- The document is written piece by piece, so that its size needs no memory: open, then each audit, then close.
function report.open(version)
   return ('{\n  "schema": %s,\n  "version": %s,\n  "audits": [')
      :format(writer.encode(SCHEMA), writer.encode(version))
end

--- AUDIT number INDEX (from 1) of the document.
function report.item(audit, index)
   return (index > 1 and ",\n    " or "\n    ") .. writer.encode(audit_of(audit), 2)
end

--- The end of a document that holds COUNT audits; RUN is what they say together, or nil. INTERRUPTED: Ctrl-C cut it
-- short.
function report.close(count, run, interrupted)
   local tail = run and ',\n  "run": ' .. require("sesame.report.run_json").member(run) or ""
   if interrupted then tail = tail .. ',\n  "interrupted": true' end
   return (count > 0 and "\n  " or "") .. "]" .. tail .. "\n}\n"
end

--- The declarations of CODES (names) out of ALL (sesame.check.suite.declarations()).
function report.explain(codes, all)
   return writer.encode(object {
      { "schema", "sesame.codes/1" },
      { "codes", map(codes, function(code)
         local declared = all[code].declaration
         return object {
            { "code", code }, { "check", all[code].check }, { "severity", declared.severity },
            { "text", template(declared.text) }, { "fields", map(declared.fields) }, { "why", template(declared.why) },
            { "advice", declared.advice and template(declared.advice) or null }, { "reference", declared.reference },
            { "fix", or_null(declared.fix) },
            { "rank", declared.rank }, { "follows", map(declared.follows) }, { "reveals", map(declared.reveals) },
            { "needs", map(declared.needs) },
         }
      end) },
   }, 0) .. "\n"
end

--- The bundled recipes, from sesame.script.list.
function report.scripts(entries)
   return writer.encode(object {
      { "schema", "sesame.scripts/1" },
      { "scripts", map(entries, function(entry)
         local loaded = entry.script
         return object {
            { "name", entry.name }, { "summary", or_null(loaded and loaded.summary) },
            { "args", loaded and fields_of(loaded.args) or object {} }, { "tags", map(loaded and loaded.tags) },
            { "fault", or_null(entry.fault) },
         }
      end) },
   }, 0) .. "\n"
end

function report.version(version)
   return writer.encode(object {
      { "schema", "sesame.version/1" }, { "version", version }, { "lua", _VERSION },
   }, 0) .. "\n"
end

return report
