-- SPDX-License-Identifier: MIT
-- Work that does not end by itself is ended: by its deadline, or by Ctrl-C, and no pcall in it holds that up.
local core = require "sesame.core"
local guard = require "sesame.guard"
local loop = require "sesame.loop"
local session = require "sesame.session"

local system = core.system

local STUBBORN = {
   ["a loop"] = function() while true do end end,
   ["a loop of pcalls"] = function() while true do pcall(function() while true do end end) end end,
   ["a pcall in a pcall in a loop"] = function()
      while true do pcall(pcall, function() while true do pcall(error, "x") end end) end
   end,
   ["an xpcall whose handler goes on"] = function()
      while true do xpcall(function() while true do end end, function() while true do end end) end
   end,
   ["a loop within gsub"] = function()
      while true do pcall(string.gsub, "aaaa", "a", function() while true do end end) end
   end,
   ["a comparator of sort"] = function()
      while true do pcall(table.sort, { 3, 2, 1 }, function() while true do end end) end
   end,
   ["a coroutine of its own"] = function()
      while true do coroutine.resume(coroutine.create(function() while true do end end)) end
   end,
   ["a value that is closed"] = function()
      while true do
         pcall(function()
            local _ <close> = setmetatable({}, { __close = function() while true do end end })
            while true do end
         end)
      end
   end,
}

describe("sesame.guard", function()
   for what, work in pairs(STUBBORN) do
      it("ends at its deadline " .. what, function()
         local ok, fault, stopped = guard.run(system.monotonic() - guard.GRACE, nil, work)
         assert.same({ false, "deadline", "deadline" }, { ok, fault, stopped })
      end)

      it("ends as a task " .. what .. ", and the other tasks go on", function()
         local over, ended = loop.new {}, nil
         local task = over:spawn(function()
            guard.limit(system.monotonic() - guard.GRACE)
            work()
         end)
         over:spawn(function() ended = true end)
         assert.same({ false, "deadline", true }, { task.ok, task.stopped, ended })
         assert.equal(0, over.tasks)
      end)
   end

   it("gives back what the work returns, and its own fault", function()
      assert.same({ true, 3 }, { guard.run(nil, nil, function(a, b) return a + b end, 1, 2) })
      assert.same({ false, "broken" }, { guard.run(nil, nil, error, "broken", 0) })
      assert.is_false((guard.run(nil, nil, coroutine.yield)))
   end)

   it("lets work within work have a deadline of its own, and then goes on", function()
      local ok, inner = guard.run(nil, nil, function()
         local _, _, stopped = guard.run(system.monotonic() - guard.GRACE, nil, STUBBORN["a loop"])
         local sum = 0
         for i = 1, 100000 do sum = sum + i end
         return stopped
      end)
      assert.same({ true, "deadline" }, { ok, inner })
   end)

   it("holds nothing outside of it", function()
      guard.limit(1)
      guard.run(system.monotonic() - guard.GRACE, nil, STUBBORN["a loop"])
      assert.is_nil(system.overdue())
      local sum = 0
      for i = 1, 100000 do sum = sum + i end
      assert.equal(5000050000, sum)
   end)

   it("takes the deadline of the facts that a task asks for", function()
      local opened <close> = assert(session.open { source = { get = function() end }, deadline = 0.001 })
      local _, fault = guard.run(nil, nil, function()
         opened:view()
         guard.limit(system.monotonic() - guard.GRACE)
         while true do end
      end)
      assert.equal("deadline", fault)
   end)
end)

describe("an audit that does not end", function()
   local audit = require "sesame.audit"
   local facts = require "spec.support.facts"

   it("is told as unknown, by itself", function()
      local over = loop.new {}
      local fake = { loop = over, today = function() return "2026-11-24" end, view = function()
         guard.limit(system.monotonic() - guard.GRACE)
         return facts.of(facts.zone())
      end }
      local list = {}
      local function domains()
         if #list == 0 then return "acme.example" end
      end
      local first = audit.all(fake, domains, { script = function() while true do pcall(error) end end })()
      assert.equal("unknown", first.verdict)
      assert.equal("out-of-time", first.findings[1].code)
      assert.equal(1, #first.findings)
   end)
end)
