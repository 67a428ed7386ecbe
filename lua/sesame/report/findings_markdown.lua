-- SPDX-License-Identifier: MIT
-- Every finding as a page (doc/findings.md), from the declarations alone.
local declaration = require "sesame.finding.declaration"
local template = require("sesame.finding").template
local former = require("sesame.check.codes").former

local catalogue = {}

local HEAD = [[
# Findings

Everything an audit can say, by check. `sesame explain CODE` shows one entry; accepted findings and severities are
described in [checks.md](checks.md). Written by `make doc` from the declarations beside the checks; a spec
compares the two.
]]

local function cell(words)
   return (words:gsub("|", "\\|"):gsub("{(%w[%w_]*)}", "*%1*"))
end

local function by_check(codes, all)
   local names, groups = {}, {}
   for _, code in ipairs(codes) do
      local name = all[code].check
      if not groups[name] then
         groups[name], names[#names + 1] = {}, name
      end
      table.insert(groups[name], code)
   end
   table.sort(names)
   return names, groups
end

local function entry(code, declared)
   local lines = {
      ("### %s"):format(code), "", ("**%s**: %s"):format(declared.severity, cell(template(declared.text))), "",
      ("Why: %s"):format(cell(template(declared.why))),
   }
   if declared.advice then
      lines[#lines + 1] = ""
      lines[#lines + 1] = "Do: " .. cell(template(declared.advice))
   end
   lines[#lines + 1] = ""
   if declared.severity ~= "ok" then
      lines[#lines + 1] = ("Rank: %d, %s"):format(declared.rank, declaration.ranks[declared.rank])
      lines[#lines + 1] = ""
   end
   if #declared.follows > 0 then
      lines[#lines + 1] = "Follows from: " .. table.concat(declared.follows, ", ")
      lines[#lines + 1] = ""
   end
   lines[#lines + 1] = "Source: " .. declared.reference
   lines[#lines + 1] = ""
   return table.concat(lines, "\n")
end

-- The retired codes in whose place those of CODES are found now, as lines of a table; {} where there are none.
local function retired(codes)
   local rows = {}
   for _, code in ipairs(codes) do
      for _, old in ipairs(former(code)) do rows[#rows + 1] = ("| `%s` | `%s` |"):format(old, code) end
   end
   table.sort(rows)
   return rows
end

local RETIRED = [[
## Retired codes

No audit finds them any more. `sesame explain`, `--only`, `--skip`, `--code`, `--choose` and accepted findings take each
for the code that says the same now.

| retired | now |
|---|---|
]]

--- CODES (sorted names) out of ALL (sesame.check.suite.declarations()) as Markdown.
function catalogue.markdown(codes, all)
   local parts = { HEAD }
   local names, groups = by_check(codes, all)
   for _, name in ipairs(names) do
      parts[#parts + 1] = ("## %s\n"):format(name)
      for _, code in ipairs(groups[name]) do parts[#parts + 1] = entry(code, all[code].declaration) end
   end
   local rows = retired(codes)
   if #rows > 0 then parts[#parts + 1] = RETIRED .. table.concat(rows, "\n") .. "\n" end
   return (table.concat(parts, "\n"):gsub("\n+$", "\n"))
end

return catalogue
