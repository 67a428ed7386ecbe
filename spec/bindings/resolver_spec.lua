-- SPDX-License-Identifier: MIT
-- sesame.core.resolver: what is refused before any query, and that an object once closed says so.
local core = require "sesame.core"
local faultd = require "spec.support.faultd"

local resolver = core.resolver

describe("resolver.parse_server", function()
   local GOOD = {
      ["192.0.2.1"] = "192.0.2.1:53", ["192.0.2.1:5300"] = "192.0.2.1:5300", ["2001:db8::1"] = "[2001:db8::1]:53",
      ["[2001:db8::1]"] = "[2001:db8::1]:53", ["[2001:db8::1]:5300"] = "[2001:db8::1]:5300",
   }
   for text, expected in pairs(GOOD) do
      it("reads " .. text, function() assert.equal(expected, resolver.parse_server(text)) end)
   end
   for _, text in ipairs { "", "nowhere", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:x", "192.0.2", "[::1", "::1]:53",
      "192.0.2.1:" } do
      it(("refuses %q"):format(text), function()
         local server, message, code = resolver.parse_server(text)
         assert.same({ nil, ("'%s' is no IP address with or without a port"):format(text), "bad-address" },
            { server, message, code })
      end)
   end
end)

describe("resolver.open", function()
   local MISUSE = {
      { { tires = 1 }, "unknown option 'tires' %(known: servers, timeout, tries, in_flight, qps%)" },
      { { timeout = -1 }, "option 'timeout' is not a whole number from 0 to" },
      { { timeout = 1.5 }, "option 'timeout' is not a whole number" },
      { { tries = 1000 }, "option 'tries' is not a whole number" },
      { { servers = "192.0.2.1" }, "table expected" },
      { { servers = { true } }, "server 1 is no string" },
      { { servers = { "192.0.2.1", 127 } }, "server 2 is no string" },
      { 5, "table expected" },
   }
   for _, case in ipairs(MISUSE) do
      it("raises: " .. case[2], function()
         local before = resolver.count_open()
         assert.error_matches(function() resolver.open(case[1]) end, case[2])
         assert.equal(before, resolver.count_open())
      end)
   end

   it("gives nil, message, code for a server that is none", function()
      local opened, message, code = resolver.open { servers = { "nowhere" } }
      assert.is_nil(opened)
      assert.is_string(message)
      assert.equal("bad-address", code)
   end)
end)

describe("a resolver", function()
   local server, open
   setup(function() server = faultd.start() end)
   teardown(function() server:stop() end)
   before_each(function() open = assert(resolver.open { servers = server.servers, timeout = 200, tries = 1 }) end)
   after_each(function() open:close() end)

   it("gives answers by id, once each", function()
      local ids = {}
      for i = 1, 20 do ids[assert(open:submit(("ok.n%d.example"):format(i), "TXT"))] = i end
      assert.equal(20, open:pending())
      local seen = 0
      while open:pending() > 0 do
         open:wait(1000)
         for id, answer in open.next, open do
            assert.equal(("ok.n%d.example"):format(ids[id]), answer.name)
            ids[id], seen = nil, seen + 1
         end
      end
      assert.equal(20, seen)
      assert.is_nil(next(ids))
      assert.is_nil((open:next()))
   end)

   it("refuses names and servers that are none before any query", function()
      local id, message, code = open:submit("a..b", "TXT")
      assert.same({ nil, "bad-name" }, { id, code })
      assert.matches("^a%.%.b: ", message)
      local other, _, what = open:submit("a.example", "TXT", { server = "nowhere" })
      assert.same({ nil, "bad-address" }, { other, what })
      assert.equal(0, open:stats().queries)
   end)

   it("raises for a bad type and an unknown option", function()
      assert.error_matches(function() open:submit("a.example", "NOPE") end, "'NOPE' is no record type")
      assert.error_matches(function() open:submit("a.example", 65536) end, "is no record type")
      assert.error_matches(function() open:submit("a.example", "A", { deadlien = 1 }) end, "unknown option 'deadlien'")
   end)

   it("cancels what is on its way: its answer is 'cancelled', and only that", function()
      local id = open:submit("drop.example", "TXT")
      assert.is_true(open:cancel(id))
      open:wait(0)
      local got, answer = open:next()
      assert.same({ id, "cancelled", "unknown" }, { got, answer.status, answer.known })
      assert.is_false(open:cancel(id))
      assert.is_false(open:cancel(12345))
   end)

   it("counts itself while open, closes twice without harm, and then says so", function()
      local before = resolver.count_open()
      local other = assert(resolver.open { servers = server.servers })
      assert.equal(before + 1, resolver.count_open())
      other:submit("drop.example", "TXT")
      other:close()
      other:close()
      assert.equal(before, resolver.count_open())
      for _, method in ipairs { "submit", "wait", "next", "cancel", "fd", "timeout", "pending", "servers", "stats" } do
         assert.error_matches(function() other[method](other, 1, 1) end, "the resolver is closed")
      end
   end)

   it("is closed by the collector when forgotten", function()
      collectgarbage()
      local before = resolver.count_open()
      local forgotten = assert(resolver.open { servers = server.servers })
      forgotten:submit("drop.example", "TXT")
      forgotten = nil -- luacheck: ignore 311
      collectgarbage()
      collectgarbage()
      assert.equal(before, resolver.count_open())
   end)

   it("keeps answers alive after its own end", function()
      local other = assert(resolver.open { servers = server.servers })
      other:submit("hostile.example", "TXT")
      other:wait(1000)
      local _, answer = other:next()
      other:close()
      collectgarbage()
      assert.equal(13, #answer[1])
   end)
end)
