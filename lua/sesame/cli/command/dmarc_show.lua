-- SPDX-License-Identifier: MIT
-- `sesame dmarc show DOMAIN...`: the policy that applies to mail from a domain, and how receivers come to it.
local asking = require "sesame.cli.asking"
local dmarc = require "sesame.dmarc"

local show = {
   name = "dmarc show",
   summary = "Show the DMARC policy that applies to a domain, and how receivers come to it (RFC 9989 4.10).",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = { "sesame dmarc show acme.example --zone examples/acme.zone --offline" },
}

function show.arguments(parser)
   parser:argument("domains", "Domains, as they stand in the From header."):args("+")
end

-- Findings win over unknowns: 1 where DMARC does not apply or the record has errors, 3 where it is undetermined.
local function status_of(shown)
   for _, item in ipairs(shown.faults) do
      if item.severity == "error" then return 1 end
   end
   if shown.policy.status == "none" then return 1 end
   return shown.policy.status == "unknown" and 3 or 0
end

function show.run(given, environment)
   local names, message = asking.domains(given)
   if not names then return nil, message end
   return asking.run(given, environment, function(session, out)
      local status, assumed = 0, {}
      for i, name in ipairs(names) do
         local shown = dmarc.show(name, { facts = session:view() })
         if i > 1 then out:write("\n") end
         local report = given.format == "json" and require "sesame.report.dmarc_json"
            or require "sesame.report.dmarc_text"
         out:write(report.show(shown))
         status = asking.worse(status, status_of(shown))
         asking.note_unlearnt(given, out, session, shown.policy.walk.because)
         if #assumed == 0 then assumed = session.facts:assumed(shown.policy.walk.queries) end
      end
      asking.note_assumed(given, out, assumed)
      return status
   end)
end

return show
