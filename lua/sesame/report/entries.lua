-- SPDX-License-Identifier: MIT
-- Findings as a report for people shows them: those of one code that have one reason and one remedy stand together in
-- one entry, however many subjects they have. Data in, data out; it must not lay out text, and JSON keeps one finding a
-- subject.
local lines_of = require("sesame.base.records").lines

local entries = {}

-- Whether every record that ITEM publishes stands at the name it speaks of, and the message says that name, so that the
-- record needs no word of its own.
local function names_itself(item)
   if item.wording == item.message then return false end
   for _, set in ipairs(item.records) do
      if set.name ~= item.subject then return false end
   end
   return true
end

-- What findings of one entry have in common. Causes go by code, so those of one code have the same.
local function key_of(item, lines)
   local own = names_itself(item) and "" or table.concat(lines, "\n")
   return table.concat({ item.code, item.why, item.advice or "", own }, "\0")
end

--- LIST, sorted by sesame.finding.sort, as entries in its order: { code, why, advice, reference, findings, lines };
-- lines are the records of all of them, each once.
function entries.of(list)
   local out, by_key, lines_by = {}, {}, {}
   for _, item in ipairs(list) do
      local lines = lines_of(item.records)
      local key = key_of(item, lines)
      local entry = by_key[key]
      if not entry then
         entry = { code = item.code, why = item.why, advice = item.advice, reference = item.reference, findings = {},
            lines = {} }
         by_key[key], lines_by[entry], out[#out + 1] = entry, {}, entry
      end
      entry.findings[#entry.findings + 1] = item
      for _, line in ipairs(lines) do
         if not lines_by[entry][line] then
            lines_by[entry][line], entry.lines[#entry.lines + 1] = true, line
         end
      end
   end
   return out
end

--- The findings of ENTRY in runs that say the same of different subjects: { { finding, ... }, ... }, in order. Each is
-- told by the message of its first, and the subjects of the others.
function entries.runs(entry)
   local out, by_wording = {}, {}
   for _, item in ipairs(entry.findings) do
      local run = by_wording[item.wording]
      if not run or run[#run].subject == item.subject then
         run = {}
         by_wording[item.wording], out[#out + 1] = run, run
      end
      run[#run + 1] = item
   end
   return out
end

return entries
