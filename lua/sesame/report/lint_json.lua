-- SPDX-License-Identifier: MIT
-- What the lint commands have in common in their JSON (doc/json.md). Functions of data; nothing is looked up.
local json = require "sesame.base.json"

local object, list, null, or_null = json.object, json.list, json.null, json.or_null

local report = {}

--- A finding about one text: { code, severity, message, range }.
function report.finding(item)
   local shown = item.evidence[1]
   local range = shown and shown.range
   local members = {
      { "code", item.code }, { "severity", item.severity }, { "message", item.message },
      { "range", range and list { range[1], range[2] } or null },
   }
   if item.more then members[#members + 1] = { "more", item.more } end
   return object(members)
end

--- What PASTED (sesame.cli.input.pasted; nil for none) was taken from; null for a bare record.
function report.taken(pasted)
   if not pasted or not pasted.from then return null end
   return object {
      { "from", pasted.from }, { "name", or_null(pasted.name) },
      { "strings", or_null(pasted.strings and #pasted.strings) }, { "values", pasted.count },
   }
end

return report
