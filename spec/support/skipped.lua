-- SPDX-License-Identifier: MIT
-- A busted helper: one line at the end for all tests that were left out, by reason, in place of a paragraph for each.
local busted = require "busted"

local count, by_reason, order = 0, {}, {}

-- Counts one more test left out for REASON.
local function left_out(reason)
   count = count + 1
   if not by_reason[reason] then by_reason[reason], order[#order + 1] = 0, reason end
   by_reason[reason] = by_reason[reason] + 1
end

busted.subscribe({ "pending" }, function(element, _, message)
   left_out((type(message) == "string" and message or element.name):gsub("^%S+:%d+: ", "", 1))
   return nil, true
end)

busted.subscribe({ "suite", "end" }, function()
   local parts = {}
   for i, reason in ipairs(order) do parts[i] = ("%d: %s"):format(by_reason[reason], reason) end
   if count > 0 then io.write(("left out: %d (%s)\n"):format(count, table.concat(parts, "; "))) end
   return nil, true
end)
