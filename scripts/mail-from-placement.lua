-- SPDX-License-Identifier: MIT
-- Recipe: is the SPF record for Amazon SES at the MAIL FROM name, where receivers look?
local regions = require "sesame.ses.regions"

local function lets_ses(tree)
   if not tree then return "no record" end
   for _, term in ipairs(tree.terms or {}) do
      if term.kind == "include" and term.target == "amazonses.com" and term.status ~= "dead" then return "yes" end
   end
   return tree.result == "unknown" and "?" or "no"
end

-- Where the SPF record of SES stands, and where it has to: AUDIT's domain and its MAIL FROM names as a table.
local function placement(audit)
   local models = audit.models
   if models.domain.exists ~= true then return end
   local rows = {
      { audit.domain, "no", #models.spf.records > 1 and "several" or lets_ses(models.spf_tree), "SES never asks here" },
   }
   for _, entry in ipairs(models.mail_from) do
      if entry.ses then
         local host = entry.mx.hosts[1]
         local kind, region = regions.host(host and host.host or "")
         if kind ~= "mail-from" then region = nil end
         local there = #entry.spf.records > 1 and "several" or lets_ses(entry.tree)
         rows[#rows + 1] = { entry.name, "yes", there, region and "MX of " .. region or "no MX of SES" }
      end
   end
   audit:section {
      title = "SPF for SES", columns = { "name", "needed", "lets SES", "" }, rows = rows,
      text = "Receivers look SPF up at the MAIL FROM name itself; it is not inherited from the name above.",
   }
end

return {
   summary = "Is the SPF record for SES at the MAIL FROM name, or was it put on the domain itself, where nobody looks "
      .. "for it?",
   tags = { "safe", "ses", "spf" },
   run = function(audit)
      placement(audit)
      audit:check({ "ses-mail-from-spf", "*" }, { "ses-mail-from-place", "*" }, { "spf-terms", "spf-amazonses-unused" },
         { "names", "mail-from-spf-several" })
   end,
}
