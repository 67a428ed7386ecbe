-- SPDX-License-Identifier: MIT
-- What the command line says was looked at, and what it advises, by source: as people read it.
local cjson = require "cjson"
local command = require "spec.support.command"

local sesame = command.run

local FOLDER = os.tmpname()
os.remove(FOLDER)
os.execute("mkdir " .. FOLDER)

local HEAD = "@ 300 SOA ns1 host 1 2 3 4 60\n NS ns1\n NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n"
local MILL = HEAD .. '@ MX 10 mx\nmx A 192.0.2.3\n@ TXT "v=spf1 mx -all"\n'
   .. '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@mill.example"\n'

local function file_of(name, text)
   local path = FOLDER .. "/" .. name
   local file <close> = assert(io.open(path, "w"))
   file:write(text)
   return path
end

local ZONE = file_of("mill.example.zone", MILL)
local KEYED = file_of("keyed.zone", MILL .. "s1._domainkey CNAME key.sender.test.\n")
local BARE = file_of("bare.zone", HEAD .. '@ TXT "v=spf1 -all"\n')

local OFFLINE = "--zone mill.example=" .. ZONE .. " --offline "

-- The text of a report in one line, so that no sentence is broken.
local function flat(text) return (text:gsub("%s+", " ")) end

local function check(words)
   local status, out, err = sesame("check --full " .. words)
   return status, flat(out), err
end

describe("what was looked at, on the command line", function()
   teardown(function() os.execute("rm -r " .. FOLDER) end)

   it("a zone's keys are read without being named; without keys that is said", function()
      local status, out = check(OFFLINE .. "mill.example")
      assert.equal(0, status)
      assert.matches("mill%.example: 1 notice", out)
      assert.matches("holds no name below _domainkey%.mill%.example: no DKIM key is published", out)
      assert.matches("mill%.example: nothing to mend in MX, SPF, DKIM and DMARC but for 'selectors%-absent'",
         select(2, check(OFFLINE .. "--skip selectors-absent mill.example")))
   end)

   it("offline a key behind an alias is unknown, with the advice to give its zone", function()
      local status, out = check("--zone mill.example=" .. KEYED .. " --offline mill.example")
      assert.equal(3, status)
      assert.matches("Whether there is a key at s1%._domainkey%.mill%.example could not be learnt: not%-in%-zone", out)
      assert.matches("Do: Give the zone that it leads to with %-%-zone FILE, or leave %-%-offline out; your zones are: "
         .. "mill%.example%.", out)
   end)

   it("offline a domain of no zone is told of the zones there are", function()
      local status, out = check(OFFLINE .. "mlil.example")
      assert.equal(3, status)
      assert.matches("Give its zone with %-%-zone FILE, or leave %-%-offline out; your zones are: mill%.example%.", out)
   end)

   it("over DNS that does not answer, too", function()
      local dead = "--server 127.0.0.1:9 --tries 1 --timeout 0.05 "
      local status, out = check(dead .. "--zone mill.example=" .. ZONE .. " mlil.example")
      assert.equal(3, status)
      assert.matches("Try again, or ask another resolver with %-%-server; your zones are: mill%.example%.", out)
      assert.is_nil(select(2, check(dead .. "mlil.example")):find("your zones", 1, true))
   end)

   it("a replay says to record again", function()
      local path = FOLDER .. "/mill.rec"
      assert.equal(3, (check("--zone mill.example=" .. KEYED .. " --offline --record " .. path .. " mill.example")))
      local status, out = check("--replay " .. path .. " mill.example")
      assert.equal(3, status)
      assert.matches("Record again with its zone %(%-%-zone FILE%), or without %-%-offline", out)
      assert.matches("Record again, with the options of this run and %-%-record FILE: the recording has no answer",
         select(2, check("--replay " .. path .. " --selector s2 mill.example")))
   end)

   it("the note on names above the zones comes with a finding that rests on them, and with no other", function()
      local note = "Note: offline: DMARC records above the given zones (such as _dmarc.example) are taken as absent"
      assert.is_nil(select(2, check(OFFLINE .. "mill.example")):find("taken as absent", 1, true))
      local bare = "--zone mill.example=" .. BARE .. " --offline "
      assert.is_truthy(select(2, check(bare .. "mill.example")):find(note, 1, true))
      assert.is_nil(select(2, check(bare .. "--quiet mill.example")):find("taken as absent", 1, true))
      assert.matches("^sesame: offline: DMARC records above", (select(3, sesame("fix " .. bare .. "mill.example"))))
      assert.equal("", (select(3, sesame("fix " .. OFFLINE .. "mill.example"))))
      local audit = cjson.decode((select(2, sesame("check --format json " .. bare .. "mill.example")))).audits[1]
      assert.same({ "_dmarc.example" }, audit.assumed)
   end)

   it("of a recorded zone a replay says the same", function()
      local path = FOLDER .. "/bare.rec"
      local zone = "--zone mill.example=" .. BARE .. " --offline "
      local first = select(2, check(zone .. "--record " .. path .. " mill.example"))
      local again = select(2, check("--replay " .. path .. " mill.example"))
      assert.matches("taken as absent", again)
      assert.equal(first, again)
   end)

   it("JSON has it as data", function()
      local audit = cjson.decode((select(2, sesame("check --format json " .. OFFLINE .. "mill.example")))).audits[1]
      assert.same({ "mx", "spf", "dkim", "dmarc" }, audit.looked.at)
      assert.same({}, audit.looked.not_at)
      local plan = cjson.decode((select(2, sesame("fix --format json " .. OFFLINE .. "mill.example"))))
      assert.same({ "mx", "spf", "dkim", "dmarc" }, plan.looked.at)
   end)

   it("a plan says of what there is nothing to mend, and what to do about what is unknown", function()
      local _, out = sesame("fix " .. OFFLINE .. "--skip selectors-absent mill.example")
      assert.matches("^mill%.example: 1 notice; no change", flat(out))
      out = flat(select(2, sesame("fix --zone mill.example=" .. KEYED .. " --offline mill.example")))
      assert.matches("nothing is changed on a guess Give the zone that it leads to with %-%-zone FILE", out)
   end)

   it("the sum of several domains says of what they all speak", function()
      local other = "--zone corn.example=" .. file_of("corn.zone", MILL .. "s1._domainkey CNAME idle.corn.example.\n"
         .. "idle TXT \"v=DKIM1; p=\"\n") .. " "
      local _, out = check(OFFLINE .. other .. "--only 'spf-*' mill.example corn.example")
      assert.matches("2 domains: nothing to mend among 'spf%-%*'$", (out:gsub(" $", "")))
   end)

   it("a word of the command line is a domain named, a line of a list is not", function()
      local audits = require "sesame.cli.audits"
      local given = { ["fail-on"] = "error", format = "text" }
      local options = assert(audits.audit_options(given, nil, { "Mill.Example.", "-", "https://corn.example/x" }))
      assert.same({ ["mill.example"] = true, ["corn.example"] = true }, options.guess)
      assert.same({ {}, false }, { options.probes, options.common })
      given.selectors = { "known" }
      assert.is_true(assert(audits.audit_options(given, nil, {})).common)
   end)

   it("a command that judges one thing advises as an audit does", function()
      local zone = " --zone mill.example=" .. KEYED .. " --offline"
      for words, name in pairs {
         ["dkim key s9._domainkey.corn.example"] = "s9._domainkey.corn.example",
         ["spf tree corn.example"] = "corn.example",
         ["dmarc show corn.example"] = "_dmarc.corn.example", ["spf eval corn.example --ip 192.0.2.1"] = "corn.example",
      } do
         local status, _, err = sesame(words .. zone)
         assert.equal(3, status)
         assert.equal(("sesame: %s: not-in-zone. Give its zone with --zone FILE, or leave --offline out; your zones "
            .. "are: mill.example.\n"):format(name), err)
         assert.equal("", (select(3, sesame(words .. zone .. " --quiet"))))
         assert.equal("", (select(3, sesame(words .. " --server 127.0.0.1:9 --tries 1 --timeout 0.05"))))
      end
      local _, out = sesame("dkim easy mill.example --ses eu-west-1 --tokens s1,s2,s3" .. zone)
      assert.is_nil(out:find("ask again", 1, true))
      assert.is_nil(out:find("nothing to mend but", 1, true))
   end)

   it("a draft is shown without --offline", function()
      for _, words in ipairs { "help", "check --help", "fix --help" } do
         local _, out = sesame(words)
         assert.matches("%-%-zone example%.org=draft%.zone example%.org[^\n]*\n", out)
      end
      local readme <close> = assert(io.open("README.md"))
      assert.is_nil(readme:read("a"):find("draft%.zone %-%-offline"))
   end)
end)
