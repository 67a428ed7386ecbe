-- SPDX-License-Identifier: MIT
-- What can be said of one term of an SPF tree (doc/spf-walk.md). It must not look anything up.
local names = require "sesame.base.names"

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

--- The first term of RECORD (of sesame.spf.parse, or nil) that includes NAME, a final dot aside; nil where none does.
function terms.include_of(record, name)
   for _, term in ipairs(record and record.terms or {}) do
      if term.kind == "include" and term.value and names.canonical(term.value) == name then return term end
   end
end

return terms
