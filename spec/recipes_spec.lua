-- SPDX-License-Identifier: MIT
-- The bundled recipes as people run them: expectations, arguments, tables; and the demo's regions against a real name
-- server.
local cjson = require "cjson"
local nsd = require "spec.support.nsd"
local script = require "sesame.script"

local DEMO = "--zone examples/acme.zone --offline --expect examples/acme.expect.lua "
local LINES_MAX = 120

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local sesame = require("spec.support.command").run

local function json(words)
   local _, out, err = sesame(words .. " --format json")
   assert.equal("", err)
   return cjson.decode(out).audits[1]
end

local function codes(audit)
   local list = {}
   for _, item in ipairs(audit.findings) do
      list[#list + 1] = ("%s %s %s"):format(item.severity, item.code, item.subject)
   end
   return list
end

local function with_expectations(accepted, use)
   local path = os.tmpname()
   local file = assert(io.open(path, "w"))
   file:write(accepted)
   file:close()
   os.rename(path, path .. ".lua")
   local ok, fault = pcall(use, path .. ".lua")
   os.remove(path .. ".lua")
   assert(ok, fault)
end

-- The words behind `sesame run NAME` on the first line of NAME's sample run, and what it printed.
local function sample_of(name)
   local words, sample = read("scripts/" .. name .. ".txt"):match("^%$ sesame run " .. name:gsub("%-", "%%-")
      .. "( [^\n]+)\n(.*)$")
   return assert(words, name), sample
end

-- What a run printed behind its head, which says who was asked and when.
local function body(out) return out:match("^.-\n\n(.*)$") end

-- What each recipe needs beside its domain.
local NEEDS = { ["return-path"] = "message=examples/acme-message.eml ", ["ses-plan"] = "regions=eu-west-1 " }
for _, name in ipairs { "bounces", "ses-pending", "ses-check", "ses-multi-region", "production-access",
   "dmarc-alignment" } do
   NEEDS[name] = "--ses eu-west-1=examples/acme-ses-eu-west-1.json "
end
local DOMAIN = "acme.example"

describe("the recipes", function()
   local names = {}
   for _, entry in ipairs(script.list("scripts")) do names[#names + 1] = entry.name end

   it("are those the guide's troubleshooting asks for", function()
      local there = {}
      for _, name in ipairs(names) do there[name] = true end
      for _, name in ipairs {
         "ses-check", "ses-multi-region", "ses-plan", "ses-pending", "dmarc-alignment", "spf-budget",
         "mail-from-placement", "bounces",
         "production-access", "parked-domain", "return-path",
      } do assert(there[name], name) end
   end)

   for _, name in ipairs(names) do
      it(name .. " is one file of at most 120 lines of code", function()
         local count = 0
         for line in read("scripts/" .. name .. ".lua"):gmatch("[^\n]+") do
            if line:find("%S") and not line:find("^%s*%-%-") then count = count + 1 end
         end
         assert.is_true(count <= LINES_MAX, count)
      end)

      it(name .. " does what its sample run shows", function()
         local words, sample = sample_of(name)
         local _, out, err = sesame("run " .. name .. words)
         assert.equal("", err)
         assert.equal(sample, body(out), "write the sample anew: tools/sample " .. name)
      end)

      it(name .. " takes expectations: what is accepted is shown so, until its day", function()
         local words = ("run %s %s%s--zone examples/acme.zone --offline "):format(name, NEEDS[name] or "",
            DOMAIN .. " ")
         local first
         for _, item in ipairs(json(words).findings) do
            if item.severity ~= "ok" and not first then first = item end
         end
         assert(first, "the demo has nothing to find for it")
         local entry = "return { accepted = { { code = %q, subject = %q, reason = 'known here', expires = %q } } }"
         with_expectations(entry:format(first.code, first.subject, "2999-12-31"), function(path)
            local audit = json(words .. "--expect " .. path)
            local seen = false
            for _, item in ipairs(audit.accepted) do seen = seen or item.finding.code == first.code end
            assert.is_true(seen)
            for _, item in ipairs(audit.findings) do
               assert.is_false(item.code == first.code and item.subject == first.subject)
            end
         end)
         with_expectations(entry:format(first.code, first.subject, "2020-01-01"), function(path)
            local said = table.concat(codes(json(words .. "--expect " .. path)), "\n")
            assert.matches("warning acceptance-expired " .. first.subject, said, 1, true)
            assert.matches(first.severity .. " " .. first.code, said, 1, true)
         end)
      end)

      it(name .. " says of a domain that cannot be learnt that it is unknown", function()
         local status, out = sesame(("run %s %sacme.example --server 127.0.0.1:9 --timeout 0.1 --tries 1"):format(name,
            NEEDS[name] or ""))
         assert.matches("UNKNOWN", out)
         assert(status == 3 or name == "return-path" and status == 1, status)
      end)
   end
end)

describe("a copy of a recipe, alone in a folder of one's own, with the toolkit installed elsewhere", function()
   local folder, installed

   -- `sesame explain` knows the bundled recipes alone, so a script of one's own does not send people there.
   local function unexplained(text) return (text:gsub("; sesame explain [%w-]+", "")) end

   local function sh(format, ...) assert(os.execute(format:format(...))) end

   setup(function()
      folder = os.tmpname()
      os.remove(folder)
      installed = folder .. "/installed"
      sh("mkdir -p %s/own && tools/install-lua %s >%s/log", folder, installed, folder)
      sh("rm -r %s/share/doc %s/share/lua/5.4/sesame/scripts", installed, installed)
   end)
   teardown(function() sh("rm -rf %s", folder) end)

   for _, entry in ipairs(script.list("scripts")) do
      it("does the same: " .. entry.name, function()
         local words, sample = sample_of(entry.name)
         local copy = ("%s/own/%s.lua"):format(folder, entry.name)
         sh("cp scripts/%s.lua %s", entry.name, copy)
         sh("env -u LUA_PATH -u LUA_CPATH LC_ALL=C %s/bin/sesame run %s%s >%s/out 2>%s/err; test $? -le 1", installed,
            copy, words, folder, folder)
         assert.equal("", read(folder .. "/err"))
         assert.equal(unexplained(sample), unexplained(body(read(folder .. "/out"))))
      end)
   end
end)

describe("parked-domain", function()
   local support = require "spec.support.facts"
   local loaded = assert(script.load("scripts/parked-domain.lua"))
   local LOCKED = {
      ["acme.example"] = { SOA = { support.soa() }, TXT = { "v=spf1 -all" },
         MX = { { preference = 0, exchange = "." } } },
      ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=reject" } },
      ["sesame-probe._domainkey.acme.example"] = { TXT = { "v=DKIM1; p=" } }, ["sesame-probe.acme.example"] = {
         TXT = { "v=spf1 -all" } },
   }

   local function run(changes, args, more)
      local records = {}
      for name, node in pairs(LOCKED) do records[name] = node end
      for name, node in pairs(changes or {}) do records[name] = node or nil end
      local options = more or {}
      options.script = require("sesame.script.runner").of(loaded, args or { parked = "yes" })
      return codes(support.audit(records, options))
   end

   local function spf(text, more)
      local changes = more or {}
      changes["acme.example"] = { TXT = { text }, MX = LOCKED["acme.example"].MX }
      return changes
   end

   local function key(texts) return { ["sesame-probe._domainkey.acme.example"] = { TXT = texts } } end

   local CASES = {
      { "Q09 a locked one", {}, "ok parked-locked acme.example" },
      { "another SPF", spf "v=spf1 ip4:198.51.100.9 -all", "warning parked-spf-open acme.example" },
      { "SPF that refuses nobody", spf "v=spf1 ~all", "warning parked-spf-open acme.example" },
      { "SPF that hangs on the sender", spf "v=spf1 exists:%{i}.acme.example -all",
         "warning parked-spf-open acme.example" },
      { "SPF that explains", spf "v=spf1 -all exp=why.acme.example", "ok parked-locked acme.example" },
      { "SPF that refuses by another record", spf("v=spf1 redirect=_none.acme.example", {
         ["_none.acme.example"] = { TXT = { "v=spf1 -all" } } }), "ok parked-locked acme.example" },
      { "SPF whose other record is not learnt", spf("v=spf1 redirect=_none.acme.example", {
         ["_none.acme.example"] = { TXT = "servfail" } }), "unknown parked-unknown acme.example" },
      { "SPF that is not learnt", { ["acme.example"] = { TXT = "servfail", SOA = LOCKED["acme.example"].SOA,
         MX = LOCKED["acme.example"].MX } }, "unknown parked-unknown acme.example" },
      { "the hosts of a null MX", spf "v=spf1 mx -all", "ok parked-locked acme.example" },
      { "a revoked key written otherwise", key { "k=rsa; p=" }, "ok parked-locked acme.example" },
      { "a key beside a revoked one", key { "v=DKIM1; p=", "v=DKIM1; p=AAAA" },
         "notice parked-key-found *._domainkey.acme.example" },
      { "two SPF", { ["acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx -all" }, MX = LOCKED["acme.example"].MX } },
         "warning parked-spf-open acme.example" },
      { "a null MX among others", { ["acme.example"] = { TXT = { "v=spf1 -all" }, MX = {
         { preference = 0, exchange = "." }, { preference = 5, exchange = "mx.acme.example" } } } },
            "warning parked-mx-open acme.example" },
      { "p=none", { ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=none; rua=mailto:a@acme.example" } } },
         "warning parked-dmarc-open acme.example" },
      { "L18 p=reject in a test", { ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=reject; t=y" } } },
         "warning parked-dmarc-open acme.example" },
      { "a live key", { ["sesame-probe._domainkey.acme.example"] = false },
         "notice parked-key-found *._domainkey.acme.example" },
      { "A27 names below", { ["sesame-probe.acme.example"] = false }, "notice parked-below-open *.acme.example" },
      { "an answer that fails", { ["_dmarc.acme.example"] = { TXT = "servfail" } },
         "unknown parked-unknown _dmarc.acme.example" },
   }
   for _, case in ipairs(CASES) do
      it("tells " .. case[1], function() assert.same({ case[3] }, run(case[2])) end)
   end

   -- Signs of mail: what there is beside, and options of the audit.
   local IN_USE = {
      { "an MX", { ["acme.example"] = { TXT = { "v=spf1 -all" },
         MX = { { preference = 5, exchange = "mx.test" } } } } },
      { "SPF that lets somebody pass", spf "v=spf1 ip4:198.51.100.9 -all" },
      { "SPF that may let somebody pass", spf "v=spf1 exists:%{i}.acme.example -all" },
      { "a key", { ["s1._domainkey.acme.example"] = { TXT = { "v=DKIM1; k=rsa; p=AAAA" } } },
         { selectors = { "s1" } } },
      { "an identity of SES", {}, { identities = { { region = "us-east-1" } } } },
      { "a MAIL FROM name", { ["bounce.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.1 -all" } } },
         { mail_from = { "bounce.acme.example" } } },
      { "a mailbox for reports", { ["_dmarc.acme.example"] = {
         TXT = { "v=DMARC1; p=none; rua=mailto:a@acme.example" } } } },
   }
   for _, case in ipairs(IN_USE) do
      it("writes nothing where there is " .. case[1], function()
         assert.same({ "warning parked-in-use acme.example" }, run(case[2], {}, case[3]))
      end)
   end

   it("writes nothing on a guess", function()
      local open = { ["acme.example"] = { TXT = { "v=spf1 -all" }, MX = "servfail" }, ["_dmarc.acme.example"] = false }
      assert.same({ "unknown parked-unknown acme.example" }, run(open, {}))
   end)

   it("names the records where nothing shows mail", function()
      assert.same({ "warning parked-dmarc-open acme.example" }, run({ ["_dmarc.acme.example"] = false }, {}))
   end)

   it("is mended by its own fixes, wildcards aside", function()
      local status,
         out = sesame("fix --script ./scripts/parked-domain.lua --code 'parked-*' --zone examples/acme.zone --offline "
         .. "parked=yes acme.example")
      assert.equal(0, status)
      assert.matches("3 warnings, 2 notices now; 3 changes, then 2 notices", out, 1, true)
      assert.matches("Verified: the zone with these changes was audited again.", out, 1, true)
   end)
end)

describe("fix with expectations", function()
   it("leaves alone what the owner accepted", function()
      local plain = select(2,
         sesame("fix --zone examples/acme.zone --offline --code 'dmarc-*' --format bind acme.example"))
      assert.matches("rua=", plain, 1, true)
      with_expectations("return { accepted = { { code = 'dmarc-*', reason = 'r', expires = '2999-01-01' } } }",
         function(path)
         local out = select(2, sesame("fix --zone examples/acme.zone --offline --code 'dmarc-*' --format bind --expect "
            .. path .. " acme.example"))
         assert.matches("Nothing is to be changed", out, 1, true)
      end)
   end)
end)

describe("an expectations file", function()
   local NAMES = {
      { "a file that is not there", "file = '/nonexistent.json'", "'file' of acme%.example: /nonexistent%.json" },
      { "JSON that is none of SES", "file = '%s/spec/cli/empty.json'",
         "is empty; save `aws sesv2 get%-email%-identity" },
      { "an identity for an account", "account = '%s/examples/acme-ses-us-east-1.json'",
         "is not the JSON of an account" },
      { "an account for a list", "list = '%s/examples/acme-account-us-east-1.json'", "is not the JSON of a list" },
   }
   local here = require("lfs").currentdir()
   for _, case in ipairs(NAMES) do
      it("that names " .. case[1] .. " is refused in one line, by every command that takes it", function()
         local entry = "return { identities = { { domain = 'acme.example', region = 'us-east-1', %s } } }"
         with_expectations(entry:format(case[2]:format(here)), function(path)
            for _, command in ipairs { "check", "fix", "run ses-check", "ses plan",
               "message examples/acme-message.eml" } do
               local status, out,
                  err = sesame(("%s --zone examples/acme.zone --offline --expect %s acme.example"):format(command,
                  path))
               assert.same({ 2, "" }, { status, out }, command)
               assert.matches(case[3], err)
               assert.matches("^sesame[^\n]*\n$", err)
            end
         end)
      end)
   end
end)

describe("recipes without an identity", function()
   for _, name in ipairs { "ses-check", "ses-multi-region", "ses-pending", "bounces", "production-access" } do
      it("say that none was given: " .. name, function()
         local status, out = sesame(("run %s acme.example --zone examples/acme.zone --offline --format json --only "
            .. "ses-no-identity"):format(name))
         assert.equal(3, status)
         assert.matches('"code": "ses-no-identity"', out, 1, true)
      end)
   end
end)

describe("recipes refuse", function()
   local MISUSE = {
      { "an unknown region", "run ses-check region=eu-wset-1 acme.example",
         "region: 'eu%-wset%-1' is no region of SES.*eu%-west%-1" },
      { "an endpoint of JSON that is none", "run ses-multi-region endpoint=examples/acme-account-us-east-1.json a.test",
         "no Routes" },
      { "an endpoint of three regions", "run ses-multi-region endpoint=us-east-1,eu-west-1,eu-west-2 a.test",
         "exactly two regions" },
      { "a list of regions with none in it", "run ses-multi-region regions=, a.test", "regions: names no region" },
      { "a provider that is none", "run production-access providers=aol a.test", "'aol' is not one of aws, gmail" },
      { "an argument nobody declared", "run bounces region=us-east-1 a.test", "unknown argument 'region'" },
      { "JSON that is none of SES", "run ses-check --ses us-east-1=examples/acme/../../spec/cli/empty.json a.test",
         "empty.json" },
   }
   for _, case in ipairs(MISUSE) do
      it(case[1] .. " with one line and status 2", function()
         local status, out, err = sesame(case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches(case[3], err)
         assert.matches("^sesame[^\n]*\n$", err)
      end)
   end
end)

describe("ses-multi-region on the demo", function()
   local words = "run ses-multi-region acme.example "

   it("P11 shows both regions side by side, and what differs", function()
      local audit = json(words .. DEMO)
      local by_title = {}
      for _, section in ipairs(audit.sections) do by_title[section.title] = section end
      assert.same({ "eu-west-1", "refused", "Easy 2048 fails", "amazonses.com", "no", "-", "no" },
         by_title["Will mail from SES pass?"].rows[1])
      assert.equal(2, #by_title["MAIL FROM"].rows)
      assert.equal("sandbox", by_title.Account.rows[1][2])
      assert.matches("warning ses%-drift acme%.example", table.concat(codes(audit), "\n"))
   end)

   it("says whether a global endpoint over two regions would work", function()
      local said = table.concat(codes(json(words .. "endpoint=us-east-1,eu-west-1 " .. DEMO)), "\n")
      assert.matches("error ses-endpoint-fails acme.example", said, 1, true)
      said = table.concat(codes(json(words .. "endpoint=us-east-1,eu-west-2 " .. DEMO)), "\n")
      assert.matches("unknown ses-endpoint-unknown acme.example", said, 1, true)
   end)

   it("reads the regions of an endpoint from saved JSON", function()
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write('{ "EndpointId": "abcdef12.g3h", "Routes": [ { "Region": "us-east-1" }, { "Region": "eu-west-1" } ], '
         .. '"Status": "READY" }')
      file:flush()
      local said = table.concat(codes(json(words .. "endpoint=" .. path .. " " .. DEMO)), "\n")
      os.remove(path)
      assert.matches("error ses-endpoint-fails acme.example", said, 1, true)
   end)

   it("narrows to the regions asked for", function()
      local audit = json(words .. "regions=us-east-1 " .. DEMO)
      assert.equal(1, #audit.sections[1].rows)
      for _, line in ipairs(codes(audit)) do assert.is_nil(line:find("ses-drift", 1, true)) end
   end)

   if not nsd.installed() then return it("against nsd", function() pending("nsd is not installed") end) end

   it("finds the same over sockets, served by nsd", function()
      local zones = {}
      for line in io.lines("examples/acme.zone") do
         local path, apex = line:match("^%$INCLUDE (%S+) (%S+)%.$")
         if path then zones[apex] = "examples/" .. path end
      end
      -- the walk of DMARC goes up to these
      for _, top in ipairs { "com", "example" } do
         zones[top] = os.tmpname()
         local file <close> = assert(io.open(zones[top], "w"))
         file:write(("$ORIGIN %s.\n$TTL 60\n@ SOA ns1.acme.example. h.acme.example. 1 7200 900 1209600 60\n@ NS "
            .. "ns1.acme.example.\n"):format(top))
      end
      local server = nsd.start(zones)
      local offline = json(words .. DEMO)
      local live = json(("%s --server %s --expect examples/acme.expect.lua"):format(words, server.server))
      server:stop()
      for _, top in ipairs { "com", "example" } do os.remove(zones[top]) end
      assert.is_true(#offline.findings > 8)
      assert.same(codes(offline), codes(live))
      assert.same(offline.sections, live.sections)
   end)
end)
