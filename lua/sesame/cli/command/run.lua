-- SPDX-License-Identifier: MIT
-- `sesame run SCRIPT [NAME=VALUE...] DOMAIN...`: a bundled recipe, or a script of one's own, over domains.
local place = require "sesame.cli.place"
local script = require "sesame.script"

local run = {
   name = "run", summary = "Run a recipe or a script of your own over domains.",
   groups = { "source", "audit", "output" }, formats = { "text", "json", "ndjson" },
   example = {
      "sesame run txt-room --zone examples/acme.zone --offline acme.example",
      "sesame run ./examples/my-audit.lua --zone examples/acme.zone --offline acme.example",
   },
}

function run.arguments(parser)
   parser:argument("script", "A recipe's name (see `sesame scripts`) or a path with a '/' or ending in .lua.")
   parser:argument("words", "Arguments of the script as NAME=VALUE, and domains; '-' reads domains."):args("*")
end

--- The script that NAME means, a recipe's name or a path; nil and a message where there is none.
function run.load(name)
   if script.is_path(name) then return script.load(name) end
   local folder, message = place.scripts()
   if not folder then return nil, message end
   local loaded, fault, code = script.load(script.path(name, folder))
   if not loaded and code == "not-found" then
      return nil, ("'%s' is no bundled recipe (sesame scripts lists them; a path has a '/')"):format(name)
   end
   return loaded, fault
end

function run.run(given, environment)
   local loaded, message = run.load(given.script)
   if not loaded then return nil, message end
   local arguments, domains = script.arguments(loaded, given.words)
   if not arguments then return nil, domains end
   local named = domains
   domains, message = script.prepare(loaded, arguments, domains, #(given.input or {}) > 0)
   if not domains then return nil, message end
   local what = {
      run = require("sesame.script.runner").of(loaded, arguments), own = script.is_path(given.script),
      named = named,
   }
   return require("sesame.cli.audits").run(given, domains, what, environment)
end

return run
