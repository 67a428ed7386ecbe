-- SPDX-License-Identifier: MIT
-- Sections of scripts, for people and as JSON: prose, tables that fit the page, lines to copy. Writes nothing.
local json = require "sesame.base.json"
local text = require "sesame.base.text"

local report = {}

local GAP, INDENT = 2, "  "
local LEAST = 24 -- columns that the last one of a table needs to be wrapped

local function widths_of(section)
   local widths, cells = {}, {}
   for i, name in ipairs(section.columns) do widths[i] = #name end
   for r, row in ipairs(section.rows) do
      cells[r] = {}
      for i, value in ipairs(row) do
         cells[r][i] = text.escape(tostring(value))
         widths[i] = math.max(widths[i], #cells[r][i])
      end
   end
   return widths, cells
end

-- The columns left to the last one, or nil where even wrapping it does not make the table fit.
local function room_of(widths)
   local used = #INDENT
   for i = 1, #widths - 1 do used = used + widths[i] + GAP end
   local room = text.WIDTH - used
   return (room >= widths[#widths] or room >= LEAST) and room or nil
end

local function row_lines(cells, widths, room)
   local head = INDENT
   for i = 1, #cells - 1 do head = head .. cells[i] .. (" "):rep(widths[i] - #cells[i] + GAP) end
   local lines = text.wrap(cells[#cells], (" "):rep(#head), head, #head + room)
   for i, line in ipairs(lines) do lines[i] = line:gsub("%s+$", "") end
   return lines
end

-- A row that fits no line: its first cell, and the others below it by name.
local function block_lines(section, cells)
   local lines = { INDENT .. cells[1] }
   local pairs_list = {}
   for i = 2, #cells do pairs_list[#pairs_list + 1] = { section.columns[i] .. ":", cells[i] } end
   return text.append(lines, text.columns(pairs_list, INDENT .. INDENT))
end

--- The lines of a table alone, SECTION { columns, rows }.
function report.table(section, paint)
   local widths, cells = widths_of(section)
   local room, lines = room_of(widths), {}
   if room then
      for _, line in ipairs(row_lines(section.columns, widths, room)) do lines[#lines + 1] = paint("faint", line) end
   end
   for _, row in ipairs(cells) do
      text.append(lines, room and row_lines(row, widths, room) or block_lines(section, row))
   end
   return lines
end

-- Tables that a report makes of the models, by name (`shows` of an audit).
local TABLES = { ["ses-matrix"] = require "sesame.report.ses_matrix_text" }

--- The sections of AUDIT: those made of its models, then its script's.
function report.of(audit)
   local list = {}
   for _, name in ipairs(audit.shows or {}) do list[#list + 1] = TABLES[name].section(audit.models) end
   return table.move(audit.sections or {}, 1, #(audit.sections or {}), #list + 1, list)
end

--- The lines of LIST (sections as sesame.section makes them). PAINT(kind, words) colours.
function report.lines(list, paint)
   local lines = {}
   for _, section in ipairs(list) do
      lines[#lines + 1] = paint("bold", text.escape(section.title):upper())
      if section.text then text.append(lines, text.wrap(text.escape(section.text), INDENT)) end
      if #section.rows > 0 then text.append(lines, report.table(section, paint)) end
      for _, line in ipairs(section.lines) do lines[#lines + 1] = line == "" and "" or INDENT .. text.escape(line) end
      lines[#lines + 1] = ""
   end
   return lines
end

local function copy(list)
   return json.list(table.move(list, 1, #list, 1, {}))
end

--- One section as JSON: { title, text, columns, rows, lines }.
function report.json(section)
   local rows = {}
   for i, row in ipairs(section.rows) do rows[i] = copy(row) end
   return json.object {
      { "title", section.title }, { "text", section.text or json.null }, { "columns", copy(section.columns) },
      { "rows", json.list(rows) }, { "lines", copy(section.lines) },
   }
end

return report
