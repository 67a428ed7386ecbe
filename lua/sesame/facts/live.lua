-- SPDX-License-Identifier: MIT
-- The source that asks servers: one cache, and one query in flight for each question. It must not know zones or
-- recordings.
local cache = require "sesame.facts.cache"
local core = require "sesame.core"

local live = {}
local Live = {}
Live.__index = Live

--- OPTIONS: loop (over the resolver to ask), cache_bytes, description, ask_servers (whether a zone's own servers may be
-- asked).
function live.new(options)
   local loop = options.loop
   local servers = loop.resolver:servers()
   return setmetatable({
      loop = loop, cache = cache.new(core.system.monotonic, options.cache_bytes), flying = {},
      ask_servers = options.ask_servers ~= false, situation = { kind = "live" },
      description = options.description or ("DNS by " .. table.concat(servers, ", ")),
   }, Live)
end

local function key_of(name, rrtype, options)
   if not options then return name .. " " .. rrtype end
   return ("%s %s %s %s"):format(name, rrtype, options.server or "", options.cd and "cd" or "")
end

-- Sends the question of KEY; its ticket. Raises for a name that is none.
local function send(self, key, name, rrtype, options)
   local given
   if options then
      given = {
         server = options.server, cd = options.cd, deadline = options.deadline,
         recurse = options.recurse ~= nil and options.recurse or options.server == nil,
      }
   end
   local ticket, message = self.loop:ask(name, rrtype, given)
   if not ticket then error(message, 0) end
   self.flying[key] = ticket
   return ticket
end

--- Begins to ask; returns a ticket, or nil when the answer is already known. Raises for a name that is none.
function Live:start(name, rrtype, options)
   local key = key_of(name, rrtype, options)
   local flying = self.flying[key]
   if flying then return flying end
   if self.cache:get(key) then return nil end
   return send(self, key, name, rrtype, options)
end

-- The answer of a ticket: the first to take it files it.
local function take(self, key, ticket)
   local answer = ticket.answer or self.loop:answer(ticket)
   if self.flying[key] == ticket then
      self.flying[key] = nil
      self.cache:put(key, answer)
   end
   return answer
end

-- A query that another task sent may have carried that task's deadline: its timeout says nothing of ours.
local function is_others_timeout(answer, options, clock)
   local deadline = options and options.deadline
   return answer.status == "timeout" and (not deadline or deadline > clock())
end

--- The answer for (NAME, RRTYPE), waited for. OPTIONS: server, cd, recurse, deadline (milliseconds of
-- system.monotonic).
function Live:get(name, rrtype, options)
   local key = key_of(name, rrtype, options)
   local ticket = self.flying[key]
   local joined = ticket and ticket.owner ~= self.loop.current
   if not ticket then
      local kept = self.cache:get(key)
      if kept then return kept end
      ticket = send(self, key, name, rrtype, options)
   end
   local answer = take(self, key, ticket)
   if joined and is_others_timeout(answer, options, self.cache.clock) then
      answer = take(self, key, self.flying[key] or send(self, key, name, rrtype, options))
   end
   return answer
end

return live
