-- SPDX-License-Identifier: MIT
-- `sesame help [COMMAND]`. It must not know what a command does beyond its description.
local text = require "sesame.base.text"

local help = {
   name = "help", summary = "Describe the commands, or one of them.", formats = { "text" },
   example = { "sesame help check" },
}

function help.arguments(parser)
   parser:argument("command", "The command to describe."):args("*")
end

--- The overview of all commands.
function help.overview()
   local cli, rows = require "sesame.cli", {}
   for _, name in ipairs(cli.commands) do rows[#rows + 1] = { name, cli.command(name).summary } end
   local lines = {
      "Sesame: audits of e-mail authentication (SPF, DKIM, DMARC, Amazon SES).", "",
      "Usage: sesame COMMAND [OPTIONS] [ARGUMENTS]", "", "Examples:",
      "   sesame check example.org",
      "   sesame check --zone example.org=draft.zone example.org   # a draft",
      "   sesame fix example.org                                   # what to publish",
      "   sesame check --zone examples/acme.zone --offline acme.example", "", "Commands:",
   }
   text.append(lines, text.columns(rows, "   "))
   lines[#lines + 1] = ""
   lines[#lines + 1] = "Each command has --help, and a manual page: man sesame-check."
   return table.concat(lines, "\n") .. "\n"
end

--- The overview of the group COMMAND.
function help.group(command)
   local cli, rows = require "sesame.cli", {}
   for _, name in ipairs(command.commands) do rows[#rows + 1] = { name, cli.command(command.name, name).summary } end
   local lines = { command.summary, "", ("Usage: sesame %s COMMAND [OPTIONS] [ARGUMENTS]"):format(command.name), "",
      "Commands:" }
   text.append(lines, text.columns(rows, "   "))
   lines[#lines + 1] = ""
   lines[#lines + 1] = ("Each has --help: sesame %s %s --help"):format(command.name, command.commands[1])
   return table.concat(lines, "\n") .. "\n"
end

--- Writes TEXT_OF_HELP to standard output: the status, or nil and a message where not all could be written.
function help.write(text_of_help)
   local ok, reason = io.stdout:write(text_of_help)
   if ok then ok, reason = io.stdout:flush() end
   if ok or tostring(reason):find "[Pp]ipe" then return require("sesame.cli").STATUS.ok end
   return nil, "standard output: " .. reason
end

function help.run(given)
   local cli = require "sesame.cli"
   if #given.command == 0 then
      return help.write(help.overview())
   end
   local command = cli.command(given.command[1], given.command[2])
   if not command then
      return nil, ("'%s' is no command (%s)"):format(table.concat(given.command, " "), table.concat(cli.commands, ", "))
   end
   return help.write(command.commands and help.group(command) or require("sesame.cli.options").help(command))
end

return help
