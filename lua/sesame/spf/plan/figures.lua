-- SPDX-License-Identifier: MIT
-- What a policy costs, in the figures that every plan for it is told by. A function of a tree.
local figures = {}

--- Of TREE (sesame.spf.walk): { lookups, lower_bound = whether there may be more, void = { ip4, ip6 } (terms that
-- certainly find nothing), octets = of the domain's own record }.
function figures.of(tree)
   local void = tree.void_certain or {}
   return {
      lookups = tree.lookups or 0, lower_bound = tree.lower_bound == true, octets = #(tree.record or ""),
      void = { ip4 = void.ip4 or 0, ip6 = void.ip6 or 0 },
   }
end

return figures
