-- SPDX-License-Identifier: MIT
-- Work that is stopped when its time is over or Ctrl-C came, wherever it is: its instructions are counted, and no pcall
-- inside holds it. It must not know what the work is, nor wait for anything.
local system = require("sesame.core").system

local guard = {}

-- Milliseconds between the deadline, after which questions are timeouts, and the end of the work: what was learnt is
-- still judged.
guard.GRACE = 500

local current -- the record of the work that runs: { limit }

local function held_to(record)
   if not record then return system.watched(nil, nil) end
   return system.watched(record.limit and record.limit + guard.GRACE, record.patience)
end

--- A coroutine that runs FN under guard, and the record that resume takes. PATIENCE is how many milliseconds after
-- Ctrl-C it is stopped (default: at once).
function guard.create(fn, patience)
   local thread = coroutine.create(fn)
   system.watch(thread)
   return thread, { limit = nil, patience = patience or 0 }
end

--- Resumes THREAD, made by guard.create with RECORD; returns as coroutine.resume does, and "deadline" or "interrupted"
-- in place of the error where it was stopped; `record.stopped` then says so, too.
function guard.resume(record, thread, ...)
   local outer = current
   current = record
   held_to(record)
   local ok, result = coroutine.resume(thread, ...)
   local cut = result == nil and coroutine.status(thread) == "suspended" -- in the midst of its work
   if cut or not ok then
      record.stopped = system.overdue()
      if record.stopped then ok, result = false, record.stopped end
      if cut and record.stopped then coroutine.close(thread) end
   end
   current = outer
   held_to(outer)
   return ok, result
end

--- The work that runs is over at LIMIT (milliseconds of system.monotonic; nil: never) and guard.GRACE; outside of any
-- guarded work nothing happens.
function guard.limit(limit)
   if not current then return end
   current.limit = limit
   held_to(current)
end

--- The work that runs goes on for MILLISECONDS after Ctrl-C (math.huge: it heeds system.interrupted itself).
function guard.patience(milliseconds)
   if not current then return end
   current.patience = milliseconds
   held_to(current)
end

--- FN(...) under guard, not to be resumed: true and what it returned (one value); false, the fault, and "deadline" or
-- "interrupted" where it was stopped. LIMIT and PATIENCE as above.
function guard.run(limit, patience, fn, ...)
   local thread, record = guard.create(fn, patience)
   record.limit = limit
   local ok, result = guard.resume(record, thread, ...)
   if ok and coroutine.status(thread) ~= "dead" then
      coroutine.close(thread)
      return false, "it yielded outside a lookup"
   end
   if not ok then coroutine.close(thread) end
   return ok, result, record.stopped
end

return guard
