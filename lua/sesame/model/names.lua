-- SPDX-License-Identifier: MIT
-- Model of names that are denied although names below them exist. It must not know what the names hold.
local names = {}

-- Names that exist only to have names below them, with a child to look for (RFC 8020 2, rule on empty non-terminals).
local function parents(context, selectors)
   local list = {}
   for _, selector in ipairs(selectors) do
      if selector.status == "ok" or selector.status == "nodata" then
         list[#list + 1] = { parent = "_domainkey." .. context.domain, child = selector.name }
         break
      end
   end
   return list
end

--- Names denied with NXDOMAIN although a name below them exists: { { name, child, server }, ... }.
-- OWN is the domain's model.
function names.denied_parents(context, own, selectors)
   local list = {}
   for _, pair in ipairs(parents(context, selectors)) do
      local answer = context.facts:get(pair.parent, "TXT")
      if answer.status == "nxdomain" then
         list[#list + 1] = { name = pair.parent, child = pair.child, server = answer.server }
      end
   end
   if own.denied then
      list[#list + 1] = { name = own.name, child = "_dmarc." .. own.name, server = own.answer.server }
   end
   return list
end

return names
