-- SPDX-License-Identifier: MIT
-- The source that answers from a recording and asks nobody; what the recording does not hold is unknown,
-- "not-recorded".
local core = require "sesame.core"
local file = require "sesame.base.file"
local json = require "sesame.base.json"
local listing = require "sesame.facts.listing"
local record = require "sesame.facts.recording"
local shape = require "sesame.base.shape"
local wildcard = require "sesame.facts.wildcard"

local make, read = core.answer.make, core.answer.read

local replay = {}
local Replay = {}
Replay.__index = Replay

replay.FILE_MAX = 512 * 1024 * 1024 -- octets of a recording read
replay.ANSWERS_MAX = 4000000        -- answers in one

local function text_or_nil(value)
   if value == json.null then return nil end
   return value
end

local function bytes_of(hex)
   if type(hex) ~= "string" or #hex % 2 ~= 0 or hex:find("%X") then return nil end
   return (hex:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

-- An answer from its ENTRY, or nil and what is wrong with it.
local function answer_of(entry)
   local message, server, rtt = text_or_nil(entry.message), text_or_nil(entry.from), text_or_nil(entry.rtt)
   if message == nil then
      return make { name = entry.name, type = entry.type, status = entry.status, server = server }
   end
   local bytes = bytes_of(message)
   if not bytes then return nil, "its message is not hexadecimal" end
   return read(entry.name, entry.type, bytes, server, rtt)
end

local NAME = { "text", most = 1024 }
local MESSAGE_MAX = 2 * 65535 -- hexadecimal digits of a DNS message

-- Of each answer; what people read beside it (records) is not looked at.
local ENTRY = { need = { "name", "type", "status" }, fields = { name = NAME, type = NAME, status = NAME, server = NAME,
   from = NAME, cd = "flag", assumed = "flag", rtt = "number", message = { "text", most = MESSAGE_MAX } } }

local LISTED = { need = { "name", "type" }, fields = { name = NAME, type = NAME } } -- a name below a parent

local SHAPE = { need = { "started", "answers" }, fields = {
   started = { "number", least = 0, greatest = 2 ^ 40 }, source = { "text", raw = true }, ask_servers = "flag",
   apexes = { list = NAME }, nonce = NAME, notices = { list = { "text", raw = true } },
   listed = { list = { need = { "parent", "names" }, fields = { parent = NAME, complete = "flag",
      names = { list = LISTED, most = replay.ANSWERS_MAX },
   } }, most = replay.ANSWERS_MAX },
   answers = { list = "any", most = replay.ANSWERS_MAX },
} }

local function check_entry(entry, path)
   local fault = shape.fault(entry, ENTRY, path)
   if fault then return nil, fault end
   local ok, answer, reason = pcall(answer_of, entry)
   if not ok then return nil, ("%s: %s"):format(path, (tostring(answer):gsub("^[^:]+:%d+: ", ""))) end
   if not answer then return nil, ("%s: %s"):format(path, reason) end
   return answer
end

local function read_answers(list)
   local answers, assumed = {}, {}
   for i, entry in ipairs(list) do
      local answer, reason = check_entry(entry, ("answers[%d]"):format(i))
      if not answer then return nil, reason end
      local options = { server = text_or_nil(entry.server), cd = entry.cd == true }
      answers[record.key(entry.name, entry.type, options)] = answer
      if entry.assumed == true then assumed[entry.name] = true end
   end
   return answers, assumed
end

local function texts_of(list)
   local texts = {}
   for i, text in ipairs(text_or_nil(list) or {}) do texts[i] = json.bytes(text) end
   return texts
end

-- Parent -> what was listed below it.
local function read_listed(list)
   local found = {}
   for _, entry in ipairs(text_or_nil(list) or {}) do
      local names = {}
      for i, item in ipairs(entry.names) do names[i] = { name = item.name, type = item.type } end
      found[entry.parent] = { names = names, complete = entry.complete == true }
   end
   return found
end

--- A source from the TEXT of a recording, or nil and a message.
function replay.parse(text)
   local value, reason = json.decode(text)
   if type(value) ~= "table" or value.schema ~= record.SCHEMA then
      return nil, value == nil and "not JSON: " .. tostring(reason) or "not a recording of sesame (no schema "
         .. record.SCHEMA .. ")"
   end
   local misshapen = shape.fault(value, SHAPE)
   if misshapen then return nil, misshapen end
   for i, apex in ipairs(text_or_nil(value.apexes) or {}) do
      if not core.domain.to_ascii(apex) then return nil, ("apexes[%d]: '%s' is no domain"):format(i, apex) end
   end
   local answers, assumed = read_answers(value.answers)
   if not answers then return nil, assumed end
   local started = math.floor(value.started)
   return setmetatable({
      answers = answers, assumed = assumed, ask_servers = value.ask_servers == true,
      clock = function() return started end,
      nonce = text_or_nil(value.nonce),
      description = type(value.source) == "string" and json.bytes(value.source) or "a recording",
      noted = texts_of(value.notices), zones = texts_of(value.apexes), situation = { kind = "replay" },
      listed = read_listed(value.listed),
   }, Replay)
end

--- A source from the recording at PATH, or nil and a message.
function replay.load(path)
   local text, reason = file.read(path, replay.FILE_MAX)
   if not text then return nil, reason end
   local self
   self, reason = replay.parse(text)
   if not self then return nil, ("%s: %s"):format(path, reason) end
   return self
end

function Replay:get(name, rrtype, options)
   return self.answers[record.key(name, rrtype, options)]
      or make { name = name, type = rrtype, status = "not-recorded", server = options and options.server }
end

function Replay:covers(name)
   for _, apex in ipairs(self.zones) do
      if core.domain.within(name, apex) then return true end
   end
   return false
end

function Replay:assumes(name)
   return self.assumed[name] == true
end

-- The records of ANSWER as one text.
local function data_of(answer)
   local list = {}
   for i = 1, answer.known == "present" and #answer or 0 do list[i] = answer:text(i) end
   return table.concat(list, "\n")
end

-- The questions whose answers hold something, one after the other.
local function each_held(self)
   local nonce, key, answer = self.nonce or wildcard.LABEL, nil, nil
   return function()
      repeat
         key, answer = next(self.answers, key)
         local held = answer and (answer.known == "present" or #answer:chain() > 0) and key:find(" %-$")
      until not key or held and answer.name:match("^[^.]*") ~= nonce
      if key then return answer.name, answer.type, data_of(answer) end
   end
end

--- The names below PARENT, as the recorded source listed them, and whether there can be no others; where it listed
-- none, those for which the recording holds more than "there is none" (sesame.facts.listing).
function Replay:names(parent)
   local listed = self.listed[parent]
   if listed then return listed.names, listed.complete end
   self.listing = self.listing or listing.new(each_held(self))
   return self.listing:below(parent), false
end

--- Whether the recording has an answer to the question NAME RRTYPE.
function Replay:holds(name, rrtype)
   return self.answers[record.key(name, rrtype)] ~= nil
end

function Replay:apexes()
   return self.zones
end

function Replay:notices()
   return self.noted
end

return replay
