-- SPDX-License-Identifier: MIT
-- A session: who is asked, over which loop, and audits of many domains at once. It must not know reports nor the
-- command line.
local audit = require "sesame.audit"
local core = require "sesame.core"
local facts = require "sesame.facts"
local internal = require "sesame.check.internal"
local loop = require "sesame.loop"

local session = {}
local Session = {}
Session.__index = Session
Session.__close = function(self) self:close() end

-- Domains audited at once unless told otherwise; each has some fifteen questions on their way.
session.DOMAINS_IN_FLIGHT = 100

local TURN = 100 -- milliseconds waited before the interrupt flag is looked at again

--- Names of the options that session.open knows.
session.options = {
   "servers", "zones", "offline", "authoritative", "record", "replay", "timeout", "tries", "in_flight", "qps",
   "deadline", "port", "clock", "source",
}

-- ---- sources ----

local function split_zone(text)
   local origin, path = text:match("^([%w._-]+)=(.+)$")
   return path or text, origin
end

local function load_zones(texts)
   local zones = core.zone.open()
   local files = {}
   for i, text in ipairs(texts) do
      local path, origin = split_zone(text)
      local ok, message, code = zones:load(path, origin)
      if not ok then return nil, message, code end
      files[i] = path
   end
   return zones, files
end

local function open_resolver(options)
   for _, server in ipairs(options.servers or {}) do
      local ok, message, code = core.resolver.parse_server(server)
      if not ok then return nil, message, code end
   end
   return core.resolver.open {
      servers = options.servers and #options.servers > 0 and options.servers or nil,
      timeout = options.timeout and math.ceil(options.timeout * 1000), tries = options.tries,
      in_flight = options.in_flight, qps = options.qps,
   }
end

-- Whether a zone's own servers are asked one by one: not where a server was chosen, unless told to.
local function asks_servers(options)
   return options.authoritative or not (options.servers and #options.servers > 0)
end

local function open_live(self, options)
   local resolver, message, code = open_resolver(options)
   if not resolver then return nil, message, code end
   self.resolver, self.loop = resolver, loop.new { resolver = resolver }
   return require("sesame.facts.live").new { loop = self.loop, ask_servers = asks_servers(options) }
end

local function open_replay(self, options)
   self.loop = loop.new {}
   return require("sesame.facts.replay").load(options.replay)
end

local function open_source(self, options)
   if options.source then
      self.loop = loop.new {}
      return options.source
   end
   if options.replay then return open_replay(self, options) end
   local zones, files, source, message, code
   if options.zones and #options.zones > 0 then
      zones, files, code = load_zones(options.zones)
      if not zones then return nil, files, code end
   end
   if options.offline then
      if not zones then
         return nil, "offline with neither a zone nor a recording there is nothing to ask", "bad-option"
      end
      self.loop = loop.new {}
   else
      source, message, code = open_live(self, options)
      if not source then return nil, message, code end
   end
   if zones then source = require("sesame.facts.zone").new { zones = zones, lower = source, files = files } end
   return source
end

--- Opens a session. OPTIONS (all optional): servers ({ "192.0.2.1:53" }), zones ({ "FILE" or "ORIGIN=FILE" }), offline,
-- authoritative, record (path), replay (path), timeout (s), tries, in_flight, qps, deadline (s, for one domain), port
-- (of name servers asked one by one), clock, source (in place of all these: get(name, type, options) -> answer,
-- description). Returns it, or nil, message, code.
function session.open(options)
   options = options or {}
   local self = setmetatable({ deadline = options.deadline }, Session)
   local source, message, code = open_source(self, options)
   if not source then
      self:close()
      return nil, message, code
   end
   if options.record then
      self.recording, self.record_path = require("sesame.facts.recording").new { lower = source }, options.record
      source = self.recording
   end
   self.facts = facts.new { source = source, loop = self.loop, clock = options.clock, port = options.port }
   self.source = source.description
   return self
end

-- ---- what the session tells ----

--- The time of the facts, as a report's head shows it.
function Session:time_text()
   return os.date("!%Y-%m-%d %H:%M UTC", math.floor(self.facts:clock()))
end

--- Sentences about the source that are worth a word.
function Session:notices()
   return self.facts:notices()
end

--- Figures about the questions asked, for people who want more.
function Session:details()
   if not self.resolver then return {} end
   local stats = self.resolver:stats()
   return { ("%d questions, %d queries sent, %d sent again, %d without answer, %d over TCP")
      :format(stats.questions, stats.queries, stats.retries, stats.timeouts, stats.tcp) }
end

-- ---- work ----

--- The answer for (NAME, RRTYPE); waits. OPTIONS as in facts:get.
function Session:resolve(name, rrtype, options)
   return self.facts:get(name, rrtype, options)
end

--- Facts that learn each fact once, for one domain, within the session's deadline from now.
function Session:view()
   local limit = self.deadline and core.system.monotonic() + self.deadline * 1000
   return self.facts:view(limit)
end

-- The audit's options with the day on which acceptances are judged.
local function dated(self, options)
   local given = { today = os.date("!%Y-%m-%d", math.floor(self.facts:clock())) }
   for key, value in pairs(options or {}) do given[key] = value end
   return given
end

--- The audit of DOMAIN (A-labels), as sesame.audit.run has it.
function Session:audit(domain, options)
   return audit.run(domain, self:view(), dated(self, options))
end

--- The plan that mends DOMAIN (A-labels), proved over this session's facts, and the audit it began with: see
-- sesame.fix. Nil, message, code for a choice that is none.
function Session:fix(domain, options)
   return require("sesame.fix").plan(domain, self:view(), dated(self, options))
end

local function spawn(self, entry, options)
   self.loop:spawn(function()
      return audit.run(entry.domain, self:view(), options)
   end, function(task)
      entry.audit = task.ok and task.result
         or audit.conclude(entry.domain, { internal.finding(entry.domain, task.fault) }, {}, options)
   end)
end

-- The place of the audit to be given out next, or nil: the first where order counts, else the first that is done.
local function ready(queue, ordered)
   for i = 1, ordered and math.min(1, #queue) or #queue do
      if queue[i].audit then return i end
   end
end

local function fill(self, state)
   while not state.ended and #state.queue < state.room and self.loop.tasks < state.limit do
      if state.interrupted() then return end
      local domain = state.iterator()
      if domain == nil then
         state.ended = true
         return
      end
      local entry = { domain = domain }
      state.queue[#state.queue + 1] = entry
      spawn(self, entry, state.options)
   end
end

--- Audits every domain that ITERATOR gives, many at once; returns an iterator over the audits. OPTIONS as for
-- sesame.audit.run, and: ordered (default true: in the order of ITERATOR), domains_in_flight, interrupted (a function:
-- once it says true, what is done is given out and the rest left). Memory is bounded by the number in flight.
function Session:audit_all(iterator, options)
   options = dated(self, options)
   local limit = options.domains_in_flight or session.DOMAINS_IN_FLIGHT
   local state = {
      iterator = iterator, options = options, queue = {}, ended = false, limit = limit, room = 2 * limit,
      interrupted = options.interrupted or core.system.interrupted,
   }
   local ordered = options.ordered ~= false
   return function()
      while true do
         local stopped = state.interrupted()
         local place = ready(state.queue, ordered and not stopped)
         if place then return table.remove(state.queue, place).audit end
         if stopped then return nil end
         fill(self, state)
         if #state.queue == 0 then return nil end
         if not ready(state.queue, ordered) then self.loop:step(TURN) end
      end
   end
end

--- Ends the session: writes the recording, closes the resolver. True, or nil and a message. A second call does nothing.
function Session:close()
   local ok, message = true, nil
   if self.recording then
      ok, message = self.recording:save(self.record_path)
      self.recording = nil
   end
   if self.resolver then
      self.resolver:close()
      self.resolver = nil
   end
   if not ok then return nil, message end
   return true
end

return session
