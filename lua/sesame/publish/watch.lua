-- SPDX-License-Identifier: MIT
-- Watching planned record sets until every server has them: rounds of questions to each authoritative server and each
-- resolver, past all caches of ours. Clock and sleep are passed in. It must not know the command line.
local core = require "sesame.core"
local facts = require "sesame.facts"
local live = require "sesame.facts.live"
local state = require "sesame.publish.state"

local watch = {}

-- Pauses between rounds in milliseconds: each is longer than the one before, within these bounds.
watch.PAUSE_MIN = 2000
watch.PAUSE_MAX = 30000
watch.PAUSE_FACTOR = 1.5
watch.ROUND_MIN = 5000   -- milliseconds for the questions of one round, however little time is left
watch.ROUND_MAX = 30000
watch.ROUNDS_MAX = 50000 -- whatever the clock says

local function place_of(set, kind, host, server, answer)
   local place = { kind = kind, host = host, server = server, state = state.of(set, answer), status = answer.status,
      rtt = answer.rtt }
   if place.state == "other" then place.found = state.own(answer) end
   -- how long a cache may go on with what it has; a zone's own server shows the new one to whoever asks next
   if kind == "resolver" and place.state ~= "published" and place.state ~= "unknown" then place.ttl = answer.ttl end
   return place
end

-- The zone's servers by name, then resolvers.
local function before(a, b)
   if a.kind ~= b.kind then return a.kind < b.kind end
   if (a.host or "") ~= (b.host or "") then return (a.host or "") < (b.host or "") end
   return (a.server or "") < (b.server or "")
end

-- The places of one set, asked by a task.
local function look(self, view, set)
   local places = {}
   for _, entry in ipairs(view:each_server(set.zone, set.name, set.type) or {}) do
      places[#places + 1] = place_of(set, "authoritative", entry.host, entry.server, entry.answer)
   end
   local questions, kinds = {}, {}
   for kind, list in pairs { authoritative = self.servers or {}, resolver = self.resolvers or {} } do
      for _, server in ipairs(list) do
         questions[#questions + 1] = { name = set.name, type = set.type,
            options = { server = server, recurse = kind == "resolver" } }
         kinds[#questions] = kind
      end
   end
   for i, answer in ipairs(view:get_all(questions)) do
      places[#places + 1] = place_of(set, kinds[i], nil, questions[i].options.server, answer)
   end
   table.sort(places, before)
   return places
end

local function is_published(places)
   for _, place in ipairs(places) do
      if place.state ~= "published" then return false end
   end
   return #places > 0
end

-- One round of at most SPAN milliseconds over the sets that are not there everywhere yet.
local function round(self, span)
   local source = live.new { loop = self.loop, ask_servers = self.ask_servers }
   local view = facts.new { source = source, loop = self.loop, port = self.port }:view(core.system.monotonic() + span)
   for _, entry in ipairs(self.entries) do
      if not entry.published then
         self.loop:spawn(function() return look(self, view, entry.set) end, function(task)
            if task.stopped then return end -- by Ctrl-C: what is known of the set stays
            if not task.ok then error(task.fault, 0) end
            entry.places, entry.published = task.result, is_published(task.result)
         end)
      end
   end
   return self.loop:run()
end

local function summary(self)
   local counts = { places = 0, published = 0, known = 0 }
   for _, entry in ipairs(self.entries) do
      for _, place in ipairs(entry.places) do
         counts.places = counts.places + 1
         counts.published = counts.published + (place.state == "published" and 1 or 0)
         counts.known = counts.known + (place.state ~= "unknown" and 1 or 0)
      end
   end
   return counts
end

--- Watches OPTIONS.sets (of sesame.fix.record_sets) until each is at every place, for OPTIONS.within milliseconds.
-- OPTIONS: loop (over the resolver to ask), resolvers and servers ("address:port" of resolvers, and of servers of the
-- zones, to be watched), ask_servers (whether those in the zones' NS records are), port (of those; 53), clock (a
-- function: milliseconds that only go forward), sleep (a function of milliseconds), interrupted (a function), and
-- on_round(counts, entries) or nil. Returns { result = "published", "waiting" (time ran out), "unknown" (nobody could
-- be asked) or "interrupted", rounds, elapsed (milliseconds), entries = { { set, published, places = { { kind =
-- "authoritative" or "resolver", host or nil, server, state, status, ttl = seconds that a cache may keep what it
-- shows, or nil, found = the records of a place in state "other" } } } } }.
function watch.run(options)
   local self = setmetatable({ entries = {} }, { __index = options })
   for i, set in ipairs(options.sets) do self.entries[i] = { set = set, published = false, places = {} } end
   local start, pause = options.clock(), watch.PAUSE_MIN
   local finish = start + options.within
   local rounds, result = 0
   local function ended(counts)
      if options.interrupted() then return "interrupted" end
      if counts.places > 0 and counts.published == counts.places then return "published" end
      if options.clock() >= finish or rounds >= watch.ROUNDS_MAX then
         return counts.known > 0 and "waiting" or "unknown"
      end
      if counts.places == 0 then return "unknown" end
   end
   repeat
      round(self, math.min(watch.ROUND_MAX, math.max(watch.ROUND_MIN, finish - options.clock())))
      rounds = rounds + 1
      local counts = summary(self)
      if options.on_round then options.on_round(counts, self.entries) end
      result = ended(counts)
      if not result then
         options.sleep(math.max(0, math.min(pause, finish - options.clock())))
         pause = math.min(pause * watch.PAUSE_FACTOR, watch.PAUSE_MAX)
      end
   until result
   return { result = result, rounds = rounds, elapsed = options.clock() - start, entries = self.entries }
end

--- Seconds that caches may go on with what was there before SET, from the moment its last server has the new one: its
-- former TTL, or how long absence is believed; nil where neither is known.
function watch.caches(set)
   if #set.before > 0 then return set.before_ttl end
   return set.wait
end

return watch
