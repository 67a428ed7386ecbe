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

--- The same as a line of NDJSON.
function report.line(run)
   local members = members_of(run)
   table.insert(members, 1, { "schema", "sesame.run/1" })
   return json.encode(json.object(members)) .. "\n"
end

return report
