-- SPDX-License-Identifier: MIT
-- The steps of `apply` that ask or send: the primary as the plan's source, what it holds, the update, and what became
-- of it. It must not know how a plan is made or shown.
local asking = require "sesame.cli.asking"
local core = require "sesame.core"
local earlier = require "sesame.cli.earlier"
local facts = require "sesame.facts"
local json = require "sesame.report.fix_json"
local nsupdate = require "sesame.publish.nsupdate"
local primary_source = require "sesame.facts.primary"
local publish = require "sesame.publish.apply"
local sessions = require "sesame.session"
local settle = require "sesame.publish.settle"
local shell = require "sesame.base.shell"
local watch = require "sesame.publish.watch"

local applying = {}

local Primary = {}
Primary.__index = Primary
Primary.__close = function(self)
   if self.session then self.session:close() end
end

-- The apex of the zone that DOMAIN lies in, as the server says with authority.
local function apex_of(answer)
   if not answer.aa or answer.known == "unknown" then return nil end
   if answer.known == "present" and #answer:chain() == 0 then return answer.name end
   for _, record in ipairs(answer:section("authority")) do
      if record.type == "SOA" then return record.name end
   end
end

-- SESSION's facts with the primary asked for its zone, so that a plan is made from what it holds and not from caches.
local function lay_over(session, server, apex)
   session.facts = facts.new {
      source = primary_source.new { lower = session.facts.origin, server = server, zones = { apex } },
      loop = session.loop, clock = session.facts.clock_now, port = session.facts.port,
   }
end

--- The primary of WANT { domain, server }, and SESSION made to plan from it where it answers with authority.
-- { silent = why it cannot be asked (silence, a failure, a refusal), or nil }; where GIVEN says to ask nobody it
-- asks nobody. To be closed.
function applying.primary(given, session, want)
   local self = setmetatable({ server = want.server, plan_session = session }, Primary)
   if given.offline or given.replay then return self end
   self.session = assert(sessions.open { servers = { want.server }, timeout = given.timeout, tries = given.tries })
   local answer = self.session:resolve(want.domain, "SOA", { server = want.server })
   if answer.known == "unknown" then self.silent = answer.status end
   self.apex = apex_of(answer)
   local origin = session.facts.origin
   local covered = origin.covers and origin:covers(want.domain)
   if self.apex and not covered then
      lay_over(session, want.server, self.apex)
      self.planned_from = true
   end
   return self
end

--- What it holds of LIST of sets: see sesame.publish.apply.survey. Where nobody is asked, everything is to be changed.
function Primary:survey(list)
   if not self.session then return { sets = list, done = {}, differ = {}, unknown = {} } end
   return publish.survey(list, self.session.facts:view():get_all(publish.questions(list, self.server)))
end

-- One look at the primary, and at the zones' own servers where they may be asked.
function Primary:look(list)
   local session = self.plan_session
   local watched = watch.run {
      sets = list, loop = session.loop, servers = { self.server }, ask_servers = session.facts.origin.ask_servers,
      port = session.facts.port, within = 0, clock = core.system.monotonic, sleep = core.system.sleep,
      interrupted = function() return false end,
   }
   return watched.entries
end

-- The counts of a new audit over the primary, past all that was learnt before; nil where zone files lie over it.
function Primary:audit(given, want)
   if not self.planned_from then return nil end
   local options = asking.session_options(given)
   options.record = nil
   local session <close> = assert(sessions.open(options))
   lay_over(session, self.server, self.apex)
   local whole = {}
   for key, value in pairs(want.options) do whole[key] = value end
   whole.only, whole.skip = nil, nil -- as the plan counted
   return require("sesame.audit").of(session, want.domain, whole).counts
end

-- Looks at what became of MESSAGES, and again after each of these pauses while a server that took an update does not
-- show it: a secondary that forwards updates has them a moment later.
local PAUSES = { 250, 750, 1500 } -- milliseconds

function Primary:look_after(messages, list)
   local entries = self:look(list)
   for _, pause in ipairs(PAUSES) do
      if core.system.interrupted() or not settle.pending(messages, entries, self.server) then break end
      core.system.sleep(pause)
      entries = self:look(list)
   end
   return entries
end

--- Sends DONE.messages of PLAN and looks what became of them. The way back is on disk before anything is sent; it is
-- taken away again only when every update was refused and the zone is seen unchanged. Fills DONE { undo, command,
-- watch, entries, after }. Returns "done", "refused", "unknown" or "interrupted"; nil and a message where the way back
-- could not be written, and then nothing was sent.
function applying.send(given, want, plan, done, primary)
   if not nsupdate.installed() then return nil, "nsupdate was not found: install Debian's bind9-dnsutils" end
   local path = given["save-undo"] or earlier.path(want.domain, os.time())
   local ok, message = core.system.write_private(path, json.render(publish.undo(plan, done.survey.sets)))
   if not ok then return nil, ("--save-undo: %s (nothing was sent)"):format(message) end
   if core.system.interrupted() then
      os.remove(path)
      return "interrupted"
   end
   publish.send(done.messages, function(lines) return nsupdate.send(want.server, want.key, lines) end)
   done.entries = primary:look_after(done.messages, done.survey.sets)
   local status = settle.settle(done.messages, done.entries, want.server)
   if settle.unchanged(done.messages, done.entries) then
      os.remove(path)
      done.entries, done.before, done.planned = nil, nil, nil
      return status
   end
   done.undo, done.command = path, earlier.back(given, want, path)
   done.watch = shell.command("sesame wait --within 3600 --applied {undo:path} {domain}",
      { undo = path, domain = want.domain })
   done.after = primary:audit(given, want)
   if not done.after then done.before, done.planned = nil, nil end
   return status
end

return applying
