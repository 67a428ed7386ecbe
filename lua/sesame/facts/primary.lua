-- SPDX-License-Identifier: MIT
-- The source that asks one server for the names of its zones, without recursion and so without caches, and another
-- source for the rest. It must not know why that server.
local core = require "sesame.core"

local within = core.domain.within

local primary = {}
local Primary = {}
Primary.__index = Primary

-- What of that server's answers is no answer for a name in its zones: others are asked then.
local ELSEWHERE = { referral = true, lame = true }

--- OPTIONS: lower (the source beneath), server ("address:port"), zones (a list of apexes).
function primary.new(options)
   local lower = options.lower
   return setmetatable({
      lower = lower, server = options.server, zones = options.zones, ask_servers = lower.ask_servers,
      clock = lower.clock, situation = lower.situation,
      description = ("%s for %s, else %s"):format(options.server, table.concat(options.zones, ", "), lower.description),
   }, Primary)
end

local function is_ours(self, name, options)
   if options and options.server then return false end
   for _, apex in ipairs(self.zones) do
      if within(name, apex) then return true end
   end
   return false
end

local function at_server(self, options)
   return { server = self.server, deadline = options and options.deadline, cd = options and options.cd }
end

function Primary:start(name, rrtype, options)
   if not self.lower.start then return nil end
   if is_ours(self, name, options) then return self.lower:start(name, rrtype, at_server(self, options)) end
   return self.lower:start(name, rrtype, options)
end

function Primary:get(name, rrtype, options)
   if not is_ours(self, name, options) then return self.lower:get(name, rrtype, options) end
   local answer = self.lower:get(name, rrtype, at_server(self, options))
   return ELSEWHERE[answer.status] and self.lower:get(name, rrtype, options) or answer
end

function Primary:covers(name)
   return self.lower.covers ~= nil and self.lower:covers(name)
end

function Primary:assumes(name)
   return self.lower.assumes ~= nil and self.lower:assumes(name)
end

function Primary:names(parent)
   if self.lower.names then return self.lower:names(parent) end
end

function Primary:notices()
   return self.lower.notices and self.lower:notices() or {}
end

return primary
