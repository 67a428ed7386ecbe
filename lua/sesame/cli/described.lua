-- SPDX-License-Identifier: MIT
-- A command as its help describes it: what to type first, then what is used most, then all the rest. From the tables of
-- options and argparse's own elements; it must not know what a command does.
local argparse = require "argparse"
local options = require "sesame.cli.options"
local text = require "sesame.base.text"

local described = {}

local WIDTH <const> = 80
local LABEL <const> = 26 -- columns of an option beyond which its words stand below it

-- Options that most people use, of whatever command has them.
local COMMON = { server = true, zone = true, offline = true, expect = true, ses = true, selectors = true, brief = true,
   full = true, format = true, output = true }

local function label_of(spec)
   local names = {}
   for name in spec[1]:gmatch "%S+" do names[#names + 1] = name end
   return table.concat(names, ", ") .. (spec[2] and " " .. spec[2] or "")
end

-- What argparse's ELEMENT is called, and what it is for.
local function row_of(element)
   local label = element._aliases and table.concat(element._aliases, ", ") or element._name:upper()
   local name = element._argname
   if element._aliases and (element._maxargs or 0) > 0 then
      label = ("%s %s"):format(label, type(name) == "table" and name[1] or name or element._name:match "%w+":upper())
   end
   return { label, element._description or "" }
end

--- What COMMAND takes beside the groups of options: its arguments, then its options, as lists of
-- { label, words }.
function described.own(command)
   local parser = argparse("x"):add_help(false)
   if command.arguments then command.arguments(parser) end
   local arguments, own = {}, {}
   for i, element in ipairs(parser._arguments) do arguments[i] = row_of(element) end
   for i, element in ipairs(parser._options) do own[i] = row_of(element) end -- they go before those of groups
   return arguments, own
end

-- How often each argument of COMMAND may stand, in a line of usage.
local function usage(command)
   local parser, parts = argparse("x"):add_help(false), {}
   if command.arguments then command.arguments(parser) end
   for i, element in ipairs(parser._arguments) do
      local name = element._name:upper()
      local many = (element._maxargs or 1) > 1
      parts[i] = (element._minargs or 1) == 0 and ("[%s%s]"):format(name, many and "..." or "")
         or name .. (many and "..." or "")
   end
   return table.concat(parts, " ")
end

local function put(lines, title, rows)
   if #rows == 0 then return end
   lines[#lines + 1] = ""
   lines[#lines + 1] = title .. ":"
   for _, row in ipairs(rows) do
      local first = "  " .. row[1]
      local hang = (" "):rep(LABEL + 2)
      if #first + 2 > #hang then
         lines[#lines + 1] = first
         first = hang
      end
      first = first .. (" "):rep(#hang - #first)
      text.append(lines, text.wrap(row[2], hang, first, WIDTH))
   end
end

local HELP <const> = { "-h, --help", "Show this help." }

--- The help of COMMAND: usage, what it is for, examples, its arguments, the options used most, all others.
function described.help(command)
   local arguments, own = described.own(command)
   local lines = { ("Usage: sesame %s [OPTIONS] %s"):format(command.name, usage(command)):gsub("%s+$", ""), nil }
   lines[2] = ""
   text.append(lines, text.wrap(command.summary, "", "", WIDTH))
   lines[#lines + 1] = ""
   lines[#lines + 1] = "Examples:"
   for _, example in ipairs(command.example) do lines[#lines + 1] = "  " .. example end
   if command.draft then
      lines[#lines + 1] = "  # a draft, before it is published:"
      lines[#lines + 1] = "  " .. command.draft
   end
   put(lines, "Arguments", arguments)
   local common, others, is_own = own, {}, {}
   for _, row in ipairs(own) do is_own[row[1]:match "%-%-([%w-]+)"] = true end
   for _, group in ipairs(command.groups or {}) do
      local rest = { title = options.titles[group] }
      for _, spec in ipairs(options.groups[group]) do
         local words = not is_own[options.name(spec)] and options.words(spec, command)
         local list = words and (COMMON[options.name(spec)] and common or rest)
         if list then list[#list + 1] = { label_of(spec), words } end
      end
      others[#others + 1] = rest
   end
   put(lines, "Options used most", common)
   if #others > 0 then table.insert(others[#others], HELP) else others[1] = { title = "Options", HELP } end
   for _, rest in ipairs(others) do put(lines, rest.title, rest) end
   return table.concat(lines, "\n") .. "\n"
end

return described
