-- SPDX-License-Identifier: MIT
-- Who may send by an SPF record (sesame.spf.senders), in words. Words alone; it must not judge.
local words = {}

local KEY = { written = "Addresses in the record", anyone = "Depends on the sender", own = "Your own names",
   all = "Everybody (all)" }

--- What GROUP ({ key, name }) is called: the service's name or the organization's, or words for those that are neither.
function words.called(group)
   return group.name or KEY[group.key]
end

return words
