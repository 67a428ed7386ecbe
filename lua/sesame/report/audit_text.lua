-- SPDX-License-Identifier: MIT
-- The report for people: findings by severity, each with its record, the bytes at fault, why it matters and what to
-- do. A function of audits; looks nothing up and writes nothing.
local entries = require "sesame.report.entries"
local looked_words = require "sesame.report.looked_text"
local paint_of = require "sesame.report.paint"
local sections = require "sesame.report.sections_text"
local text = require "sesame.base.text"
local unanswered = require "sesame.report.unanswered_text"
local glance = require "sesame.report.glance_text"
local grouped = require("sesame.base.counts").grouped
local total_of = require("sesame.finding").total

local report = {}

local GROUPS = {
   { "error", "ERRORS", "mail fails or can be forged" },
   { "warning", "WARNINGS", "will bite" },
   { "unknown", "UNKNOWN", "could not be learnt; not the same as missing" },
   { "notice", "NOTICES", "worth knowing" },
}

local QUOTED = { TXT = true, SPF = true }

local Writer = {}
Writer.__index = Writer

function Writer:line(words) self.lines[#self.lines + 1] = words or "" end

function Writer:prose(words, indent, first, kind)
   local start = #(first or indent) + 1
   for i, line in ipairs(text.wrap(text.escape(words), indent, first)) do
      if kind then
         local from = i == 1 and start or #indent + 1
         line = line:sub(1, from - 1) .. self.paint(kind, line:sub(from))
      end
      self:line(line)
   end
end

function Writer:evidence(item)
   local head = ("    %s %s"):format(text.escape(item.name), text.escape(item.type))
   if item.server then head = head .. " at " .. text.escape(item.server) end
   for _, line in ipairs(text.wrap(head, "      ", "    ")) do self:line(self.paint("faint", line)) end
   local rows = text.underline(item.value, item.range, { indent = "      ", quoted = QUOTED[item.type] })
   for _, row in ipairs(rows) do
      self:line(row.text)
      if row.marks then self:line(self.paint("mark", row.marks)) end
   end
end

function Writer:publish(lines)
   for _, line in ipairs(lines) do self:line("        " .. text.escape(line)) end
end

-- Findings that differ in their subject alone: each message, or the first one and the other subjects, whichever is
-- shorter; then the evidence of each.
function Writer:run(run)
   local names, whole = {}, 0
   for i, item in ipairs(run) do
      if i > 1 then names[i - 1] = item.subject end
      whole = whole + #text.wrap(text.escape(item.message), "  ", "* ")
   end
   local also = #run > 1 and ("The same holds for %s."):format(table.concat(names, ", "))
   local first = #text.wrap(text.escape(run[1].message), "  ", "* ")
   if not also or first + #text.wrap(text.escape(also), "  ") >= whole then
      for _, item in ipairs(run) do self:whole(item) end
      return
   end
   self:prose(run[1].message, "  ", "* ", "bold")
   self:prose(also, "  ", nil, "bold")
   for _, item in ipairs(run) do self:proof(item) end
end

function Writer:whole(item)
   self:prose(item.message, "  ", "* ", "bold")
   self:proof(item)
end

-- The records of ITEM, and the questions behind it that came to nothing.
function Writer:proof(item)
   for _, evidence in ipairs(item.evidence) do self:evidence(evidence) end
   if self.unanswered[item] then self:prose(self.unanswered[item], "      ", "    ") end
end

-- How many findings of the kind of ENTRY, and records of theirs, are not shown.
function Writer:left_out(entry)
   local more, records = total_of(entry.findings) - #entry.findings, 0
   for _, item in ipairs(entry.findings) do records = records + (item.evidence_left or 0) end
   if records > 0 then self:line(("    and %s more records"):format(grouped(records))) end
   if more > 0 then self:line(("  and %s more of this kind"):format(grouped(more))) end
end

-- The words that hold for every finding of ENTRY come once, after the last of them, with the records of all.
function Writer:tail(entry)
   self:prose(entry.why, "        ", "  Why:  ")
   local advice = entry.advice and #entry.lines > 0 and text.leading(entry.advice) or entry.advice
   if advice then self:prose(advice, "        ", "  Do:   ") end
   self:publish(entry.lines)
   local see = "  See:  " .. text.escape(entry.reference)
   if self.explained then see = see .. "; sesame explain " .. entry.code end
   self:line(self.paint("faint", see))
   self:line()
end

function Writer:group(name, title, meaning, findings)
   local items = {}
   for _, item in ipairs(findings) do
      if item.severity == name then items[#items + 1] = item end
   end
   if #items == 0 then return end
   self:line(self.paint(name, ("%s (%d)"):format(title, total_of(items))) .. self.paint("faint", ": " .. meaning))
   self:line()
   for _, entry in ipairs(entries.of(items)) do
      for _, run in ipairs(entries.runs(entry)) do self:run(run) end
      self:left_out(entry)
      self:tail(entry)
   end
end

function Writer:in_order(findings)
   local any = false
   for _, item in ipairs(findings) do
      if item.severity == "ok" then
         if not any then self:line(self.paint("ok", "IN ORDER")) end
         any = true
         self:prose(item.message, "  ", "+ ")
      end
   end
   if any then self:line() end
end

function Writer:accepted(list)
   if #list == 0 then return end
   self:line(("ACCEPTED (%d): not counted"):format(#list))
   for _, entry in ipairs(list) do
      self:prose(entry.finding.message, "  ", "- ")
      self:prose(("Accepted until %s: %s"):format(entry.expires, entry.reason), "    ", "    ")
   end
   self:line()
end

--- The lines of one AUDIT. OPTIONS: colour (boolean), quiet (leaves out notices and what is in order), own_codes (the
-- codes are a script's own, which `sesame explain` does not know), said (a set of the caller's for several audits of
-- one report: how to have looked at what was not is told once).
function report.audit(audit, options)
   local writer = setmetatable({
      lines = {}, paint = paint_of(options.colour), explained = not options.own_codes,
      unanswered = unanswered.of(audit.findings),
   }, Writer)
   local verdict = ("%s: %s"):format(text.escape(audit.domain), glance.summary(audit.counts, audit.looked))
   for i, line in ipairs(text.wrap(verdict, "  ")) do
      writer:line(writer.paint(audit.verdict, i == 1 and line:gsub("^ +", "") or line))
   end
   for _, sentence in ipairs(looked_words.missing(audit.looked, options.said)) do writer:prose(sentence, "  ", "") end
   writer:line()
   text.append(writer.lines, sections.lines(sections.of(audit), writer.paint))
   for _, group in ipairs(GROUPS) do
      if not (options.quiet and group[1] == "notice") then
         writer:group(group[1], group[2], group[3], audit.findings)
      end
   end
   if not options.quiet then
      writer:in_order(audit.findings)
      writer:accepted(audit.accepted)
   end
   return table.concat(writer.lines, "\n")
end

--- The head of a report: who was asked and when. HEAD: source (text), time ("2026-11-24 01:20 UTC"), version.
function report.head(head, options)
   local writer = setmetatable({ lines = {}, paint = paint_of(options.colour) }, Writer)
   writer:prose(("Sesame %s, %s. Asked: %s."):format(head.version, head.time, head.source), "  ", "")
   writer:line()
   return table.concat(writer.lines, "\n") .. "\n"
end

--- What stands below a report: a sum of several domains, TOTAL { domains, error, warning, notice, unknown, looked },
-- and NOTICES of the source, a list of sentences.
function report.foot(total, notices, options)
   local writer = setmetatable({ lines = {}, paint = paint_of(options.colour) }, Writer)
   if total.domains > 1 then
      writer:line()
      writer:line(writer.paint("bold", ("%s: %s"):format(text.plural(total.domains, "domain"), glance.summary(total,
         total.looked))))
   end
   if #notices > 0 then writer:line() end
   for _, notice in ipairs(notices) do writer:prose(notice, "  ", "Note: ") end
   if #writer.lines == 0 then return "" end
   return table.concat(writer.lines, "\n") .. "\n"
end

return report
