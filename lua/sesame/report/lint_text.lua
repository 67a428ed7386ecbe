-- SPDX-License-Identifier: MIT
-- What the lint commands have in common in their texts: what was taken of what was pasted, findings with the bytes
-- underlined, and the record to publish. Functions of data; nothing is looked up.
local paste = require "sesame.base.paste"
local text = require "sesame.base.text"

local report = {}

local NAMES = { error = "Error", warning = "Warning", notice = "Notice" }

--- Adds SAID to LINES, wrapped and escaped; FIRST begins the first line, and the others are indented by its length.
function report.prose(lines, said, first)
   first = first or ""
   text.append(lines, text.wrap(text.escape(said), (" "):rep(#first), first))
end

--- Adds the record VALUE to LINES with the bytes of RANGE, if any, underlined.
function report.record(lines, value, range)
   for _, row in ipairs(text.underline(value, range, { indent = "    ", quoted = true })) do
      lines[#lines + 1] = row.text
      if row.marks then lines[#lines + 1] = row.marks end
   end
end

--- The line that says what PASTED (sesame.cli.input.pasted; nil for none) was taken from, where it was no bare record.
function report.taken(lines, pasted)
   local said = pasted and paste.taken(pasted, pasted.count)
   if said then lines[#lines + 1] = text.escape(said) end
end

-- The evidence of ITEM to show: that of the record OWN, where it is among several.
local function shown_of(item, own)
   for _, shown in ipairs(item.evidence) do
      if shown.value == own then return shown end
   end
   return item.evidence[1]
end

-- Whether ITEM follows from another of the codes PRESENT.
local function is_consequence(item, present)
   for _, cause in ipairs(item.follows) do
      if present[cause] then return true end
   end
   return false
end

--- Adds FINDINGS about the text OWN to LINES, those in SKIP (code -> true) and consequences of others left out.
function report.findings(lines, findings, own, skip)
   local present = {}
   for _, item in ipairs(findings) do present[item.code] = true end
   for _, item in ipairs(findings) do
      if not (skip and skip[item.code]) and not is_consequence(item, present) then
         if #lines > 0 then lines[#lines + 1] = "" end
         report.prose(lines, ("%s: %s (%s)"):format(NAMES[item.severity], item.message, item.code))
         local shown = shown_of(item, own)
         if shown then report.record(lines, shown.value, shown.range) end
         if item.more then lines[#lines + 1] = ("  and %d more of this kind"):format(item.more) end
         if item.advice then report.prose(lines, (item.advice:gsub(":$", ".")), "  Do: ") end
      end
   end
end

local function line(result, value)
   local pasted = result.pasted
   return "  " .. (paste.line(result.asked_at or pasted and pasted.name, value) or text.quote(value))
end

-- A mend that is stricter than what receivers do today stands beside one that is not.
local function two_ways(lines, result)
   report.prose(lines, ("Mended, in two ways. Receivers apply %s today; what is written asks for more.")
      :format(result.in_force))
   lines[#lines + 1] = "As it is in force:"
   lines[#lines + 1] = line(result, result.loose)
   report.prose(lines, "As it is written, stricter for mail than what receivers apply today:")
   lines[#lines + 1] = line(result, result.mended)
end

--- Adds the questions of DOUBTS ({ { text, choices = records } }) to LINES.
function report.doubts(lines, doubts)
   for _, doubt in ipairs(doubts or {}) do
      local ask = #doubt.choices > 0 and "One of these, or write it anew:" or "Write it anew."
      report.prose(lines, ("Question: what was meant by \"%s\"? %s"):format(doubt.text, ask))
      for _, choice in ipairs(doubt.choices) do lines[#lines + 1] = "  " .. text.quote(choice) end
   end
end

--- Adds the one line to publish of RESULT { mended, loose and in_force where it is stricter, milder where receivers
-- begin to refuse, publish, pasted } to LINES: the record mended, or as it is where nothing is to be mended.
function report.publish(lines, result)
   if result.after and result.after[1] then
      lines[#lines + 1] = ""
      report.prose(lines, "What is mended below brings to light:")
      report.findings(lines, result.after, result.mended)
      lines[#lines + 1] = ""
   end
   if result.loose then
      two_ways(lines, result)
   elseif result.mended then
      lines[#lines + 1] = "Mended:"
      lines[#lines + 1] = line(result, result.mended)
      if result.milder then
         report.prose(lines, "From then on receivers refuse mail from hosts that it does not name, which none does "
            .. "while they cannot read it. With ~all they only mark such mail:")
         lines[#lines + 1] = line(result, result.milder)
      end
   elseif result.publish then
      lines[#lines + 1] = "Publish:"
      lines[#lines + 1] = "  " .. result.publish
   end
end

--- Whether FINDINGS hold an error or a warning.
function report.is_grave(findings)
   for _, item in ipairs(findings) do
      if item.severity ~= "notice" then return true end
   end
   return false
end

--- The question that several records of KIND ("SPF") leave open: which is meant is never chosen here.
function report.question(results, kind)
   local count = 0
   for _, result in ipairs(results) do
      count = math.max(count, result.pasted and result.pasted.several or 0)
   end
   if count < 2 then return "" end
   local lines = {}
   report.prose(lines, ("Question: %d %s records stand at one name, and only one may. Which one is meant? None is "
      .. "chosen here; take the others away."):format(count, kind))
   return "\n" .. table.concat(lines, "\n") .. "\n"
end

return report
