-- SPDX-License-Identifier: MIT
-- Work on many domains at once, given out in order: as many tasks as the loop may have, and a bounded number of results
-- that wait for their turn. It must not know what the work is.
local system = require("sesame.core").system

local queue = {}

-- Domains worked on at once unless told otherwise; an audit of one has some fifteen questions on their way.
queue.IN_FLIGHT = 100

local TURN = 100 -- milliseconds waited before the interrupt flag is looked at again

local function spawn(state, entry)
   state.loop:spawn(function()
      return state.work(entry.domain)
   end, function(task)
      if task.stopped == "interrupted" then return end -- half an audit says nothing
      entry.result = task.ok and task.result or state.failed(entry.domain, task.fault, task.stopped)
   end)
end

-- The place of the result to be given out next, or nil: the first where order counts, else the first that is done.
local function ready(waiting, ordered)
   for i = 1, ordered and math.min(1, #waiting) or #waiting do
      if waiting[i].result then return i end
   end
end

local function fill(state)
   while not state.ended and #state.waiting < state.room and state.loop.tasks < state.limit do
      if state.interrupted() then return end
      local domain = state.iterator()
      if domain == nil then
         state.ended = true
         return
      end
      local entry = { domain = domain }
      state.waiting[#state.waiting + 1] = entry
      spawn(state, entry)
   end
end

--- WORK.of(domain) -> result, in tasks of LOOP, for every domain that ITERATOR gives; WORK.failed(domain, fault,
-- stopped) -> the result where that raised, or its deadline was over (then `stopped` is "deadline"). Returns an
-- iterator over the results. OPTIONS: ordered (default true: in the order of ITERATOR), domains_in_flight, interrupted
-- (a function: once it says true, what is done is given out and the rest left). Memory is bounded by the number in
-- flight.
function queue.over(loop, iterator, work, options)
   local limit = options.domains_in_flight or queue.IN_FLIGHT
   local state = {
      loop = loop, iterator = iterator, work = work.of, failed = work.failed, waiting = {}, ended = false,
      limit = limit, room = 2 * limit, interrupted = options.interrupted or system.interrupted,
   }
   local ordered = options.ordered ~= false
   return function()
      while true do
         local stopped = state.interrupted()
         local place = ready(state.waiting, ordered and not stopped)
         if place then return table.remove(state.waiting, place).result end
         if stopped then return nil end
         fill(state)
         if #state.waiting == 0 then return nil end
         if not ready(state.waiting, ordered) then loop:step(TURN) end
      end
   end
end

return queue
