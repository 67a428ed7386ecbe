-- SPDX-License-Identifier: MIT
-- Sessions leave no resolver open behind them, however they end.
local core = require "sesame.core"
local faultd = require "spec.support.faultd"
local sesame = require "sesame"

local count_open = core.resolver.count_open

describe("a session", function()
   local server, before
   setup(function() server = faultd.start() end)
   teardown(function() server:stop() end)
   before_each(function()
      collectgarbage()
      before = count_open()
   end)

   local function open() return assert(sesame.open { servers = server.servers, timeout = 0.2, tries = 1 }) end

   it("closed with questions on their way leaves no resolver", function()
      local session = open()
      session.loop:spawn(function() session:resolve("drop.example", "TXT") end)
      session:close()
      assert.equal(before, count_open())
   end)

   it("that could not be opened leaves no resolver", function()
      assert.is_nil((sesame.open { servers = { "nowhere" } }))
      assert.is_nil((sesame.open { servers = server.servers, zones = { "/nonexistent.zone" } }))
      assert.equal(before, count_open())
   end)

   it("left by an error is closed by its <close> variable", function()
      assert.error_matches(function()
         local session <close> = open()
         session:resolve("ok.example", "TXT")
         error("a script's fault", 0)
      end, "a script's fault")
      assert.equal(before, count_open())
   end)

   it("of its own that an audit opens is closed when the audit ends", function()
      local options = { servers = server.servers, timeout = 0.2, tries = 1 }
      assert(sesame.audit("refused.example", options))
      for _ in sesame.audit_all({ "refused.example", "nxdomain.example" }, options) do
         assert.equal(before + 1, count_open())
      end
      assert.equal(before, count_open())
   end)

   it("forgotten, tasks and all, goes with the collector", function()
      local session = open()
      session.loop:spawn(function() session:resolve("drop.example", "TXT") end)
      session = nil -- luacheck: ignore 311
      collectgarbage()
      collectgarbage()
      assert.equal(before, count_open())
   end)
end)
