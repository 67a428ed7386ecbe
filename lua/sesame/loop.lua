-- SPDX-License-Identifier: MIT
-- Tasks (coroutines) over one resolver: the only place that yields and resumes. It must not know what is asked for, nor
-- cache anything.
local core = require "sesame.core"
local guard = require "sesame.guard"

local system = core.system

local loop = {}
local Loop = {}
Loop.__index = Loop

-- What a task yields when it waits; anything else that yields inside a task is told so.
local WAIT = {}

local running, suspend, continue = coroutine.running, coroutine.yield, guard.resume

local TURN = 100 -- milliseconds waited at most before the interrupt flag is looked at again

--- A loop over OPTIONS.resolver (of sesame.core.resolver; nil when nothing is ever asked of a server).
function loop.new(options)
   return setmetatable({
      resolver = options and options.resolver, pending = {}, tasks = 0, ready = {}, current = nil, stopped = false,
   }, Loop)
end

-- ---- questions ----

--- Sends a question; returns a ticket to be given to wait (its `owner` is the task that asked, or nil), or nil,
-- message, code for a name that is none. OPTIONS: server, recurse, cd, deadline (milliseconds of system.monotonic).
function Loop:ask(name, rrtype, options)
   local id, message, code = self.resolver:submit(name, rrtype, options)
   if not id then return nil, message, code end
   local ticket = { answer = false, task = false, owner = self.current }
   self.pending[id] = ticket
   return ticket
end

-- Files the answers that came; tasks whose last answer it was become ready.
local function collect(self)
   local resolver, pending, ready = self.resolver, self.pending, self.ready
   while true do
      local id, answer = resolver:next()
      if not id then return end
      local ticket = pending[id]
      pending[id] = nil
      ticket.answer = answer
      local task = ticket.task
      if task then
         task.missing = task.missing - 1
         if task.missing == 0 then ready[#ready + 1] = task end
         for _, other in ipairs(ticket.others or {}) do
            other.missing = other.missing - 1
            if other.missing == 0 then ready[#ready + 1] = other end
         end
      end
   end
end

local function join(ticket, task)
   if ticket.answer then return 0 end
   if not ticket.task then ticket.task = task
   else
      ticket.others = ticket.others or {}
      ticket.others[#ticket.others + 1] = task
   end
   return 1
end

-- Outside any task: waits here, files what comes for others, resumes nobody.
local function wait_outside(self, tickets)
   for _, ticket in ipairs(tickets) do
      while not ticket.answer do
         self.resolver:wait(TURN)
         collect(self)
      end
   end
end

--- Refuses the calling coroutine when it runs inside a task but is not the task's own.
function Loop:guard()
   local task = self.current
   if task and running() ~= task.thread then
      error("a lookup inside a task must be made by the task's own coroutine, not by one it created", 3)
   end
end

--- Waits until every ticket of TICKETS has its answer.
function Loop:wait(tickets)
   local task = self.current
   if not task then return wait_outside(self, tickets) end
   local missing = 0
   for _, ticket in ipairs(tickets) do missing = missing + join(ticket, task) end
   if missing == 0 then return end
   task.missing = missing
   suspend(WAIT)
end

--- The answer of TICKET, waited for.
function Loop:answer(ticket)
   if ticket.answer then return ticket.answer end
   local task = self.current
   if not task then
      wait_outside(self, { ticket })
   else
      join(ticket, task)
      task.missing = 1
      suspend(WAIT)
   end
   return ticket.answer
end

-- ---- tasks ----

local function finish(self, task, ok, result)
   self.tasks = self.tasks - 1
   task.done, task.ok = true, ok
   if ok then
      task.result = result
   else
      task.fault, task.traceback = result, debug.traceback(task.thread, tostring(result))
      task.stopped = task.guard.stopped
      coroutine.close(task.thread)
   end
   if task.on_done then task.on_done(task) end
end

local function resume(self, task, ...)
   local outer = self.current
   self.current = task
   local ok, result = continue(task.guard, task.thread, ...)
   self.current = outer
   if result == WAIT then return end -- nobody else has WAIT: it was yielded, not returned
   if coroutine.status(task.thread) ~= "suspended" then
      finish(self, task, ok, result)
   else
      finish(self, task, false,
         "a task yielded outside a lookup (coroutine.yield inside a script, without a coroutine of its own)")
   end
end

--- Starts FN(...) as a task and runs it up to its first wait. Returns the task: { done, ok, result or fault, traceback
-- }; `stopped` is "deadline" or "interrupted" where sesame.guard ended it. ON_DONE(task), or nil, is called once it
-- ends; an error inside a task never reaches another.
function Loop:spawn(fn, on_done, ...)
   local thread, record = guard.create(fn)
   local task = { thread = thread, guard = record, missing = 0, on_done = on_done }
   self.tasks = self.tasks + 1
   resume(self, task, ...)
   return task
end

local function resume_ready(self)
   local list = self.ready
   if #list == 0 then return 0 end
   self.ready = {}
   for i = 1, #list do resume(self, list[i]) end
   return #list
end

--- One turn: resumes tasks whose answers came; when there are none, waits for answers up to TIMEOUT milliseconds (0:
-- only looks) and resumes those. Returns how many tasks are alive. For foreign event loops, together with fd and
-- timeout.
function Loop:step(timeout)
   if self.current then error("loop:step() inside a task", 2) end
   if resume_ready(self) == 0 and self.resolver and self.tasks > 0 then
      self.resolver:wait(timeout or TURN)
      collect(self)
      resume_ready(self)
   end
   return self.tasks
end

--- Runs until no task is alive. Returns true, or nil, "interrupted" when SIGINT came (see system.catch_interrupt).
function Loop:run()
   while self.tasks > 0 do
      if system.interrupted() then return nil, "interrupted" end
      self:step(TURN)
   end
   return true
end

--- Runs FN(item) as a task for each item of ITERATOR, at most LIMIT alive at once; DONE(item, task) as each ends.
-- Returns as run.
function Loop:each(iterator, limit, fn, done)
   local ended = false
   while true do
      while not ended and self.tasks < limit do
         if system.interrupted() then return nil, "interrupted" end
         local item = iterator()
         if item == nil then
            ended = true
         else
            self:spawn(fn, done and function(task) done(item, task) end, item)
         end
      end
      if self.tasks == 0 and ended then return true end
      if system.interrupted() then return nil, "interrupted" end
      if self.tasks > 0 then self:step(TURN) end
   end
end

--- A descriptor to be watched for reading by a foreign event loop, and the milliseconds after which step must be called
-- anyway (-1: never). Nil when there is no resolver.
function Loop:fd()
   return self.resolver and self.resolver:fd()
end

function Loop:timeout()
   if #self.ready > 0 then return 0 end
   return self.resolver and self.resolver:timeout() or -1
end

return loop
