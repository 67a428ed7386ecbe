-- SPDX-License-Identifier: MIT
-- The source that writes down every answer of another, so that an audit can be replayed exactly (sesame.facts.replay).
local core = require "sesame.core"
local file = require "sesame.base.file"
local json = require "sesame.base.json"

local record = {}
local Record = {}
Record.__index = Record

record.SCHEMA = "sesame.recording/1"

--- The key of one question in a recording.
function record.key(name, rrtype, options)
   options = options or {}
   return ("%s %s %s%s"):format(name, rrtype, options.server or "-", options.cd and " cd" or "")
end

--- OPTIONS: lower (the source that answers), started (seconds since 1970; default now), nonce (sesame.facts.wildcard,
-- where it is not the usual one).
function record.new(options)
   local lower = options.lower
   local self = setmetatable({
      lower = lower, entries = {}, listed = {}, started = options.started or math.floor(core.system.time()),
      description = lower.description, situation = lower.situation, ask_servers = lower.ask_servers,
      nonce = options.nonce or lower.nonce,
   }, Record)
   self.clock = function() return self.started end
   return self
end

function Record:start(name, rrtype, options)
   if self.lower.start and not self.entries[record.key(name, rrtype, options)] then
      return self.lower:start(name, rrtype, options)
   end
end

function Record:covers(name)
   return self.lower.covers ~= nil and self.lower:covers(name)
end

function Record:assumes(name)
   return self.lower.assumes ~= nil and self.lower:assumes(name)
end

function Record:apexes()
   return self.lower.apexes and self.lower:apexes() or {}
end

--- The names below PARENT (sesame.facts), as they are written down.
function Record:names(parent)
   local listed = self.listed[parent]
   if not listed and self.lower.names then
      local names, complete = self.lower:names(parent)
      listed = { names = names, complete = complete == true }
      self.listed[parent] = listed
   end
   if listed then return listed.names, listed.complete end
end

function Record:notices()
   return self.lower.notices and self.lower:notices() or {}
end

-- Whether ANSWER says no more than that its asker's own time was up.
local function is_late(answer, options)
   local deadline = options and options.deadline
   return answer.status == "timeout" and deadline ~= nil and deadline <= core.system.monotonic()
end

--- The answer as it is written down: a question has one in the whole recording, so that a replay sees what the audits
-- saw. Only a timeout by the asker's deadline gives way to what another learns.
function Record:get(name, rrtype, options)
   local key = record.key(name, rrtype, options)
   local entry = self.entries[key]
   if entry and not entry.late then return entry.answer end
   local answer = self.lower:get(name, rrtype, options)
   entry = self.entries[key] -- another task may have been first
   if entry and not entry.late then return entry.answer end
   self.entries[key] = { answer = answer, options = options or {}, name = name, type = rrtype,
      late = is_late(answer, options) }
   return answer
end

local function hex_of(bytes)
   return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local function texts_of(answer)
   local list = {}
   for i = 1, #answer do list[i] = answer:text(i) end
   return json.list(list)
end

local function entry_of(self, entry)
   local answer = entry.answer
   local message = answer:message()
   local members = {
      { "name", entry.name }, { "type", entry.type }, { "server", entry.options.server or json.null },
      { "cd", entry.options.cd == true }, { "status", answer.status }, { "from", answer.server or json.null },
      { "rtt", answer.rtt or json.null }, { "records", texts_of(answer) },
      { "message", message and hex_of(message) or json.null },
   }
   if self:assumes(entry.name) then members[#members + 1] = { "assumed", true } end
   return json.object(members)
end

-- What was listed below each parent, in order of these: nothing where the source lists nothing (DNS).
local function listed_of(self)
   local parents, list = {}, {}
   for parent, listed in pairs(self.listed) do
      if listed.names then parents[#parents + 1] = parent end
   end
   table.sort(parents)
   for i, parent in ipairs(parents) do
      local listed = self.listed[parent]
      list[i] = json.object {
         { "parent", parent }, { "complete", listed.complete },
         { "names", json.each(listed.names, function(entry)
            return json.object { { "name", entry.name }, { "type", entry.type } }
         end) },
      }
   end
   return json.list(list)
end

--- The recording as JSON text: questions in order of their keys, each with its answer as people read it and as the
-- message.
function Record:text()
   local keys, list = {}, {}
   for key in pairs(self.entries) do keys[#keys + 1] = key end
   table.sort(keys)
   for i, key in ipairs(keys) do list[i] = entry_of(self, self.entries[key]) end
   return json.encode(json.object {
      { "schema", record.SCHEMA }, { "started", self.started }, { "source", self.description },
      { "ask_servers", self.ask_servers == true }, { "apexes", json.list(self:apexes()) },
      { "nonce", json.or_null(self.nonce) }, { "notices", json.list(self:notices()) },
      { "listed", listed_of(self) }, { "answers", json.list(list) },
   }, 0) .. "\n"
end

--- Writes the recording to PATH, as sesame.base.file saves. True, or nil and a message.
function Record:save(path)
   return file.save(path, self:text())
end

return record
