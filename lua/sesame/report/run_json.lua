-- SPDX-License-Identifier: MIT
-- What all audits of a run say together, as JSON in the shape of doc/json.md. A function of findings; looks nothing up.
local finding_of = require("sesame.report.audit_json").finding_of
local json = require "sesame.base.json"

local report = {}

local function members_of(run)
   local findings, counts = {}, run.counts
   for i, item in ipairs(run.findings) do findings[i] = finding_of(item) end
   return {
      { "verdict", run.verdict },
      { "counts", json.object {
         { "error", counts.error }, { "warning", counts.warning }, { "notice", counts.notice },
         { "unknown", counts.unknown },
      } },
      { "findings", json.list(findings) },
   }
end

--- The value of "run" in the document of RUN, an audit that sesame.audit.conclude made.
function report.member(run)
   return json.encode(json.object(members_of(run)), 1)
end

--- The same as the last line of NDJSON; RUN may be nil where the run was INTERRUPTED, as that is told here. "" where
-- there is nothing to tell.
function report.line(run, interrupted)
   if not run and not interrupted then return "" end
   local members = run and members_of(run) or {}
   table.insert(members, 1, { "schema", "sesame.run/1" })
   if interrupted then members[#members + 1] = { "interrupted", true } end
   return json.encode(json.object(members)) .. "\n"
end

return report
