-- SPDX-License-Identifier: MIT
-- Options of the command line: what each command takes, and values checked with one clear line for what is wrong.
-- It must not know what a command does with them.
local argparse = require "argparse"

local options = {}

local HELP_WIDTH = 80

local function has(list, wanted)
   for _, item in ipairs(list) do
      if item == wanted then return true end
   end
   return false
end

-- Bounds of numbers: { least, most, whole number }.
local BOUNDS = {
   timeout = { 0.01, 600 }, tries = { 1, 20, true }, ["in-flight"] = { 1, 10000, true },
   qps = { 1, 1000000, true }, deadline = { 0.1, 86400 },
}

-- name, metavariable or nil for a flag, description, repeatable
local SOURCE = {
   { "--server", "IP[:PORT]", "Resolver to ask, [IP6]:PORT for IPv6 (default: the system's).", true },
   { "--zone", "[ORIGIN=]FILE", "Master file laid over DNS: a draft, or another's zone; the rest is asked.", true },
   { "--offline", nil, "Ask nobody: what the zones do not hold stays unknown. A draft does not need it." },
   { "--authoritative", nil, "With --server: still ask the domain's own name servers one by one." },
   { "--record", "FILE", "Write every answer to FILE." },
   { "--replay", "FILE", "Take every answer from a recording." },
   { "--timeout", "S", "Seconds for one try of one query." },
   { "--tries", "N", "Tries of one query, over all servers." },
   { "--in-flight", "N", "Queries on their way at once, in all." },
   { "--qps", "N", "Queries a second to one server." },
   { "--deadline", "S", "Seconds for one domain." },
}

local AUDIT = {
   { "--expect", "FILE", "What the owner knows: identities, MAIL FROM, selectors, accepted findings." },
   { "--ses", "REGION[=FILE]", "SES identity in a region; FILE: saved get-email-identity JSON, or tokens.", true },
   { "--tokens", "A,B,C", "The three Easy DKIM tokens, with one --ses." },
   { "--requested", "TIME", "When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps "
      .. "(2026-11-24T10:00Z)." },
   { "--mail-from", "[REGION=]NAME", "MAIL FROM name to check.", true },
   { "--selector", "S", "DKIM selector to check.", true },
   { "--selectors", "LIST", "Selectors to ask for: known, a service such as google, or a file. A list of domains asks "
      .. "only for these and those given; a domain named here, for the commonest too.", true },
   { "--shared-factors", nil, "At the end: do keys of this run share a prime factor?" },
   { "--only", "GLOB", "Only findings whose code fits, such as 'spf-*'.", true },
   { "--skip", "GLOB", "Leave out findings whose code fits.", true },
   { "--fail-on", "SEVERITY", "Exit with 1 from this severity on: error, warning or notice." },
   { "--input", "FILE", "Domains, one a line ('-': standard input).", true },
   { "--allow-empty", nil, "Lists without a domain are no fault." },
}

local OUTPUT = {
   { "-f --format", "F", "Form of the output." },
   { "--json", nil, "The same as --format json." },
   { "-o --output", "FILE", "Write the output to FILE." },
   { "--color", "WHEN", "auto, always or never." },
   { "-q --quiet", nil, "Say less: no notes, no progress, nothing that is in order." },
   { "-v --verbose", nil, "Say more on standard error." },
   { "--no-config", nil, "Do not read .sesame.json of the current folder." },
}

local DETAIL = {
   { "--brief", nil, "One line a finding; of several domains one line each." },
   { "--full", nil, "Every finding with its reasons, and all that is in order." },
   { "--severity", "S", "Show what is at least so grave: error, warning or notice. Counts stay." },
}

options.titles = { source = "Where answers come from", audit = "What is audited", detail = "How much is shown",
   output = "Output" }
options.groups = { source = SOURCE, audit = AUDIT, detail = DETAIL, output = OUTPUT }

--- The long name of the option of SPEC, a row of a group, without its hyphens: its key in what was given.
function options.name(spec) return spec[1]:match "%-%-([%w-]+)" end

--- What the help of COMMAND says of the option of SPEC; nil where the command does not have it.
function options.words(spec, command)
   local name = options.name(spec)
   if name == "json" and not has(command.formats or {}, "json") then return nil end
   if name == "format" then return "Form of the output: " .. table.concat(command.formats, ", ") .. "." end
   return spec[3]
end

local function add(parser, spec, command)
   local words, target = options.words(spec, command), options.name(spec)
   if not words then return end
   if spec[2] then
      parser:option(spec[1], words):argname(spec[2]):target(target):count(spec[4] and "*" or "?")
   else
      parser:flag(spec[1], words):target(target)
   end
end

--- A parser for COMMAND { name, summary, groups, arguments(parser), example }.
function options.parser(command)
   local parser = argparse("sesame " .. command.name, command.summary):add_help(false)
   parser:help_max_width(HELP_WIDTH):usage_max_width(HELP_WIDTH)
   for _, group in ipairs(command.groups or {}) do
      for _, spec in ipairs(options.groups[group]) do add(parser, spec, command) end
   end
   parser:flag("-h --help", "Show this help.")
   if command.arguments then command.arguments(parser) end
   return parser
end

local function check_number(name, text)
   local bounds, value = BOUNDS[name], tonumber(text)
   if not value or value ~= value or value < bounds[1] or value > bounds[2]
      or bounds[3] and not math.tointeger(value) then
      return nil, ("--%s: '%s' is not a %snumber from %s to %s")
         :format(name, text, bounds[3] and "whole " or "", bounds[1], bounds[2])
   end
   return bounds[3] and math.tointeger(value) or value
end

local function check_choice(name, value, choices)
   for _, choice in ipairs(choices) do
      if choice == value then return true end
   end
   return nil, ("--%s: '%s' is not one of %s"):format(name, value, table.concat(choices, ", "))
end

local SEVERITIES = { "error", "warning", "notice" }
local CHOICES = { color = { "auto", "always", "never" }, ["fail-on"] = SEVERITIES, severity = SEVERITIES }

local DEFAULTS = { color = "auto", ["fail-on"] = "error", format = "text" }

-- --json is a form; it takes the place of none that was named.
local function settle_format(given)
   if not given.json then return true end
   if given.format and given.format ~= "json" then
      return nil, ("--json and --format %s exclude each other"):format(given.format)
   end
   given.format = "json"
   return true
end

-- Options that contradict each other.
local function check_together(given)
   if given.authoritative and #(given.server or {}) == 0 then
      return nil, "--authoritative needs --server (without it the name servers are asked anyway)"
   elseif given.offline and #(given.server or {}) > 0 then
      return nil, "--offline and --server exclude each other"
   elseif given.replay and (given.record or #(given.server or {}) > 0) then
      return nil, "--replay asks nobody: it goes with neither --server nor --record"
   elseif given.brief and given.full then
      return nil, "--brief and --full exclude each other"
   elseif given.quiet and given.verbose then
      return nil, "--quiet and --verbose exclude each other"
   end
   return true
end

--- Checks and completes what was GIVEN for COMMAND. Returns it, or nil and a message.
function options.check(command, given)
   for name in pairs(BOUNDS) do
      if given[name] then
         local value, message = check_number(name, given[name])
         if not value then return nil, message end
         given[name] = value
      end
   end
   local settled, fault = settle_format(given)
   if not settled then return nil, fault end
   for name, value in pairs(DEFAULTS) do given[name] = given[name] or value end
   for name, choices in pairs(CHOICES) do
      if given[name] then
         local ok, message = check_choice(name, given[name], choices)
         if not ok then return nil, message end
      end
   end
   local ok, message = check_choice("format", given.format, command.formats or { "text" })
   if not ok then return nil, message end
   ok, message = check_together(given)
   if not ok then return nil, message end
   return given
end

--- Reads WORDS for COMMAND; COMPLETE(given), if any, adds what is set elsewhere, or returns nil and a message. Returns
-- the checked options, or nil and a message; { help = true } where help was asked.
function options.read(command, words, complete)
   for _, word in ipairs(words) do
      if word == "--" then break end
      if word == "--help" or word == "-h" then return { help = true } end
   end
   local ok, given = options.parser(command):pparse(words)
   if not ok then return nil, (given:gsub("%s*\n%s*", "; ")) end
   if complete then
      local done, message = complete(given)
      if not done then return nil, message end
   end
   return options.check(command, given)
end

--- The help of COMMAND (sesame.cli.described).
function options.help(command) return require("sesame.cli.described").help(command) end

return options
