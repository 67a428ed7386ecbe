-- SPDX-License-Identifier: MIT
-- `sesame dkim easy DOMAIN --ses REGION --tokens A,B,C`: the three records of an Amazon SES identity, one by one.
local asking = require "sesame.cli.asking"
local finding = require "sesame.finding"
local identities = require "sesame.cli.identities"

local easy = {
   name = "dkim easy", summary = "Judge the three Easy DKIM records of an Amazon SES identity.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = {
      "sesame dkim easy acme.example --ses us-east-1=examples/acme-ses-us-east-1.json --zone examples/acme.zone --offline",
   },
}

function easy.arguments(parser)
   parser:argument("domain", "The identity: a domain.")
   parser:option("--ses", "The region; FILE: saved get-email-identity JSON, or the tokens."):argname("REGION[=FILE]"):count("*")
   parser:option("--tokens", "The three tokens."):argname("A,B,C")
   parser:option("--fail-on", "Exit with 1 from this severity on: error, warning or notice."):argname("SEVERITY")
end

-- What is at or above --fail-on gives 1; a verdict that could not be reached 3.
local function status_of(audit, models, fail_on)
   for _, item in ipairs(audit.findings) do
      if finding.at_least(item.severity, fail_on) then return 1 end
   end
   local unknown = #models == 0 or audit.counts.unknown > 0
   for _, model in ipairs(models) do unknown = unknown or model.verdict == "unknown" end
   return unknown and 3 or 0
end

local function render(given, out, audit, models)
   if given.format == "json" then return require("sesame.report.easy_dkim_json").text(models[1]) end
   local parts = {}
   for i, model in ipairs(models) do
      parts[i] = require("sesame.report.easy_dkim").text(model, { colour = out.colour })
   end
   parts[#parts + 1] = require("sesame.report.text").audit(audit, { colour = out.colour, quiet = given.quiet })
   return table.concat(parts, "\n")
end

function easy.run(given, environment)
   local domain, message = asking.domain(given.domain)
   if not domain then return nil, message end
   local known
   known, message = identities.read(given)
   if not known then return nil, message end
   if #known == 0 then return nil, "--ses is missing: the region of the identity, such as us-east-1" end
   for _, identity in ipairs(known) do
      if not identity.tokens then
         return nil, "--tokens A,B,C is missing (aws sesv2 get-email-identity --email-identity " .. domain .. ")"
      end
   end
   if #known > 1 and given.format == "json" then return nil, "--format json: one --ses at a time" end
   return asking.run(given, environment, function(session, out)
      local audit = session:audit(domain, { identities = known, only = { "easy-dkim-*" } })
      local models = audit.models and audit.models.easy_dkim or {}
      out:write(render(given, out, audit, models))
      return status_of(audit, models, given["fail-on"])
   end)
end

return easy
