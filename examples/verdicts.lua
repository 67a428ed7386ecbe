-- SPDX-License-Identifier: MIT
-- A program of one's own over require "sesame": one line for each domain of the zone file.
--    LUA_PATH="lua/?.lua;lua/?/init.lua;;" LUA_CPATH="build/?.so;;" lua5.4 examples/verdicts.lua examples/acme.zone
--    acme.example
local sesame = require "sesame"

local zone = table.remove(arg, 1)
if not zone or #arg == 0 then
   io.stderr:write("usage: lua5.4 examples/verdicts.lua ZONE DOMAIN...\n")
   os.exit(2)
end

local audits, message = sesame.audit_all(arg, { zones = { zone }, offline = true })
if not audits then
   io.stderr:write(message, "\n")
   os.exit(2)
end
for audit in audits do
   local codes = {}
   for _, finding in ipairs(audit.findings) do
      if finding.severity == audit.verdict then codes[#codes + 1] = finding.code end
   end
   print(("%-30s %-8s %s"):format(audit.domain, audit.verdict, table.concat(codes, " ")))
end
