-- SPDX-License-Identifier: MIT
-- What a comparison of two SPF policies says, in words. Words alone: what is so, sesame.spf.compare knows.
local words = {}

local function range_text(range)
   return range.first == range.last and range.first or range.first .. "-" .. range.last
end

--- What CHANGE hangs on where no address decides it, "unless exists:%{i}.x (record of a.test) matches"; or nil.
function words.condition(change)
   if not change.term then return nil end
   return ("%s %s (record of %s) matches"):format(change.matching and "where" or "unless", change.term, change.domain)
end

--- Why RANGE, one of those not proved, could not be compared.
function words.unproved(range)
   if range.relation == "unknown" then
      return ("DNS did not tell: %s"):format(range.unknown or "a part of the policy")
   end
   return ("%s (record of %s) depends on more than the address, and does not stand in the same place in both")
      :format(range.term, range.domain)
end

--- Why the verdict of RESULT is not "equal", in one sentence without a full stop; nil where it is. A comparison that
-- could not be made says why by itself (`message`).
function words.reason(result)
   if result.message or result.verdict == "equal" then return result.message end
   local change, range = result.changes[1], result.unproved and result.unproved[1]
   if result.verdict == "different" then
      return ("%s: %s becomes %s"):format(range_text(change), change.from, change.to)
   end
   return range and ("%s: %s"):format(range_text(range), words.unproved(range))
end

return words
