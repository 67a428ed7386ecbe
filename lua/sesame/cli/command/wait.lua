-- SPDX-License-Identifier: MIT
-- `sesame wait DOMAIN --within S`: watches planned records until they are everywhere.
local asking = require "sesame.cli.asking"
local guard = require "sesame.guard"
local planning = require "sesame.cli.planning"
local report = require "sesame.report.publish_wait_text"
local sets = require "sesame.fix.record_sets"
local system = require("sesame.core").system
local watch = require "sesame.publish.watch"

local wait = {
   name = "wait", summary = "Watch until planned records are published everywhere.",
   groups = { "source", "audit", "output" }, formats = { "text", "json" },
   example = {
      "sesame wait --within 60 --zone examples/clean.zone --offline clean.example",
      "sesame wait --within 3600 --plan plan.json --server 192.0.2.53 --authoritative acme.example",
   },
}

local WITHIN = { 0, 7 * 86400 } -- seconds

local STATUS = { published = 0, waiting = 1, unknown = 3, interrupted = 130 }

function wait.arguments(parser)
   planning.arguments(parser)
   parser:option("--within", "Seconds to wait at most."):argname("S"):count("1")
   parser:option("--plan", "Watch a plan that `fix --format json` saved."):argname("FILE")
   parser:option("--applied", "Watch what `apply` published, by its undo file."):argname("FILE")
end

local function seconds_of(text)
   local value = tonumber(text)
   if value and value >= WITHIN[1] and value <= WITHIN[2] then return value end
   return nil, ("--within: '%s' is not a number of seconds from %d to %d"):format(text, WITHIN[1], WITHIN[2])
end

-- What holds a placeholder will never be there as it stands.
local function watchable(list)
   local kept = {}
   for _, set in ipairs(list) do
      if not set.waits then kept[#kept + 1] = set end
   end
   return kept
end

local function watch_all(session, out, list, within)
   local resolver = session.resolver
   if #list == 0 then return { result = "published", rounds = 0, elapsed = 0, entries = {} } end
   if not resolver then return { result = "unknown", rounds = 0, elapsed = 0, entries = {} } end
   return watch.run {
      sets = list, loop = session.loop, resolvers = resolver:servers(), ask_servers = session.facts.origin.ask_servers,
      port = session.facts.port, within = within * 1000, clock = system.monotonic, sleep = system.sleep,
      interrupted = system.interrupted,
      on_round = function(counts, entries) out:show_line(report.progress(counts, entries)) end,
   }
end

-- The plan out of a file where GIVEN names one, false where none is named; nil and a message.
local function plan_of(given, domain)
   if given.plan and given.applied then return nil, "--plan and --applied exclude each other" end
   if given.plan then return planning.load(given.plan, domain, "--plan") end
   if not given.applied then return false end
   local back, message = planning.load(given.applied, domain, "--applied")
   if not back then return nil, message end
   return require("sesame.publish.apply").undo(back, sets.of(back)) -- the way back from the way back
end

function wait.run(given, environment)
   local within, message = seconds_of(given.within)
   if not within then return nil, message end
   local domain, options = planning.wanted(given)
   if not domain then return nil, options end
   local plan
   plan, message = plan_of(given, domain)
   if plan == nil then return nil, message end
   return asking.run(given, environment, function(session, out)
      local fault
      if not plan then plan, fault = require("sesame.fix").of(session, domain, options) end
      if not plan then return nil, fault end
      guard.patience(math.huge)
      local watched = watch_all(session, out, watchable(sets.of(plan)), within)
      if given.format == "json" then
         out:write(require("sesame.report.publish_json").wait(domain, given.within and within, watched, watch.caches))
      else
         out:write(report.wait(domain, watched, watch.caches))
      end
      return STATUS[watched.result]
   end, true)
end

return wait
