-- SPDX-License-Identifier: MIT
-- The text form of audits: how much of each is shown (--brief, --full, or the causes), the command that comes next, and
-- the table of several domains. It must not know any check.
local copy = require "sesame.base.copy"
local options = require "sesame.cli.options"
local shell = require "sesame.base.shell"
local text = require "sesame.base.text"
local text_report = require "sesame.report.audit_text"

local audits = {}

-- Options of an audit that do not go over to the `sesame fix` that is told to run next.
local NOT_TAKEN = { only = true, skip = true, input = true, ["fail-on"] = true, ["allow-empty"] = true,
   ["shared-factors"] = true, record = true }

-- The words of a shell for the options of source and audit in GIVEN.
local function words_of(given)
   local words = {}
   for _, name in ipairs { "source", "audit" } do
      for _, spec in ipairs(options.groups[name]) do
         local target = options.name(spec)
         local value = given[target]
         if value ~= nil and not NOT_TAKEN[target] then
            for _, one in ipairs(type(value) == "table" and value or { value }) do
               words[#words + 1] = "--" .. target
               if spec[2] then words[#words + 1] = shell.word(tostring(one)) end
            end
         end
      end
   end
   if given["no-config"] then words[#words + 1] = "--no-config" end
   return table.concat(words, " ")
end

-- A function (domain) that gives the command whose output mends it.
local function next_command(given)
   local words = words_of(given)
   return function(domain)
      return ("sesame fix %s%s%s"):format(words, words == "" and "" or " ", shell.quote(domain))
   end
end

-- What lays out one audit. Scripts say what they are for: all of it is shown.
local function writer_of(given, script)
   if given.full or script then return text_report.audit end
   if given.brief then return require("sesame.report.brief_text").audit end
   return require("sesame.report.folded_text").audit
end

local function cause_of(audit)
   local entry = require("sesame.report.folded_text").causes(audit)[1]
   return entry and entry.level ~= "notice" and entry.findings[1].message or nil
end

--- The form of cli/audits for OUT (an output) and GIVEN, over SCRIPT or nil; COUNT domains, nil where that is not
-- known: begin(head), audit(audit, index), finish(total, notices, run).
function audits.of(out, given, script, count)
   local shown_as = { colour = out.colour, quiet = given.quiet, own_codes = script ~= nil and script.own, said = {},
      severity = given.severity }
   local several, rows, write = count ~= 1, {}, writer_of(given, script)
   local full = write == text_report.audit
   local table_of = several and not full and require "sesame.report.brief_text" or nil
   if not full then shown_as.command = next_command(given) end
   local last -- the sum of the only audit: it ends the report
   local function shown(audit, index)
      if table_of then
         rows = table_of.keep(rows)
         rows[#rows + 1] = table_of.row(audit, cause_of(audit))
         if given.brief then return "" end
      end
      local body, sum = write(audit, shown_as)
      if several then return (index > 1 and "\n" or "") .. body .. (sum or "") end
      last = sum
      return body
   end
   return {
      begin = function(head)
         if full then return text_report.head(head, shown_as) end
         local words = ("%s, %s, Sesame %s"):format(head.time, head.source, head.version)
         local lines = text.wrap(words, "  ", "")
         shown_as.taken = #lines
         return table.concat(lines, "\n") .. "\n"
      end,
      audit = shown,
      finish = function(total, notices, run)
         local part = ""
         if run then
            local body, sum = write(run, copy.without(shown_as, "command")) -- no fix is of all domains at once
            part = (total.domains > 0 and "\n" or "") .. body .. (sum or "")
         end
         if table_of and total.domains > 1 then
            part = ("%s%s%s"):format(part, given.brief and "" or "\n", table_of.table(rows, total.domains, shown_as))
         elseif table_of and given.brief and rows[1] then
            part = part .. table_of.table(rows, total.domains, shown_as)
         end
         return part .. text_report.foot(total, notices, shown_as) .. (last or "")
      end,
   }
end

return audits
