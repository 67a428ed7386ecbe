-- SPDX-License-Identifier: MIT
-- Foreign event loops drive ours by fd, timeout and step. Pending where they are not installed.
local faultd = require "spec.support.faultd"
local sesame = require "sesame"

local TASKS = 20

local server, session, texts

-- Tasks that look up twice each, one after the other, and one whose server is silent: it ends by a timer alone.
local function spawn()
   texts = {}
   for i = 1, TASKS do
      session.loop:spawn(function()
         local first = sesame.resolve(("delay-20.a%d.example"):format(i), "TXT", { session = session })
         local second = sesame.resolve(("delay-%d.b%d.example"):format(i, i), "TXT", { session = session })
         texts[#texts + 1] = first[1] .. second[1]
      end)
   end
   session.loop:spawn(function()
      texts.silent = sesame.resolve("drop.silent.example", "TXT", { session = session }).status
   end)
end

local function assert_done()
   assert.equal(0, session.loop.tasks)
   assert.equal(TASKS, #texts)
   for i = 1, TASKS do assert.equal("okok", texts[i]) end
   assert.equal("timeout", texts.silent)
end

-- Runs DRIVE; returns how often the foreign loop was woken for us: few, or we are polled.
local function wake_ups(drive)
   local turns = 0
   spawn()
   drive(function()
      turns = turns + 1
      return session.loop:step(0)
   end)
   return turns
end

local DRIVERS = {}

function DRIVERS.luv(luv, step)
   local poll, timer = luv.new_poll(session.loop:fd()), luv.new_timer()
   local other = 0
   local idle = luv.new_timer() -- the program's own work goes on beside
   idle:start(5, 5, function() other = other + 1 end)
   local function turn()
      timer:stop()
      if step() == 0 then
         for _, handle in ipairs { poll, timer, idle } do handle:close() end
         return
      end
      local timeout = session.loop:timeout()
      if timeout >= 0 then timer:start(timeout, 0, turn) end
   end
   poll:start("r", turn)
   timer:start(0, 0, turn)
   luv.run()
   assert.is_true(other > 5)
end

function DRIVERS.cqueues(cqueues, step)
   local queue, other, done = cqueues.new(), 0, false
   queue:wrap(function()
      while step() > 0 do
         local timeout = session.loop:timeout()
         local watched = { pollfd = session.loop:fd(), events = "r" }
         if timeout >= 0 then cqueues.poll(watched, timeout / 1000) else cqueues.poll(watched) end
      end
      done = true
   end)
   queue:wrap(function()
      while not done do
         cqueues.sleep(0.005)
         other = other + 1
      end
   end)
   assert(queue:loop())
   assert.is_true(other > 5)
end

describe("a foreign event loop", function()
   setup(function() server = faultd.start() end)
   teardown(function() server:stop() end)
   before_each(function() session = assert(sesame.open { servers = server.servers, timeout = 0.1, tries = 2 }) end)
   after_each(function() session:close() end)

   for _, name in ipairs { "luv", "cqueues" } do
      it(name .. " drives tasks to their end, woken by answers and timers alone", function()
         local found, library = pcall(require, name)
         if not found then return pending(name .. " is not installed") end
         local turns = wake_ups(function(step) DRIVERS[name](library, step) end)
         assert_done()
         assert.is_true(turns < 10 * TASKS, turns .. " turns")
      end)
   end

   it("is told by timeout when it must step although nothing came", function()
      assert.equal(-1, session.loop:timeout())
      session.loop:spawn(function() sesame.resolve("drop.timer.example", "TXT", { session = session }) end)
      assert.equal(0, session.loop:timeout()) -- the query is yet to be sent
      session.loop:step(0)
      local timeout = session.loop:timeout()
      assert.is_true(timeout > 0 and timeout <= 100, tostring(timeout))
      session.loop:run()
   end)
end)
