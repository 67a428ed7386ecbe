-- SPDX-License-Identifier: MIT
-- A section of a report: what a script shows beside its findings, as prose, a table, or lines to copy. Plain data,
-- checked when made. It must not know how a section is shown.
local options = require "sesame.base.options"

local section = {}

section.ROWS_MAX = 10000 -- rows or lines of one section; a report that long is no report

local KNOWN = { title = "string", text = "string?", columns = "table?", rows = "table?", lines = "table?" }

local function check_list(title, name, list, kind)
   if #list > section.ROWS_MAX then error(("section '%s': over %d %s"):format(title, section.ROWS_MAX, name), 4) end
   for i, value in ipairs(list) do
      local given = type(value)
      if given ~= kind and not (kind == "string" and given == "number") then
         error(("section '%s': %s, number %d is a %s, not a %s"):format(title, name, i, given, kind), 4)
      end
   end
end

local function check_rows(title, detail)
   if not detail.columns then error(("section '%s': rows need columns"):format(title), 4) end
   for i, row in ipairs(detail.rows) do
      if #row ~= #detail.columns then
         error(("section '%s': row %d has %d cells for %d columns"):format(title, i, #row, #detail.columns), 4)
      end
      check_list(title, "row " .. i, row, "string")
   end
end

--- The section DETAIL: title (needed), and any of text (prose), columns and rows (a list of lists of texts or numbers,
-- a cell for each column), lines (to copy, never broken). Raises for anything else. Returns { title, text or nil,
-- columns, rows, lines }.
function section.new(detail)
   if type(detail) ~= "table" or type(detail.title) ~= "string" then error("a section needs a title", 3) end
   local title = detail.title
   local fault = options.fault(detail, KNOWN, "field")
   if fault then error(("section '%s': %s"):format(title, fault), 3) end
   for name, kind in pairs { columns = "string", rows = "table", lines = "string" } do
      if detail[name] then check_list(title, name, detail[name], kind) end
   end
   if detail.rows then check_rows(title, detail) end
   return {
      title = title, text = detail.text, columns = detail.columns or {}, rows = detail.rows or {}, lines = detail.lines
         or {},
   }
end

return section
