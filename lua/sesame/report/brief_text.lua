-- SPDX-License-Identifier: MIT
-- The shortest report for people: one domain as a line for each finding, several as a line for each domain. A function
-- of audits; writes nothing.
local finding = require "sesame.finding"
local glance = require "sesame.report.glance_text"
local one_line = require("sesame.base.text").one_line
local paint_of = require "sesame.report.paint"
local sections = require "sesame.report.sections_text"
local text = require "sesame.base.text"

local report = {}

report.ROWS = 200 -- domains of the table at the end; of more the worst

local NAME <const> = 40 -- characters of a domain in the table
local TITLE <const> = 9 -- columns of a severity and what follows it

--- The lines of one AUDIT: the verdict, then each finding that is not in order. OPTIONS: colour, quiet (no notices),
-- severity (least one that is shown, or nil).
function report.audit(audit, options)
   local paint, lines = paint_of(options.colour), {}
   lines[1] = paint(audit.verdict, ("%s: %s"):format(text.escape(audit.domain), glance.summary(audit.counts,
      audit.looked)))
   for _, item in ipairs(audit.findings) do
      local low = options.severity and item.severity ~= "unknown" and not finding.at_least(item.severity,
         options.severity) or options.quiet and item.severity == "notice"
      if item.severity ~= "ok" and not low then
         local start = item.severity .. (" "):rep(TITLE - #item.severity)
         local words = one_line(item.message, start, audit.domain):sub(#start + 1)
         lines[#lines + 1] = paint(item.severity, start) .. words
      end
   end
   return table.concat(lines, "\n") .. "\n"
end

--- What a row of the table says of AUDIT, whose gravest cause is CAUSE (a message, or nil).
function report.row(audit, cause)
   local counts = audit.counts
   local cells = { tostring(counts.error), tostring(counts.warning), tostring(counts.unknown) }
   local own = audit.domain .. " "
   if cause and cause:sub(1, #own) == own then cause = cause:sub(#own + 1) end -- the first column has it
   local name = text.escape(audit.domain)
   if #name > NAME then name = name:sub(1, NAME - 3) .. "..." end
   return { domain = name, verdict = audit.verdict, cells = cells, cause = cause or "" }
end

local WORST = { error = 1, unknown = 2, warning = 3, notice = 4, ok = 5 }

--- The report.ROWS worst of ROWS, in their order; where there are only some more than that, and MOST is not given, all.
function report.keep(rows, most)
   if #rows <= (most or 2 * report.ROWS) then return rows end
   local order = {}
   for i, row in ipairs(rows) do order[i] = { i, WORST[row.verdict], row } end
   table.sort(order, function(a, b)
      if a[2] ~= b[2] then return a[2] < b[2] end
      return a[1] < b[1]
   end)
   local kept = table.move(order, 1, report.ROWS, 1, {})
   table.sort(kept, function(a, b) return a[1] < b[1] end)
   for i, item in ipairs(kept) do kept[i] = item[3] end
   return kept
end

--- The table of ROWS (of report.row): domain, verdict, errors, warnings, what is unknown, and the gravest cause as far
-- as the page goes. COUNT domains were audited.
function report.table(rows, count, options)
   local paint = paint_of(options.colour)
   local kept = report.keep(rows, report.ROWS)
   local made = { columns = { "domain", "verdict", "err", "warn", "?" }, rows = {} }
   for i, row in ipairs(kept) do made.rows[i] = { row.domain, row.verdict, table.unpack(row.cells) } end
   local lines = sections.table(made, paint)
   if #lines == #kept + 1 then
      local width = 0
      for _, line in ipairs(lines) do width = math.max(width, #line:gsub("\27%[[%d;]*m", "")) end
      for i, row in ipairs(kept) do
         local line = lines[i + 1]
         if row.cause ~= "" and width + 20 < text.WIDTH then
            lines[i + 1] = one_line(row.cause, line .. (" "):rep(width + 2 - #line), row.domain)
         end
      end
   end
   if count > #kept then lines[#lines + 1] = ("  and %d more domains, none of them worse"):format(count - #kept) end
   return table.concat(lines, "\n") .. "\n"
end

return report
