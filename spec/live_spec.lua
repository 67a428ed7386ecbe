-- SPDX-License-Identifier: MIT
-- Lookups over real sockets, against a server that misbehaves by name: what each fault becomes.
local core = require "sesame.core"
local faultd = require "spec.support.faultd"
local sesame = require "sesame"

-- label, status (or several that c-ares versions differ in), known
local FAULTS = {
   { "ok", "ok", "present" },
   { "nxdomain", "nxdomain", "absent" },
   { "nodata", "nodata", "absent" },
   { "nodata-nosoa", "nodata", "absent" },
   { "servfail", "servfail", "unknown" },
   { "refused", "refused", "unknown" },
   { "notimp", "notimp", "unknown" },
   { "formerr", "formerr", "unknown" },
   { "rcode-9", "other-rcode", "unknown" },
   { "formerr-edns", "ok", "present" },
   { "notimp-edns", "ok", "present" },
   { "lame", "lame", "unknown" },
   { "referral", "referral", "unknown" },
   { "drop", "timeout", "unknown" },
   { "truncate", "ok", "present" },
   { "truncate-always", "truncated", "unknown" },
   { "truncate-deaf", "truncated timeout", "unknown" },
   { "wrong-id", "malformed timeout", "unknown" },
   { "wrong-question", "malformed timeout", "unknown" },
   { "no-qr", "malformed timeout", "unknown" },
   { "garbage", "malformed timeout other-rcode truncated", "unknown" },
   { "loop-pointer", "malformed timeout", "unknown" },
   { "cname-loop", "cname-loop", "unknown" },
   { "cname-long", "cname-length", "unknown" },
   { "other-address", "malformed timeout", "unknown" },
   { "fail-1", "ok", "present" },
   { "mute-1", "ok", "present" },
   -- an answer to something else is no absence
   { "foreign", "malformed", "unknown" },
   { "foreign-two", "malformed", "unknown" },
   { "class-ch", "malformed", "unknown" },
   { "dname", "ok", "present" },
   { "dname-far", "malformed", "unknown" },
   { "rcode-6", "other-rcode", "unknown" },
   -- TCP that drips, is reset, and miscounts
   { "tcp-drip-1", "ok", "present" },
   { "tcp-drip-200", "truncated timeout", "unknown" },
   { "tcp-reset", "truncated timeout unreachable", "unknown" },
   { "tcp-reset-20", "truncated timeout unreachable", "unknown" },
   { "tcp-short", "malformed truncated timeout", "unknown" },
   { "tcp-long", "truncated timeout unreachable", "unknown" },
   { "tcp-zero", "malformed truncated timeout", "unknown" },
   -- OPT records
   { "badvers", "ok", "present" },
   { "badvers-always", "other-rcode", "unknown" },
   { "opt-version", "ok", "present" },
   { "opt-bad", "ok", "present" },
   { "opt-two", "ok", "present" },
   { "opt-owner", "ok", "present" },
   { "ede-18", "servfail", "unknown" },
   { "ede-ok-3", "ok", "present" },
   -- steps: what came first does not last
   { "servfail--ok", "ok", "present" },
   { "drop--nxdomain", "nxdomain", "absent" },
   { "foreign--ok", "ok", "present" },
   { "garbage--nodata", "nodata", "absent" },
   { "after-40-nxdomain", "nxdomain", "absent" },
   { "after-400-nxdomain", "timeout", "unknown" },
   { "after-400-nxdomain--after-30-ok", "ok", "present" },
   { "servfail--foreign", "servfail", "unknown" },
}

local server, session

local function open(options)
   options.servers = options.servers or server.servers
   options.timeout, options.tries = options.timeout or 0.15, options.tries or 2
   return assert(sesame.open(options))
end

local function ask(name, rrtype, options)
   return assert(sesame.resolve(name, rrtype or "TXT", { session = session, server = options and options.server }))
end

-- Queries that the server saw for names below ZONE.
local function count(zone)
   local asking <close> = open {}
   return tonumber(asking:resolve("count." .. zone, "TXT")[1]:match("^(%d+)"))
end

local function run(command)
   local out, err = os.tmpname(), os.tmpname()
   local _, _, status = os.execute(("%s bin/sesame %s >%s 2>%s"):format(os.getenv("LUA") or "lua5.4", command, out,
      err))
   local texts = {}
   for i, path in ipairs { out, err } do
      local file <close> = assert(io.open(path, "rb"))
      texts[i] = file:read("a")
      os.remove(path)
   end
   return status, texts[1], texts[2]
end

describe("lookups by socket", function()
   setup(function() server = faultd.start() end)
   teardown(function() server:stop() end)
   before_each(function() session = open {} end)
   after_each(function() session:close() end)

   for _, case in ipairs(FAULTS) do
      local label, statuses, known = table.unpack(case)
      it(("take '%s' as %s"):format(label, statuses), function()
         local answer = ask(label .. ".faults.example")
         assert.equal(known, answer.known)
         assert.truthy((" " .. statuses .. " "):find(" " .. answer.status .. " ", 1, true), answer.status)
         if known == "present" then assert.equal("ok", answer[1]) else assert.equal(0, #answer) end
      end)
   end

   -- One of COUNT names below ZONE each, all at once: how many answers are present, and none may be absent.
   local function present_of(resolver, label, zone, questions_count)
      local questions, present = {}, 0
      for i = 1, questions_count do questions[i] = { name = ("%s.n%d.%s"):format(label, i, zone), type = "TXT" } end
      resolver.loop:spawn(function()
         for _, answer in ipairs(resolver.facts:get_all(questions)) do
            assert.not_equal("absent", answer.known, answer.status)
            if answer.known == "present" then present = present + 1 end
         end
      end)
      resolver.loop:run()
      return present
   end

   it("learn all from a server that cuts what is over its rate, by TCP", function()
      assert.equal(40, present_of(session, "limit-tc-5", "cut.example", 40))
      assert.is_true(session.resolver:stats().tcp >= 20)
   end)

   it("never take the silence of a server with a rate limit for an absence", function()
      local most <close> = open { timeout = 0.1, tries = 1 }
      assert.is_true(present_of(most, "limit-drop-5", "dropped.example", 40) < 40)
   end)

   it("learn all from a server with a rate limit when they keep below it", function()
      local slow <close> = open { qps = 20, tries = 3 }
      assert.equal(12, present_of(slow, "limit-drop-8", "kept.example", 12))
   end)

   it("go through the steps of a name, one for each query", function()
      local one <close> = open { tries = 1 }
      local statuses = {}
      for i = 1, 6 do
         statuses[i] = one:resolve("servfail--foreign--refused--class-ch--ok.steps.example", "TXT").status
      end
      assert.same({ "servfail", "malformed", "refused", "malformed", "ok", "ok" }, statuses)
   end)

   it("follow a DNAME whose CNAME was left out", function()
      local answer = ask("dname.led.example")
      assert.same({ "ok", "dname.x" }, { answer[1], answer.target })
      assert.same({ { name = "dname.led.example", target = "dname.x", ttl = 300 } }, answer:chain())
   end)

   it("never take a message cut anywhere for an answer", function()
      local questions, whole = {}, #ask("cut-999.cut.example"):message()
      for octets = 0, whole - 1 do
         questions[#questions + 1] = { name = ("cut-%03d.cut.example"):format(octets), type = "TXT" }
      end
      local seen = 0
      session.loop:spawn(function()
         for _, answer in ipairs(session.facts:get_all(questions)) do
            assert.equal("unknown", answer.known, answer.name .. " " .. answer.status)
            seen = seen + 1
         end
      end)
      session.loop:run()
      assert.equal(#questions, seen)
   end)

   it("read 240 TXT records of 250 octets over TCP", function()
      local answer = ask("big.size.example")
      assert.equal(240, #answer)
      assert.equal(250, #answer[240])
      assert.equal("239", answer[240]:sub(1, 3))
      assert.is_true(answer.size > 60000)
   end)

   it("decode addresses and mail exchangers", function()
      assert.equal("192.0.2.1", ask("ok.types.example", "A")[1])
      assert.equal("2001:db8::1", ask("ok.types.example", "AAAA")[1])
      assert.same({ preference = 10, exchange = "mail.example" }, ask("ok.types.example", "MX")[1])
   end)

   it("say who answered, how long it took and how it was flagged", function()
      local answer = ask("ok.who.example")
      assert.equal(server.servers[1], answer.server)
      assert.is_true(answer.rtt >= 0)
      assert.same({ 0, true, 300 }, { answer.rcode, answer.aa, answer.ttl })
   end)

   it("ask on after an alias that leads out of the answer", function()
      -- the target of "alias" is l01.x, which the server answers with what it answers any name
      local answer = ask("alias.chain.example")
      assert.same({ "ok", "alias.chain.example", "l01.x" }, { answer.status, answer.name, answer.target })
      assert.equal(1, #answer:chain())
      assert.equal(1, #answer)
   end)

   it("do not ask on where one server was asked for itself", function()
      assert.equal("alias", ask("alias.own.example", "TXT", { server = server.servers[1] }).status)
   end)

   it("cost nothing a second time, within the TTL", function()
      ask("ok.twice.example")
      local before = session.resolver:stats().queries
      assert.equal("ok", ask("OK.Twice.Example.")[1])
      assert.equal(before, session.resolver:stats().queries)
      assert.equal(1, count "twice.example")
   end)

   it("are made again for what could not be learnt", function()
      ask("refused.again.example")
      local once = count "again.example"
      ask("refused.again.example")
      assert.is_true(count "again.example" > once)
   end)

   it("share one query among all tasks that ask the same", function()
      local texts = {}
      for i = 1, 100 do
         session.loop:spawn(function() texts[i] = ask("delay-50.single.example").status end)
      end
      assert.is_true(session.loop:run())
      assert.equal(100, #texts)
      assert.equal("ok", texts[100])
      assert.equal(1, count "single.example")
   end)

   it("run side by side: 100 answers of 100 ms take far less than 10 s", function()
      local start, done = core.system.monotonic(), 0
      for i = 1, 100 do
         session.loop:spawn(function()
            assert.equal("ok", ask(("delay-100.n%d.wide.example"):format(i)).status)
            done = done + 1
         end)
      end
      session.loop:run()
      assert.equal(100, done)
      assert.is_true(core.system.monotonic() - start < 3000)
   end)

   it("end at the deadline of their view", function()
      local start = core.system.monotonic()
      local answer = session.facts:view(start + 60):get("drop.deadline.example", "TXT")
      local took = core.system.monotonic() - start
      assert.equal("timeout", answer.status)
      assert.is_true(took >= 55 and took < 130, tostring(took))
   end)

   it("refuse a name that is none before any query", function()
      local before = session.resolver:stats().questions
      local answer, message, code = sesame.resolve("a..b", "TXT", { session = session })
      assert.same({ nil, "'a..b': a label is empty", "bad-name" }, { answer, message, code })
      assert.equal(before, session.resolver:stats().questions)
   end)

   it("keep hostile octets as they came", function()
      assert.equal("\27[31m\0\"\\\255\195\169\r\n", ask("hostile.bytes.example")[1])
   end)
end)

describe("two servers", function()
   local pair
   setup(function() pair = faultd.start { "127.0.0.1", "127.0.0.2" } end)
   teardown(function() pair:stop() end)

   for _, label in ipairs { "drop", "servfail", "refused", "garbage" } do
      it("the second is asked when the first gives " .. label, function()
         local over <close> = open { servers = pair.servers }
         local answer = over:resolve(("first-%s.two.example"):format(label), "TXT")
         assert.equal("ok", answer.status)
         assert.equal(pair.servers[2], answer.server)
      end)
   end

   it("the second is asked when nobody listens at the first", function()
      local over <close> = open { servers = { faultd.closed_port(), pair.servers[1] } }
      assert.equal("ok", over:resolve("ok.closed.example", "TXT").status)
   end)

   it("the first's NXDOMAIN is believed", function()
      local over <close> = open { servers = pair.servers }
      local answer = over:resolve("first-nxdomain.two.example", "TXT")
      assert.same({ "nxdomain", pair.servers[1] }, { answer.status, answer.server })
   end)
end)

describe("the command over sockets", function()
   local cjson = require "cjson"

   it("says unknown and gives 3 where no server answers", function()
      local status,
         out = run(("check --server %s --timeout 0.2 --tries 1 --format json acme.example")
         :format(faultd.closed_port()))
      local report = cjson.decode(out)
      assert.equal(3, status)
      local findings = 0
      for _, item in ipairs(report.audits[1].findings) do
         findings = findings + 1
         assert.not_matches("missing", item.code)
         assert.not_matches("nonexistent", item.code)
      end
      assert.is_true(findings > 0)
   end)

   -- A script whose one finding has the TXT record for evidence.
   local SCRIPT = [[
return {
   summary = "What the TXT record is?",
   codes = { ["probe-text"] = { severity = "notice", fields = {}, reference = "none",
      text = "{subject}", why = "It is there." } },
   run = function(audit)
      local answer = audit:get(audit.domain, "TXT")
      audit:find("probe-text", { type = "TXT", evidence = { { name = answer.name, type = "TXT", value = answer[1] } } })
   end,
}]]
   local HOSTILE = "\27[31m\0\"\\\255\195\169\r\n"

   local function octets(text)
      local list = {}
      for _, code in utf8.codes(text) do list[#list + 1] = string.char(code) end
      return table.concat(list)
   end

   it("carries hostile octets through a recording, JSON and text", function()
      local faulty, recording, script = faultd.start(), os.tmpname(), os.tmpname()
      os.rename(script, script .. ".lua")
      script = script .. ".lua"
      local file <close> = assert(io.open(script, "w"))
      file:write(SCRIPT)
      file:flush()
      local live = ("run %s --server %s --timeout 0.3 --tries 1 --record %s --format json hostile.json.example")
         :format(script, faulty.servers[1], recording)
      local status, json = run(live)
      faulty:stop()
      local _, again = run(("run %s --replay %s --format json hostile.json.example"):format(script, recording))
      local _, text = run(("run %s --replay %s hostile.json.example"):format(script, recording))
      os.remove(script)
      os.remove(recording)
      assert.equal(0, status)
      assert.equal(json, again)
      assert.equal(HOSTILE, octets(cjson.decode(json).audits[1].findings[1].evidence[1].value))
      assert.not_matches("[\27%z\r\128-\255]", text)
      assert.matches("31m", text)
   end)
end)
