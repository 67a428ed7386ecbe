-- SPDX-License-Identifier: MIT
-- What the commands that plan share (fix, apply, wait): the domain, the options of a plan, and plans out of files. It
-- must not publish.
local asking = require "sesame.cli.asking"
local file = require "sesame.base.file"

local planning = {}

planning.FILE_MAX = 16 * 1024 * 1024 -- octets of a saved plan

--- Adds the options of a plan to PARSER.
function planning.arguments(parser)
   parser:argument("domain", "The domain; with --script also its arguments as NAME=VALUE."):args("+"):target("words")
   parser:option("--code", "Mend only findings whose code fits, such as 'spf-*'; notices too."):argname("GLOB")
      :count("*")
   parser:option("--choose", "Take the Nth choice for findings of CODE, or for the one of them at NAME.")
      :argname("CODE[@NAME]=N"):count("*")
   parser:option("--script", "Mend what a recipe or a script of yours finds, not the bundled checks."):argname("SCRIPT")
end

-- The codes that findings may have here: those of SCRIPT, or the bundled ones.
local function codes_of(script)
   return script and script.codes or require("sesame.check.suite").declarations()
end

-- " (did you mean ...)" for a CODE that is none of CODES.
local function hint(code, codes)
   local names = {}
   for name in pairs(codes) do names[#names + 1] = name end
   table.sort(names)
   return require("sesame.base.nearest").hint(code, names)
end

local function choices_of(list, codes)
   local chosen, current = {}, require("sesame.check.codes").current
   for _, word in ipairs(list or {}) do
      local code, subject, number = word:match("^([%l%d-]+)(@?[^=]*)=(%d+)$")
      number = number and math.tointeger(tonumber(number))
      if not number then return nil, ("--choose: '%s' is not CODE=N or CODE@NAME=N"):format(word) end
      local known = codes[code] and code or current(code)
      if not codes[known] then
         return nil, ("--choose: '%s' is the code of no finding%s"):format(code, hint(code, codes))
      end
      chosen[known .. subject] = number
   end
   return chosen
end

--- LIST of globs given with OPTION, each of which fits one of CODES ({ [code] = ... }); or nil and a message.
function planning.globs(list, codes, option)
   local fits = require("sesame.check.codes").fits
   for _, pattern in ipairs(list or {}) do
      local any = false
      for code in pairs(codes) do any = any or fits(pattern, code) end
      if not any then
         return nil, ("%s: '%s' fits the code of no finding%s"):format(option, pattern, hint(pattern, codes))
      end
   end
   return list
end

-- The script of --script ready to run, and the words that are left.
local function script_of(given)
   if not given.script then return nil, given.words end
   local script = require "sesame.script"
   local loaded, message = require("sesame.cli.command.run").load(given.script)
   if not loaded then return false, message end
   local arguments, words = script.arguments(loaded, given.words)
   if not arguments then return false, words end
   return { run = require("sesame.script.runner").of(loaded, arguments), own = true, codes = loaded.codes }, words
end

--- What the command line asks for: the domain and the options of a plan; or nil and a message.
function planning.wanted(given)
   if #(given.input or {}) > 0 then return nil, "--input: one domain at a time" end
   local script, words = script_of(given)
   if script == false then return nil, words end
   if #words ~= 1 then return nil, ("one domain is expected, not %d words"):format(#words) end
   local domain, message = asking.domain(words[1])
   if not domain then return nil, message end
   local options
   options, message = require("sesame.cli.audits").audit_options(given, script, words)
   if not options then return nil, message end
   local codes = codes_of(script)
   options.codes, message = planning.globs(given.code or {}, codes, "--code")
   if not options.codes then return nil, message end
   options.choose, message = choices_of(given.choose, codes)
   if not options.choose then return nil, message end
   return domain, options
end

--- The content of PATH within planning.FILE_MAX, or nil and a message.
function planning.content(path)
   return file.read(path, planning.FILE_MAX)
end

--- The plan for DOMAIN that PATH holds, as `sesame fix --format json` wrote it; or nil and a message that names OPTION.
function planning.load(path, domain, option)
   local text, fault = planning.content(path)
   if not text then return nil, ("%s: %s"):format(option, fault) end
   local plan, message = require("sesame.report.fix_json").read(text)
   if not plan then return nil, ("%s: %s: %s"):format(option, path, message) end
   if type(plan.changes) ~= "table" then return nil, ("%s: %s: holds no changes"):format(option, path) end
   local ok, bad = pcall(require("sesame.fix.record_sets").of, plan)
   if not ok then return nil, ("%s: %s: %s"):format(option, path, bad) end
   if plan.domain ~= domain then
      return nil, ("%s: %s: is a plan for %s, not for %s"):format(option, path, tostring(plan.domain), domain)
   end
   return plan
end

return planning
