-- SPDX-License-Identifier: MIT
-- Watching two servers of one zone, one of which lags.
local core = require "sesame.core"
local format = require "sesame.report.fix_nsupdate"
local key = require "sesame.publish.key"
local nsupdate = require "sesame.publish.nsupdate"
local primary = require "spec.support.primary"
local sesame = require "sesame"
local sets = require "sesame.fix.record_sets"
local watch = require "sesame.publish.watch"

local ZONE = [[
$ORIGIN acme.example.
$TTL 700
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
@ NS ns2
ns1 A 127.0.0.1
ns2 A 127.0.0.2
@ TXT "v=spf1 mx ~all"
]]

local PLAN = { domain = "acme.example", zone = "acme.example", changes = {
   { name = "acme.example", type = "TXT", ttl = 700, before_ttl = 700, before = { "v=spf1 mx ~all" },
      values = { "v=spf1 mx -all" } },
   { name = "new.acme.example", type = "TXT", ttl = 300, before = {}, values = { "new" }, wait = 300 },
} }

local kind = primary.installed()[1]

describe("watching", function()
   if not kind then return it("needs nsupdate, and knot or bind", function() pending("they are not installed") end) end
   local first, second, credentials, list
   before_each(function()
      first = primary.start(kind, { ["acme.example"] = ZONE })
      second = primary.start(kind, { ["acme.example"] = ZONE }, { addresses = { "127.0.0.2" }, port = first.port })
      credentials, list = assert(key.read(first.key)), sets.of(PLAN)
   end)
   after_each(function()
      first:stop()
      second:stop()
   end)

   local function publish(server)
      assert(nsupdate.send(server.server, credentials, format.message("acme.example", sets.of(PLAN))))
   end

   -- Watches with a clock that only the pauses move; ON_PAUSE(number) runs in each.
   local function run(within, on_pause, more)
      local session <close> = assert(sesame.open { servers = { first.server }, timeout = 10, tries = 1 })
      local now, pauses = 0, {}
      local options = {
         sets = list, loop = session.loop, resolvers = { first.server }, ask_servers = true, port = first.port,
         within = within,
         clock = function() return now end, interrupted = function() return false end,
         sleep = function(span)
            now = now + span
            pauses[#pauses + 1] = span
            if on_pause then on_pause(#pauses) end
         end,
      }
      for name, value in pairs(more or {}) do options[name] = value end
      return watch.run(options), pauses
   end

   local function states(watched, index)
      local lines = {}
      for i, place in ipairs(watched.entries[index].places) do
         lines[i] = ("%s %s %s %s"):format(place.kind, place.host or "-", place.state, place.ttl or "-")
      end
      return lines
   end

   it("tells which server lags, and how long a cache may keep the former answer", function()
      publish(second)
      local watched = run(0)
      assert.same({ "waiting", 1 }, { watched.result, watched.rounds })
      assert.same({ "authoritative ns1.acme.example former -", "authoritative ns2.acme.example published -",
         "resolver - former 700" },
         states(watched, 1))
      assert.same({ "authoritative ns1.acme.example former -", "authoritative ns2.acme.example published -",
         "resolver - former 300" },
         states(watched, 2))
      assert.same({ 700, 300 }, { watch.caches(list[1]), watch.caches(list[2]) })
   end)

   it("ends when the last server has it, past what was learnt in the rounds before", function()
      publish(first)
      local rounds = {}
      local watched, pauses = run(60000, function(number) if number == 2 then publish(second) end end,
         { on_round = function(counts) rounds[#rounds + 1] = ("%d/%d"):format(counts.published, counts.places) end })
      assert.same({ "published", 3, 5000 }, { watched.result, watched.rounds, watched.elapsed })
      assert.same({ 2000, 3000 }, pauses)
      assert.same({ "4/6", "4/6", "6/6" }, rounds)
   end)

   it("stops when time runs out, with pauses that grow within bounds", function()
      local watched, pauses = run(120000)
      assert.equal("waiting", watched.result)
      assert.equal(120000, watched.elapsed)
      local sum = 0
      for i, span in ipairs(pauses) do
         assert.is_true(span <= watch.PAUSE_MAX and (span >= (pauses[i - 1] or watch.PAUSE_MIN) or i == #pauses))
         sum = sum + span
      end
      assert.equal(120000, sum)
   end)

   it("stops at an interrupt", function()
      local asked = 0
      local watched = run(60000, nil, { interrupted = function()
         asked = asked + 1
         return asked > 1
      end })
      assert.same({ "interrupted", 2 }, { watched.result, watched.rounds })
   end)

   it("says of a silent server that it could not be asked, and goes on waiting for it", function()
      publish(first)
      second:stop()
      local watched = run(0)
      assert.equal("waiting", watched.result)
      local place = watched.entries[1].places[2]
      assert.same({ "ns2.acme.example", "unknown" }, { place.host, place.state })
   end)

   it("learns nothing where nobody answers", function()
      first:stop()
      second:stop()
      assert.equal("unknown", run(0).result)
   end)

   it("leaves no resolver open", function()
      collectgarbage()
      local before = core.resolver.count_open()
      run(0)
      assert.equal(before, core.resolver.count_open())
   end)

   it("can do with servers named by address alone", function()
      publish(second)
      local watched = run(0, nil, { resolvers = {}, ask_servers = false, servers = { second.server } })
      assert.same({ "published", "authoritative" }, { watched.result, watched.entries[1].places[1].kind })
   end)
end)
