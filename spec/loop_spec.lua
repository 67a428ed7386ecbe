-- SPDX-License-Identifier: MIT
-- The loop over a resolver made of a table: what comes when is decided by the spec, not by a network.
local answers = require("sesame.core").answer
local loop = require "sesame.loop"

-- A resolver with the face of sesame.core.resolver. Every question is answered at the next wait, or when RELEASE says
-- so.
local function fake(release)
   local self = { last = 0, asked = {}, ready = {}, waits = 0 }
   function self.submit(_, name, rrtype, options)
      if name == "bad name" then return nil, "no name", "bad-name" end
      self.last = self.last + 1
      table.insert(self.asked, { id = self.last, name = name, type = rrtype, options = options })
      return self.last
   end
   function self.wait()
      self.waits = self.waits + 1
      local kept = {}
      for _, question in ipairs(self.asked) do
         if not release or release(question, self.waits) then
            table.insert(self.ready, question)
         else
            kept[#kept + 1] = question
         end
      end
      self.asked = kept
      return #self.ready
   end
   function self.next()
      local question = table.remove(self.ready, 1)
      if not question then return nil end
      return question.id, answers.make { name = question.name, type = question.type,
         records = { "text of " .. question.name } }
   end
   function self.fd() return 42 end
   function self.timeout() return 7 end
   return self
end

local function ask(over, name)
   return over:answer(assert(over:ask(name, "TXT")))[1]
end

describe("sesame.loop", function()
   it("answers outside any task in a private loop", function()
      local over = loop.new { resolver = fake() }
      assert.equal("text of a.example", ask(over, "a.example"))
   end)

   it("hands back what the resolver refuses", function()
      local ticket, message, code = loop.new { resolver = fake() }:ask("bad name", "TXT")
      assert.same({ nil, "no name", "bad-name" }, { ticket, message, code })
   end)

   it("runs tasks side by side: two lookups each, two waits in all", function()
      local resolver, seen = fake(), {}
      local over = loop.new { resolver = resolver }
      for i = 1, 50 do
         over:spawn(function()
            local first = ask(over, ("a%d.example"):format(i))
            seen[i] = { first, ask(over, ("b%d.example"):format(i)) }
         end)
      end
      assert.is_true(over:run())
      assert.equal(2, resolver.waits)
      assert.same({ "text of a50.example", "text of b50.example" }, seen[50])
   end)

   it("waits once for many answers", function()
      local resolver = fake(function(question, waits) return question.id <= waits end) -- one answer a wait
      local over, resumed = loop.new { resolver = resolver }, 0
      over:spawn(function()
         local tickets = {}
         for i = 1, 5 do tickets[i] = over:ask(("n%d.example"):format(i), "TXT") end
         over:wait(tickets)
         resumed = resumed + 1
         for i = 1, 5 do assert.is_truthy(tickets[i].answer) end
      end)
      over:run()
      assert.equal(1, resumed)
      assert.equal(5, resolver.waits)
   end)

   it("keeps an error to its task, with a traceback, and runs the others on", function()
      local over, done = loop.new { resolver = fake() }, {}
      local function note(task) done[#done + 1] = task end
      over:spawn(function() ask(over, "a.example") error("broken here") end, note)
      over:spawn(function() return ask(over, "b.example") end, note)
      over:run()
      assert.equal(2, #done)
      assert.is_false(done[1].ok)
      assert.matches("broken here", done[1].fault)
      assert.matches("loop_spec.lua", done[1].traceback)
      assert.same({ true, "text of b.example" }, { done[2].ok, done[2].result })
      assert.equal(0, over.tasks)
   end)

   it("refuses a lookup by a coroutine inside a task, in words", function()
      local over = loop.new { resolver = fake() }
      local task = over:spawn(function()
         return coroutine.wrap(function()
            over:guard()
         end)()
      end)
      assert.is_false(task.ok)
      assert.matches("the task's own coroutine", task.fault)
   end)

   it("refuses a task that yields by itself", function()
      local task = loop.new { resolver = fake() }:spawn(function() coroutine.yield("elsewhere") end)
      assert.is_false(task.ok)
      assert.matches("yielded outside a lookup", task.fault)
   end)

   it("lets generators that look up nothing run inside a task", function()
      local over = loop.new { resolver = fake() }
      local task = over:spawn(function()
         local sum = 0
         for value in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) do sum = sum + value end
         return sum .. ask(over, "a.example")
      end)
      over:run()
      assert.equal("6text of a.example", task.result)
   end)

   it("files the answers of tasks while somebody outside waits, and resumes nobody", function()
      local over = loop.new { resolver = fake() }
      local task = over:spawn(function() return ask(over, "task.example") end)
      assert.equal("text of outside.example", ask(over, "outside.example"))
      assert.is_nil(task.done)
      over:run()
      assert.equal("text of task.example", task.result)
   end)

   it("keeps at most LIMIT tasks alive in each()", function()
      local over, alive, most, done = loop.new { resolver = fake() }, 0, 0, 0
      local i = 0
      local ok = over:each(function()
         i = i + 1
         return i <= 100 and i or nil
      end, 7, function(item)
         alive = alive + 1
         most = math.max(most, alive)
         ask(over, ("n%d.example"):format(item))
         alive = alive - 1
         return item
      end, function(item, task)
         done = done + 1
         assert.equal(item, task.result)
      end)
      assert.same({ true, 7, 100 }, { ok, most, done })
   end)

   it("can be driven from outside: fd, timeout, step", function()
      local over = loop.new { resolver = fake() }
      local task = over:spawn(function() return ask(over, "a.example") end)
      assert.equal(42, over:fd())
      assert.equal(7, over:timeout())
      while over:step(0) > 0 do end
      assert.equal("text of a.example", task.result)
   end)

   it("does not step inside a task", function()
      local over = loop.new { resolver = fake() }
      local task = over:spawn(function() over:step(0) end)
      assert.matches("inside a task", task.fault)
   end)

   it("yields across pcall and for-iterators", function()
      local over = loop.new { resolver = fake() }
      local task = over:spawn(function()
         local list = {}
         local function each()
            local i = 0
            return function()
               i = i + 1
               if i <= 2 then return ask(over, ("n%d.example"):format(i)) end
            end
         end
         for text in each() do list[#list + 1] = text end
         local ok, text = pcall(ask, over, "p.example")
         return table.concat(list, ",") .. "," .. tostring(ok) .. "," .. text
      end)
      over:run()
      assert.equal("text of n1.example,text of n2.example,true,text of p.example", task.result)
   end)
end)
