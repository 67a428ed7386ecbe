-- SPDX-License-Identifier: MIT
-- Facts: the only module that asks. It follows aliases to their end, learns a fact once within an audit, and asks a
-- zone's own servers one by one. Who is asked is the source's business (sesame.facts.live, zone, overlay, record,
-- replay).
local BENEATH <const> = require "sesame.facts.beneath"
local core = require "sesame.core"
local memory = require "sesame.base.memory"
local names = require "sesame.base.names"

local join, make, lower = core.answer.join, core.answer.make, string.lower

local facts = {}
local Facts = {}
Facts.__index = Facts


facts.CHAIN_MAX = 16     -- answers joined to follow one CNAME chain (core/message.h SESAME_CHAIN_MAX)
facts.SERVERS_MAX = 40   -- addresses of name servers asked one by one

--- What is asked, for those who tell what to do about an answer that is missing (`situation` of facts): { kind = "live"
-- (DNS), "zones" (master files; zones = their apexes, offline = whether nothing lies beneath), "replay" (a recording),
-- or "other" (a source of the caller's own) }.
facts.SOMETHING = { kind = "other" }

--- Facts over OPTIONS.source, asked by tasks of OPTIONS.loop. OPTIONS.clock gives seconds since 1970 (default: the
-- source's, else the system's); OPTIONS.port is the port of name servers asked one by one (53); OPTIONS.nonce is the
-- label nobody publishes that wildcards are found by (default: the source's, else that of sesame.facts.wildcard).
function facts.new(options)
   local source = options.source
   return setmetatable({
      origin = source, loop = options.loop, port = options.port, source = source.description,
      situation = source.situation or facts.SOMETHING,
      clock_now = options.clock or source.clock or core.system.time, nonce = options.nonce or source.nonce,
   }, Facts)
end

--- Facts over the same source that learn each fact once and keep it: the snapshot one audit sees. DEADLINE
-- (milliseconds of system.monotonic, or nil) is when its questions become timeouts.
function Facts:view(deadline)
   return setmetatable({
      origin = self.origin, loop = self.loop, port = self.port, source = self.source, clock_now = self.clock_now,
      situation = self.situation, nonce = self.nonce, learnt = {}, deadline = deadline,
   }, Facts)
end

--- Seconds since 1970 as the facts see them: a replay's are those of its recording.
function Facts:clock()
   return self.clock_now()
end

--- What the source met that is worth a word: a list of sentences.
function Facts:notices()
   return self.origin.notices and self.origin:notices() or {}
end

--- The names of mail authentication below PARENT that the source lists (sesame.facts.listing), { { name, type }, ... },
-- and whether there can be no others; nil where it lists none (DNS does not).
function Facts:names(parent)
   if self.origin.names then return self.origin:names(parent:lower()) end
end

--- Whether it is of any use to ask for (NAME, RRTYPE) on a guess: a recording that has no answer gives none.
function Facts:holds(name, rrtype)
   return self.origin.holds == nil or self.origin:holds(name:lower(), rrtype)
end

--- Those of NAMES that nobody told of and that are taken as absent: what lies above a zone given alone.
function Facts:assumed(list)
   local found, origin = {}, self.origin
   for _, name in ipairs(origin.assumes and list or {}) do
      if origin:assumes(name:lower()) then found[#found + 1] = name end
   end
   return found
end

-- The options of one question with this view's deadline; nil when there are none.
local function with_deadline(self, options)
   if not self.deadline then return options end
   if options and options.deadline then return options end
   local given = { deadline = self.deadline }
   for key, value in pairs(options or {}) do given[key] = value end
   return given
end

local function key_of(name, rrtype, options)
   if not options then return name .. " " .. rrtype end
   return ("%s %s %s %s"):format(name, rrtype, options.server or "", options.cd and "cd" or "")
end

-- Asks on until the chain ends. A server asked by address answers for itself: nothing is asked on there.
local function complete(self, answer, rrtype, options)
   if answer.status ~= "alias" or (options and options.server) then return answer end
   for _ = 1, facts.CHAIN_MAX do
      answer = join(answer, self.origin:get(answer.target, rrtype, options))
      if answer.status ~= "alias" then return answer end
   end
   return make { name = answer.name, type = answer.type, status = "cname-length" }
end

-- A name longer than DNS has room for is nowhere, and cannot be asked for: NXDOMAIN, said of the part of it that fits.
-- Nil for all others.
local function nowhere(name, rrtype)
   if #name <= names.MAX then return nil end
   local ok, fault = pcall(core.domain.labels, name)
   if ok then return nil end
   memory.pass(fault)
   local fits = name
   while fits and #fits > names.MAX do fits = fits:match("^[^.]*%.(.+)$") end
   return make { name = fits or ".", type = rrtype, status = "nxdomain" }
end

--- The answer for (NAME, RRTYPE): a name in presentation form without a final dot, a type such as "TXT". OPTIONS:
-- server ("address:port": ask only this one, without recursion), cd (checking disabled). Waits; raises for a text that
-- is no name.
function Facts:get(name, rrtype, options)
   if self.loop then self.loop:guard() end
   name = lower(name)
   local never = nowhere(name, rrtype)
   if never then return never end
   local learnt = self.learnt
   local key = learnt and key_of(name, rrtype, options)
   local answer = learnt and learnt[key]
   if answer then return answer end
   local given = with_deadline(self, options)
   answer = complete(self, self.origin:get(name, rrtype, given), rrtype, given)
   if learnt then
      -- another task of the same view may have learnt it meanwhile: the first one counts
      answer = learnt[key] or answer
      learnt[key] = answer
   end
   return answer
end

--- What DNS beneath master files has for (NAME, RRTYPE), a name that these cover: the answer, or nil where there is no
-- DNS beneath, or NAME is in none of them, or a recording does not have it. Waits.
function Facts:beneath(name, rrtype)
   local origin, situation = self.origin, self.situation
   local may = situation.kind == "replay" or situation.kind == "zones" and not situation.offline
   if not may or not origin.covers or not origin:covers(lower(name)) then return nil end
   local answer = self:get(name, rrtype, { server = BENEATH })
   return answer.status ~= "not-recorded" and answer or nil
end

--- Sends the question where it was not learnt yet, for a source laid over these facts: a ticket of the loop, or nil.
function Facts:start(name, rrtype, options)
   if self.origin.start and not (self.learnt and self.learnt[key_of(name, rrtype, options)]) then
      return self.origin:start(name, rrtype, with_deadline(self, options))
   end
end

--- The answers for QUESTIONS, a list of { name =, type =, options = or nil }, in the same order; all are asked at once.
function Facts:get_all(questions)
   local origin, tickets = self.origin, {}
   if origin.start then
      for _, question in ipairs(questions) do
         local name, options = question.name:lower(), question.options
         if not (self.learnt and self.learnt[key_of(name, question.type, options)])
            and not nowhere(name, question.type) then
            tickets[#tickets + 1] = origin:start(name, question.type, with_deadline(self, options))
         end
      end
      if #tickets > 0 then
         self.loop:guard()
         self.loop:wait(tickets)
      end
   end
   local answers = {}
   for i, question in ipairs(questions) do answers[i] = self:get(question.name, question.type, question.options) end
   return answers
end

local RECORD <const> = 16 -- octets that each record counts beside its texts

local function octets_of(record)
   if type(record) ~= "table" then return #tostring(record) end
   local octets = RECORD
   for _, value in pairs(record) do octets = octets + (type(value) == "string" and #value or 0) end
   return octets
end

--- How many octets a view has learnt: the names asked and the texts of their records. What they are worth in work, not
-- in memory.
function Facts:octets()
   local octets = 0
   for key, answer in pairs(self.learnt or {}) do
      octets = octets + #key
      for i = 1, #answer do octets = octets + octets_of(answer[i]) end
   end
   return octets
end

-- ---- a zone's own servers ----

local function server_text(self, address)
   local port = self.port or 53
   return (address:find(":", 1, true) and "[%s]:%d" or "%s:%d"):format(address, port)
end

-- The addresses of HOSTS: { { host, server } or { host, answer = why there is none } }.
local function addresses_of(self, hosts)
   local questions, list = {}, {}
   for i, host in ipairs(hosts) do
      questions[2 * i - 1] = { name = host, type = "A" }
      questions[2 * i] = { name = host, type = "AAAA" }
   end
   local answers = self:get_all(questions)
   for i, host in ipairs(hosts) do
      local any = false
      for _, answer in ipairs { answers[2 * i - 1], answers[2 * i] } do
         for j = 1, answer.known == "present" and #answer or 0 do
            any = true
            if #list < facts.SERVERS_MAX then
               list[#list + 1] = { host = host, server = server_text(self, answer[j]) }
            end
         end
      end
      if not any then list[#list + 1] = { host = host, failed = answers[2 * i - 1] } end
   end
   return list
end

local function hosts_of(answer)
   local hosts = {}
   for i = 1, answer.known == "present" and #answer or 0 do hosts[i] = answer[i] end
   table.sort(hosts)
   return hosts
end

local function alike(self, hosts, name, rrtype)
   local list, answer = {}, self.origin:get(name, rrtype)
   for i, host in ipairs(hosts) do list[i] = { host = host, server = answer.server, answer = answer } end
   return list
end

--- Asks every authoritative server of the zone APEX for (NAME, RRTYPE): a list of { host, server = "address:port",
-- answer }, by host and address; a host without an address gives an answer that could not be learnt. An empty list
-- when the NS records could not be learnt. Nil, "not asked" where nobody was to be asked (offline, or a server was
-- chosen).
function Facts:each_server(apex, name, rrtype)
   name = name:lower()
   if nowhere(name, rrtype) then return nil, "not asked" end
   local covered = self.origin.covers and self.origin:covers(name)
   if not self.origin.ask_servers then return nil, "not asked" end
   local hosts = hosts_of(self:get(apex, "NS"))
   if covered then return alike(self, hosts, name, rrtype) end
   local list, questions = addresses_of(self, hosts), {}
   for _, entry in ipairs(list) do
      if entry.server then
         questions[#questions + 1] = { name = name, type = rrtype, options = { server = entry.server }, entry = entry }
      else
         local status = entry.failed.known == "unknown" and entry.failed.status or "unreachable"
         entry.answer, entry.failed = make { name = name, type = rrtype, status = status }, nil
      end
   end
   for i, answer in ipairs(self:get_all(questions)) do questions[i].entry.answer = answer end
   return list
end

return facts
