-- SPDX-License-Identifier: MIT
-- The pair of selectors that Microsoft 365 has a domain publish: two aliases into its tenant, of which one leads to a
-- key at a time and the other is idle. It must not look anything up.
local names = require "sesame.base.names"

local microsoft = {}

-- What the two lead to: selectorN-<the domain, with dashes>._domainkey.<tenant>, the tenant in the older form and in
-- that for domains added since 2025.
local LED = "^selector([12])%-([^.]+)%._domainkey%.(.+)$"
local TENANTS = { "^[^.]+%.onmicrosoft%.com$", "^.+%.dkim%.mail%.microsoft$" }

microsoft.NAMES = { "selector1", "selector2" }

local function is_tenant(name)
   for _, pattern in ipairs(TENANTS) do
      if name:find(pattern) then return true end
   end
   return false
end

--- What the alias from SELECTOR to TARGET is where Microsoft made it: { number = 1 or 2, label = the domain as its
-- label there has it, tenant }; nil where it is none, or the alias of the other selector.
function microsoft.alias(selector, target)
   local number, label, tenant = names.canonical(target):match(LED)
   if not number or selector:lower() ~= "selector" .. number or not is_tenant(tenant) then return nil end
   return { number = math.tointeger(number), label = label, tenant = tenant }
end

--- Whether two aliases are one pair: the same domain of the same tenant.
function microsoft.pair(a, b)
   return a.number ~= b.number and a.label == b.label and a.tenant == b.tenant
end

--- The other selector of the pair.
function microsoft.twin(selector)
   return selector:lower() == microsoft.NAMES[1] and microsoft.NAMES[2] or microsoft.NAMES[1]
end

--- Names to ask for in the place of SELECTORS (a list): in a tenant's own domain the two are called after it.
function microsoft.selectors(domain, selectors)
   if not domain:find(TENANTS[1]) then return selectors end
   local list = {}
   for _, selector in ipairs(selectors) do
      list[#list + 1] = selector
      if selector == microsoft.NAMES[1] or selector == microsoft.NAMES[2] then
         list[#list + 1] = selector .. "-" .. domain:gsub("%.", "-")
      end
   end
   return list
end

return microsoft
