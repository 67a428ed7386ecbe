-- SPDX-License-Identifier: MIT
-- What commands share that look up and write one result: a session from the options, an output, and their end. It must
-- not know what is asked.
local guard = require "sesame.guard"

local asking = { UNKNOWN = 3, INTERRUPTED = 130 } -- the status of what was not learnt, and after Ctrl-C

--- The domain that WORD means, or nil and a message.
function asking.domain(word)
   local name, reason = require("sesame.cli.input").domain(word)
   if not name then return nil, ("'%s': %s"):format(word, reason or "no domain") end
   return name
end

--- The domains that GIVEN.domains means; nil and a message for what is none, and for several in a form that holds one.
function asking.domains(given)
   local names = {}
   for i, word in ipairs(given.domains) do
      local name, message = asking.domain(word)
      if not name then return nil, message end
      names[i] = name
   end
   if #names > 1 and given.format ~= "text" then
      return nil, ("--format %s: one domain at a time"):format(given.format)
   end
   return names
end

--- The exit status of two: 1 beats 3, which beats 0, since what is known to be wrong counts more than what is not
-- known.
function asking.worse(a, b)
   if a == 1 or b == 1 then return 1 end
   return math.max(a, b)
end

--- The options of sesame.session that GIVEN (checked options of the command line) holds.
function asking.session_options(given)
   return {
      servers = given.server, zones = given.zone, offline = given.offline, authoritative = given.authoritative,
      record = given.record, replay = given.replay, timeout = given.timeout, tries = given.tries,
      in_flight = given["in-flight"], qps = given.qps, deadline = given.deadline,
   }
end

-- WORK(session, out) under sesame.guard: true and what it returned, or false, its fault, and "deadline" or
-- "interrupted" where that ended it.
local function guarded(work, session, out)
   local fault
   local ok, status, stopped = guard.run(nil, 0, function()
      local given
      given, fault = work(session, out)
      return given
   end)
   if not ok then return false, status, stopped end
   return true, status, fault
end

--- Opens a session and an output as GIVEN says, calls WORK(session, out) -> status, and closes both. Returns the
-- status, or nil and a message. WORK may return nil and a message for misuse. Ctrl-C ends it; HEEDS: until it has
-- called guard.patience, from where on it ends by itself and has something to say.
function asking.run(given, environment, work, heeds)
   if heeds then guard.patience(math.huge) end
   local session, message = require("sesame.session").open(asking.session_options(given))
   if not session then return nil, message end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then
      session:close()
      return nil, message
   end
   local ran, status, fault = guarded(work, session, out)
   if not ran then
      session:close()
      out:discard()
      if not fault then error(status, 0) end
      if fault == "interrupted" then
         out:complain("sesame: interrupted; nothing is reported")
         return asking.INTERRUPTED
      end
      out:complain("sesame: it took longer than its deadline and was given up; --deadline gives it more time")
      return asking.UNKNOWN
   end
   for _, notice in ipairs(status and not given.quiet and given.format == "text" and session:notices() or {}) do
      out:note("sesame: " .. notice)
   end
   local closed, trouble = session:close()
   if not status then out:discard() end
   local written, why = true, nil
   if status then written, why = out:close() end
   if not status then return nil, fault end
   if not closed then return nil, trouble end
   if not written then return nil, why end
   return status
end

--- Says on OUT that a result rests on NAMES that were taken as absent (`assumed` of sesame.facts), where it does.
function asking.note_assumed(given, out, names)
   local note = require("sesame.report.assumed_text").note(names or {})
   if note and given.format == "text" and not given.quiet then out:note("sesame: " .. note) end
end

-- Sources that can simply be asked again: everybody thinks of that.
local LIVE = { live = true, other = true }

--- Says on OUT what to do about BECAUSE (sesame.base.unknown, or nil), the question that a result lacks, where what
-- SESSION asks cannot simply be asked again.
function asking.note_unlearnt(given, out, session, because)
   local situation = session.facts.situation
   if not because or LIVE[situation.kind] or given.format ~= "text" or given.quiet then return end
   local advice = require("sesame.finding.unlearnt").advice(situation, because)
   out:note(("sesame: %s: %s. %s"):format(because.name, because.status, advice))
end

--- Whether the terminal's locale takes UTF-8.
function asking.utf8(environment)
   for _, name in ipairs { "LC_ALL", "LC_CTYPE", "LANG" } do
      local value = environment.getenv(name)
      if value and value ~= "" then return value:lower():find("utf%-?8") ~= nil end
   end
   return false
end

return asking
