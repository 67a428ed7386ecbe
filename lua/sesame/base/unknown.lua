-- SPDX-License-Identifier: MIT
-- The one shape of what may be unknown, in what engines and models return: known = true, or known = false and because =
-- { name, type, status }, the question that failed and how. A fact itself (an answer, and its outline) keeps its three
-- words: known is "present", "absent" or "unknown" there, since absence is something learnt. It must not know why one
-- would ask.
local unknown = {}

--- The question NAME TYPE that came to STATUS ("servfail", "timeout", ...), as `because` has it.
function unknown.because(name, rrtype, status)
   return { name = name, type = rrtype, status = status }
end

--- `because` of what nobody told, rather than DNS: a MAIL FROM name, the tokens of NAME. It has no type.
function unknown.untold(name)
   return { name = name, status = "not-told" }
end

local OF_SOURCE <const> = { ["not-in-zone"] = true, ["not-recorded"] = true }

--- Whether STATUS is a state of the source that was asked (zone files, a recording), not a failure of any server:
-- asking again is of no use.
function unknown.of_source(status)
   return OF_SOURCE[status] == true
end

--- The question that ANSWER (or any table with name, type and status) left open, or nil where it was learnt.
function unknown.unlearnt(answer)
   if answer.known ~= "unknown" then return nil end
   return unknown.because(answer.name, answer.type, answer.status)
end

--- MADE (a new table of the caller's, or nil for {}) with known, and because where BECAUSE is given.
function unknown.mark(made, because)
   made = made or {}
   made.known, made.because = because == nil, because
   return made
end

return unknown
