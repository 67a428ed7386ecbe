-- SPDX-License-Identifier: MIT
-- The source of master files laid over another source, or over nothing (offline). It must not judge records.
local alias = require "sesame.facts.alias"
local BENEATH <const> = require "sesame.facts.beneath"
local core = require "sesame.core"

local make = core.answer.make

local zone = {}
local Zone = {}
Zone.__index = Zone

--- OPTIONS: zones (of sesame.core.zone, loaded), lower (the source beneath, or nil: offline), files (names for the
-- report's head).
function zone.new(options)
   local lower, files = options.lower, table.concat(options.files or {}, ", ")
   local zones = options.zones
   local self = setmetatable({ zones = zones, lower = lower, notes = zones:notes() }, Zone)
   self.is_ours = function(name) return zones:apex(name) ~= nil end
   self.ask_servers = lower ~= nil and lower.ask_servers
   self.description = (files == "" and "zone data" or "zone files " .. files)
      .. (lower and ", over " .. lower.description or " (offline)")
   self.clock, self.nonce = lower and lower.clock, lower and lower.nonce
   self.situation = { kind = "zones", zones = zones:apexes(), offline = lower == nil }
   return self
end

--- Whether NAME is one above a zone given alone, such as _dmarc.com, to which the walk of DMARC goes: what is there was
-- not told, and is taken as absent.
function Zone:assumes(name)
   local parent = not self.lower and name:match("^_dmarc%.(.+)$")
   if not parent or self.zones:apex(name) then return false end
   for _, apex in ipairs(self.situation.zones) do
      if #apex > #parent and core.domain.within(apex, parent) then return true end
   end
   return false
end

--- Whether the zones answer for NAME, alike for every server.
function Zone:covers(name)
   return self.zones:apex(name) ~= nil or (self.lower ~= nil and self.lower.covers ~= nil and self.lower:covers(name))
end

-- The records of ZONES one after the other: name, type, data.
local function each_record(zones)
   local next_record = zones:records()
   return function()
      local name, rrtype, _, data = next_record()
      return name, rrtype, data
   end
end

--- The names of the zones below PARENT (sesame.facts.listing), and whether there can be no others: so where the zone is
-- given and does not delegate PARENT, or what may lie between. Nil where PARENT is in no zone that is given.
function Zone:names(parent)
   local zones = self.zones
   if not zones:apex(parent) then
      if self.lower and self.lower.names then return self.lower:names(parent) end
      return nil
   end
   self.listing = self.listing or require("sesame.facts.listing").new(each_record(zones))
   return self.listing:below(parent), zones:answer(parent, "NS").status ~= "referral"
end

--- The apexes of the zones, and of those beneath.
function Zone:apexes()
   local list = self.zones:apexes()
   if self.lower and self.lower.apexes then
      local more = self.lower:apexes()
      table.move(more, 1, #more, #list + 1, list)
   end
   return list
end

function Zone:start(name, rrtype, options)
   if self.lower and self.lower.start and not self.zones:apex(name) then
      return self.lower:start(name, rrtype, options)
   end
end

-- What the source beneath has for (NAME, RRTYPE), whatever the zones hold.
local function beneath(self, name, rrtype, options)
   if not self.lower then return make { name = name, type = rrtype, status = "not-in-zone", server = "zone" } end
   return self.lower:get(name, rrtype, { deadline = options.deadline, cd = options.cd })
end

function Zone:get(name, rrtype, options)
   if options and options.server == BENEATH then return beneath(self, name, rrtype, options) end
   local answer = self.zones:answer(name, rrtype)
   local status = answer.status
   if status ~= "not-in-zone" and status ~= "referral" then return answer end
   if self.lower then
      answer = self.lower:get(name, rrtype, options)
      if answer.target == answer.name then return answer end
      return alias.cut(answer, self.is_ours) -- a resolver follows aliases into the public copy of our zones
   end
   if status == "not-in-zone" and self:assumes(name) then
      return make { name = name, type = rrtype, status = "nxdomain", ttl = 0, server = "zone" }
   end
   return answer
end

function Zone:notices()
   local list = table.move(self.notes, 1, #self.notes, 1, {})
   if self.lower and self.lower.notices then
      local more = self.lower:notices()
      table.move(more, 1, #more, #list + 1, list)
   end
   return list
end

return zone
