-- SPDX-License-Identifier: MIT
-- The text of an SPF record with words taken out or put in, every other byte kept. It must not know what the words
-- mean.
local edit = {}

--- RECORD with the bytes of RANGES ({ from, to }, offsets from 0, in order, apart) replaced by WORDS[i] (nil: taken out
-- with the space before them).
function edit.ranges(record, ranges, words)
   local parts, at = {}, 0
   for i, range in ipairs(ranges) do
      local from = range[1]
      local word = words and words[i]
      if not word then
         while from > at and record:sub(from, from) == " " do from = from - 1 end
      end
      parts[#parts + 1] = record:sub(at + 1, from)
      parts[#parts + 1] = word or ""
      at = range[2]
   end
   parts[#parts + 1] = record:sub(at + 1)
   return (table.concat(parts):gsub("%s+$", ""))
end

--- RECORD with WORD before its first "all" or redirect, or at its end.
function edit.with(record, parsed, word)
   for _, term in ipairs(parsed.terms) do
      if term.kind == "all" or term.kind == "redirect" then
         return edit.ranges(record, { { term.range[1], term.range[1] } }, { word .. " " })
      end
   end
   return record:gsub("%s+$", "") .. " " .. word
end

return edit
