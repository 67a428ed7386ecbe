-- SPDX-License-Identifier: MIT
-- The demo over sockets, served by nsd: the same findings as offline, recordings that replay to the byte, and a zone's
-- own servers asked one by one. Pending where nsd is not installed.
local cjson = require "cjson"
local faultd = require "spec.support.faultd"
local nsd = require "spec.support.nsd"
local sesame = require "sesame"

local DOMAINS = "acme.example clean.example other.example"
local SERVED_WHOLE = "acme.example clean.example"
-- The zones above the demo's: the walk of DMARC goes up to _dmarc.example, which offline is taken to be absent.
local ABOVE = "@ 3600 IN SOA ns1.acme.example. h.acme.example. 1 7200 900 1209600 300\n@ IN NS ns1.acme.example.\n"

local ZONE = [[
$ORIGIN own.test.
$TTL 300
@ SOA ns1 hostmaster 7 7200 900 1209600 300
@ NS ns1
@ NS ns2
@ NS deaf
@ NS nowhere
@ TXT "own words"
ns1 A 127.0.0.1
ns2 A 127.0.0.2
deaf A 127.0.0.3
]]

local function zones(top)
   local list = { example = top, com = top }
   for line in io.lines("examples/acme.zone") do
      local path, apex = line:match("^%$INCLUDE (%S+) (%S+)%.$")
      if path then list[apex] = "examples/" .. path end
   end
   return list
end

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

-- Runs `sesame check WORDS`; returns the status and standard output.
local function check(words)
   local out = os.tmpname()
   local _, _, status = os.execute(("%s bin/sesame check %s >%s 2>/dev/null"):format(os.getenv("LUA") or "lua5.4",
      words, out))
   local text = read(out)
   os.remove(out)
   return status, text
end

local function codes(text)
   local list = {}
   for _, audit in ipairs(cjson.decode(text).audits) do
      for _, item in ipairs(audit.findings) do
         list[#list + 1] = ("%s: %s %s"):format(audit.domain, item.code, item.subject)
      end
   end
   return list
end

describe("the demo served by nsd", function()
   if not nsd.installed() then return it("needs nsd", function() pending("nsd is not installed") end) end
   local server, top
   setup(function()
      top = os.tmpname()
      local file <close> = assert(io.open(top, "w"))
      file:write(ABOVE)
      file:close()
      server = nsd.start(zones(top))
   end)
   teardown(function()
      server:stop()
      os.remove(top)
   end)

   it("gets the findings that it gets offline, but for names that only a zone file can list", function()
      local offline, expected = check("--zone examples/acme.zone --offline --format json " .. SERVED_WHOLE)
      local status, got = check(("--server %s --format json %s"):format(server.server, SERVED_WHOLE))
      assert.equal(offline, status)
      assert.is_true(#codes(got) > 10)
      local live, listed, left = {}, {}, {}
      for _, line in ipairs(codes(got)) do live[line] = true end
      for _, line in ipairs(codes(expected)) do
         if live[line] then left[#left + 1] = line else listed[#listed + 1] = line end
      end
      assert.same(codes(got), left)
      assert.same({
         "acme.example: selector-present laci57k43peadj4sbwqeeqk4uoqqrxiv._domainkey.acme.example",
         "acme.example: selector-present ymzon5rnxxrbwa7vybimpnzjdncwc36x._domainkey.acme.example",
         "acme.example: ses-mail-from-found bounce-eu.acme.example",
         "acme.example: ses-mail-from-right bounce-eu.acme.example",
         "clean.example: selector-present k2g2kdcyud5qsilwnruj3hrsw6vrswmc._domainkey.clean.example",
         "clean.example: ses-mail-from-found bounce.clean.example",
         "clean.example: ses-mail-from-right bounce.clean.example",
      }, listed)
   end)

   for _, format in ipairs { "text", "json" } do
      it("is replayed from its recording to the byte, as " .. format, function()
         local path = os.tmpname()
         local status, live = check(("--full --server %s --record %s --format %s %s"):format(server.server, path,
            format, DOMAINS))
         local again, replayed = check(("--full --replay %s --format %s %s"):format(path, format, DOMAINS))
         os.remove(path)
         assert.equal(status, again)
         assert.is_true(#live > 1000)
         assert.equal(live, replayed)
      end)
   end
end)

describe("a zone's own servers", function()
   if not nsd.installed() then return it("need nsd", function() pending("nsd is not installed") end) end
   local path, server
   setup(function()
      path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write(ZONE)
      file:close()
      server = nsd.start({ ["own.test"] = path }, { "127.0.0.1", "127.0.0.2" })
   end)
   teardown(function()
      server:stop()
      os.remove(path)
   end)

   local function ask(options)
      options.servers, options.port, options.timeout, options.tries = { server.server }, server.port, 0.2, 1
      local session <close> = assert(sesame.open(options))
      local list, reason = session.facts:each_server("own.test", "own.test", "TXT")
      if not list then return nil, reason end
      local lines = {}
      for i, entry in ipairs(list) do
         lines[i] = ("%s %s %s"):format(entry.host, entry.server or "-", entry.answer[1] or entry.answer.status)
      end
      return lines
   end

   it("are asked one by one, and what cannot be learnt of one is said of it alone", function()
      assert.same({
         ("deaf.own.test 127.0.0.3:%d unreachable"):format(server.port),
         "nowhere.own.test - unreachable",
         ("ns1.own.test 127.0.0.1:%d own words"):format(server.port),
         ("ns2.own.test 127.0.0.2:%d own words"):format(server.port),
      }, ask { authoritative = true })
   end)

   it("are not asked where a server was chosen", function()
      assert.same({ nil, "not asked" }, { ask {} })
   end)

   it("answer from a recording as they did", function()
      local file = os.tmpname()
      local live = ask { authoritative = true, record = file }
      local session <close> = assert(sesame.open { replay = file, port = server.port })
      os.remove(file)
      local list = session.facts:each_server("own.test", "own.test", "TXT")
      for i, entry in ipairs(list) do
         assert.equal(live[i], ("%s %s %s"):format(entry.host, entry.server or "-", entry.answer[1]
            or entry.answer.status))
      end
      assert.equal(4, #list)
   end)
end)

it("a port nobody listens at stays closed for the specs that need one", function()
   local session <close> = assert(sesame.open { servers = { faultd.closed_port() }, timeout = 0.2, tries = 1 })
   local answer = session:resolve("closed.example", "TXT")
   assert.equal("unknown", answer.known)
end)
