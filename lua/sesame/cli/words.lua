-- SPDX-License-Identifier: MIT
-- Which command the words of the command line mean: options may stand before it, a domain alone is to be audited, and a
-- slip gets the nearest names. It must not know what a command does.
local groups = require("sesame.cli.options").groups

local words = {}

-- Words that are commands by another name.
local ALIASES = { ["--help"] = "help", ["-h"] = "help", ["--version"] = "version", ["-V"] = "version" }

-- option -> whether a value follows it
local function values_of()
   local takes = {}
   for _, specs in pairs(groups) do
      for _, spec in ipairs(specs) do
         for name in spec[1]:gmatch "%S+" do takes[name] = spec[2] ~= nil end
      end
   end
   return takes
end

--- Where the command stands in LIST of words from FROM (1) on, behind options that may come first; nil where there is
-- none, or nil and a message for what is no option.
function words.place(list, from)
   local at, takes = from or 1, values_of()
   while list[at] do
      local word = list[at]
      if ALIASES[word] or word:sub(1, 1) ~= "-" or word == "-" then return at end
      local name = word:match "^(%-%-[^=]*)=" or word
      if takes[name] == nil and not (word:find "^%-%a." and takes[word:sub(1, 2)] ~= nil) then
         local all = {}
         for known in pairs(takes) do all[#all + 1] = known end
         table.sort(all)
         local hint = require("sesame.base.nearest").hint(name, all)
         return nil, ("'%s' is no option before a command%s"):format(name, hint)
      end
      at = at + (takes[word] and 2 or 1)
   end
end

--- The names of all commands of CLI (sesame.cli), those of groups too: "check", "spf tree".
function words.names(cli)
   local list = {}
   for _, name in ipairs(cli.commands) do
      local command = cli.command(name)
      list[#list + 1] = name
      for _, member in ipairs(command.commands or {}) do list[#list + 1] = name .. " " .. member end
   end
   return list
end

-- " (did you mean spf tree?)": the nearest of NAMES to WORD, by their last words.
local function hint_of(word, names)
   local nearest, by_word, list = require "sesame.base.nearest", {}, {}
   for _, name in ipairs(names) do
      local last = name:match "%S+$"
      if not by_word[last] then by_word[last], list[#list + 1] = name, last end
   end
   local found = nearest.names(word, list)
   for i, last in ipairs(found) do found[i] = by_word[last] end
   return #found > 0 and (" (did you mean %s?)"):format(table.concat(found, ", ")) or ""
end

--- What LIST means to CLI: { command, rest = the words for it, taken = how it was understood, or nil }, or { group,
-- help = whether its help was asked for }; nil, a message, and the name of the group it is about. Nil alone where
-- nothing is there.
function words.meaning(list, cli)
   local at, fault = words.place(list)
   if not at then return nil, fault end
   local name = ALIASES[list[at]] or list[at]
   local lead = table.move(list, 1, at - 1, 1, {})
   local function meant(command, from, taken)
      return { command = command, rest = table.move(list, from, #list, #lead + 1, lead), taken = taken }
   end
   local command = cli.command(name)
   if not command then
      local domain = name:find(".", 1, true) and require("sesame.cli.input").domain(name)
      if domain then
         return meant(cli.command "check", at, "sesame check " .. require("sesame.base.shell").quote(domain))
      end
      local hint = hint_of(name, words.names(cli))
      local all = hint == "" and (" (%s)"):format(table.concat(cli.commands, ", ")) or hint
      return nil, ("'%s' is no command%s"):format(name, all)
   elseif not command.commands then
      return meant(command, at + 1)
   end
   local there
   there, fault = words.place(list, at + 1)
   if fault then return nil, fault, name end
   if there then table.move(list, at + 1, there - 1, #lead + 1, lead) else there = at + 1 end
   local member = list[there]
   if member == nil or ALIASES[member] then return { group = command, help = member ~= nil } end
   local found = cli.command(name, member)
   if found then return meant(found, there + 1) end
   local hint = require("sesame.base.nearest").hint(member, command.commands)
   return nil, ("'%s' is no command of '%s'%s"):format(member, name, hint ~= "" and hint
      or (" (%s)"):format(table.concat(command.commands, ", "))), name
end

return words
