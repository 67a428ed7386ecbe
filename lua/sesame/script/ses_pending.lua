-- SPDX-License-Identifier: MIT
-- Parts of the recipe ses-pending: the records of each Easy DKIM identity as a table, what SES says, and the findings.
-- Over an audit of sesame.script. It must not know the command line.
local regions = require "sesame.script.ses"

local recipe = { codes = regions.none }

local function record_rows(list)
   local rows = {}
   for _, model in ipairs(list) do
      for _, record in ipairs(model.records) do
         local key = record.status == "right" and (record.idle and "idle" or record.key.state or "unknown") or "-"
         rows[#rows + 1] = { model.region or "?", record.status, key, record.name }
      end
   end
   return rows
end

local function told_rows(audit)
   local rows = {}
   for _, identity in ipairs(audit.identities) do
      if identity.saved then
         rows[#rows + 1] = {
            identity.region or "?", identity.dkim_status or "?", identity.error or "-", identity.last_checked or "?",
            identity.soa and identity.soa.serial and tostring(identity.soa.serial) or "-",
         }
      end
   end
   return rows
end

--- The tables for AUDIT: each record, and what SES says.
function recipe.sections(audit)
   local rows = record_rows(audit.models.easy_dkim or {})
   if #rows > 0 then
      audit:section {
         title = "Records of Easy DKIM", columns = { "region", "record", "key", "name" }, rows = rows,
         text = "All three have to be right; one key is enough, the other targets may be idle.",
      }
   end
   local told = told_rows(audit)
   if #told > 0 then
      audit:section { title = "What SES says", columns = { "region", "DKIM", "error", "last checked",
         "SOA serial it saw" }, rows = told }
   end
end

--- The recipe: tables, then every finding that bears on it.
function recipe.run(audit)
   regions.any(audit)
   recipe.sections(audit)
   audit:check("easy-dkim-pending", "easy-dkim", "zone", { "ses-identity", "ses-signing-*", "ses-replica*",
      "ses-tokens-*",
      "ses-byodkim-*" })
end

return recipe
