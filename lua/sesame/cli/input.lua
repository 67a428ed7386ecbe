-- SPDX-License-Identifier: MIT
-- Domains as people give them: arguments, files, pasted URLs and mail addresses. It must not look anything up.
local core = require "sesame.core"
local names = require "sesame.base.names"

local domains, system = core.domain, core.system

local input = {}

local RECORDS_MAX = 100000 -- records read from standard input to be linted

local LINE_MAX = 4096 -- bytes of a line; no name comes near it

local function strip(line)
   line = line:gsub("^\xEF\xBB\xBF", ""):gsub("\r$", "")
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

--- An iterator over the domains of FILE (an open file, called NAME in messages), each once. What is no domain goes
-- to REFUSE("NAME:LINE: ..."). SEEN is the set of domains met so far.
function input.lines(file, name, refuse_line, seen)
   local number = 0
   return function()
      while true do
         local line, trouble = file:read("l")
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

--- The records to lint: WORD itself, or with '-' or nothing the lines of standard input that are not blank. Nil and a
-- message when there is none, or too many.
function input.records(word)
   local list = {}
   if word and word ~= "-" then
      list[1] = word
   else
      for line in io.stdin:lines() do
         line = line:gsub("\r$", "")
         if line:find("%S") then list[#list + 1] = line end
         if #list > RECORDS_MAX then return nil, ("more than %d records"):format(RECORDS_MAX) end
      end
   end
   if not (list[1] and list[1]:find("%S")) then
      return nil, "no record given (a text in quotes, or lines on standard input)"
   end
   return list
end

return input
