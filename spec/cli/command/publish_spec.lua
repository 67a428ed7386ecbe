-- SPDX-License-Identifier: MIT
-- `sesame apply` and `sesame wait` as a user meets them, against real primaries on loopback.
local cjson = require "cjson"
local faultd = require "spec.support.faultd"
local primary = require "spec.support.primary"
local system = require("sesame.core").system


local ZONE = [[
$ORIGIN acme.example.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 127.0.0.1
mail A 192.0.2.25
@ MX 10 mail
@ 1200 TXT "v=spf1 mx ~all"
@ 1200 TXT "v=spf1 ip4:192.0.2.0/28 ~all"
@ 1200 TXT "site=\"1\" \\ ; %{x} ${y}"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@acme.example"
]]

local SITE = [["site=\"1\" \\ ; %{x} ${y}"]]
local FORMER = { SITE, '"v=spf1 ip4:192.0.2.0/28 ~all"', '"v=spf1 mx ~all"' }

-- The terms come in the order in which the server gave the records.
local function assert_merged(texts)
   assert.equal(2, #texts)
   assert.equal(SITE, texts[1])
   assert.is_truthy(texts[2] == '"v=spf1 mx ip4:192.0.2.0/28 ~all"' or texts[2] == '"v=spf1 ip4:192.0.2.0/28 mx ~all"',
      texts[2])
end

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local sesame = require("spec.support.command").run

local function fresh_path()
   local path = os.tmpname()
   os.remove(path)
   return path
end

for _, kind in ipairs(primary.installed()) do
   describe("sesame apply, and " .. kind, function()
      local server, undo
      before_each(function()
         server, undo = primary.start(kind, { ["acme.example"] = ZONE }), fresh_path()
      end)
      after_each(function()
         server:stop()
         os.remove(undo)
      end)

      local function apply(words)
         return sesame(("apply --to %s --server %s --timeout 10 --tries 2 --save-undo %s --key %s --code spf-several "
            .. "--choose spf-several=1 %s acme.example")
            :format(server.server, server.server, undo, server.key, words or ""))
      end

      local function spf() return (server:texts("acme.example", "TXT")) end

      it("shows first and sends nothing", function()
         local status, out, err = apply()
         assert.same({ 0, "" }, { status, err })
         assert.matches('  - acme.example. TXT "v=spf1 mx ~all"\n', out, 1, true)
         assert.matches('  + acme.example. 1200 TXT "v=spf1 ', out, 1, true)
         assert.matches('    prereq yxrrset acme.example. TXT "v=spf1 mx ~all"\n', out, 1, true)
         assert.matches("Dry run: nothing was sent.", out, 1, true)
         assert.is_nil(out:find(primary.SECRET, 1, true))
         assert.same(FORMER, spf())
         assert.is_nil(io.open(undo))
      end)

      it("sends with --yes, audits again, and takes back with --undo", function()
         local status, out, err = apply("--yes")
         assert.same({ 0, "" }, { status, err })
         assert_merged(spf())
         assert.matches("Zone acme.example: done.", out, 1, true)
         assert.matches("Every server that was asked has it.", out, 1, true)
         assert.matches("%(before: 1%s+error", out)
         assert.is_nil(out:match("zones: (%d+ error[^%(]*)%("))
         assert.matches(("sesame apply --to '%s' "):format(server.server), out, 1, true)
         assert.is_nil((out .. read(undo)):find(primary.SECRET, 1, true))
         assert.equal(0, (apply("--yes"))) -- nothing left to publish
         local second = fresh_path()
         status, out = sesame(("apply --to %s --server %s --key %s --undo %s --save-undo %s --yes acme.example")
            :format(server.server, server.server, server.key, undo, second))
         os.remove(second)
         assert.equal(0, status, out)
         local texts, answer = server:texts("acme.example", "TXT")
         assert.same(FORMER, texts)
         assert.equal(1200, answer.ttl)
      end)

      it("never writes over a file, and then sends nothing", function()
         assert(system.write_private(undo, "mine"))
         local status, out, err = apply("--yes")
         assert.same({ 2, "" }, { status, out })
         assert.matches("%-%-save%-undo: .*File exists %(nothing was sent%)", err)
         assert.equal("mine", read(undo))
         assert.same(FORMER, spf())
      end)

      it("says what a refusal means, and leaves no undo file", function()
         local key = fresh_path()
         assert(system.write_private(key, primary.KEY:gsub('"spec"', '"other"')))
         local words = ("apply --to %s --server %s --save-undo %s --key %s --code spf-several --choose spf-several=1 "
            .. "--yes acme.example")
            :format(server.server, server.server, undo, key)
         local status, out = sesame(words)
         os.remove(key)
         assert.equal(1, status)
         assert.matches("NOT done: .- BADKEY, that%s+is: the server does not know this%s+key", out)
         assert.is_nil(io.open(undo))
         assert.same(FORMER, spf())
      end)

      it("publishes a saved plan, but not over what was changed since", function()
         local plan = fresh_path()
         assert(sesame(("fix --server %s --code spf-several --choose spf-several=1 --format json --output %s "
            .. "acme.example")
            :format(server.server, plan)))
         local words = ("--plan %s --yes"):format(plan)
         assert.equal(0, (apply(words)))
         assert_merged(spf())
         local status, out = apply(words)
         assert.equal(0, status)
         assert.matches("is published there already", out, 1, true)
         local lines = { "zone acme.example.", 'update add acme.example. 60 TXT "new=1"' }
         assert(require("sesame.publish.nsupdate").send(server.server,
            assert(require("sesame.publish.key").read(server.key)), lines))
         status, out = apply(words)
         os.remove(plan)
         assert.equal(1, status)
         assert.matches("acme.example TXT is not what the plan was made for", out, 1, true)
         assert.matches("Nothing was sent. Make the plan anew.", out, 1, true)
         assert.equal(3, #spf())
      end)

      it("tells all of it as JSON", function()
         local status, out = apply("--yes --format json")
         assert.equal(0, status)
         local told = cjson.decode(out)
         assert.same({ "sesame.apply/1", "acme.example", server.server, true, true, undo },
            { told.schema, told.domain, told.server, told.sent, told.done, told.undo })
         assert.same({ "acme.example", "done", cjson.null }, { told.updates[1].zone, told.updates[1].status,
            told.updates[1].code })
         assert.equal("published", told.published[1].places[1].state)
         assert.is_true(told.before.error > told.after.error)
      end)

      it("is waited for", function()
         local plan = fresh_path()
         assert(sesame(("fix --server %s --code spf-several --choose spf-several=1 --format json --output %s "
            .. "acme.example")
            :format(server.server, plan)))
         local words = ("wait --server %s --plan %s --within 0 --format json acme.example"):format(server.server, plan)
         local status, out, err = sesame(words)
         assert.same({ 1, "" }, { status, err })
         local told = cjson.decode(out)
         assert.same({ "sesame.wait/1", "waiting", "former", "resolver", 1200 },
            { told.schema, told.result, told.records[1].places[1].state, told.records[1].places[1].kind,
               told.records[1].places[1].ttl })
         assert.equal(0, (apply("--yes")))
         status, out = sesame(words)
         assert.equal(0, status)
         assert.equal("published", cjson.decode(out).result)
         status, out = sesame((words:gsub("%-%-plan %S+", "--applied " .. undo)))
         assert.equal(0, status)
         assert.same({ "published", 1200 }, { cjson.decode(out).result, cjson.decode(out).records[1].caches })
         status, out = sesame((words:gsub("%-%-format json ", "")))
         os.remove(plan)
         assert.equal(0, status)
         assert.matches("acme.example: everything is there, at every server that was asked.", out, 1, true)
      end)
   end)
end

describe("the demo, published", function()
   for _, kind in ipairs(primary.installed()) do
      it("at " .. kind .. " gives the audit that the plan promised, and comes back", function()
         local zones = {}
         for line in io.lines("examples/acme.zone") do
            local path, apex = line:match("^%$INCLUDE (%S+) (%S+)%.$")
            if path then zones[apex] = read("examples/" .. path) end
         end
         local server, undo, second = primary.start(kind, zones), fresh_path(), fresh_path()
         local words = ("apply --to %s --server %s --timeout 9 --key %s --expect examples/acme.expect.lua --format "
            .. "json --yes acme.example")
            :format(server.server, server.server, server.key)
         local status, out = sesame(words .. " --save-undo " .. undo)
         assert.equal(0, status, out)
         local told = cjson.decode(out)
         assert.is_true(#told.updates[1].changes > 0)
         assert.same(told.planned, told.after)
         assert.is_true(told.after.error < told.before.error)
         status, out = sesame(("%s --undo %s --save-undo %s"):format(words, undo, second))
         server:stop()
         os.remove(undo)
         os.remove(second)
         assert.equal(0, status, out)
         assert.same(told.before, cjson.decode(out).after)
      end)
   end
end)

local function has(kind)
   for _, other in ipairs(primary.installed()) do
      if other == kind then return true end
   end
   return false
end

describe("sesame apply of several zones", function()
   it("says which were done when one is refused, and takes those back", function()
      local kind = primary.installed()[1]
      if not kind then return pending("neither knot nor bind is installed") end
      local child =
         "$ORIGIN sub.acme.example.\n@ 300 SOA ns1.acme.example. h 1 7200 900 1209600 300\n@ 300 NS ns1.acme.example.\n"
      local server = primary.start(kind, { ["acme.example"] = ZONE .. "sub NS ns1\n", ["sub.acme.example"] = child },
         { closed = { ["sub.acme.example"] = true } })
      local counts = { error = 0, warning = 0, unknown = 0, notice = 0 }
      local plan, undo, second = fresh_path(), fresh_path(), fresh_path()
      assert(system.write_private(plan, require("sesame.report.fix_json").render {
         domain = "acme.example", zone = "acme.example", verified = "yes", before = counts, after = counts,
         placeholders = {}, waits = {},
         steps = {}, left = {}, fixed = {}, spf = {}, choices = {}, uncovered = {}, changes = {
            { action = "add", name = "one.acme.example", type = "TXT", ttl = 300, values = { "one" }, before = {},
               zone = "acme.example",
               why = "First.", codes = {} },
            { action = "add", name = "two.sub.acme.example", type = "TXT", ttl = 300, values = { "two" }, before = {},
               zone = "sub.acme.example", why = "Second.", codes = {} },
         },
      }))
      local words = ("apply --to %s --server %s --timeout 10 --tries 2 --key %s --yes acme.example")
         :format(server.server, server.server,
         server.key)
      local status, out = sesame(("%s --plan %s --save-undo %s"):format(words, plan, undo))
      assert.equal(1, status)
      assert.matches("2 zones take as many updates", out, 1, true)
      assert.matches("Zone acme.example: done.", out, 1, true)
      assert.matches("Zone sub.acme.example: NOT done: ", out, 1, true)
      assert.same({ '"one"' }, (server:texts("one.acme.example", "TXT")))
      status, out = sesame(("%s --undo %s --save-undo %s"):format(words, undo, second))
      assert.equal(0, status, out)
      assert.same({}, (server:texts("one.acme.example", "TXT")))
      server:stop()
      for _, path in ipairs { plan, undo, second } do os.remove(path) end
   end)
end)

describe("sesame apply to a primary that answers no questions", function()
   it("sends nothing, and says that it could not be asked", function()
      if not has("bind") then return pending("bind is not installed") end
      local server = primary.start("bind", { ["acme.example"] = ZONE }, { keyed = true })
      local zone, undo = fresh_path(), fresh_path()
      assert(system.write_private(zone, ZONE))
      local words = ("apply --to %s --server %s --zone %s --key %s --save-undo %s --timeout 10 --tries 2 --yes %s")
         :format(server.server, server.server, zone, server.key, undo,
         "--code spf-several --choose spf-several=1 acme.example")
      local status, out, err = sesame(words)
      server:stop()
      os.remove(zone)
      assert.same({ 3, "" }, { status, out })
      assert.matches(server.server .. " could not be asked: refused", err, 1, true)
      assert.is_nil(io.open(undo))
   end)
end)

if #primary.installed() == 0 then
   it("needs nsupdate, and knot or bind", function() pending("they are not installed") end)
end

describe("sesame apply", function()
   local MISUSE = {
      { "no primary", "apply acme.example", "%-%-to" },
      { "a bad primary", "apply --to nowhere acme.example", "%-%-to: " },
      { "no key", "apply --to 127.0.0.1 --yes acme.example", "%-%-yes needs %-%-key FILE" },
      { "a missing key", "apply --to 127.0.0.1 --key /nonexistent acme.example",
         "%-%-key: /nonexistent: No such file" },
      { "a key that is none", "apply --to 127.0.0.1 --key spec/cli/shop.zone acme.example", "holds no TSIG key" },
      { "a plan and an undo", "apply --to 127.0.0.1 --plan a --undo b acme.example", "exclude each other" },
      { "a missing undo file", "apply --to 127.0.0.1 --undo /nonexistent acme.example", "%-%-undo: /nonexistent" },
      { "a plan that is none", "apply --to 127.0.0.1 --plan spec/cli/shop.zone acme.example",
         "%-%-plan: spec/cli/shop.zone: no JSON" },
      { "two domains", "apply --to 127.0.0.1 a.example b.example", "one domain is expected" },
      { "--offline and --yes", "apply --to 127.0.0.1 --offline --zone spec/cli/shop.zone --key k --yes a.b",
         "a dry run alone" },
   }
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with one line and status 2", function()
         local status, out, err = sesame(case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches(case[3], err)
         assert.matches("^sesame[^\n]*\n$", err)
      end)
   end

   it("cannot tell when the primary is silent", function()
      local server = faultd.closed_port()
      local status, out, err = sesame(("apply --to %s --server %s --timeout 0.2 --tries 1 acme.example"):format(server,
         server))
      assert.same({ 3, "" }, { status, out })
      assert.matches("could not be asked", err, 1, true)
   end)
end)

describe("sesame wait", function()
   it("refuses a span that is none", function()
      local status, _, err = sesame("wait --within soon acme.example")
      assert.equal(2, status)
      assert.matches("%-%-within: 'soon' is not a number of seconds from 0 to 604800", err)
      assert.equal(2, (sesame("wait --within 1 --plan a --applied b acme.example")))
   end)

   it("has nothing to wait for when the plan changes nothing", function()
      local status, out = sesame("wait --within 9 --zone examples/clean.zone --offline clean.example")
      assert.equal(0, status)
      assert.matches("nothing to wait for", out, 1, true)
   end)

   it("cannot tell when nobody can be asked", function()
      local plan, zone = fresh_path(), fresh_path()
      assert(system.write_private(zone, ZONE))
      assert(sesame(("fix --zone %s --offline --code spf-several --choose spf-several=1 --format json --output %s "
         .. "acme.example"):format(zone,
         plan)))
      local server = faultd.closed_port()
      local status,
         out = sesame(("wait --within 0 --plan %s --server %s --timeout 0.2 --tries 1 acme.example"):format(plan,
         server))
      assert.equal(3, status)
      assert.matches("nobody could be asked", out, 1, true)
      assert.equal(3, (sesame(("wait --within 5 --plan %s --zone %s --offline acme.example"):format(plan, zone))))
      os.remove(plan)
      os.remove(zone)
   end)
end)
