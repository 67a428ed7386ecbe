-- SPDX-License-Identifier: MIT
-- How much a stranger's data may make us say and do: every bound of findings and reports, each with its reason. Bounds
-- of one engine's work stand in that engine. It must not know what it bounds.
local bounds = {}

-- Findings of one code about one name and type: ten tell what is wrong, and an eleventh says nothing new.
bounds.FINDINGS = 10

-- And of a script of the user's own, who may say of one domain what is wrong with each of its hosts.
bounds.SCRIPT = 200

-- Records shown with one finding: as many as a screen holds.
bounds.EVIDENCE = 20

-- Octets of one value shown, those round the place at fault: a whole SPF record or DKIM key that works is shorter.
bounds.VALUE = 2048

-- Members of a list, and octets of a word, within a sentence: with more of them it is no sentence.
bounds.LIST = 40
bounds.WORD = 600

-- Records, terms or addresses of one list of a model or a tree in a report: more than any policy that works has.
bounds.ROWS = 200

-- Terms of a whole tree in a report, over all of its records.
bounds.TREE = 800

-- Octets of all of its records and terms there, before they are laid out.
bounds.TREE_OCTETS = 200000

-- Faults of one record that a lint shows.
bounds.FAULTS = 40

-- Steps of a plan told one by one; the record that comes of them is shown whole.
bounds.STEPS = 40

-- Choices that a fix offers, and records at one name among which it chooses: each is tried by an audit of its own.
bounds.CHOICES = 12

-- Octets of a record that is mended term by term, each mend proved by an audit: four times what an answer over UDP
-- holds, and about as many words as sesame.spf.mend reads. A longer one is written anew.
bounds.MENDED = 8192

-- Octets of DNS data that one list of a model shows: more than 512, 1,232 or 4,096, within which answers travel.
bounds.LIST_OCTETS = 16384

local CUT <const> = "..."

--- TEXT, or its first MOST octets (default bounds.WORD) and an ellipsis.
function bounds.word(text, most)
   most = most or bounds.WORD
   return #text > most and text:sub(1, most) .. CUT or text
end

--- The first of LIST, at most MOST (default bounds.ROWS), and how many are left out (0 where LIST itself comes back).
function bounds.first(list, most)
   most = most or bounds.ROWS
   if #list <= most then return list, 0 end
   return table.move(list, 1, most, 1, {}), #list - most
end

--- The first texts of LIST that have at most OCTETS (default bounds.LIST_OCTETS) together, none of them longer than
-- bounds.VALUE, and how many are left out.
function bounds.texts(list, octets)
   local left, out = octets or bounds.LIST_OCTETS, {}
   for i, text in ipairs(list) do
      local shown = bounds.word(text, bounds.VALUE)
      left = left - #shown
      if left < 0 and i > 1 then return out, #list - i + 1 end
      out[i] = shown
   end
   return out, 0
end

--- The part of VALUE round RANGE ({ from, to }, offsets from 0, or nil) that is shown, RANGE within that part, and the
-- offset at which the part begins; VALUE and RANGE themselves and 0 where the whole is shown.
function bounds.excerpt(value, range, most)
   most = most or bounds.VALUE
   if #value <= most then return value, range, 0 end
   local from = range and math.max(0, math.min(range[1] - most // 2, #value - most)) or 0
   local part = value:sub(from + 1, from + most)
   return part, range and { range[1] - from, math.min(range[2] - from, #part) } or nil, from
end

return bounds
