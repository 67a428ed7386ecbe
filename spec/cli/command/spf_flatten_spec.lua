-- SPDX-License-Identifier: MIT
-- `sesame spf flatten`, run as people run it.
local json = require "sesame.base.json"

local ACME = " --zone examples/acme.zone --offline"

local command = require "spec.support.command"

local function sesame(arguments) return command.run("spf flatten " .. arguments) end

-- what, arguments, a word of the message
local MISUSE = {
   { "no domain", "", "domain" },
   { "what is no domain", "a..b" .. ACME, "a label is empty" },
   { "all and only", "acme.example --all --only mx" .. ACME, "exclude each other" },
   { "a target that is no number", "acme.example --target x" .. ACME,
      "%-%-target: 'x' is not a whole number from 0 to 100" },
   { "octets for nothing", "acme.example --octets 10" .. ACME, "%-%-octets: '10' is not" },
   { "a bad prefix", "acme.example --prefix a.b" .. ACME, "%-%-prefix: 'a.b' is not the beginning of a label" },
   { "a term that is not there", "acme.example --only include:x.test" .. ACME,
      "'include:x.test' is no term of the record" },
   { "a term with nothing to flatten", "acme.example --only ip4:203.0.113.10" .. ACME, "has nothing to flatten" },
   { "a source that is no record", "acme.example --source 'v=spf1;'" .. ACME,
      "%-%-source: 'v=spf1;' is no SPF record" },
   { "a source without a record", "acme.example --source mail.acme.example" .. ACME,
      "mail.acme.example has no SPF record" },
   { "a source with a fault", "acme.example --check --source 'v=spf1 ip:192.0.2.1'" .. ACME,
      "the source: the record has a fault" },
   { "a check without a source", "acme.example --check" .. ACME, "publish it at _spf%-source.acme.example" },
   { "a check with other options", "acme.example --check --all" .. ACME, "%-%-check only compares" },
   { "a check for a format of records", "acme.example --check --source acme.example --format bind" .. ACME,
      "knows text and json" },
}

describe("sesame spf flatten", function()
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with status 2", function() command.refuses(case, "spf flatten ") end)
   end

   it("I08 I14 refuses without --third-party, says what is possible, and what else there is", function()
      local status, out = sesame("acme.example" .. ACME)
      assert.equal(1, status)
      assert.matches("10 lookups are out of reach: 12 at best, 2 with %-%-third%-party", out)
      assert.matches("What else can be done: sesame spf plan acme.example", out)
   end)

   it("I01 I05 gives whole sets to publish, with the proof and the risk", function()
      local status, out = sesame("acme.example --third-party" .. ACME)
      assert.equal(0, status)
      assert.matches("13 lookups now, 9 afterwards, 10 allowed", out)
      assert.matches("Proved: every IPv4 and every IPv6 address gets the same result", out)
      assert.matches('acme.example. 300 IN TXT "google%-site%-verification=.-"\nacme.example. 300 IN TXT "v=spf1 mx '
         .. 'a:mail', out)
      assert.matches('_spf%-source.acme.example. 300 IN TXT "v=spf1 mx .-include:spf.pulsecrm.example', out)
      assert.matches("Risk: .-may change within 300 seconds, +the smallest TTL met", (out:gsub("\n", " ")))
   end)

   it("H02 I10 splits under the size that is asked for", function()
      local status, out = sesame("acme.example --third-party --all --format json" .. ACME)
      local made = assert(json.decode(out))
      assert.equal(0, status)
      assert.same({ "sesame.spf.flatten/1", "flattened", 13, 2, 3 }, { made.schema, made.verdict, made.before,
         made.after, #made.records })
      for _, record in ipairs(made.records) do assert.is_true(record.octets <= 450) end
      assert.equal(1, #assert(json.decode((select(2,
         sesame("acme.example --third-party --all --octets 1200 --format json" .. ACME))))).records)
   end)

   it("D17 says who meets a lookup limit before and after, beside whom the record mends", function()
      local status, out = sesame("acme.example --third-party" .. ACME)
      assert.equal(0, status)
      out = out:gsub("%s+", " ")
      assert.matches("Mended: 4,294,776,700 IPv4 addresses, which get permerror today", out)
      assert.matches("Not mended: 3%.4e%+38 IPv6 addresses, which meet a lookup limit", out)
      local made = assert(json.decode((select(2, sesame("acme.example --third-party --format json" .. ACME)))))
      assert.same({ "340282366920937226203356095580427255807", 0 }, { made.limited.ip6, made.limited.ip4 })
   end)

   it("writes the formats of fixes", function()
      local status, out = sesame("acme.example --third-party --format nsupdate" .. ACME)
      assert.equal(0, status)
      assert.matches("Proved: every IPv4 and every IPv6 address gets the same SPF result", out)
      assert.matches("update delete acme.example. TXT\n", out)
      local refused, nothing, err = sesame("acme.example --format bind" .. ACME)
      assert.same({ 1, "" }, { refused, nothing })
      assert.matches("out of reach", err)
   end)

   it("does nothing where nothing need be done", function()
      local status, out = sesame("acme.example --target 13" .. ACME)
      assert.equal(0, status)
      assert.matches("nothing need be flattened", out)
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write("$ORIGIN z.test.\n$TTL 300\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n@ TXT \"v=spf1 "
         .. "a:ns.z.test -all\"\n")
      file:flush()
      assert.matches("z.test: 1 lookup, and 10", (select(2, sesame("z.test --offline --zone z.test=" .. path))))
      os.remove(path)
   end)

   it("I11 writes nothing where DNS did not tell", function()
      local status, out = sesame("other.test --all" .. ACME)
      assert.equal(3, status)
      assert.matches("DNS did not tell: .-Nothing is written on a guess", out)
   end)

   it("I09 tells from cron what has drifted, and nothing where all is in order", function()
      local status, out = sesame("acme.example --check --quiet --source acme.example" .. ACME)
      assert.same({ 0, "" }, { status, out })
      status, out = sesame("acme.example --check --source 'v=spf1 include:amazonses.com ip4:203.0.113.0/28 ~all'"
         .. ACME)
      assert.equal(1, status)
      assert.matches("Missing: .-\n  203%.0%.113%.0%-203%.0%.113%.9\n  203%.0%.113%.11%-203%.0%.113%.15\n", out)
      assert.matches("Extra: .-\n  74%.125%.0%.0/16\n", out)
      status, out = sesame("acme.example --check --format json --source 'v=spf1 mx ~all'" .. ACME)
      local drift = assert(json.decode(out))
      assert.same({ 1, "sesame.spf.drift/1", "drifted", 0 }, { status, drift.schema, drift.verdict, #drift.missing })
      assert.equal(3, (sesame("other.test --check" .. ACME)))
   end)
end)
