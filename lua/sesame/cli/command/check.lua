-- SPDX-License-Identifier: MIT
-- `sesame check DOMAIN...`: the audit.
local check = {
   name = "check", summary = "Audit domains: does their mail authenticate?",
   groups = { "source", "audit", "detail", "output" }, formats = { "text", "json", "ndjson" },
   draft = "sesame check --zone example.org=draft.zone example.org",
   example = {
      "sesame check --zone examples/acme.zone --offline acme.example",
      "echo acme.example | sesame check --zone examples/acme.zone --offline -f ndjson -",
   },
}

function check.arguments(parser)
   parser:argument("domains", "Domains; '-' reads them from standard input, one a line."):args("*")
end

function check.run(given, environment)
   return require("sesame.cli.audits").run(given, given.domains, nil, environment)
end

return check
