-- SPDX-License-Identifier: MIT
-- The command line as a user meets it: a process, its output, its complaints and its exit status.
local cjson = require "cjson"

local ZONE = "--zone spec/cli/shop.zone --offline "

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local sesame = require("spec.support.command").run

local function with_file(content, use)
   local path = os.tmpname()
   local file = assert(io.open(path, "wb"))
   file:write(content)
   file:close()
   local results = table.pack(pcall(use, path))
   os.remove(path)
   assert(results[1], results[2])
   return table.unpack(results, 2, results.n)
end

local MISUSE = {
   { "an unknown option", "check --colour shop.example", "unknown option '%-%-colour'" },
   { "an unknown region", "check --ses mars-1 shop.example", "'mars%-1' is no region of SES" },
   { "a missing identity", "check --ses us-east-1=/nonexistent.json shop.example", "/nonexistent.json" },
   { "an identity that is none", "check --ses us-east-1=spec/cli/shop.zone shop.example", "is no DKIM token" },
   { "tokens without an identity", "check --tokens a,b,c shop.example", "%-%-tokens goes with exactly one %-%-ses" },
   { "bad tokens", "check --ses us-east-1 --tokens 'a b,c..d' shop.example", "'c%.%.d' is no DKIM token" },
   { "a time that is none", "check --ses us-east-1 --requested yesterday shop.example", "'yesterday' is no time" },
   { "a time that is yet to come", "check --ses us-east-1 --requested 2999-01-01 shop.example",
      "'2999%-01%-01' is yet to come" },
   { "a negative number", "check --tries -1 shop.example", "unknown option '%-1'; Did you mean" },
   { "a file where a token belongs", "check --ses us-east-1 --tokens " .. ("a"):rep(500) .. " shop.example",
      "'a+%.%.%.' %(500 octets%) is no DKIM token" },
   { "a glob that no finding fits", "check " .. ZONE .. "--only 'spf-lookup' shop.example",
      "%-%-only: 'spf%-lookup' fits the code of no finding %(did you mean spf%-lookups" },
   { "a time without an identity", "check --requested 2026-11-24 shop.example", "%-%-requested goes with %-%-ses" },
   { "Easy DKIM of no region", "dkim easy shop.example", "%-%-ses is missing" },
   { "a token twice", "check --ses us-east-1 --tokens abc,ABC shop.example", "'abc' is given twice" },
   { "a MAIL FROM of an unknown region", "check --mail-from mars-1=b.shop.example shop.example",
      "'mars%-1' is no region" },
   { "an unknown command", "chekc", "'chekc' is no command" },
   { "no domain", "check", "no domain given" },
   { "a bad domain", "check a..b", "'a..b': a label is empty" },
   { "a missing zone", "check --zone /nonexistent.zone a.b", "/nonexistent.zone" },
   { "a missing list", "check --offline --zone spec/cli/shop.zone --input /nonexistent", "/nonexistent" },
   { "a list without a domain", "check " .. ZONE .. "--input /dev/null", "the lists name no domain" },
   { "a folder for a list", "check " .. ZONE .. "--input spec", "spec" },
   { "a bad server", "check --server nowhere shop.example", "nowhere" },
   { "a bad number", "check --tries 0 shop.example", "%-%-tries: '0' is not a whole number from 1 to 20" },
   { "a bad format", "check --format xml shop.example", "'xml' is not one of text, json, ndjson" },
   { "a bad severity", "check --fail-on fatal shop.example", "'fatal' is not one of" },
   { "a bad selector", "check " .. ZONE .. "--selector 'a b' shop.example", "'a b' is no selector" },
   { "a bad MAIL FROM name", "check " .. ZONE .. "--mail-from a..b shop.example", "%-%-mail%-from: 'a..b'" },
   { "offline and a server", "check --offline --server 192.0.2.1 a.b", "exclude each other" },
   { "--authoritative alone", "check --authoritative a.b", "%-%-authoritative needs %-%-server" },
   { "offline without data", "check --offline a.b", "nothing to ask" },
   { "a missing recording", "check --replay /nonexistent a.b", "/nonexistent" },
   { "missing expectations", "check --expect /nonexistent.lua " .. ZONE .. "shop.example", "/nonexistent.lua" },
   { "an output that cannot be written", "check " .. ZONE .. "--output /nonexistent/x shop.example", "/nonexistent/x" },
   { "a region without a MAIL FROM name", "check " .. ZONE .. "--mail-from us-east-1= shop.example",
      "'us%-east%-1=' is not REGION=NAME" },
   { "the root", "check " .. ZONE .. "..", "the root is no mail domain" },
   { "a number that looks like an option", "wait " .. ZONE .. "--within -1 shop.example", "unknown option '%-1'; Did" },
   { "no domain to mend", "fix " .. ZONE, "missing argument 'domain'" },
   { "an unknown code", "explain spf-xyz", "'spf%-xyz' is no code %(there are spf%-" },
   { "an unknown recipe", "run nope shop.example", "'nope' is no bundled recipe" },
   { "an unknown argument of a script", "run ./examples/my-audit.lua colour=red " .. ZONE .. "shop.example",
      "unknown argument 'colour' %(known: contact%)" },
   { "a missing script", "run ./nope.lua shop.example", "./nope.lua" },
   { "help for no command", "help nope", "'nope' is no command" },
}

describe("the command line", function()
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with one line and status 2", function()
         local status, out, err = sesame(case[2])
         assert.equal(2, status)
         assert.equal("", out)
         assert.matches(case[3], err)
         assert.matches("^sesame[^\n]*\n$", err)
      end)
   end

   it("without a command shows what there is, status 2", function()
      local status, out, err = sesame("")
      assert.same({ 2, "" }, { status, out })
      assert.matches("Commands:", err)
   end)

   it("describes every command, in 80 columns but for the examples", function()
      for _, name in ipairs(require("sesame.cli").commands) do
         local status, out = sesame(name .. " --help")
         assert.equal(0, status)
         local prose = out:gsub("\nExamples:\n.-\n\n", "\n") -- a group of commands has none
         for line in prose:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
         assert.is_true(not out:find "\nExamples:" or out:find "\nExamples:" < (out:find "\nOptions" or 0), name)
         assert.equal(out, select(2, sesame("help " .. name)))
      end
   end)

   it("runs the examples of its help", function()
      assert.is_truthy(({ [0] = true, true })[(sesame("check --zone spec/cli/shop.zone --offline shop.example"))])
   end)

   describe("exits with", function()
      local CASES = {
         { 0, "check " .. ZONE .. "good.shop.example" },
         { 1, "check " .. ZONE .. "shop.example" },
         { 1, "check " .. ZONE .. "shop.example outside.test" },
         { 3, "check " .. ZONE .. "outside.test" },
         { 0, "check " .. ZONE .. "--skip '*' shop.example" },
         { 0, "check " .. ZONE .. "--only 'zone-*' --fail-on warning shop.example" },
         { 3, "check --server 127.0.0.1:9 --timeout 0.2 --tries 1 shop.example" },
         { 0, "version" },
         { 0, "scripts" },
      }
      for _, case in ipairs(CASES) do
         it(case[1] .. " for sesame " .. case[2], function()
            local status, _, err = sesame(case[2])
            assert.equal("", err)
            assert.equal(case[1], status)
         end)
      end
   end)

   it("never calls a record missing when nobody answered", function()
      local _, out = sesame("check --server 127.0.0.1:9 --timeout 0.2 --tries 1 shop.example")
      assert.matches("shop.example: 1 unknown", out, 1, true)
      assert.is_nil(out:find("has no", 1, true))
   end)

   it("fits 80 columns and lets no control character through", function()
      local _, out = sesame("check " .. ZONE .. "shop.example")
      assert.is_nil(out:find("[^\n\32-\126]"))
      for line in out:gmatch("[^\n]+") do
         -- a record to copy stays whole
         assert.is_true(#line <= 80 or line:find("^%s+_dmarc[%w.]+ TXT \"") ~= nil, line)
      end
   end)

   it("keeps hostile bytes through JSON", function()
      local _, out = sesame("check " .. ZONE .. "--format json shop.example")
      local found
      for _, item in ipairs(cjson.decode(out).audits[1].findings) do
         if item.code == "spf-several" then found = item.evidence[1].value end
      end
      assert.equal("v=spf1 ip4:192.0.2.0/24 -all \27[31m\0\u{ff}", found)
   end)

   it("reads lists, refuses by line and goes on", function()
      local list = "\u{feff}good.shop.example\r\n# ours\n\n*.bad\nhttps://good.shop.example/x\npost@shop.example\n"
      with_file(list, function(path)
         for _, words in ipairs { "--input " .. path, "- <" .. path } do
            local status, out, err = sesame("check " .. ZONE .. "--format json " .. words)
            assert.equal(2, status)
            assert.matches(":4: '*.bad': a wildcard is not a domain\n", err, 1, true)
            local audits = cjson.decode(out).audits
            assert.same({ 2, "good.shop.example", "shop.example" }, { #audits, audits[1].domain, audits[2].domain })
         end
      end)
   end)

   it("writes one audit a line as NDJSON", function()
      local _, out = sesame("check " .. ZONE .. "--format ndjson shop.example good.shop.example")
      local domains = {}
      for line in out:gmatch("[^\n]+") do
         local audit = cjson.decode(line)
         assert.equal("sesame.audit/1", audit.schema)
         domains[audit.domain] = true
      end
      assert.same({ ["shop.example"] = true, ["good.shop.example"] = true }, domains)
   end)

   it("writes the document doc/json.md describes", function()
      local _, out = sesame("check " .. ZONE .. "--format json --selector s1 --mail-from m.shop.example shop.example")
      local page, missing = read("doc/json.md"), {}
      for key in out:gmatch('"([%w_]+)": ') do
         if not page:find(key, 1, true) then missing[key] = true end
      end
      missing.count, missing.host, missing.target = nil, nil, nil -- names of fields of single findings
      assert.same({}, missing)
      local order = {}
      for _, key in ipairs { "schema", "version", "audits" } do
         order[#order + 1] = assert(out:find('\n  "' .. key .. '"')) or
         assert(out:find('"' .. key .. '"')) end
      assert.is_true(order[1] < order[2] and order[2] < order[3])
   end)

   it("writes to a file", function()
      with_file("", function(path)
         local _, out = sesame("version --output " .. path)
         assert.equal("", out)
         assert.matches("^sesame 0", read(path))
      end)
   end)

   it("colours only when told to, away from a terminal", function()
      assert.is_nil(select(2, sesame("check " .. ZONE .. "shop.example")):find("\27"))
      assert.is_truthy(select(2, sesame("check " .. ZONE .. "--color always shop.example")):find("\27[1;31m", 1, true))
      assert.is_nil(select(2, sesame("check " .. ZONE .. "--color never shop.example")):find("\27"))
   end)

   it("is quiet about a reader that has gone", function()
      local _, _, err = sesame("check " .. ZONE .. "shop.example shop.example | head -c 1 >/dev/null; true")
      assert.equal("", err)
   end)

   it("records an audit and replays it to the same bytes", function()
      with_file("", function(path)
         os.remove(path)
         local first = { sesame("check --full --record " .. path .. " " .. ZONE .. "shop.example") }
         local second = { sesame("check --full --replay " .. path .. " shop.example") }
         assert.same(first, second)
         assert.equal(1, first[1])
      end)
   end)

   for _, words in ipairs { "help", "help check", "check --help", "spf --help" } do
      it(("fails where `%s` cannot be written"):format(words), function()
         local pipe <close> = assert(io.popen(("bin/sesame %s 2>&1 >/dev/full; echo $?"):format(words)))
         assert.matches("^sesame[ %a]*: standard output: No space left on device\n2\n$", (pipe:read "a"))
      end)
   end

   it("stops at Ctrl-C with what is done, and 130", function()
      local script = [[return { summary = "s", run = function(audit)
         if audit.domain ~= "b.shop.example" then return end
         os.execute("(sleep 0.1; kill -INT $PPID) &")
         repeat until require("sesame.core").system.interrupted()
      end }]]
      with_file(script, function(path)
         os.rename(path, path .. ".lua")
         local words = "run %s.lua %s --format %s a.shop.example b.shop.example c.shop.example"
         local status, out, err = sesame(words:format(path, ZONE, "ndjson"))
         local document = require("cjson").decode((select(2, sesame(words:format(path, ZONE, "json")))))
         os.remove(path .. ".lua")
         assert.same({ 2, true }, { #document.audits, document.interrupted })
         assert.equal(130, status)
         assert.matches("interrupted after 2 domains", err)
         assert.matches('"domain":"a.shop.example"', out, 1, true)
         assert.equal('{"schema":"sesame.run/1","interrupted":true}', out:match("([^\n]*)\n$"))
      end)
   end)

   it("explains every code", function()
      local status, out = sesame("explain '*'")
      assert.equal(0, status)
      for code in pairs(require("sesame").codes()) do assert.is_truthy(out:find(code .. " (", 1, true), code) end
   end)

   it("wrote doc/findings.md", function()
      local _, page = sesame("explain --format markdown '*'")
      assert.is_true(read("doc/findings.md") == page, "doc/findings.md is behind the declarations: make doc")
   end)

   it("runs a script of one's own", function()
      local status, out = sesame("run ./examples/my-audit.lua contact=us.shop.example " .. ZONE .. "shop.example")
      assert.equal(1, status)
      assert.matches("The SOA contact of shop.example is hostmaster.shop.example, not\n  us.shop.example.", out, 1,
         true)
      assert.is_nil(out:find("sesame explain", 1, true))
      assert.equal(0, (sesame("run ./examples/my-audit.lua " .. ZONE .. "shop.example")))
   end)

   it("names the field when a script has a wrong one", function()
      with_file("return { summary = 's', run = print, colour = 'red' }", function(path)
         os.rename(path, path .. ".lua")
         local status, _, err = sesame("run " .. path .. ".lua shop.example")
         os.remove(path .. ".lua")
         assert.equal(2, status)
         assert.matches("unknown field 'colour'", err)
      end)
   end)
end)
