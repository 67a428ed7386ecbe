-- SPDX-License-Identifier: MIT
-- What a refusal means, as text and JSON. A function of sesame.check.ses_refused; looks nothing up.
local text = require "sesame.base.text"
local writer = require "sesame.base.json"

local object, or_null, each = writer.object, writer.or_null, writer.each

local report = {}

local NAMES = { ses = "Amazon SES", gmail = "Gmail", microsoft = "Microsoft", rfc = "the standard" }

local INDENT = (" "):rep(11)

local function named_of(entry)
   local parts = {}
   if entry.region then parts[#parts + 1] = "region " .. entry.region end
   if entry.set then parts[#parts + 1] = "configuration set " .. entry.set end
   if entry.tenant then parts[#parts + 1] = "tenant " .. entry.tenant end
   text.append(parts, entry.identities)
   return table.concat(parts, ", ")
end

local function lines_of(entry)
   local lines = text.wrap(("A refusal of %s (%s)"):format(NAMES[entry.by], entry.error), "   ", "")
   lines[#lines + 1] = ""
   local function prose(label, words)
      if words and words ~= "" then text.append(lines, text.wrap(words, INDENT, label)) end
   end
   prose("  Says:    ", entry.said and entry.said:gsub("%.*$", "") .. ".")
   prose("  Names:   ", named_of(entry))
   prose("  Means:   ", entry.means)
   if entry.temporary then prose("  Holds:   ", "For now; it may pass later.") end
   prose("  Codes:   ", #entry.codes > 0 and table.concat(entry.codes, ", ") or "none: no record and no file of SES "
      .. "shows it")
   for i, command in ipairs(entry.commands) do
      lines[#lines + 1] = (i == 1 and "  Run:     " or INDENT) .. command
   end
   prose("  Do:      ", entry.advice)
   return lines
end

--- ENTRIES, each as lines under a heading; commands are never broken.
function report.text(entries)
   local lines = {}
   for i, entry in ipairs(entries) do
      if i > 1 then lines[#lines + 1] = "" end
      text.append(lines, lines_of(entry))
   end
   for i, line in ipairs(lines) do lines[i] = text.escape(line) end
   return table.concat(lines, "\n") .. "\n"
end

--- "sesame.refusals/1" of ENTRIES.
function report.json(entries)
   return writer.encode(object {
      { "schema", "sesame.refusals/1" },
      { "refusals", each(entries, function(entry)
         return object {
            { "id", entry.id }, { "by", entry.by }, { "error", entry.error }, { "text", or_null(entry.said) },
            { "temporary", entry.temporary }, { "region", or_null(entry.region) },
            { "identities", each(entry.identities) }, { "configuration_set", or_null(entry.set) },
            { "tenant", or_null(entry.tenant) }, { "means", entry.means }, { "codes", each(entry.codes) },
            { "commands", each(entry.commands) }, { "advice", or_null(entry.advice) },
         }
      end) },
   }, 0) .. "\n"
end

return report
