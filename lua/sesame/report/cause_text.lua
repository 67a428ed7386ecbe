-- SPDX-License-Identifier: MIT
-- One cause of an audit, as the report for people shows it: what is wrong, the text at fault, what to do, the records
-- or commands to copy, and what follows from it. A function of an entry of sesame.finding.folding; writes nothing.
local finding = require "sesame.finding"
local lines_of = require("sesame.base.records").lines
local prose = require "sesame.report.prose"
local text = require "sesame.base.text"

local RECORDS <const> = 6  -- lines to publish of one cause; `sesame fix` has them all
local PROOFS <const> = 2   -- records that are shown of one cause
local LABELS <const> = 3   -- names beside the first that are told of one cause
local BRACKET <const> = 8   -- characters of what may stand before a command in its bracket: " (or: "
local BELOW <const> = "the command below"
local PUBLISH <const> = "Publish this:" -- which records of their own say as well

local Writer = {}
Writer.__index = Writer

function Writer:line(words) self.lines[#self.lines + 1] = words end

function Writer:prose(...) text.append(self.lines, prose(self.paint, ...)) end

-- The other names that ENTRY holds for, or nil.
local function also(entry)
   if #entry.also == 0 then return nil end
   local shown = table.move(entry.also, 1, math.min(#entry.also, LABELS), 1, {})
   local left = #entry.also - #shown
   return ("The same: %s%s."):format(table.concat(shown, ", "), left > 0 and (" and %d more"):format(left) or "")
end

local TEXT <const> = { TXT = true, SPF = true }

-- The texts at the subject, underlined where less than all of one is at fault; messages name what others hold.
function Writer:evidence(entry)
   local shown = 0
   for _, item in ipairs(entry.findings) do
      for _, record in ipairs(item.evidence) do
         local range = record.range
         local part = range and range[2] - range[1] < #record.value and range[2] > range[1]
         if part and TEXT[record.type] and record.name == item.subject and shown < PROOFS then
            shown = shown + 1
            self:proof(record)
         end
      end
   end
end

function Writer:proof(record)
   for _, row in ipairs(text.underline(record.value, record.range, { indent = "    ", quoted = true })) do
      if row.marks then
         self:line(row.text)
         self:line(self.paint("mark", row.marks))
      end
   end
end

-- The records of ENTRY, each once.
local function records_of(entry)
   local list, seen = {}, {}
   for _, item in ipairs(entry.findings) do
      for _, line in ipairs(lines_of(item.records)) do
         if not seen[line] then seen[line], list[#list + 1] = true, line end
      end
   end
   return list
end

local function commands_of(entry)
   local list, seen = {}, {}
   for _, item in ipairs(entry.findings) do
      if item.command and not seen[item.command] then seen[item.command], list[#list + 1] = true, item.command end
   end
   return list
end

function Writer:few(list, what)
   for i = 1, math.min(#list, RECORDS) do self:line("    " .. text.escape(list[i])) end
   if #list > RECORDS then self:line(("    and %d more %s; --full shows them"):format(#list - RECORDS, what)) end
end

-- ADVICE without COMMAND, which stands on a line of its own below it: where it ends in it, or has it in brackets, that
-- is left out; elsewhere it is pointed at. Nil where it does not name it.
local function without_command(advice, command)
   local from, to = advice:find(command, 1, true)
   if not from then return nil end
   local before, after = advice:sub(1, from - 1), advice:sub(to + 1)
   if after:find "^%.?$" then return before end
   local open = before:match "^(.-)%s*%([^()]*$"
   if open and after:find "^%)" and #before - #open <= BRACKET then return open .. after:sub(2) end
   return before .. BELOW .. after
end

-- ADVICE as it leads up to the records below it.
local function leading(advice)
   if advice:find "%. %u" then return advice .. " This:" end
   return text.leading(advice)
end

-- What to do: the advice, commands on lines of their own, and the records.
function Writer:remedy(entry)
   local item, records = entry.findings[1], records_of(entry)
   local advice, commands = item.advice, {}
   local plain = advice and item.command and without_command(advice, item.command)
   if plain then advice, commands = plain, commands_of(entry) end
   if advice and #records > 0 then advice = leading(advice) end
   local said = #records > 0 and advice == PUBLISH
   if advice and advice:find "%S" and not said then self:prose(advice, "  ", "  ") end
   self:few(commands, "commands")
   self:few(records, "records")
end

-- The codes of LIST, graver than notices, each once; and how many notices there are.
local function counted(list)
   local order, count, notices = {}, {}, 0
   for _, item in ipairs(list) do
      local number = 1 + (item.more or 0)
      if item.severity == "notice" then
         notices = notices + number
      else
         if not count[item.code] then order[#order + 1] = item.code end
         count[item.code] = (count[item.code] or 0) + number
      end
   end
   for i, code in ipairs(order) do
      order[i] = count[code] > 1 and ("%s (%d)"):format(code, count[code]) or code
   end
   if notices > 0 then order[#order + 1] = text.plural(notices, "notice") end
   return order
end

function Writer:consequences(entry)
   if #entry.consequences == 0 then return end
   self:prose(("Hence: %s."):format(table.concat(counted(entry.consequences), ", ")), "  ", "  ")
end

-- WORDS with the long tokens cut that LINES, which stand below them, have whole.
local function shortened(words, lines)
   local whole = table.concat(lines, "\n")
   return (words:gsub("%w+", function(word) return whole:find(word, 1, true) and text.short(word) or nil end))
end

function Writer:cause(entry)
   local item = entry.findings[1]
   local words, head = item.message, ("%s[%s]:"):format(item.severity, item.code)
   if #entry.also > 0 then words = ("%s %s"):format(words, also(entry)) end
   words = shortened(words, records_of(entry))
   self:prose(("%s %s"):format(head, words), "  ", "", head, item.severity)
   self:evidence(entry)
   for _, one in ipairs(entry.findings) do
      if self.unanswered[one] then self:prose(self.unanswered[one], "  ", "  ") break end
   end
   self:remedy(entry)
   self:consequences(entry)
   local more = finding.total(entry.findings) - #entry.findings
   if more > 0 then self:line(("  and %d more of this kind"):format(more)) end
end

--- The lines of ENTRY. PAINT(kind, words) colours; UNANSWERED: finding -> the questions behind it that came to nothing,
-- in words (sesame.report.unanswered_text).
return function(entry, paint, unanswered)
   local writer = setmetatable({ lines = {}, paint = paint, unanswered = unanswered }, Writer)
   writer:cause(entry)
   return writer.lines
end
