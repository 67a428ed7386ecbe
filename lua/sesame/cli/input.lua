-- SPDX-License-Identifier: MIT
-- Domains as people give them: arguments, files, pasted URLs and mail addresses. It must not look anything up.
local core = require "sesame.core"
local file = require "sesame.base.file"
local names = require "sesame.base.names"

local domains, system = core.domain, core.system

local input = {}

local RECORDS_MAX = 100000 -- records read from standard input to be linted

local LINE_MAX = 4096 -- bytes of a line; no name comes near it

local function strip(line)
   line = line:gsub("\r$", "")
   return line:gsub("^#.*$", ""):gsub("%s#.*$", ""):match("^%s*(.-)%s*$")
end

-- What people paste: a URL, "mailto:", an address, a trailing dot.
local function unwrap(word)
   word = word:match("^%a[%w+.-]*://([^/?#]*)") or word:gsub("^[Mm][Aa][Ii][Ll][Tt][Oo]:", "")
   word = word:match("<([^<>]*)>$") or word
   word = word:match("@([^@]*)$") or word
   return names.bare((word:gsub(":%d+$", "")))
end

local function refuse(word)
   if word:find("^%d+%.%d+%.%d+%.%d+$") or word:find("^%[?%x*:%x*:[%x:.]*%]?$") then
      return "an IP address is not a domain"
   elseif word:find("*", 1, true) then
      return "a wildcard is not a domain"
   elseif word:find("[%s,;]") then
      return "one domain a line, nothing else"
   elseif word:find("[%c\"'()<>\\/?#@]") then
      return "that character does not belong in a domain"
   end
end

--- The domain that TEXT means, in A-labels and lower case; nil where TEXT is blank or a comment; or nil and the
-- reason why it is none.
function input.domain(text)
   if #text > LINE_MAX then return nil, "the line is longer than any name" end
   local word = strip(text)
   if word == "" then return nil end
   word = unwrap(word)
   local reason = refuse(word)
   if reason then return nil, reason end
   local name, why = domains.to_ascii(word)
   if not name then return nil, why end
   if name == "." or name == "" then return nil, "the root is no mail domain" end
   return name
end

local function shown(text)
   return (strip(text):sub(1, 60):gsub("[^\32-\126]", function(byte) return ("\\%03d"):format(byte:byte()) end))
end

--- An iterator over the domains of HANDLE (an open file, called NAME in messages), each once. What is no domain goes
-- to REFUSE("NAME:LINE: ..."). SEEN is the set of domains met so far.
function input.lines(handle, name, refuse_line, seen)
   local number, next_line = 0, file.lines(handle)
   return function()
      while true do
         local line, trouble = next_line()
         if not line then
            if trouble and not system.interrupted() then refuse_line(("%s: %s"):format(name, trouble)) end
            return nil
         end
         number = number + 1
         local domain, reason = input.domain(line)
         if reason then
            refuse_line(("%s:%d: '%s': %s"):format(name, number, shown(line), reason))
         elseif domain and not seen[domain] then
            seen[domain] = true
            return domain
         end
      end
   end
end

--- The same over WORDS of the command line, all checked before the first is given: returns the iterator and their
-- number, or nil and a message.
function input.words(words, seen)
   local list = {}
   for _, word in ipairs(words) do
      local domain, reason = input.domain(word)
      if not domain then return nil, ("'%s': %s"):format(shown(word), reason or "no domain") end
      if not seen[domain] then
         seen[domain] = true
         list[#list + 1] = domain
      end
   end
   local at = 0
   return function()
      at = at + 1
      return list[at]
   end, #list
end

--- Iterators one after the other.
function input.chain(iterators)
   local at = 1
   return function()
      while iterators[at] do
         local domain = iterators[at]()
         if domain then return domain end
         at = at + 1
      end
   end
end

local NONE <const> = "no record given (a text in quotes, or lines on standard input)"

--- The domain that RECORD, one word where a record was to be given, is; nil where it may be a record.
function input.instead(record)
   if not record or record:find "[%s=:;]" or not record:find("%w%.%a") then return nil end
   return (input.domain(record))
end

-- What WORD names: itself, or with '-' or nothing standard input; nil and a message.
local function read(word)
   if word and word ~= "-" then return word end
   local lines = {}
   local next_line = file.lines(io.stdin)
   while true do
      local line, trouble = next_line()
      if not line then
         if trouble then return nil, "standard input: " .. trouble end
         break
      end
      lines[#lines + 1] = line:gsub("\r$", "")
      if #lines > RECORDS_MAX then return nil, ("more than %d records"):format(RECORDS_MAX) end
   end
   return table.concat(lines, "\n")
end

-- ITEM of the values LIST, of which those at its name are told apart by IS_RECORD.
local function entry_of(list, item, is_record)
   local beside, several = {}, 0
   for _, other in ipairs(list) do
      if names.canonical(other.name or "") == names.canonical(item.name or "") then
         if is_record(other.value) then several = several + 1 end
         if other ~= item then beside[#beside + 1] = other.strings or other.value end
      end
   end
   return { text = item.value, strings = item.strings, name = item.name, from = item.from, count = #list,
      beside = beside, several = several }
end

-- Whether more than one of VALUES is a record.
local function several_in(values, is_record)
   local count = 0
   for _, item in ipairs(values) do count = count + (is_record(item.value) and 1 or 0) end
   return count > 1
end

--- The records to lint in WORD itself or, with '-' or nothing, in standard input, whatever they are pasted from
-- (sesame.base.paste): a list of { text, strings, name, from, count = values that were there, beside = the other values
-- at that name, several = how many of all are records }. Bare texts come one a line, as they are; of other values those
-- that are meant to be records are taken (IS_MEANT), or all where none is. Nil and a message when there is none.
function input.pasted(word, is_record, is_meant)
   local given, message = read(word)
   if not given then return nil, message end
   if not given:find("%S") then return nil, NONE end
   local values, others = require("sesame.base.paste").values(given)
   local list, meant = {}, {}
   if not others and #values > 1 and word and word ~= "-" then
      others = several_in(values, is_record) -- lines of one argument; else they are one text, broken over lines
      if not others then values = { { value = word } } end
   end
   if not others then
      for i, item in ipairs(values) do
         list[i] = { text = item.value, strings = item.strings, from = item.from, count = 1, beside = {}, several = 1 }
      end
      return list
   end
   for _, item in ipairs(values) do
      if is_record(item.value) or is_meant(item.value) then meant[#meant + 1] = item end
   end
   for i, item in ipairs(#meant > 0 and meant or values) do list[i] = entry_of(values, item, is_record) end
   return list
end

return input
