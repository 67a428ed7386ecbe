-- SPDX-License-Identifier: MIT
-- What a word of an SPF record may have been to say where no slip explains it: choices for a question, never a mend. It
-- must not say which of them is right.
local value = require "sesame.spf.meant_value"

local guess = {}

-- What people write for the end of a record.
local ENDS = { reject = "-all", fail = "-all", hardfail = "-all", softfail = "~all", neutral = "?all" }

--- What WORD, which is no term, may have been to say: the end in a word, a range of addresses, a name with a port or
-- behind a word that is no mechanism, a lost label or mechanism. A list of lists of words, as COLLECTOR() makes one.
function guess.of(word, collector)
   local list, add = collector()
   local sign, rest = word:match "^([-+~?]?)(.*)$"
   local lower = rest:lower()
   if ENDS[lower] then add { ENDS[lower] } end
   if rest:find "^[%w_-][%w._-]*%.%a[%w-]*%.?$" then
      for _, name in ipairs { "include:", "a:" } do add { sign .. name .. rest } end
   end
   local head, name, text = word:match "^([-+~?]?(%w+)[:=])(.+)$"
   if not head then return list end
   if name:lower() == "ip4" then
      local words = value.range(text)
      for at, block in ipairs(words or {}) do words[at] = head .. block end
      if words then add(words) end
   end
   add { head .. text:gsub("%.%.+", "."):gsub("^%.", "") }
   add { head .. text:gsub(":%d+$", "") }
   add { head .. text:gsub("(/%d+)/.*$", "%1") }
   if value.NAMES[name:lower()] then add { head .. text:gsub("/.*$", "") } end
   if not (value.NAMES[name:lower()] or name:lower():find "^ip[46]$") and text:find(".", 1, true) then
      for _, other in ipairs { "include:", "a:", "mx:" } do add { sign .. other .. text } end
   end
   return list
end

return guess
