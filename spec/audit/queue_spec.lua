-- SPDX-License-Identifier: MIT
local loop = require "sesame.loop"
local queue = require "sesame.audit.queue"

-- The domains "1" to N, and a function that tells how many were taken.
local function counted(n)
   local at = 0
   return function()
      if at == n then return nil end
      at = at + 1
      return tostring(at)
   end, function() return at end
end

local function work(of)
   return { of = of, failed = function(domain, fault) return { domain, "failed", tostring(fault) } end }
end

local function gather(iterator)
   local list = {}
   for result in iterator do list[#list + 1] = result[1] end
   return list
end

describe("sesame.audit.queue", function()
   it("gives out results in the order of the domains", function()
      local domains = counted(25)
      local list = gather(queue.over(loop.new {}, domains, work(function(domain) return { domain } end), {}))
      assert.equal(25, #list)
      for i, name in ipairs(list) do assert.equal(tostring(i), name) end
   end)

   it("lets what failed speak for itself and goes on", function()
      local results = {}
      local of = function(domain) return domain == "2" and error("broken", 0) or { domain } end
      for result in queue.over(loop.new {}, counted(3), work(of), { ordered = false }) do
         results[result[1]] = result
      end
      assert.same({ ["1"] = { "1" }, ["2"] = { "2", "failed", "broken" }, ["3"] = { "3" } }, results)
   end)

   it("takes no more domains than twice those in flight before one is given out", function()
      local domains, taken = counted(100)
      local next_result = queue.over(loop.new {}, domains, work(function(domain) return { domain } end),
         { domains_in_flight = 3 })
      assert.same({ "1" }, next_result())
      assert.is_true(taken() <= 6, ("%d taken"):format(taken()))
   end)

   it("once interrupted, takes no more and gives out what is done", function()
      local domains, taken = counted(100)
      local stopped = false
      local next_result = queue.over(loop.new {}, domains, work(function(domain) return { domain } end),
         { domains_in_flight = 3, interrupted = function() return stopped end })
      assert.same({ "1" }, next_result())
      stopped = true
      local before = taken()
      repeat until not next_result()
      assert.equal(before, taken())
      assert.is_true(taken() < 100)
   end)
end)
