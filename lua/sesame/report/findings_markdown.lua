-- SPDX-License-Identifier: MIT
-- Every finding as a page (doc/findings.md), from the declarations alone.
local declaration = require "sesame.finding.declaration"

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
      ("### %s"):format(code), "", ("**%s**: %s"):format(declared.severity, cell(declared.text)), "",
      ("Why: %s"):format(cell(declared.why)),
   }
   if declared.advice then
      lines[#lines + 1] = ""
      lines[#lines + 1] = "Do: " .. cell(declared.advice):gsub(":$", " (the finding shows the record).")
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

--- CODES (sorted names) out of ALL (sesame.check.suite.declarations()) as Markdown.
function catalogue.markdown(codes, all)
   local parts = { HEAD }
   local names, groups = by_check(codes, all)
   for _, name in ipairs(names) do
      parts[#parts + 1] = ("## %s\n"):format(name)
      for _, code in ipairs(groups[name]) do parts[#parts + 1] = entry(code, all[code].declaration) end
   end
   return (table.concat(parts, "\n"):gsub("\n+$", "\n"))
end

return catalogue
