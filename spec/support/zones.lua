-- SPDX-License-Identifier: MIT
-- Zones as a list of records, for specs that change a zone by hand: { { name, type, ttl, rdata }, ... }. What a plan
-- says in master file form is applied as its reader would: lines behind ";-" go, the others come.
local core = require "sesame.core"
local facts = require "sesame.facts"
local zone_source = require "sesame.facts.zone"

local support = {}

local function hex(bytes)
   return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local function key_of(record)
   return table.concat({ record.name, record.type, record.rdata }, "\0")
end

local function listed(zones)
   local list = {}
   for name, rrtype, ttl, rdata in zones:records() do
      list[#list + 1] = { name = name, type = rrtype, ttl = ttl, rdata = rdata, apex = zones:apex(name) }
   end
   return list
end

--- The records of the master file PATH, and of what it includes.
function support.load(path)
   local zones <close> = core.zone.open()
   assert(zones:load(path))
   return listed(zones)
end

--- The records of TEXT below ORIGIN.
function support.parse(text, origin)
   local zones <close> = core.zone.open()
   assert(zones:parse(text, origin))
   return listed(zones)
end

--- RECORDS loaded again, as sesame.core.zone.
function support.zones(records)
   local by_apex, order = {}, {}
   for _, record in ipairs(records) do
      if not by_apex[record.apex] then by_apex[record.apex], order[#order + 1] = {}, record.apex end
      local line = ("%s. %d IN %s \\# %d %s"):format(record.name, record.ttl, record.type, #record.rdata,
         hex(record.rdata))
      table.insert(by_apex[record.apex], line)
   end
   local zones = core.zone.open()
   for _, apex in ipairs(order) do assert(zones:parse(table.concat(by_apex[apex], "\n") .. "\n", apex)) end
   return zones
end

--- Facts of one audit over RECORDS, offline.
function support.view(records)
   return facts.new { source = zone_source.new { zones = support.zones(records) } }:view()
end

-- The record that LINE of a master file is.
local function read(line)
   local name = assert(line:match("^(%S+)%.%s"), line)
   local record = support.parse(line .. "\n", name:lower())[1]
   return record
end

-- The closest apex of RECORDS above NAME.
local function apex_of(records, name)
   local best
   for _, record in ipairs(records) do
      if record.type == "SOA" and core.domain.within(name, record.name) and (not best or #record.name > #best) then
         best = record.name
      end
   end
   return assert(best, "no zone for " .. name)
end

--- RECORDS after what FRAGMENT, a plan in master file form, says: a new list. Fails where a line that is to go is not
-- there.
function support.apply(records, fragment)
   local going, coming, new, there = {}, {}, {}, {}
   for line in fragment:gmatch("[^\n]+") do
      if line:find("^;%- ") then
         going[key_of(read(line:sub(4)))] = line
      elseif line:find("^[^;%s]") then
         coming[#coming + 1] = read(line)
      end
   end
   for _, record in ipairs(records) do
      local key = key_of(record)
      if going[key] then
         going[key] = nil
      else
         new[#new + 1] = record
         there[key] = record.apex
      end
   end
   local line = select(2, next(going))
   assert(not line, "not in the zone: " .. tostring(line))
   for _, record in ipairs(coming) do
      record.apex = apex_of(records, record.name)
      assert(there[key_of(record)] ~= record.apex, "in the zone already: " .. record.name .. " " .. record.type)
      new[#new + 1] = record
   end
   return new
end

--- The TXT data of RECORDS as a set of "name data".
function support.texts(records)
   local set = {}
   for _, record in ipairs(records) do
      if record.type == "TXT" then set[record.name .. " " .. record.rdata] = true end
   end
   return set
end

return support
