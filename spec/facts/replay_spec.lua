-- SPDX-License-Identifier: MIT
-- record and replay: what was learnt once is learnt again, byte for byte, and nothing else.
local core = require "sesame.core"
local facts = require "sesame.facts"
local loop = require "sesame.loop"
local record = require "sesame.facts.recording"
local replay = require "sesame.facts.replay"

local make = core.answer.make

local function table_source()
   local source = { description = "a table", ask_servers = true }
   function source.get(_, name, rrtype, options)
      local server = options and options.server
      if name == "slow.example" then
         return make { name = name, type = rrtype, status = "timeout", server = "192.0.2.53:53" }
      end
      if name == "gone.example" then return make { name = name, type = rrtype, status = "nxdomain", ttl = 9 } end
      return make { name = name, type = rrtype, records = { "\27[31m\0\255" .. (server or "anyone") }, ttl = 42 }
   end
   return source
end

local function recorded(ask)
   local source = record.new { lower = table_source(), started = 1700000000 }
   ask(facts.new { source = source, loop = loop.new {} })
   return source:text()
end

local function replayed(text)
   return facts.new { source = assert(replay.parse(text)), loop = loop.new {} }
end

describe("sesame.facts.recording and replay", function()
   local text = recorded(function(known)
      known:get("a.example", "TXT")
      known:get("a.example", "TXT", { server = "192.0.2.1:53" })
      known:get("a.example", "TXT", { cd = true })
      known:get("slow.example", "TXT")
      known:get("gone.example", "TXT")
   end)

   it("gives the same answers, by server and by CD", function()
      local known = replayed(text)
      local answer = known:get("a.example", "TXT")
      assert.equal("\27[31m\0\255anyone", answer[1])
      assert.equal(42, answer.ttl)
      assert.equal("\27[31m\0\255192.0.2.1:53", known:get("a.example", "TXT", { server = "192.0.2.1:53" })[1])
      assert.equal("present", known:get("a.example", "TXT", { cd = true }).known)
      assert.same({ "timeout", "192.0.2.53:53" }, { known:get("slow.example", "TXT").status,
         known:get("slow.example", "TXT").server })
      assert.same({ "nxdomain", 9 }, { known:get("gone.example", "TXT").status, known:get("gone.example", "TXT").ttl })
   end)

   it("is unknown, not absent, where the recording is silent", function()
      local answer = replayed(text):get("b.example", "TXT")
      assert.same({ "not-recorded", "unknown" }, { answer.status, answer.known })
      assert.equal("not-recorded", replayed(text):get("a.example", "MX").status)
      assert.equal("not-recorded", replayed(text):get("a.example", "TXT", { server = "192.0.2.2:53" }).status)
   end)

   it("keeps the recording's clock and says what was asked", function()
      assert.equal(1700000000, replayed(text):clock())
      assert.equal("a table", replayed(text).source)
   end)

   it("writes the same bytes whatever the order of asking", function()
      local other = recorded(function(known)
         known:get("gone.example", "TXT")
         known:get("slow.example", "TXT")
         known:get("a.example", "TXT", { cd = true })
         known:get("a.example", "TXT", { server = "192.0.2.1:53" })
         known:get("a.example", "TXT")
      end)
      assert.equal(text, other)
   end)

   local bad = {
      { "", "not JSON" }, { "{", "not JSON" }, { "[]", "not a recording" }, { '{"schema":"other"}', "not a recording" },
      { '{"schema":"sesame.recording/1"}', "started is missing" },
      { '{"schema":"sesame.recording/1","started":1,"answers":[7]}', "answers[1] is no object" },
      { '{"schema":"sesame.recording/1","started":1,"answers":[{"name":"a"}]}', "answers[1].type is missing" },
      { '{"schema":"sesame.recording/1","started":1,"answers":[{"name":"a","type":"NOPE","status":"ok"}]}',
         "answers[1]: 'NOPE'" },
      { '{"schema":"sesame.recording/1","started":1,"answers":[{"name":"a","type":"A","status":"ok","message":"xyz"}]}',
         "answers[1]: its message is not hexadecimal" },
      { '{"schema":"sesame.recording/1","started":-1,"answers":[]}', "started is out of its range" },
      { '{"schema":"sesame.recording/1","started":1,"answers":[],"apexes":["a..b"]}',
         "apexes[1]: 'a..b' is no domain" },
      { '{"schema":"sesame.recording/1","started":1,"answers":[{"name":"a","type":"A","status":"ok","cd":3}]}',
         "answers[1].cd is neither true nor false" },
   }
   for _, case in ipairs(bad) do
      it("refuses " .. case[1], function()
         local source, message = replay.parse(case[1])
         assert.is_nil(source)
         assert.is_truthy(message:find(case[2], 1, true), message)
      end)
   end

   it("takes a mangled message for malformed, never for absent", function()
      local mangled = text:gsub('("message": ")(%x%x%x%x)%x%x', "%1%200")
      local answer = replayed(mangled):get("a.example", "TXT")
      assert.equal("unknown", answer.known)
   end)

   it("holds one answer to a question, which all who ask get: a replay sees what the audits saw", function()
      local lower, asked = { description = "moody" }, 0
      function lower.get(_, name, rrtype)
         asked = asked + 1
         return make { name = name, type = rrtype, status = asked == 1 and "servfail" or "nodata" }
      end
      local source = record.new { lower = lower, started = 1700000000 }
      local known = facts.new { source = source, loop = loop.new {} }
      local first, second = known:view():get("a.example", "TXT").status, known:view():get("a.example", "TXT").status
      assert.same({ "servfail", "servfail" }, { first, second })
      assert.equal("servfail", replayed(source:text()):get("a.example", "TXT").status)
   end)

   it("lets a timeout by one asker's deadline give way to what another learns", function()
      local lower = { description = "slow" }
      function lower.get(_, name, rrtype, options)
         local late = options and options.deadline and options.deadline <= core.system.monotonic()
         return make { name = name, type = rrtype, status = late and "timeout" or "nodata" }
      end
      local source = record.new { lower = lower, started = 1700000000 }
      local known = facts.new { source = source, loop = loop.new {} }
      assert.equal("timeout", known:view(core.system.monotonic() - 1):get("a.example", "TXT").status)
      assert.equal("nodata", known:view():get("a.example", "TXT").status)
      assert.equal("nodata", replayed(source:text()):get("a.example", "TXT").status)
   end)

   it("can be recorded anew, to the byte", function()
      local again = record.new { lower = assert(replay.parse(text)), started = 1700000000 }
      local known = facts.new { source = again, loop = loop.new {} }
      known:get("a.example", "TXT")
      known:get("a.example", "TXT", { server = "192.0.2.1:53" })
      known:get("a.example", "TXT", { cd = true })
      known:get("slow.example", "TXT")
      known:get("gone.example", "TXT")
      assert.equal(text, again:text())
   end)

   it("says which file it could not read", function()
      local source, message = replay.load("/nonexistent/run.json")
      assert.is_nil(source)
      assert.matches("/nonexistent/run.json", message)
   end)
end)
