-- SPDX-License-Identifier: MIT
-- Recipe: why is Easy DKIM still pending, and does waiting help?
local ses = require "sesame.script.ses"

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

-- The tables for AUDIT: each record, and what SES says.
local function sections(audit)
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

-- Tables, then every finding that bears on it.
local function run(audit)
   ses.any(audit)
   sections(audit)
   audit:check("easy-dkim-pending", "easy-dkim", "zone", { "ses-identity", "ses-signing-*", "ses-replica*",
      "ses-tokens-*",
      "ses-byodkim-*" })
end

return {
   summary = "Why Easy DKIM stays pending: each of the three records, every name server, what SES saw, and whether "
      .. "waiting helps.",
   tags = { "safe", "ses", "dkim" },
   codes = ses.none,
   run = run,
}
