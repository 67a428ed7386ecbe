-- SPDX-License-Identifier: MIT
-- `sesame ses plan DOMAIN`: the recipe ses-plan, in the formats of `sesame fix` too; and with --init a first
-- expectations file.
local asking = require "sesame.cli.asking"
local fixes = require "sesame.fix"
local place = require "sesame.cli.place"
local script = require "sesame.script"
local shell = require "sesame.base.shell"

local plan = {
   name = "ses plan", summary = "All records to publish for a domain in its SES regions, and what may go.",
   groups = { "source", "audit", "output" },
   formats = { "text", "json", "ndjson", "bind", "nsupdate", "route53", "terraform", "cloudformation", "cloudflare",
      "dnscontrol",
      "octodns" },
   example = {
      "sesame ses plan clean.example regions=eu-west-1 --zone examples/acme.zone --offline",
      "sesame ses plan acme.example --expect examples/acme.expect.lua --format bind --zone examples/acme.zone "
         .. "--offline",
   },
}

function plan.arguments(parser)
   parser:argument("words", "The domain, and NAME=VALUE as `sesame scripts` lists them for ses-plan."):args("*")
   parser:option("--init", "Write a first expectations file from --ses REGION=FILE and end; never over a file.")
      :argname("FILE")
end

-- ---- --init ----

local function domain_of(words)
   if #words ~= 1 then return nil, "one domain is expected" end
   return asking.domain(words[1])
end

-- The files of --ses by region: { [region] = { file =, account_file =, list_file = } }.
local function files_of(given, target)
   local saved, first = require "sesame.ses.saved", require "sesame.expect.first"
   local here, files = require("lfs").currentdir(), {}
   for _, text in ipairs(given.ses or {}) do
      local region, path = text:match("^([^=]+)=(.+)$")
      local found = path and saved.load(path)
      if found then
         files[region] = files[region] or {}
         local field = found.account and "account_file" or found.listed and "list_file"
            or (found.saved or found.by_name) and "file"
         if field then files[region][field] = first.relative(path, target, here) end
      end
   end
   return files
end

local function init(given)
   local domain, message = domain_of(given.words)
   if not domain then return nil, "--init: " .. message end
   local list
   list, message = require("sesame.cli.identities").read(given)
   if not list then return nil, message end
   if #list == 0 then return nil, "--init: --ses REGION=FILE is missing: which identities?" end
   local files, identities = files_of(given, given.init), {}
   for i, identity in ipairs(list) do
      local own = require("sesame.ses.saved").of(identity, domain)
      identities[i] = {
         region = identity.region, tokens = own.tokens, mail_from = own.mail_from or identity.mail_from,
         hosted_zone = own.hosted_zone,
         origin = own.origin,
      }
      for name, path in pairs(files[identity.region] or {}) do identities[i][name] = path end
   end
   local text = require("sesame.expect.first").text(domain, identities, given.selector or {})
   local ok, fault = require("sesame.core").system.write_private(given.init, text)
   if not ok then return nil, "--init: " .. fault end
   io.stderr:write(("sesame: %s written; use it with --expect %s\n"):format(given.init, shell.path(given.init)))
   return 0
end

-- ---- the plan ----

local function load()
   local folder, message = place.scripts()
   if not folder then return nil, message end
   return script.load(script.path("ses-plan", folder))
end

-- The script's findings, and those of every check beside them: a plan must not bring any of those.
local function with_checks(run)
   local checks = require "sesame.check.suite"
   return function(context)
      local found, models, extras = run(context)
      extras.codes = nil
      if not models then return found, models, extras end
      return table.move(found, 1, #found, 1, checks.run(models)), models, extras
   end
end

local function as_fix(given, domains, run, environment)
   if #domains ~= 1 then return nil, ("--format %s: one domain at a time"):format(given.format) end
   local domain, message = asking.domain(domains[1])
   if not domain then return nil, message end
   local options
   options, message = require("sesame.cli.audits").audit_options(given, { run = with_checks(run) }, domains)
   if not options then return nil, message end
   options.codes = { "ses-plan-*" }
   return asking.run(given, environment, function(session, out)
      local made, fault = fixes.of(session, domain, options)
      if not made then return nil, fault end
      local text
      text, fault = fixes.render(made, given.format, {})
      if not text then return nil, fault end
      out:write(text)
      return #made.left > 0 and 1 or 0
   end)
end

local REPORTS = { text = true, json = true, ndjson = true }

function plan.run(given, environment)
   if given.init then return init(given) end
   local loaded, message = load()
   if not loaded then return nil, message end
   local arguments, domains = script.arguments(loaded, given.words)
   if not arguments then return nil, domains end
   domains, message = script.prepare(loaded, arguments, domains, #(given.input or {}) > 0)
   if not domains then return nil, message end
   local run = require("sesame.script.runner").of(loaded, arguments)
   if not REPORTS[given.format] then return as_fix(given, domains, run, environment) end
   return require("sesame.cli.audits").run(given, domains, { run = run, own = false }, environment)
end

return plan
