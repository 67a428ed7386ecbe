-- SPDX-License-Identifier: MIT
-- What is set once for many runs: variables of the environment and `.sesame.json` in the current folder. The command
-- line goes before the environment, that before the file. It must not know what an option does.
local settings = { PATH = ".sesame.json", FILE_MAX = 64 * 1024 }

local NAME = { "text", most = 4096 }
local FIELDS = { server = NAME, expect = NAME, format = NAME, regions = { list = NAME }, skip = { list = NAME },
   only = { list = NAME } }
local ORDER = { "server", "expect", "format", "regions", "skip", "only" }

-- Variable -> the option it stands for.
local VARIABLES = { SESAME_SERVER = "server", SESAME_EXPECT = "expect", SESAME_FORMAT = "format" }

-- The options of COMMAND, as a set of their names.
local function known_to(command)
   local groups, set = require("sesame.cli.options").groups, {}
   for _, group in ipairs(command.groups or {}) do
      for _, spec in ipairs(groups[group]) do set[spec[1]:match "%-%-([%w-]+)"] = true end
   end
   return set
end

-- Options beside which a setting is not meant: they say where answers come from.
local NOT_BESIDE = { server = { "server", "offline", "replay" }, expect = { "expect" }, format = { "format", "json" },
   ses = { "ses", "expect" } }

local function is_open(given, option)
   for _, other in ipairs(NOT_BESIDE[option] or { option }) do
      local value = given[other]
      if value ~= nil and value ~= false and not (type(value) == "table" and #value == 0) then return false end
   end
   return true
end

local LISTS = { server = true, ses = true, skip = true, only = true }

-- Whether any command writes the form NAME.
local function is_form(name)
   local cli = require "sesame.cli"
   for _, first in ipairs(cli.commands) do
      local command = cli.command(first)
      for _, member in ipairs(command.commands or { false }) do
         local found = member and cli.command(first, member) or command
         for _, form in ipairs(found.formats or {}) do
            if form == name then return true end
         end
      end
   end
   return false
end

-- Sets OPTION of GIVEN to VALUE where COMMAND has it and nothing goes before it. Whether it did; and VALUE where that
-- is a form that no command has.
local function set(command, given, known, option, value)
   if not known[option] or not is_open(given, option) then return false end
   if option == "format" then
      local fits = false
      for _, form in ipairs(command.formats or {}) do fits = fits or form == value end
      if not fits then return false, not is_form(value) and value or nil end -- it writes its usual one
   end
   given[option] = LISTS[option] and type(value) ~= "table" and { value } or value
   return true
end

-- The settings of the file, {} where there is none; nil and a message.
local function read()
   local mode = require("lfs").attributes(settings.PATH, "mode")
   if not mode then return {} end
   if mode ~= "file" then return nil, ("%s: is no file but a %s"):format(settings.PATH, mode) end
   local text, reason = require("sesame.base.file").read(settings.PATH, settings.FILE_MAX)
   if not text then return nil, reason end
   local value, fault = require("sesame.base.json").decode(text)
   if type(value) ~= "table" then
      return nil, ("%s: is not valid JSON: %s"):format(settings.PATH, fault or "no object")
   end
   for name in pairs(value) do
      if not FIELDS[name] then
         return nil, ("%s: '%s' is no setting%s"):format(settings.PATH, tostring(name),
            require("sesame.base.nearest").hint(tostring(name), ORDER))
      end
   end
   local misshapen = require("sesame.base.shape").fault(value, { fields = FIELDS })
   if misshapen then return nil, ("%s: %s"):format(settings.PATH, misshapen) end
   return value
end

--- Completes GIVEN (what was parsed of the command line for COMMAND) from the environment (GETENV) and the file, unless
-- given["no-config"]. `settings` of it names the file where it set something. True, or nil and one line.
function settings.apply(command, given, getenv)
   local known = known_to(command)
   for variable, option in pairs(VARIABLES) do
      local value = getenv(variable)
      if value and value ~= "" then
         local _, wrong = set(command, given, known, option, value)
         if wrong then return nil, ("%s: '%s' is no form of any command"):format(variable, wrong) end
      end
   end
   if given["no-config"] or not next(known) then return true end
   local found, message = read()
   if not found then return nil, message end
   local any = false
   for _, name in ipairs(ORDER) do
      if found[name] ~= nil then
         local did, wrong = set(command, given, known, name == "regions" and "ses" or name, found[name])
         if wrong then return nil, ("%s: '%s' is no form of any command"):format(settings.PATH, wrong) end
         any = did or any
      end
   end
   given.settings = any and settings.PATH or nil
   return true
end

return settings
