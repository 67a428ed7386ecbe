-- SPDX-License-Identifier: MIT
-- A session: which sources are asked, over which loop, with which clock. It must not know what they are asked for: no
-- audit, no report, no command line.
local core = require "sesame.core"
local facts = require "sesame.facts"
local guard = require "sesame.guard"
local loop = require "sesame.loop"

local session = {}
local Session = {}
Session.__index = Session
Session.__close = function(self) self:close() end

--- Names of the options that session.open knows.
session.options = {
   "servers", "zones", "offline", "authoritative", "record", "replay", "timeout", "tries", "in_flight", "qps",
   "deadline", "port", "clock", "nonce", "source",
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
-- (of name servers asked one by one), clock, nonce (a label nobody publishes), source (in place of all these: get(name,
-- type, options) -> answer, description). Returns it, or nil, message, code.
function session.open(options)
   options = options or {}
   local self = setmetatable({ deadline = options.deadline }, Session)
   local source, message, code = open_source(self, options)
   if not source then
      self:close()
      return nil, message, code
   end
   if options.record then
      source = require("sesame.facts.recording").new { lower = source, nonce = options.nonce }
      self.recording, self.record_path = source, options.record
   end
   self.facts = facts.new { source = source, loop = self.loop, clock = options.clock, port = options.port,
      nonce = options.nonce }
   self.source = source.description
   return self
end

-- ---- what the session tells ----

--- The time of the facts, as a report's head shows it.
function Session:time_text()
   return os.date("!%Y-%m-%d %H:%M UTC", math.floor(self.facts:clock()))
end

--- The day of the facts, "YYYY-MM-DD": that on which accepted findings are judged.
function Session:today()
   return os.date("!%Y-%m-%d", math.floor(self.facts:clock()))
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

--- Facts that learn each fact once, for one domain, within the session's deadline from now. The task that asks for
-- them is held to it, too (sesame.guard).
function Session:view()
   local limit = self.deadline and core.system.monotonic() + self.deadline * 1000
   guard.limit(limit)
   return self.facts:view(limit)
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
