-- SPDX-License-Identifier: MIT
-- `sesame spf lint RECORD`: a record that is not published yet, as far as its text tells. Asks nobody.
local bounds = require "sesame.base.bounds"
local audit_text = require "sesame.audit.text"
local lint_text = require "sesame.report.lint_text"
local mend = require "sesame.spf.mend"
local paste = require "sesame.base.paste"
local spf = require "sesame.spf"
local text = require "sesame.base.text"

local lint = {
   name = "spf lint", summary = "Check the text of an SPF record before it is published.",
   groups = { "output" }, formats = { "text", "json" },
   example = { "sesame spf lint 'v=spf1 ip4:192.0.2.0/24 include:amazonses.com ~all'" },
}

function lint.arguments(parser)
   parser:argument("record", "The record in quotes, or what dig, a zone or a console shows of it; '-' or nothing reads "
      .. "standard input."):args("?")
end

-- RECORD as it was meant, where that is evident: with a space where two of its STRINGS meet without one, if no more is
-- wrong with it; else mended as any other.
local function mended_of(record, strings)
   if strings and #strings > 1 then
      local parts = { strings[1] }
      for i = 2, #strings do
         local touch = parts[#parts]:find("%S$") and strings[i]:find("^%S")
         parts[#parts + 1] = (touch and " " or "") .. strings[i]
      end
      local spaced = table.concat(parts)
      local parsed = spaced ~= record and spf.parse(spaced)
      if parsed and parsed.valid and #parsed.faults == 0 then return spaced, true end
   end
   return spf.mend(record)
end

-- What is in doubt about RECORD: { { text, choices = records } }, the choices where one doubt is all there is.
local function questions(record, doubts)
   local list = {}
   for i, doubt in ipairs(doubts) do
      local choices = {}
      for j, choice in ipairs(#doubts == 1 and mend.choices(record) or {}) do choices[j] = choice.text end
      list[i] = { text = doubt.text, choices = choices }
   end
   return list
end

local function judge(pasted)
   local record = pasted.text
   local parsed, message = spf.parse(record)
   if not parsed then return nil, message end
   local result = { text = record, is_record = spf.is_record(record), valid = parsed.valid, faults = parsed.faults,
      terms = parsed.terms, pasted = pasted }
   local said = audit_text.spf(record, pasted)
   result.findings, result.looks_up = said.findings, said.looks_up
   local kind, reason = spf.near_miss(record)
   if kind then result.near_miss, result.near_reason = kind, reason end
   local mended, valid, doubts = record, parsed.valid, {}
   if #parsed.faults > 0 then mended, valid, doubts = mended_of(record, pasted.strings) end
   result.doubts = questions(record, doubts or {})
   if mended ~= record and valid then
      local better = spf.parse(mended)
      result.mended, result.milder = mended, mend.is_stricter(parsed, better) and mend.loose(better) or nil
      result.after = audit_text.more(result.findings, audit_text.spf(mended, { name = pasted.name }).findings)
   end
   result.grave = #result.faults > 0 or not result.is_record or lint_text.is_grave(result.findings)
   local line = result.mended or not result.grave and record
   result.publish = line and pasted.several < 2 and paste.line(pasted.name, line) or nil
   return result
end

-- What is missing is pointed at by the byte it is missing before, or the last one.
local function place_of(result, range)
   if range[1] < range[2] then return range end
   local from = math.min(range[1], #result.text - 1)
   return { from, from + 1 }
end

local function show(lines, result, fault)
   for _, row in ipairs(text.underline(result.text, place_of(result, fault.range),
      { indent = "    ", quoted = true })) do
      lines[#lines + 1] = row.text
      if row.marks then lines[#lines + 1] = row.marks end
   end
end

-- What the faults above say already, in other words.
local TOLD = {
   ["spf-syntax"] = true, ["spf-misread-term"] = true, ["spf-merged-records"] = true,
   ["spf-syntax-more"] = true, ["spf-near-miss"] = true, ["spf-odd-name"] = true,
}

-- The same, and that a record with a fault ends in permerror, where it has one.
local function told_of(result)
   local skip = {}
   for code in pairs(TOLD) do skip[code] = true end
   skip["spf-tree-permerror"] = not result.valid or nil
   return skip
end

local function faults_of(lines, result)
   if result.near_reason then
      text.append(lines, text.wrap("No SPF record: " .. result.near_reason .. ".", "  ", ""))
   end
   local shown, left = bounds.first(result.faults, bounds.FAULTS)
   for _, fault in ipairs(shown) do
      local head = fault.fatal and "Error: " or "Warning: "
      text.append(lines, text.wrap(("%s%s (%s)."):format(head, fault.reason, fault.code), "  ", ""))
      show(lines, result, fault)
      if fault.suggestion and (result.mended or fault.code == "version") then
         lines[#lines + 1] = fault.suggestion == "" and "  Leave it out." or "  Write: "
            .. text.escape(fault.suggestion)
      end
   end
   if left > 0 then lines[#lines + 1] = ("and %d more faults"):format(left) end
end

local function as_text(result)
   local head, lines = {}, {}
   lint_text.taken(head, result.pasted)
   if #result.faults == 0 and #result.findings == 0 and result.is_record then
      lines[1] = "right: " .. text.escape(result.text)
   end
   faults_of(lines, result)
   lint_text.findings(lines, result.findings, result.text, told_of(result))
   lint_text.doubts(lines, result.doubts)
   if result.pasted.several < 2 then lint_text.publish(lines, result) end
   if result.looks_up > 0 then
      lint_text.prose(lines, ("Includes and other names were not followed (%s): `sesame check` does that."):format(
         text.plural(result.looks_up, "term")))
   end
   return table.concat(text.append(head, lines), "\n") .. "\n"
end

function lint.run(given, environment)
   local domain = require("sesame.cli.input").instead(given.record)
   if domain then
      return nil, ("'%s' is a domain, no record; its record as it stands: sesame spf tree %s"):format(given.record,
         domain)
   end
   local records, message = require("sesame.cli.input").pasted(given.record, spf.is_record, spf.near_miss)
   if not records then return nil, message end
   local results, status = {}, 0
   for i, record in ipairs(records) do
      results[i], message = judge(record)
      if not results[i] then return nil, message end
      if results[i].grave then status = 1 end
   end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   if given.format == "json" then
      out:write(require("sesame.report.spf_json").lint(results))
   else
      for i, result in ipairs(results) do out:write((i > 1 and "\n" or "") .. as_text(result)) end
      out:write(lint_text.question(results, "SPF"))
   end
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return status
end

return lint
