-- SPDX-License-Identifier: MIT
-- What a damaged word of an SPF record was before one slip: every reading that is whole terms. One reading alone is
-- evident; which of several is right is for their owner. It must not look at other words.
local core = require "sesame.core"
local guess = require "sesame.spf.meant_guess"
local names = require "sesame.base.names"
local slip = require "sesame.spf.slip"
local value = require "sesame.spf.meant_value"

local meant = {}

local HEAD_MAX = 12   -- octets in which the name of a term and its separator lie
local WORD_MAX = 512  -- octets of a word that is read at all: a longer one is no slip
local SIGNS = { "", "-", "~", "?", "+" }
--- What stands between the name of a term and its value.
meant.SEPARATOR = { include = ":", a = ":", mx = ":", ptr = ":", exists = ":", ip4 = ":", ip6 = ":", redirect = "=",
   exp = "=" }
local SEPARATOR = meant.SEPARATOR
local ALIAS = { ipv4 = "ip4", ipv6 = "ip6", ["ip-4"] = "ip4", ["ip-6"] = "ip6", ip4v = "ip4", ip6v = "ip6", v4 = "ip4",
   v6 = "ip6", ip = "ip", ipaddress = "ip", inc = "include", incl = "include", includes = "include", exist = "exists",
   redir = "redirect", explanation = "exp" }

local heads = {} -- { text, name, bare }: what a term may begin with
for _, sign in ipairs(SIGNS) do
   for name, separator in pairs(SEPARATOR) do
      if separator == ":" or sign == "" then
         heads[#heads + 1] = { text = sign .. name .. separator, name = name }
      end
   end
   for _, name in ipairs { "a", "mx", "ptr", "all" } do
      heads[#heads + 1] = { text = sign .. name, name = name, bare = true }
   end
end
table.sort(heads, function(a, b) return a.text < b.text end)

local PUNCTUATION = ":;=.,|\\/_-"

-- Whether TYPED may stand for OTHER in a head: neighbours and look-alikes; any letter within a longer name; any
-- punctuation for the separator.
local function may_stand(name)
   return function(typed, other)
      if slip.stands_for(typed, other) then return true end
      if other == ":" or other == "=" then return PUNCTUATION:find(typed, 1, true) ~= nil end
      return #name > 1 and other:find "%w" ~= nil and typed:find "%w" ~= nil
   end
end
for _, head in ipairs(heads) do head.may = may_stand(head.name) end

-- ---- what is a term ----

-- Whether the literal text of TERM can be a host's name: no empty or long label, nothing that no name holds, and a last
-- label like those there are.
local function is_name(term)
   if not term.value or not value.NAMES[term.kind] then return true end
   local literal = names.bare((term.value:gsub("%%{[^}]*}", "x"):gsub("%%[%%_-]", "x")))
   if literal:find "[^%w._-]" then return false end
   local last
   for label in (literal .. "."):gmatch "([^.]*)%." do
      if label == "" or #label > 63 then return false end
      last = label
   end
   return not last:find "[%d-]" or last:lower():find "^xn%-%-" ~= nil or term.value:find("%", 1, true) ~= nil
end

--- The one term that WORD is, without fault and with a name that can be one; nil else.
function meant.term(word)
   if #word > WORD_MAX or word:find "[^\x21-\x7E]" then return nil end
   local parsed = core.spf.parse("v=spf1 " .. word)
   local term = parsed and #parsed.faults == 0 and #parsed.terms == 1 and parsed.terms[1]
   if not term or term.kind == "modifier" or not is_name(term) then return nil end
   return term
end

--- Whether WORD is a term as receivers read it, and nothing about it is odd.
function meant.is_right(word)
   local parsed = core.spf.parse("v=spf1 " .. word)
   local term = parsed and #parsed.faults == 0 and #parsed.terms == 1 and parsed.terms[1]
   return term ~= nil and term ~= false
end

--- Whether WORD names so many addresses that nobody means them: a slip, not a choice.
function meant.is_vast(word)
   local term = meant.term(word)
   return term ~= nil and ((term.prefix4 or 32) < 8 or (term.prefix6 or 128) < 16)
end

--- Whether WORD is "all" that lets everybody pass.
function meant.is_open(word)
   local lower = word:lower()
   return lower == "all" or lower == "+all"
end

-- ---- readings ----

--- What is alike for WORDS that mean the same: the final dot of a name does not count.
function meant.key(words)
   return (table.concat(words, " ") .. " "):gsub("%.%f[ /]", "")
end

-- A set of readings: each a list of words, none of them open. ROOM { left } is how many more may be tried.
local function collector(room)
   local list, seen = {}, {}
   return list, function(words)
      local key = meant.key(words)
      if seen[key] or room.left <= 0 then return end
      room.left = room.left - 1
      seen[key] = true
      for _, word in ipairs(words) do
         if meant.is_open(word) then list.open = true return end
         if not meant.term(word) then return end
      end
      list[#list + 1] = words
   end
end

-- "all" with strays round it: the one sign that can be read; true where there is none or several.
local function all_of(word)
   local before, after = word:lower():match "^([^%w]*)all([^%w]*)$"
   if not before then return nil end
   local signs, last = {}, nil
   for octet in (before .. after):gsub("_", "-"):gmatch "[-~?+]" do
      if octet ~= last then signs[#signs + 1] = octet end
      last = octet
   end
   return #signs == 1 and signs[1] ~= "+" and signs[1] or true
end

-- Readings by the head: a name or sign mistyped, a separator lost or put wrong.
local function by_head(word, add)
   local lower = word:lower()
   local name, digit, digits = word:match "^([-+~?]?%a+)(%d)/(%d*)$"
   if name then add { ("%s/%s%s"):format(name, digit, digits) } end
   for length = 0, math.min(HEAD_MAX, #word) do
      local typed, rest = lower:sub(1, length), word:sub(length + 1)
      for _, head in ipairs(heads) do
         local near = math.abs(#head.text - length) <= 1
         local fits = not head.bare and rest ~= ""
            or head.bare and (rest == "" or head.name ~= "all" and rest:find "^/")
         if near and fits and slip.is_one(typed, head.text, head.may) then add { head.text .. rest } end
         if typed:sub(1, -3) .. typed:sub(-1) == head.text and not head.bare then -- "includex:.example"
            add { head.text .. typed:sub(-2, -2) .. rest }
         end
      end
   end
end

-- Readings of a name known by another spelling, and of any punctuation for the separator behind a right one.
local function by_name(word, add)
   local sign, name, run, rest = word:match "^([-+~?]?)([%w-]-)(%f[^%w-][^%w%%_-]+)(.+)$"
   if not name then return end
   local known = ALIAS[name:lower()] or SEPARATOR[name:lower()] and name:lower()
   if known == "ip" then known = value.family(rest) end
   if not known then return end
   local separator = SEPARATOR[known]
   add { sign .. known .. separator .. rest }
   local kept = run:match "::?$"
   if known == "ip6" and kept then add { sign .. known .. separator .. kept .. rest } end
end

-- Readings of an address without ip4: or ip6: before it, or behind a mechanism that takes a name.
local function by_family(word, add)
   local sign, rest = word:match "^([-+~?]?)(.*)$"
   local name, address = rest:match "^(%a+):(.+)$"
   local family = name and SEPARATOR[name:lower()] == ":" and value.family(address)
   if family then
      add { sign .. family .. ":" .. address }
      return
   end
   local bare = value.family(rest)
   if bare then add { sign .. bare .. ":" .. rest } end
end

-- Readings of what stands behind a right head.
local function by_value(word, add)
   local head, name, rest = word:match "^([-+~?]?(%w+)[:=])(.+)$"
   local kind = name and name:lower()
   if kind == "ip4" or kind == "ip6" then
      value.addresses(rest, function(text) add { head .. text } end)
   elseif kind and SEPARATOR[kind] then
      value.names(rest, function(text) add { head .. text } end)
   end
   local bare, lengths = word:match "^([-+~?]?%a%a?)(/.*)$"
   if bare then value.names(lengths, function(text) add { bare .. text } end) end
end

-- Whether a term may begin at WORD: with a sign, or as one whose name can be told.
local function begins(word)
   local sign, name, after = word:match "^([-+~?]?)(%w*)(.?)"
   name = name:lower()
   return SEPARATOR[name] and after == SEPARATOR[name] or sign ~= "" and (name == "all" or SEPARATOR[name])
      or (name == "a" or name == "mx" or name == "ptr" or name == "all") and (after == "" or after == "/")
end

-- Readings as two terms run together, or parted by what is no space; true where the name of the second one leaves no
-- doubt of it.
local function by_parting(word, add)
   local strong = false
   for at = 2, #word do
      local second = word:sub(at)
      if begins(second) then
         local name = second:match "^[-+~?]?(%w+)[:=]"
         strong = strong or name ~= nil and #name > 2 and meant.term(word:sub(1, at - 1)) ~= nil
            and meant.term(second) ~= nil
         local first = word:sub(1, at - 1)
         add { first, second }
         local plain = first:gsub("[,;|:=\\\"'`]+$", ""):gsub("\\r?\\n$", ""):gsub("\\n$", "")
         if plain ~= first and plain ~= "" then add { plain, second } end
      end
   end
   return strong
end

-- Readings of "mx,a,-all" and "ip4:A,B", and of a line break written out.
local function by_list(word, add)
   if word:find "[,;|]." then
      local words = {}
      for part in word:gmatch "[^,;|]+" do words[#words + 1] = part end
      if #words > 2 then add(words) end
   end
   local head, name, rest = word:match "^([-+~?]?(%w+):)(.+)$"
   if name and rest:find "[,;|]" and (name:lower() == "ip4" or name:lower() == "ip6") then
      local words = {}
      for part in rest:gmatch "[^,;|]+" do
         local family = value.family(part)
         words[#words + 1] = family and head:sub(1, -#name - 2) .. family .. ":" .. part or part
      end
      add(words)
   end
   local joined = word:gsub("\\r\\n", ""):gsub("\\[rnt]", "")
   if joined ~= word then add { joined } end
end

--- The readings of WORD, which is no right term: a list of lists of whole terms, with `open` where one of them would
-- let everybody pass (it is not among them), and `guesses`, a list like it of what can only be asked about. ROOM
-- { left } is how many more readings may be tried, of all the words of a record: at 0 the list says nothing.
function meant.readings(word, room)
   local list, add = collector(room)
   list.guesses = {}
   if #word > WORD_MAX then return list end
   local sign = all_of(word)
   if sign then
      if sign == true then list.open = true else add { sign .. "all" } end
      return list
   end
   by_head(word, add)
   by_name(word, add)
   by_family(word, add)
   if not by_parting(word, add) then by_value(word, add) end
   by_list(word, add)
   list.guesses = guess.of(word, function() return collector(room) end)
   return list
end

return meant
