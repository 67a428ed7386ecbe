-- SPDX-License-Identifier: MIT
-- What can be said of one term of an SPF tree (doc/spf-walk.md). It must not look anything up.
local terms = {}

local COSTING = { a = true, mx = true, exists = true }

--- Whether TERM is reached, and finds nothing for any sender: no such name, or no record there. An include without a
-- record is no such term: it ends in permerror.
function terms.is_void(term)
   local void = term.void_lookups
   return COSTING[term.kind] and term.status == "counted" and term.void_certain and void and void.ip4 > 0
      and void.ip6 > 0
      and (term.dns == "nxdomain" or term.dns == "nodata")
end

return terms
