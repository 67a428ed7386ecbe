-- SPDX-License-Identifier: MIT
-- `sesame spf compare`, run as people run it.
local json = require "sesame.base.json"

local ACME = " --zone examples/acme.zone --offline"

local command = require "spec.support.command"

local function sesame(arguments) return command.run("spf compare " .. arguments) end

local function zone(text)
   local path = os.tmpname()
   local file <close> = assert(io.open(path, "w"))
   file:write("$ORIGIN z.test.\n$TTL 300\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n" .. text)
   return path
end

-- what, arguments, a word of the message
local MISUSE = {
   { "one policy alone", "acme.example" .. ACME, "a second policy is missing" },
   { "what is nearly a record", "acme.example 'v=spf1; -all'" .. ACME,
      "is no SPF record: v=spf1 must be followed by a space" },
   { "a record with a fault", "acme.example 'v=spf1 ip:192.0.2.1 -all'" .. ACME,
      "the record has a fault: .*sesame spf lint" },
   { "what is neither", "acme.example 'a b'" .. ACME, "one domain .*and no SPF record" },
   { "a record that needs a domain", "'v=spf1 mx -all' 'v=spf1 -all'" .. ACME,
      "%(mx%), and it is not told which: say %-%-domain NAME" },
   { "a bad --domain", "'v=spf1 mx -all' 'v=spf1 -all' --domain a..b" .. ACME, "%-%-domain: " },
   { "zones apart and a recording", "acme.example --zone-before x --record y" .. ACME, "go with neither" },
   { "a zone that is not there", "acme.example --zone-before /nowhere/x.zone" .. ACME, "/nowhere/x.zone" },
}

describe("sesame spf compare", function()
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with status 2", function() command.refuses(case, "spf compare ") end)
   end

   it("is 0 for equal policies", function()
      local status, out = sesame("'v=spf1 ip4:192.0.2.0/24 -all' 'v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 -all'"
         .. ACME)
      assert.equal(0, status)
      assert.matches("Equal: every IPv4 and every IPv6 address gets the same result%.", out)
   end)

   it("I12 is 1 for different ones, with every range, and a record stands at the other's domain", function()
      local status, out = sesame("acme.example 'v=spf1 mx include:amazonses.com ~all'" .. ACME)
      assert.equal(1, status)
      assert.matches("74%.125%.0%.0/16 +pass %-> softfail %(65,536 addresses%)", out)
      assert.matches("Pass by A only: 98,629 IPv4", out)
      assert.matches("To see it: sesame spf eval acme.example %-%-ip 74.125.0.0", out)
      assert.matches("get permerror by A today, but not by B", (out:gsub("\n", " ")))
   end)

   it("is 3 where DNS did not tell", function()
      local status, out = sesame("acme.example other.test" .. ACME)
      assert.equal(3, status)
      assert.matches("Not compared: DNS did not tell: the record of other.test", out)
   end)

   it("is 1 where nothing can be proved, with the term at fault", function()
      local status, out = sesame("'v=spf1 exists:%{i}.l.test -all' 'v=spf1 -all'" .. ACME)
      assert.equal(1, status)
      assert.matches("Cannot prove that they are equal", out)
      assert.matches("exists:%%{i}%.l%.test", out)
   end)

   it("gives the JSON of the command line's contract", function()
      local status,
         out = sesame("--format json 'v=spf1 ip4:192.0.2.0/24 -all' 'v=spf1 ip4:192.0.2.0/25 ip6:2001:db8::/32 -all'"
         .. ACME)
      local given = assert(json.decode(out))
      assert.equal(1, status)
      assert.matches('^{\n  "schema": "sesame.spf.compare/1",\n  "verdict": "different",\n  "changes": %[\n    {\n     '
         .. ' "first": "192', out)
      assert.same({ 128, "0", 0, "79228162514264337593543950336" }, { given.lost.ip4, given.lost.ip6, given.gained.ip4,
         given.gained.ip6 })
      assert.same({ "192.0.2.128", "192.0.2.255", "pass", "fail", "192.0.2.128", 128 },
         { given.changes[1].first, given.changes[1].last,
         given.changes[1].from, given.changes[1].to, given.changes[1].example, given.changes[1].count })
   end)

   it("compares a zone before and after", function()
      local before, after = zone('@ TXT "v=spf1 a:ns.z.test -all"\n'),
         zone('@ TXT "v=spf1 a:ns.z.test ip4:192.0.2.9 -all"\n')
      local status, out = sesame(("z.test --offline --zone-before z.test=%s --zone-after z.test=%s"):format(before,
         after))
      os.remove(before)
      os.remove(after)
      assert.equal(1, status)
      assert.matches("192%.0%.2%.9 +fail %-> pass", out)
   end)
end)
