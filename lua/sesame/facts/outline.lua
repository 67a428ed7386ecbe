-- SPDX-License-Identifier: MIT
-- What every model says of an answer: its status, who gave it, and the aliases on the way. Plain data: a fact, whose
-- `known` has the three words of answers, with `because` where it is "unknown". It must not know any record type.
local unknown = require "sesame.base.unknown"

local outline = {}

local function targets(answer)
   local names = {}
   for i, link in ipairs(answer:chain()) do names[i] = link.target end
   return names
end

--- { known = "present|absent|unknown", because (sesame.base.unknown) where it is unknown, status, server or nil, chain
-- = { target names } } of ANSWER, into MODEL (the caller's own) when given.
function outline.of(answer, model)
   model = model or {}
   model.known, model.status, model.server = answer.known, answer.status, answer.server
   model.chain, model.because = targets(answer), unknown.unlearnt(answer)
   return model
end

--- Whether an alias leads to a name without the records asked for.
function outline.dangles(model)
   return model.known == "absent" and #model.chain > 0
end

return outline
