-- SPDX-License-Identifier: MIT
-- `sesame dmarc align --from D --spf D --dkim D`: whether what passed for a message is aligned with its From.
local asking = require "sesame.cli.asking"
local dmarc = require "sesame.dmarc"
local walk = require "sesame.dmarc.walk"

local align = {
   name = "dmarc align", summary = "Say whether SPF and DKIM, having passed, are aligned with From (RFC 9989 4.4).",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = {
      "sesame dmarc align --from acme.example --spf bounce.acme.example \\",
      "   --dkim amazonses.com --zone examples/acme.zone --offline",
   },
}

local STATUS = { pass = 0, fail = 1, none = 1, unknown = 3 }

function align.arguments(parser)
   parser:option("--from", "The domain in the From header."):argname("D")
   parser:option("--spf", "The domain SPF passed for: that of MAIL FROM."):argname("D")
   parser:option("--dkim", "The d= of a signature that verified; repeatable."):argname("D"):count("*")
end

-- The message that GIVEN describes, or nil and a message for people.
local function message_of(given)
   if not given.from then return nil, "--from is missing: what domain is in the From header?" end
   local fault
   local function name_of(option, word)
      local name, message = asking.domain(word)
      if not name then fault = fault or ("%s: %s"):format(option, message) end
      return name
   end
   local message = { from = name_of("--from", given.from), dkim = {} }
   if given.spf then message.spf = { domain = name_of("--spf", given.spf) } end
   for i, word in ipairs(given.dkim) do message.dkim[i] = { domain = name_of("--dkim", word) } end
   if fault then return nil, fault end
   return message
end

-- The names that the walks for the domains of MESSAGE ask for, on which its verdict rests.
local function walks_of(message)
   local list = {}
   local function add(domain)
      for _, question in ipairs(walk.questions(domain)) do list[#list + 1] = question.name end
   end
   add(message.from)
   if message.spf then add(message.spf.domain) end
   for _, signature in ipairs(message.dkim) do add(signature.domain) end
   return list
end

function align.run(given, environment)
   local message, fault = message_of(given)
   if not message then return nil, fault end
   return asking.run(given, environment, function(session, out)
      message.facts = session:view()
      local verdict = dmarc.align(message)
      local report = given.format == "json" and require "sesame.report.dmarc_json" or require "sesame.report.dmarc_text"
      out:write(report.align(verdict))
      asking.note_assumed(given, out, session.facts:assumed(walks_of(message)))
      return STATUS[verdict.result]
   end)
end

return align
