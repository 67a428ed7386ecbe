-- SPDX-License-Identifier: MIT
-- `sesame fix DOMAIN`: the records that mend what an audit finds, proved before anybody publishes them.
local asking = require "sesame.cli.asking"
local fixes = require "sesame.fix"
local planning = require "sesame.cli.planning"

local fix = {
   name = "fix", summary = "Plan the records that mend a domain, and prove the plan.",
   groups = { "source", "audit", "output" }, formats = fixes.formats,
   draft = "sesame fix --zone example.org=draft.zone example.org",
   example = {
      "sesame fix --zone examples/acme.zone --offline --expect examples/acme.expect.lua acme.example",
      "sesame fix --zone examples/acme.zone --offline --code 'spf-*' --format bind acme.example",
   },
}

function fix.arguments(parser)
   planning.arguments(parser)
   parser:option("--provider", "For terraform: aws, cloudflare (provider 5) or cloudflare4."):argname("P")
   parser:option("--zone-id", "For terraform: the zone's id (default: a variable)."):argname("ID"):target("zone_id")
   parser:option("--cloudflare-records", "For cloudflare: saved JSON of the zone's dns_records, with their ids.")
      :argname("FILE")
      :target("cloudflare_records")
end

local function status_of(made, fail_on)
   local counts = made.after
   local failing = counts.error
   if fail_on ~= "error" then failing = failing + counts.warning end
   if fail_on == "notice" then failing = failing + counts.notice end
   if failing > 0 then return 1 end
   return counts.unknown > 0 and 3 or 0
end

-- What the formats take of the command line, or nil and a message.
local function format_options(given)
   if given.format ~= "terraform" and (given.provider or given.zone_id) then
      return nil, "--provider and --zone-id go with --format terraform"
   end
   local options, path = { provider = given.provider, zone_id = given.zone_id }, given.cloudflare_records
   if not path then return options end
   if given.format ~= "cloudflare" then return nil, "--cloudflare-records goes with --format cloudflare" end
   local text, message = planning.content(path)
   if not text then return nil, "--cloudflare-records: " .. message end
   options.id_of, message = require("sesame.report.fix_cloudflare_records").read(text)
   if not options.id_of then return nil, ("--cloudflare-records: %s: %s"):format(path, message) end
   return options
end

function fix.run(given, environment)
   local form, refusal = format_options(given)
   if not form then return nil, refusal end
   local domain, options = planning.wanted(given)
   if not domain then return nil, options end
   return asking.run(given, environment, function(session, out)
      local made, message = fixes.of(session, domain, options)
      if not made then return nil, message end
      local text, fault = fixes.render(made, given.format, form)
      if not text then return nil, fault end
      out:write(text)
      asking.note_assumed(given, out, made.assumed)
      return status_of(made, given["fail-on"])
   end)
end

return fix
