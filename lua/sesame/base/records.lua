-- SPDX-License-Identifier: MIT
-- Record sets as data: { name, type, ttl or nil, values }, what findings and plans hold in place of lines to copy. The
-- one form of their values, the lines a report makes of them, and the one place where a line becomes a set. It must not
-- know any finding, nor what is published now.
local core = require "sesame.core"
local names = require "sesame.base.names"

local make = core.answer.make

local records = {}

local NAMES = { CNAME = true, DNAME = true, NS = true, PTR = true }

local NO_TTL <const> = 2147483647 -- stands for a TTL that a line does not give; RFC 2181 8 allows no larger one

--- VALUE of RRTYPE as a record's data in presentation form: '"v=spf1 -all"', "10 mail.acme.example.". Raises for what
-- cannot be.
function records.text(name, rrtype, value)
   return make { name = name, type = rrtype, records = { value } }:text(1)
end

local function plain(name)
   local bare = names.canonical(name)
   return bare == "" and "." or bare -- the root, as in a null MX
end

--- VALUE in the form a plan holds it: TXT a list of character-strings of at most 255 octets (a plain string is cut
-- there), names in lower case without the final dot, MX { preference, exchange }, others as an answer gives them.
-- Raises for what cannot be.
function records.value(name, rrtype, value)
   if rrtype == "TXT" then
      return make { name = name, type = rrtype, records = { value } }:strings(1)
   elseif NAMES[rrtype] then
      return plain(value)
   elseif rrtype == "MX" then
      return { preference = value.preference, exchange = plain(value.exchange) }
   end
   return value
end

--- The value that DATA, record data in presentation form, stands for, as records.value has it; nil and a message for
-- what is none.
function records.read(name, rrtype, data)
   local zones <close> = core.zone.open()
   local ok, message = zones:parse(("%s. %d IN %s %s\n"):format(plain(name), 1, rrtype, data), plain(name))
   if not ok then return nil, message end
   local answer = zones:answer(plain(name), rrtype)
   if #answer ~= 1 then return nil, ("%s: no %s data"):format(data, rrtype) end
   return records.value(name, rrtype, rrtype == "TXT" and answer:strings(1) or answer[1])
end

--- A list of the one set (NAME, RRTYPE) with VALUE, as a finding's `records`; nil where there can be no such record (a
-- label too long, an empty name).
function records.one(name, rrtype, value)
   local ok, kept = pcall(records.value, name, rrtype, value)
   if not ok or not pcall(records.text, name, rrtype, kept) then return nil end
   return { { name = name, type = rrtype, values = { kept } } }
end

--- The same for a TXT record of TEXT, a CNAME to TARGET, and an MX.
function records.txt(name, text) return records.one(name, "TXT", text) end
function records.alias(name, target) return records.one(name, "CNAME", target) end
function records.mx(name, preference, exchange)
   return records.one(name, "MX", { preference = preference, exchange = exchange })
end

--- SETS with their values in the one form; nil and which of them there cannot be. Raises for what is no list of sets.
function records.checked(sets)
   local made = {}
   for i, set in ipairs(sets) do
      local values = {}
      for j, value in ipairs(set.values) do
         local one = records.one(set.name, set.type, value)
         if not one then return nil, ("record %d: there can be no such %s record"):format(i, tostring(set.type)) end
         values[j] = one[1].values[1]
      end
      made[i] = { name = set.name, type = set.type, ttl = set.ttl, values = values }
   end
   return made
end

--- The sets of all LISTS (those that are nil left out) in one list.
function records.join(...)
   local all = {}
   for i = 1, select("#", ...) do
      local list = select(i, ...) or {}
      table.move(list, 1, #list, #all + 1, all)
   end
   return all
end

--- SETS as lines to copy, one a value: "acme.example. MX 0 .", with "TTL IN" before the type where the set has a TTL.
function records.lines(sets)
   local lines = {}
   for _, set in ipairs(sets) do
      local before = set.ttl and ("%d IN %s"):format(set.ttl, set.type) or set.type
      for _, value in ipairs(set.values) do
         lines[#lines + 1] = ("%s. %s %s"):format(set.name, before, records.text(set.name, set.type, value))
      end
   end
   return lines
end

-- LINE of a master file as answers of the zone at APEX; its names are taken from the root.
local function loaded(zones, line, apex)
   return zones:parse(("$ORIGIN .\n$TTL %d\n%s\n"):format(NO_TTL, line), apex)
end

-- The only record of ZONES: a set without values, and the octets of its data; nil and a message.
local function only(zones)
   local set, octets
   for name, rrtype, ttl, data in zones:records() do
      if set then return nil, "more than one record" end
      set, octets = { name = name, type = rrtype, ttl = ttl ~= NO_TTL and ttl or nil }, data
   end
   return set, set and octets or "no record"
end

--- The set that LINE of a master file is, its names taken from the root; nil and a message for what is no record. A
-- value of a type that is not known here is its octets (RFC 3597).
function records.of_line(line)
   local zones <close> = core.zone.open()
   local own <close> = core.zone.open()
   local ok, message = loaded(zones, line, ".")
   if not ok then return nil, message end
   local set, octets = only(zones)
   if not set then return nil, octets end
   loaded(own, line, set.name) -- at its own apex a record is answered, whatever its type
   local answer = own:answer(set.name, set.type)
   for _, value in ipairs { set.type == "TXT" and answer:strings(1) or answer[1], octets } do
      local made = records.one(set.name, set.type, value)
      local text = made and records.text(set.name, set.type, made[1].values[1])
      if text and text:lower() == answer:text(1):lower() then
         set.values = made[1].values
         return set
      end
   end
   return nil, ("values of %s are not known here"):format(set.type)
end

return records
