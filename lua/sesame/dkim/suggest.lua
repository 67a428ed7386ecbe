-- SPDX-License-Identifier: MIT
-- Selectors that are worth a question though nobody named them: those of the services that a domain's MX and SPF
-- records show, and the commonest of all. Guesses for people: that none is there proves nothing. It must not look
-- anything up.
local providers = require "sesame.mail.providers"
local spf = require "sesame.spf"

local suggest = {}

--- The ten selectors met most: of the large mailbox services, of marketing services, and what software takes where
-- nobody says otherwise.
suggest.COMMONEST = { "default", "dkim", "google", "k1", "k2", "mail", "s1", "s2", "selector1", "selector2" }

--- The selectors that customers get of the services which HOSTS (names of MX hosts) and RECORDS (texts of SPF records)
-- show, each once, in order.
function suggest.selectors(hosts, records)
   local found, seen = {}, {}
   local function add(entry)
      for _, selector in ipairs(entry and entry.selectors or {}) do
         if not seen[selector] and not selector:find("*", 1, true) then
            seen[selector], found[#found + 1] = true, selector
         end
      end
   end
   for _, host in ipairs(hosts) do add(providers.entry_of_mx(host:lower())) end
   for _, record in ipairs(records) do
      local parsed = spf.parse(record)
      for _, term in ipairs(parsed and parsed.terms or {}) do
         if (term.kind == "include" or term.kind == "redirect") and term.value then
            add(providers.entry_of_include(term.value:lower():gsub("%.$", "")))
         end
      end
   end
   table.sort(found)
   return found
end

return suggest
