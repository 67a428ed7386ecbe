-- SPDX-License-Identifier: MIT
-- `sesame spf lint RECORD`: the syntax of a record that is not published yet. Asks nobody.
local spf = require "sesame.spf"
local text = require "sesame.base.text"

local lint = {
   name = "spf lint", summary = "Check the syntax of an SPF record before it is published.",
   groups = { "output" }, formats = { "text", "json" },
   example = { "sesame spf lint 'v=spf1 ip4:192.0.2.0/24 include:amazonses.com ~all'" },
}

function lint.arguments(parser)
   parser:argument("record", "The record in quotes; '-' or nothing reads standard input, one record a line."):args("?")
end

local function judge(record)
   local parsed, message = spf.parse(record)
   if not parsed then return nil, message end
   local result = { text = record, is_record = spf.is_record(record), valid = parsed.valid, faults = parsed.faults,
      terms = parsed.terms }
   local kind, reason = spf.near_miss(record)
   if kind then result.near_miss, result.near_reason = kind, reason end
   local mended, valid = spf.mend(record)
   if mended ~= record and valid then result.mended = mended end
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

local function as_text(result)
   local lines = {}
   if #result.faults == 0 and result.is_record then
      return ("right: %s\n"):format(text.escape(result.text))
   end
   if result.near_reason then
      text.append(lines, text.wrap("No SPF record: " .. result.near_reason .. ".", "  ", ""))
   end
   for _, fault in ipairs(result.faults) do
      local head = fault.fatal and "Error: " or "Warning: "
      text.append(lines, text.wrap(("%s%s (%s)."):format(head, fault.reason, fault.code), "  ", ""))
      show(lines, result, fault)
      if fault.suggestion then
         lines[#lines + 1] = fault.suggestion == "" and "  Leave it out." or "  Write: "
            .. text.escape(fault.suggestion)
      end
   end
   if result.mended then
      lines[#lines + 1] = "Mended:"
      lines[#lines + 1] = "  " .. text.quote(result.mended)
   end
   return table.concat(lines, "\n") .. "\n"
end

function lint.run(given, environment)
   local records, message = require("sesame.cli.input").records(given.record)
   if not records then return nil, message end
   local results, status = {}, 0
   for i, record in ipairs(records) do
      results[i], message = judge(record)
      if not results[i] then return nil, message end
      if #results[i].faults > 0 or not results[i].is_record then status = 1 end
   end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   if given.format == "json" then
      out:write(require("sesame.report.spf_json").lint(results))
   else
      for i, result in ipairs(results) do out:write((i > 1 and "\n" or "") .. as_text(result)) end
   end
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return status
end

return lint
