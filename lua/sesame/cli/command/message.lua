-- SPDX-License-Identifier: MIT
-- `sesame message FILE`: the recipe return-path over a saved message. What it does is in scripts/return-path.lua.
local place = require "sesame.cli.place"
local script = require "sesame.script"

local command = {
   name = "message", summary = "Read a saved message: which region sent it, whose signature, does DMARC pass?",
   groups = { "source", "audit", "output" }, formats = { "text", "json", "ndjson" },
   example = { "sesame message examples/acme-message.eml --zone examples/acme.zone --offline" },
}

function command.arguments(parser)
   parser:argument("message", "The saved message, or its header alone; '-': standard input.")
   parser:argument("domains", "Domains to audit (default: those the header names)."):args("*")
end

function command.run(given, environment)
   local folder, message = place.scripts()
   if not folder then return nil, message end
   local loaded, fault = script.load(script.path("return-path", folder))
   if not loaded then return nil, fault end
   local arguments = { message = given.message }
   local domains
   domains, fault = script.prepare(loaded, arguments, given.domains, #(given.input or {}) > 0)
   if not domains then return nil, (fault:gsub("^return%-path: ", "")) end
   local what = { run = require("sesame.script.runner").of(loaded, arguments), own = false, named = given.domains }
   return require("sesame.cli.audits").run(given, domains, what, environment)
end

return command
