-- SPDX-License-Identifier: MIT
-- `sesame fix DOMAIN`: the records that mend what an audit finds, proved before anybody publishes them.
local asking = require "sesame.cli.asking"
local fixes = require "sesame.fix"

local fix = {
   name = "fix", summary = "Plan the records that mend a domain, and prove the plan.",
   groups = { "source", "audit", "output" }, formats = fixes.formats,
   example = {
      "sesame fix --zone examples/acme.zone --offline --expect examples/acme.expect.lua acme.example",
      "sesame fix --zone examples/acme.zone --offline --code 'spf-*' --format bind acme.example",
   },
}

function fix.arguments(parser)
   parser:argument("words", "The domain; with --script also its arguments as NAME=VALUE."):args("+")
   parser:option("--code", "Mend only findings whose code fits, such as 'spf-*'; notices too."):argname("GLOB"):count("*")
   parser:option("--choose", "Take the Nth choice for findings of CODE."):argname("CODE=N"):count("*")
   parser:option("--script", "Mend what a script of yours finds, not the bundled checks."):argname("FILE")
end

local function choices_of(list)
   local chosen = {}
   for _, word in ipairs(list or {}) do
      local code, number = word:match("^([%l%d-]+)=(%d+)$")
      if not code then return nil, ("--choose: '%s' is not CODE=N"):format(word) end
      chosen[code] = math.tointeger(number)
   end
   return chosen
end

-- The script of --script ready to run, and the words that are left.
local function script_of(given)
   if not given.script then return nil, given.words end
   local script = require "sesame.script"
   local loaded, message = script.load(given.script)
   if not loaded then return false, message end
   local arguments, words = script.arguments(loaded, given.words)
   if not arguments then return false, words end
   return { run = require("sesame.script.runner").of(loaded, arguments), own = true }, words
end

-- What the command line asks for: the domain and the options of a plan; or nil and a message.
local function wanted(given)
   if #(given.input or {}) > 0 then return nil, "--input: one domain at a time" end
   local script, words = script_of(given)
   if script == false then return nil, words end
   if #words ~= 1 then return nil, ("one domain is expected, not %d words"):format(#words) end
   local domain, message = asking.domain(words[1])
   if not domain then return nil, message end
   local options
   options, message = require("sesame.cli.audits").audit_options(given, script)
   if not options then return nil, message end
   options.codes = given.code
   options.choose, message = choices_of(given.choose)
   if not options.choose then return nil, message end
   return domain, options
end

local function status_of(made, fail_on)
   local counts = made.after
   local failing = counts.error
   if fail_on ~= "error" then failing = failing + counts.warning end
   if fail_on == "notice" then failing = failing + counts.notice end
   if failing > 0 then return 1 end
   return counts.unknown > 0 and 3 or 0
end

function fix.run(given, environment)
   local domain, options = wanted(given)
   if not domain then return nil, options end
   return asking.run(given, environment, function(session, out)
      local made, message = session:fix(domain, options)
      if not made then return nil, message end
      local text, fault = fixes.render(made, given.format, {})
      if not text then return nil, fault end
      out:write(text)
      return status_of(made, given["fail-on"])
   end)
end

return fix
