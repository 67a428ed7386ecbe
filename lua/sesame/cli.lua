-- SPDX-License-Identifier: MIT
-- The command line: picks the command, turns every error into one line, and returns the exit status.
-- Argument handling only; what a command does is in cli/command/NAME.lua.
local core = require "sesame.core"
local guard = require "sesame.guard"
local memory = require "sesame.base.memory"

local cli = {}

cli.STATUS = { ok = 0, findings = 1, misuse = 2, unknown = 3, interrupted = 130 }

-- In the order of the help. Each names a module sesame.cli.command.NAME that returns
-- { name, summary, usage, example, groups, formats, arguments(parser), run(given, environment) -> status }.
-- A group of commands has { name, summary, commands }, each of those in sesame.cli.command.GROUP_NAME.
cli.commands = { "check", "fix", "apply", "wait", "spf", "dmarc", "dkim", "ses", "message", "explain", "run", "scripts",
   "version", "help" }

local function is_command(name)
   for _, known in ipairs(cli.commands) do
      if known == name then return true end
   end
   return false
end

--- The module of command NAME, or of MEMBER of the group NAME; nil where there is none.
function cli.command(name, member)
   local command = is_command(name) and require("sesame.cli.command." .. name) or nil
   if not (command and command.commands and member) then return command end
   for _, known in ipairs(command.commands) do
      if known == member then return require(("sesame.cli.command.%s_%s"):format(name, member)) end
   end
end

local function escape(message)
   return (tostring(message):gsub("[^\32-\126]+", function(bytes)
      return (bytes:gsub(".", function(byte) return ("\\%03d"):format(byte:byte()) end))
   end))
end

local QUOTED_MAX = 300 -- octets of a quoted word: more than any name has

-- MESSAGE with what it quotes cut where that is no word but a file or a whole policy.
local function brief(message)
   return (tostring(message):gsub("'([^']*)'", function(word)
      if #word > QUOTED_MAX then return ("'%s...' (%d octets)"):format(word:sub(1, 60), #word) end
   end))
end

local function misuse(where, message)
   io.stderr:write(where, ": ", escape(brief(message)), "\n")
   return cli.STATUS.misuse
end

-- Writes TEXT, help, to standard output: the status.
local function say(text)
   local ok, reason = require("sesame.cli.command.help").write(text)
   return ok or misuse("sesame", reason)
end

local PATIENCE = 500 -- milliseconds after Ctrl-C in which what runs may close what it has open

-- A misuse that a deeper layer throws ends as one line; anything else is a fault of ours, in one line as well. A lack
-- of memory is left to whoever called. Ctrl-C ends whatever runs, unless that called guard.patience.
local function guarded(command, given, environment)
   local status, message
   core.system.catch_interrupt()
   local ok, fault, stopped = guard.run(nil, PATIENCE, function()
      local ran
      ran, status, message = xpcall(command.run, function(fault)
         if environment.getenv("SESAME_TRACEBACK") then io.stderr:write(debug.traceback(fault, 2), "\n") end
         return fault
      end, given, environment)
      if not ran then error(status, 0) end
   end)
   local where = "sesame " .. command.name
   if stopped then
      io.stderr:write(where, ": interrupted\n")
      return cli.STATUS.interrupted
   end
   if ok and status then return status end
   if ok then return misuse(where, message) end
   memory.pass(fault)
   return misuse(where, "internal error: " .. tostring(fault):gsub("\n.*", ""))
end

-- Commands whose text says itself in its first line which settings were used.
local HEADS = { check = true, run = true, message = true }

-- The overview of GROUP: asked for, or in place of a command.
local function of_group(group, asked)
   local overview = require("sesame.cli.command.help").group(group)
   if asked then return say(overview) end
   io.stderr:write(overview)
   return cli.STATUS.misuse
end

--- Runs WORDS (as in `arg`); returns the exit status. ENVIRONMENT may give getenv for tests.
function cli.main(words, environment)
   environment = environment or { getenv = os.getenv }
   local meant, message, group = require("sesame.cli.words").meaning(words, cli)
   if message then return misuse(group and "sesame " .. group or "sesame", message) end
   if not meant then
      io.stderr:write(require("sesame.cli.command.help").overview())
      return cli.STATUS.misuse
   elseif meant.group then
      return of_group(meant.group, meant.help)
   end
   local command, options = meant.command, require "sesame.cli.options"
   local given
   given, message = options.read(command, meant.rest, function(told)
      return require("sesame.cli.settings").apply(command, told, environment.getenv)
   end)
   if not given then return misuse("sesame " .. command.name, message) end
   if given.help then return say(options.help(command)) end
   if given.settings and not given.quiet and not (HEADS[command.name] and given.format == "text") then
      io.stderr:write("sesame: settings of ", given.settings, " are used; --no-config leaves it alone\n")
   end
   if meant.taken and not given.quiet then io.stderr:write("sesame: taken as: ", meant.taken, "\n") end
   return guarded(command, given, environment)
end

return cli
