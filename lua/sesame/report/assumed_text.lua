-- SPDX-License-Identifier: MIT
-- The note on names that nobody told of and that were taken as absent. Writes nothing.
local words = {}

--- The sentence about NAMES (sesame.facts, `assumed`), one of which a result rests on; nil where there is none.
function words.note(names)
   if #names == 0 then return nil end
   return ("offline: DMARC records above the given zones (such as %s) are taken as absent"):format(names[1])
end

return words
