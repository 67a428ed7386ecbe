-- SPDX-License-Identifier: MIT
-- Aliases that lead out of a source and back into what is laid over it: the chain ends where somebody else has the
-- word, and the facts ask on there. It must not ask anybody.
local core = require "sesame.core"

local alias = {}

--- ANSWER as it is, or, when its chain of CNAMEs meets a name for which IS_OURS(name) is true, the alias up to that
-- name (status "alias"), so that the servers of that other name are asked.
function alias.cut(answer, is_ours)
   local chain, links = answer:chain(), {}
   for i, link in ipairs(chain) do
      links[i] = { type = "CNAME", name = link.name, value = link.target, ttl = link.ttl }
      if is_ours(link.target) then
         return core.answer.make { name = answer.name, type = answer.type, records = links, server = answer.server }
      end
   end
   return answer
end

return alias
