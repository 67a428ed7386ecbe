-- SPDX-License-Identifier: MIT
-- `sesame dkim easy DOMAIN --ses REGION --tokens A,B,C`: the three records of an Amazon SES identity, one by one.
local asking = require "sesame.cli.asking"
local audit = require "sesame.audit"
local checks = { require "sesame.check.easy_dkim", (require("sesame.check.easy_dkim_pending")) }
local domain_check = require "sesame.check.domain"
local domain_model = require "sesame.model.domain"
local finding = require "sesame.finding"
local identities = require "sesame.cli.identities"
local model_of = require "sesame.model.easy_dkim"
local shell = require "sesame.base.shell"
local unlearnt = require "sesame.finding.unlearnt"

local easy = {
   name = "dkim easy", summary = "Judge the three Easy DKIM records of an Amazon SES identity.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = {
      "sesame dkim easy acme.example --ses us-east-1=examples/acme-ses-us-east-1.json --zone examples/acme.zone "
         .. "--offline",
   },
}

function easy.arguments(parser)
   parser:argument("domain", "The identity: a domain.")
   parser:option("--ses", "The region; FILE: saved get-email-identity JSON, or the tokens."):argname("REGION[=FILE]")
      :count("*")
   parser:option("--tokens", "The three tokens."):argname("A,B,C")
   parser:option("--requested", "When it was asked for, to say whether waiting helps (2026-11-24T10:00Z).")
      :argname("TIME")
   parser:option("--fail-on", "Exit with 1 from this severity on: error, warning or notice."):argname("SEVERITY")
      :target("fail-on")
end

-- What is at or above --fail-on gives 1; a verdict that could not be reached 3.
local function status_of(judged, fail_on)
   local unknown = judged.counts.unknown > 0
   for _, item in ipairs(judged.findings) do
      if finding.at_least(item.severity, fail_on) then return 1 end
   end
   for _, model in ipairs(judged.models.easy_dkim) do unknown = unknown or model.verdict == "unknown" end
   return unknown and 3 or 0
end

-- The report tells the verdict itself.
local TOLD = { "easy-dkim-verdict" }

local function judge(domain, facts, known)
   local context = audit.context(domain, facts, { identities = known })
   local models = { domain = domain_model.build(context) }
   models.easy_dkim = model_of.all(context, models.domain.zone)
   local found = {}
   for _, check in ipairs(models.domain.exists == false and { domain_check, table.unpack(checks) } or checks) do
      check.run(models, function(code, detail) found[#found + 1] = finding.new(check.findings, code, detail) end)
   end
   unlearnt.advise(found, facts.situation)
   local looked = { at = { "dkim" }, not_at = {}, only = {}, skip = {} }
   return audit.conclude(domain, found, models, { skip = TOLD }, { looked = looked })
end

local function render(given, out, judged, session)
   local models = judged.models.easy_dkim
   if given.format == "json" then return require("sesame.report.easy_dkim_json").text(models[1]) end
   local report, parts = require "sesame.report.audit_text", {}
   local head = { version = require("sesame").version, source = session.source, time = session:time_text() }
   for i, model in ipairs(models) do
      parts[i] = require("sesame.report.easy_dkim_text").text(model, { colour = out.colour })
   end
   parts[#parts + 1] = report.audit(judged, { colour = out.colour, quiet = given.quiet })
   return report.head(head, { colour = out.colour }) .. table.concat(parts, "\n")
end

function easy.run(given, environment)
   local domain, message = asking.domain(given.domain)
   if not domain then return nil, message end
   local known
   known, message = identities.read(given)
   if not known then return nil, message end
   if #known == 0 then return nil, "--ses is missing: the region of the identity, such as us-east-1" end
   if #known > 1 and given.format == "json" then return nil, "--format json: one --ses at a time" end
   for _, identity in ipairs(known) do
      if identity.origin == "EXTERNAL" then
         return nil, ("the identity in %s brings its own key (BYODKIM): sesame dkim key %s._domainkey.%s")
            :format(identity.region, shell.quote(identity.tokens and identity.tokens[1] or "SELECTOR"),
            shell.quote(domain))
      end
   end
   return asking.run(given, environment, function(session, out)
      local judged = judge(domain, session:view(), known)
      out:write(render(given, out, judged, session))
      return status_of(judged, given["fail-on"])
   end)
end

return easy
