-- SPDX-License-Identifier: MIT
-- The changes of a plan as record sets before and after, each record with what the formats write of it. The one place
-- that knows the shapes of a plan's values. It must not know any format.
local core = require "sesame.core"
local names = require "sesame.base.names"

local make = core.answer.make

local sets = {}

sets.TTL = 300 -- seconds, where a plan names none

local TTL_MAX <const> = 0x7FFFFFFF -- RFC 2181 8

-- What the formats need of one record.
local function record_of(answer, i)
   local rrtype, value = answer.type, answer[i]
   local record = { text = answer:text(i), type = rrtype }
   if rrtype == "TXT" or rrtype == "SPF" then
      record.strings = answer:strings(i)
      record.bytes = table.concat(record.strings)
   elseif rrtype == "MX" then
      record.preference, record.target = value.preference, value.exchange
   elseif rrtype == "CNAME" or rrtype == "NS" or rrtype == "PTR" or rrtype == "DNAME" then
      record.target = value
   end
   return record
end

--- The records of VALUES, as a plan or an answer has them, at (NAME, RRTYPE): a list of { type, text = presentation
-- form, strings and bytes (TXT), preference (MX), target (a name without its final dot) }. Raises for a value that
-- cannot be.
function sets.records(name, rrtype, values)
   if not values or #values == 0 then return {} end
   local answer, list = make { name = name, type = rrtype, records = values }, {}
   for i = 1, #answer do list[i] = record_of(answer, i) end
   return list
end

-- Whether a name's case or a TXT's division into strings is all that differs.
local function key_of(record)
   if record.bytes then return "TXT " .. record.bytes end
   return record.target and record.text:lower() or record.text
end

sets.key = key_of

local function without(list, others)
   local known, kept = {}, {}
   for _, record in ipairs(others) do known[key_of(record)] = true end
   for _, record in ipairs(list) do
      if not known[key_of(record)] then kept[#kept + 1] = record end
   end
   return kept
end

-- SECONDS as a whole number; numbers out of JSON may be floats.
local function ttl_of(seconds)
   if seconds == nil then return nil end
   local whole = math.tointeger(seconds)
   if not whole or whole < 0 or whole > TTL_MAX then error(("'%s' is no TTL"):format(tostring(seconds)), 0) end
   return whole
end

local function set_of(plan, change)
   local name = names.canonical(change.name)
   local set = {
      name = name, type = change.type, ttl = ttl_of(change.ttl) or sets.TTL,
      before_ttl = ttl_of(change.before_ttl), why = change.why, codes = change.codes,
      waits = change.waits or false, wait = ttl_of(change.wait),
      zone = change.zone or plan.zone or plan.domain,
      before = sets.records(name, change.type, change.before), after = sets.records(name, change.type, change.values),
   }
   set.added, set.gone = without(set.after, set.before), without(set.before, set.after)
   set.kept = without(set.before, set.gone)
   return set
end

-- A later change of the same set says what comes after, the first what was before.
local function merge(first, later)
   first.after, first.ttl = later.after, later.ttl
   first.added, first.gone = without(first.after, first.before), without(first.before, first.after)
   first.kept, first.waits = without(first.before, first.gone), first.waits or later.waits
   if later.why and later.why ~= first.why then first.why = first.why and first.why .. " " .. later.why or later.why end
end

--- The record sets that PLAN changes, in its order, each once: { name, zone, type, ttl, before_ttl, before, after,
-- added, gone, kept (lists of records; the last three: by what they say, whatever their TXT strings), why, codes,
-- waits (holds a placeholder), wait (seconds that caches may keep what was there, or its absence) }. Raises for a plan
-- that cannot be.
function sets.of(plan)
   local list, by_key = {}, {}
   for _, change in ipairs(plan.changes) do
      local set = set_of(plan, change)
      local key = set.name .. " " .. set.type
      if by_key[key] then
         merge(by_key[key], set)
      else
         by_key[key] = set
         list[#list + 1] = set
      end
   end
   return list
end

--- LIST of sets by zone: { { zone, sets }, ... } in the order of their first change.
function sets.by_zone(list)
   local zones, by_name = {}, {}
   for _, set in ipairs(list) do
      local entry = by_name[set.zone]
      if not entry then
         entry = { zone = set.zone, sets = {} }
         by_name[set.zone] = entry
         zones[#zones + 1] = entry
      end
      table.insert(entry.sets, set)
   end
   return zones
end

--- NAME as its zone's file has it: the labels before ZONE, or APEX for the zone's own name.
function sets.relative(name, zone, apex)
   if name == zone then return apex end
   if name:sub(-#zone - 1) == "." .. zone then return name:sub(1, -#zone - 2) end
   return name .. "."
end

return sets
