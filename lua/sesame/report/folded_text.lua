-- SPDX-License-Identifier: MIT
-- The report for people: twelve lines that tell it, then every cause with what to do, gravest first; what follows from
-- a cause stands below it. Whole sentences and reasons are report/audit_text's. A function of audits; writes nothing.
local cause_lines = require "sesame.report.cause_text"
local closer = require "sesame.report.closer"
local finding = require "sesame.finding"
local folding = require "sesame.finding.folding"
local glance = require "sesame.report.glance_text"
local looked_words = require "sesame.report.looked_text"
local paint_of = require "sesame.report.paint"
local prose = require "sesame.report.prose"
local text = require "sesame.base.text"
local unanswered = require "sesame.report.unanswered_text"

local report = {}

local SCREEN <const> = 12  -- lines that tell it all
local LEAST <const> = 3    -- causes that are named there even so
local TITLE <const> = 9    -- columns of a severity and what follows it

local Writer = {}
Writer.__index = Writer

function Writer:line(words) self.lines[#self.lines + 1] = words or "" end

-- An empty line, where there is none yet.
function Writer:gap()
   if self.lines[#self.lines] ~= "" then self:line() end
end

function Writer:prose(...) text.append(self.lines, prose(self.paint, ...)) end

local function heading(entry)
   return entry.findings[1].severity .. (" "):rep(TITLE - #entry.findings[1].severity)
end

-- Entries of the levels WANTED (a set).
local function of_level(causes, wanted)
   local list = {}
   for _, entry in ipairs(causes) do
      if wanted[entry.level] then list[#list + 1] = entry end
   end
   return list
end

local GRAVE = { error = true, warning = true, unknown = true }
local SLIGHT = { notice = true }

-- MAIL FROM name -> the regions it serves.
local function regions_of(models)
   local regions = {}
   for _, entry in ipairs(models and models.mail_from or {}) do
      if #(entry.regions or {}) > 0 then regions[entry.name] = entry.regions end
   end
   return regions
end

--- The causes of AUDIT: sesame.finding.folding's.
function report.causes(audit) return folding.of(audit.findings, regions_of(audit.models)).causes end

-- Those of CAUSES that are of SEVERITY (nil: any) or above, and what could not be learnt.
local function chosen(causes, severity)
   if not severity then return causes end
   local kept = {}
   for _, entry in ipairs(causes) do
      if finding.at_least(entry.level, severity) or entry.level == "unknown" then kept[#kept + 1] = entry end
   end
   return kept
end

-- Whether something is known that mends one of CAUSES.
local function mended(causes)
   for _, entry in ipairs(of_level(causes, GRAVE)) do
      local item = entry.findings[1]
      if item.fix or #item.records > 0 then return true end
   end
   return false
end

-- "8 errors, 7 warnings, 8 notices (9 causes)"
local function verdict_of(audit, causes, counts)
   local grave = #of_level(causes, GRAVE)
   local words = glance.summary(counts or audit.counts, audit.looked)
   if grave == 0 or audit.counts.error + audit.counts.warning + audit.counts.unknown <= grave then return words end
   return ("%s (%s)"):format(words, text.plural(grave, "cause"))
end

-- What to run next: COMMAND (or nil) whole, however long, and the commands of NAMES that look closer.
local function next_lines(command, names)
   local lines = {}
   if command then lines[1] = "  Next: " .. command end
   if #names > 0 then text.append(lines, text.wrap("Closer: sesame " .. table.concat(names, ", "), "    ", "  ")) end
   return lines
end

-- The first screen: verdict, SES, policies, the causes in a line each, and what to run next.
function Writer:screen(audit, causes, shown, taken, command)
   local head = audit.domain .. ":"
   self:prose(("%s %s"):format(head, verdict_of(audit, causes)), "  ", "", text.escape(head), audit.verdict)
   text.append(self.lines, glance.matrix(audit.models, self.paint))
   local policies = glance.policies(audit.models)
   if policies then self:prose(policies, "  ", "  ") end
   local grave = of_level(shown, GRAVE)
   local last = next_lines(mended(causes) and command or nil, closer.of(of_level(causes, GRAVE)))
   local room = math.max(LEAST, SCREEN - taken - #self.lines - #last)
   local told = #grave <= room and #grave or room - 1
   if #grave > 1 then -- one alone stands right below
      for i = 1, told do self:line(self:named(grave[i])) end
      if told < #grave then self:line(("  and %d more, below"):format(#grave - told)) end
   end
   text.append(self.lines, last)
end

function Writer:named(entry)
   local start = heading(entry)
   local line = text.one_line(entry.findings[1].message, "  " .. start, self.domain)
   return "  " .. self.paint(entry.findings[1].severity, start) .. line:sub(#start + 3)
end

local function in_order(findings)
   local count = 0
   for _, item in ipairs(findings) do
      if item.severity == "ok" then count = count + 1 end
   end
   return count
end

-- What is no fault: notices in a line each, how much is in order, what was accepted.
function Writer:rest(audit, causes, options)
   if options.quiet then return end
   local slight = of_level(causes, SLIGHT)
   if #slight > 0 then self:gap() end
   for _, entry in ipairs(slight) do self:line(self:named(entry):sub(3)) end
   local parts, count = {}, in_order(audit.findings)
   if count > 0 then parts[1] = ("In order: %d (--full lists them)."):format(count) end
   for _, entry in ipairs(audit.accepted) do
      parts[#parts + 1] = ("Accepted: %s until %s."):format(entry.finding.code, entry.expires)
   end
   if #parts == 0 then return end
   if #slight == 0 then self:gap() end
   self:prose(table.concat(parts, " "), "  ", "")
end

-- The last lines: the sum, and what mends most of it.
local function sum_of(audit, causes, command)
   local all = audit.counts
   local counts = { error = all.error, warning = all.warning, unknown = all.unknown, notice = 0 }
   local words, mends = verdict_of(audit, causes, counts), mended(causes)
   if command and mends then words = words .. "; sesame fix shows what mends them" end
   return "\n" .. table.concat(text.wrap(text.escape(words), "  ", ""), "\n") .. "\n"
end

--- The lines of one AUDIT, and those of its sum, which stand last in a report. OPTIONS: colour (boolean), quiet (leaves
-- out notices and what is in order), severity (least one that is shown, or nil), said (a set of the caller's for
-- several audits of one report), taken (lines of the first screen that are printed already), command(domain) -> what
-- to run next, or nil.
function report.audit(audit, options)
   local self = setmetatable({ lines = {}, domain = audit.domain, paint = paint_of(options.colour) }, Writer)
   local causes, unasked = report.causes(audit), unanswered.of(audit.findings)
   local shown, command = chosen(causes, options.severity), options.command and options.command(audit.domain) or nil
   self:screen(audit, causes, shown, options.taken or 0, command)
   local grave = of_level(shown, GRAVE)
   if #grave > 0 then self:gap() end
   for _, entry in ipairs(grave) do text.append(self.lines, cause_lines(entry, self.paint, unasked)) end
   self:rest(audit, shown, options)
   for i, sentence in ipairs(looked_words.missing(audit.looked, options.said)) do
      if i == 1 then self:gap() end
      self:prose(sentence, "  ", "")
   end
   local body, sum = table.concat(self.lines, "\n") .. "\n", ""
   if #of_level(causes, GRAVE) > 0 then sum = sum_of(audit, causes, command) end
   return body, sum
end

return report
