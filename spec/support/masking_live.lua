-- SPDX-License-Identifier: MIT
-- The masking test against a live server: nsd serves the zones, and a proxy before it drops one question. Each audit
-- has a resolver of its own, which waits a short time and tries once.
local masking = require "spec.support.masking"
local nsd = require "spec.support.nsd"
local sesame = require "sesame"
local updateproxy = require "spec.support.updateproxy"

local live = {}

local Server = {}
Server.__index = Server

local TIMEOUT = 0.2   -- s; an answer over loopback takes less than 0.01
local PATIENCE = 1    -- s, where a busy machine may have been the cause
local CLOCK = 1795478400
local NUMBERS = { A = 1, NS = 2, CNAME = 5, SOA = 6, PTR = 12, MX = 15, TXT = 16, AAAA = 28, DNAME = 39, SPF = 99,
   ANY = 255 }

local function hex(bytes)
   return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

-- RECORDS (spec.support.zones) as master files in FOLDER: apex -> path.
local function written(records, folder)
   local files, paths = {}, {}
   for _, record in ipairs(records) do
      if not files[record.apex] then
         paths[record.apex] = ("%s/%s.zone"):format(folder, record.apex)
         files[record.apex] = assert(io.open(paths[record.apex], "w"))
      end
      files[record.apex]:write(("%s. %d IN %s \\# %d %s\n"):format(record.name, record.ttl, record.type,
         #record.rdata, hex(record.rdata)))
   end
   for _, file in pairs(files) do file:close() end
   return paths
end

--- Whether there is a server to run.
live.installed = nsd.installed

--- Serves RECORDS (a list; of each apex one zone).
function live.serve(records)
   local folder = os.tmpname()
   os.remove(folder)
   assert(os.execute("mkdir " .. folder))
   local server = nsd.start(written(records, folder))
   return setmetatable({ folder = folder, nsd = server, proxy = updateproxy.start(server.port) }, Server)
end

--- From now on nobody answers QUESTION ({ name, type }); nil: everything is answered.
function Server:drop(question)
   self.proxy:drop(question and ("%d %s."):format(assert(NUMBERS[question.type], question.type), question.name) or "")
end

function Server:stop()
   self.proxy:stop()
   self.nsd:stop()
   os.execute(("rm -rf '%s'"):format(self.folder))
end

-- The audit of WORLD with QUESTION dropped; ASKED collects the questions.
local function run(server, world, question, patience, asked)
   server:drop(question)
   local session <close> = assert(sesame.open {
      servers = { server.proxy.server }, timeout = patience, tries = 1, clock = function() return CLOCK end,
   })
   if asked then
      local resolver = session.loop
      local ask = resolver.ask
      function resolver.ask(self, name, rrtype, options)
         masking.note(asked, name:lower(), rrtype)
         return ask(self, name, rrtype, options)
      end
   end
   return session:audit(world.domain, world.options)
end

-- WORLD where SERVER decides what is known.
local function served(server, world)
   local function is_known(question)
      server:drop(nil)
      local session <close> = assert(sesame.open { servers = { server.proxy.server }, timeout = PATIENCE, tries = 1 })
      return session:resolve(question.name, question.type).known ~= "unknown"
   end
   return { domain = world.domain, options = world.options, name = world.name, is_known = is_known }
end

--- Drops the questions of the audit of WORLD at SERVER, of which the zones of WORLD are a part, one after the other; of
-- them one in EACH (default all). Faults into LIST; TALLY counts. What breaks is tried once more, with patience.
function live.close(server, world, list, tally, each)
   world = served(server, world)
   local asked = {}
   local full = run(server, world, nil, PATIENCE, asked)
   for _, question in ipairs(masking.part(asked, each or 1, tally.worlds)) do
      tally.questions, tally.runs = tally.questions + 1, tally.runs + 1
      local faults
      for _, patience in ipairs { TIMEOUT, PATIENCE } do
         faults = {}
         masking.compare(world, full, run(server, world, question, patience), question, "timeout", nil,
            function(text) faults[#faults + 1] = text end)
         if #faults == 0 then break end
      end
      for _, text in ipairs(faults) do
         list[#list + 1] = ("%s, %s %s dropped: %s"):format(world.name, question.name, question.type, text)
      end
   end
   tally.worlds = tally.worlds + 1
end

return live
