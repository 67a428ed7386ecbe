-- SPDX-License-Identifier: MIT
-- `sesame spf plan DOMAIN`: the least to change so that a policy keeps within the limit of lookups.
local asking = require "sesame.cli.asking"

local plan = {
   name = "spf plan", summary = "Find the least to change so that an SPF policy needs no more than ten lookups.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = {
      "sesame spf plan --zone examples/acme.zone --offline acme.example",
      "sesame spf plan --zone examples/acme.zone --offline --remove amazon-ses --target 9 acme.example",
   },
}

local STATUS = { fits = 0, planned = 0, impossible = 1, none = 1, unknown = 3 }

local TARGET_MOST = 100

function plan.arguments(parser)
   parser:argument("domain", "Domain.")
   parser:option("--add", "Service (google, amazon-ses, ...) or include to add."):argname("PROVIDER"):count("*")
   parser:option("--remove", "Service or include to take out."):argname("PROVIDER"):count("*")
   parser:option("--target", "Lookups to get down to (10, or 9 where that can be had)."):argname("N")
   parser:option("--also", "Name whose record may include or redirect to this one."):argname("NAME"):count("*")
   parser:option("--expect", "What the owner knows: its MAIL FROM names are looked at as with --also."):argname("FILE")
   parser:flag("--flatten-third-party", "Allow other organizations' records to be written as addresses.")
end

local function also_of(given)
   local also = {}
   for i, word in ipairs(given.also or {}) do
      local name, message = asking.domain(word)
      if not name then return nil, "--also: " .. message end
      also[i] = name
   end
   if given.expect then
      local expected, message = require("sesame.expect").load(given.expect)
      if not expected then return nil, "--expect: " .. message end
      for _, name in ipairs(expected.mail_from) do also[#also + 1] = name end
      for _, identity in ipairs(expected.identities) do also[#also + 1] = identity.mail_from end
   end
   return also
end

function plan.run(given, environment)
   local name, message = asking.domain(given.domain)
   if not name then return nil, message end
   local target = math.tointeger(tonumber(given.target))
   if given.target and (not target or target < 0 or target > TARGET_MOST) then
      return nil, ("--target: '%s' is not a whole number from 0 to %d"):format(given.target, TARGET_MOST)
   end
   local also
   also, message = also_of(given)
   if not also then return nil, message end
   return asking.run(given, environment, function(session, out)
      local result, fault = require("sesame.spf.plan")(name, {
         facts = session:view(), add = given.add, remove = given.remove, target = target, also = also,
         flatten_third_party = given["flatten-third-party"] or given.flatten_third_party,
      })
      if not result then return nil, fault end
      local report = given.format == "json" and require("sesame.report.spf_plan_json").json
         or require("sesame.report.spf_plan_text").text
      out:write(report(result))
      return STATUS[result.verdict]
   end)
end

return plan
