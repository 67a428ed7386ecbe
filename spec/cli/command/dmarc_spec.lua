-- SPDX-License-Identifier: MIT
-- The commands of `sesame dmarc`, run as people run them; and discovery over a socket, from nsd.
local json = require "sesame.base.json"
local nsd = require "spec.support.nsd"

local ACME = " --zone examples/acme.zone --offline "
local TEST = " --zone spec/zones/dmarc.test.zone --offline "

local command = require "spec.support.command"
local sesame = command.run

local parsed = command.json

local LONG = os.tmpname() -- a file with one long line

local MISUSE = {
   { "no command", "dmarc", "Usage: sesame dmarc COMMAND" },
   { "an unknown command", "dmarc walk", "'walk' is no command of 'dmarc' %(show, align, lint%)" },
   { "no domain", "dmarc show", "domains" },
   { "what is no domain", "dmarc show a..b", "'a..b': a label is empty" },
   { "several domains as JSON", "dmarc show" .. ACME .. "--format json acme.example other.example",
      "one domain at a time" },
   { "no From", "dmarc align --spf acme.example" .. ACME, "%-%-from is missing" },
   { "a From that is no domain", "dmarc align --from 192.0.2.1" .. ACME, "^sesame dmarc align: %-%-from: '192.0.2.1'" },
   { "an SPF domain that is none", "dmarc align --from acme.example --spf a..b" .. ACME, "%-%-spf: 'a..b'" },
   { "a d= that is none", "dmarc align --from acme.example --dkim x --dkim ' '" .. ACME, "%-%-dkim: ' '" },
   { "an empty record", "dmarc lint ''", "no record given" },
   { "nothing on standard input", "dmarc lint </dev/null", "no record given" },
   { "a record no TXT holds", "dmarc lint - <" .. LONG, "70000 octets" },
   { "a server that is none", "dmarc show acme.example --server nowhere", "nowhere" },
}

describe("sesame dmarc", function()
   setup(function()
      local file <close> = assert(io.open(LONG, "w"))
      file:write(("x"):rep(70000), "\n")
   end)
   teardown(function() os.remove(LONG) end)

   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with status 2", function() command.refuses(case) end)
   end

   it("has help for the group and for each command", function()
      assert.matches("align  Say whether", select(2, sesame("dmarc --help")))
      for _, name in ipairs { "show", "align", "lint" } do
         local status, out = sesame(("dmarc %s --help"):format(name))
         assert.equal(0, status)
         assert.matches("Usage: sesame dmarc " .. name, out)
         assert.equal(out, select(2, sesame("help dmarc " .. name)))
      end
   end)

   describe("show", function()
      -- domain, status, policy, tag, policy domain, organizational domain
      local CASES = {
         { "M01 L15 p of its own record", "org.dmarc.test", 0, "quarantine", "p", "org.dmarc.test", "org.dmarc.test" },
         { "L15 M05 sp for an existing name", "exists.org.dmarc.test", 0, "none", "sp", "org.dmarc.test",
            "org.dmarc.test" },
         { "L17 np for one that does not exist", "gone.org.dmarc.test", 0, "reject", "np", "org.dmarc.test",
            "org.dmarc.test" },
         { "M01 a record of its own", "own.org.dmarc.test", 0, "reject", "p", "own.org.dmarc.test", "org.dmarc.test" },
         { "M04 psd=n", "x.apart.org.dmarc.test", 0, "none", "p", "apart.org.dmarc.test", "apart.org.dmarc.test" },
         { "M10 several records: the walk goes on", "twice.org.dmarc.test", 0, "none", "sp", "org.dmarc.test",
            "org.dmarc.test" },
         { "M07 the public suffix", "x.other.dmarc.test", 0, "none", "p", "dmarc.test", "other.dmarc.test" },
         { "M24 psd=y at the start", "dmarc.test", 0, "none", "p", "dmarc.test", "dmarc.test" },
         { "L03 strings joined", "split.dmarc.test", 0, "reject", "p", "split.dmarc.test", "split.dmarc.test" },
         { "L36 an alias", "alias.dmarc.test", 0, "quarantine", "p", "alias.dmarc.test", "alias.dmarc.test" },
      }
      for _, case in ipairs(CASES) do
         it(case[1], function()
            local shown, status = parsed("dmarc show --format json" .. TEST .. case[2])
            assert.same({ table.unpack(case, 3) },
               { status, shown.policy, shown.policy_tag, shown.policy_domain, shown.organizational_domain })
         end)
      end

      it("writes the JSON of the contract, keys in order", function()
         local shown = parsed("dmarc show --format json" .. TEST .. "gone.org.dmarc.test")
         assert.same({ "_dmarc.gone.org.dmarc.test", "_dmarc.org.dmarc.test", "_dmarc.dmarc.test" }, shown.queries)
         assert.same({ "sesame.dmarc/1", "gone.org.dmarc.test", false, json.null, "r" },
            { shown.schema, shown.domain, shown.exists, shown.tags.t == "n" and json.null, shown.tags.aspf })
         assert.same({ "rua", "mailto:d@reports.dmarc.test", true, "org.dmarc.test._report._dmarc.reports.dmarc.test",
            "authorized" },
            { shown.reports[2].tag, shown.reports[2].uri, shown.reports[2].external, shown.reports[2].name,
               shown.reports[2].status })
         local _, out = sesame("dmarc show --format json" .. TEST .. "gone.org.dmarc.test")
         local at = 1
         for _, key in ipairs {
            "schema", "domain", "record", "policy_domain", "organizational_domain", "policy", "tags", "queries", "psl",
            "faults",
         } do at = assert(out:find('\n  "' .. key .. '": ', at, true), key) end
         assert.is_truthy(out:find('"faults": []', 1, true))
      end)

      it("shows the walk, where reports go and where RFC 7489 differs, within 80 columns", function()
         local status, out = sesame("dmarc show" .. TEST .. "gone.org.dmarc.test twice.org.dmarc.test")
         assert.equal(0, status)
         assert.matches("^gone.org.dmarc.test: the policy is reject %(np=, for names that do not exist%)\n", out)
         for _, line in ipairs {
            "  2. _dmarc.org.dmarc.test: a DMARC record", "  3. _dmarc.dmarc.test: a DMARC record, psd=y",
            "  rua mailto:d@org.dmarc.test: in the same organization",
            "  1. _dmarc.twice.org.dmarc.test: 2 DMARC records: all discarded",
            "  - the policy: none by RFC 9989, ",
         } do assert.is_truthy(out:find(line, 1, true), line .. " is not in\n" .. out) end
         for line in out:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
      end)

      it("exits with 1 for a record with errors or none, 3 for what could not be learnt", function()
         local status, out = sesame("dmarc show" .. TEST .. "broken.dmarc.test")
         assert.equal(1, status)
         assert.matches("dmarc%-policy%-invalid", out)
         status, out = sesame("dmarc show" .. TEST .. "faulty.dmarc.test")
         assert.equal(0, status)
         assert.matches("^faulty.dmarc.test: the policy is reject", out)
         assert.matches("dmarc%-tag%-case", out)
         assert.is_nil(out:find("[^\n\32-\126]"))
         assert.equal(1, (sesame("dmarc show" .. ACME .. "other.example")))
         assert.equal(3, (sesame("dmarc show" .. ACME .. "elsewhere.test")))
      end)

      it("M11 a loop of aliases is undetermined, an alias to nowhere is no record", function()
         local shown, status = parsed("dmarc show --format json" .. TEST .. "loop.dmarc.test")
         assert.same({ 3, "unknown", json.null, json.null }, { status, shown.discovery, shown.policy,
            shown.organizational_domain })
         shown, status = parsed("dmarc show --format json" .. TEST .. "gone.dmarc.test")
         assert.same({ 0, "dmarc.test", "gone.dmarc.test" },
            { status, shown.policy_domain, shown.organizational_domain })
      end)

      it("says what only looks like a record", function()
         local _, out = sesame("dmarc show" .. TEST .. "near.dmarc.test")
         assert.matches("what looks like one: the version is", out)
      end)
   end)

   describe("align", function()
      it("M12 M13 explains each identifier", function()
         local status,
            out = sesame("dmarc align --from own.org.dmarc.test --spf m.own.org.dmarc.test --dkim org.dmarc.test"
            .. TEST)
         assert.equal(0, status)
         assert.equal([[
own.org.dmarc.test: PASS

  DMARC passes through DKIM alone.
  SPF passed for m.own.org.dmarc.test, but aspf=s wants own.org.dmarc.test
  itself: not aligned.
  DKIM passed for org.dmarc.test, of the same organizational domain
  org.dmarc.test: aligned.
]], out)
      end)

      it("exits with 1 where nothing aligns, and where DMARC does not apply", function()
         local verdict, status = parsed("dmarc align --format json --from acme.example --spf eu-west-1.amazonses.com"
            .. ACME)
         assert.same({ 1, "fail", false, false, "none" },
            { status, verdict.result, verdict.spf_aligned, verdict.dkim_aligned, verdict.policy })
         verdict, status = parsed("dmarc align --format json --from other.example --spf other.example" .. ACME)
         assert.same({ 1, "none", json.null }, { status, verdict.result, verdict.policy })
         verdict, status = parsed("dmarc align --format json --from elsewhere.test --spf m.elsewhere.test" .. ACME)
         assert.same({ 3, "unknown", json.null }, { status, verdict.result, verdict.spf_aligned })
      end)

      it("takes what people paste", function()
         assert.equal(0, (sesame("dmarc align --from 'Acme <news@acme.example>' --spf bounce.acme.example." .. ACME)))
      end)
   end)

   describe("lint", function()
      it("asks nobody and gives the record mended", function()
         local status, out = sesame("dmarc lint 'v=DMARC1; p=reject; pct=20; rua=d@acme.example'")
         assert.equal(1, status)
         assert.matches("dmarc%-pct", out)
         assert.is_truthy(out:find('  "v=DMARC1; p=reject; pct=20; rua=mailto:d@acme.example"\n', 1, true), out)
      end)

      it("exits with 0 for notices and what is right", function()
         local good = "v=DMARC1; p=reject; rua=mailto:d@acme.example"
         assert.same({ 0, ('right: %s\nPublish:\n  "%s"\n'):format(good, good), "" },
            { sesame("dmarc lint '" .. good .. "'") })
         assert.equal(0, (sesame("dmarc lint '" .. good .. "; ri=1'")))
         assert.equal(0, (sesame("dmarc lint 'v=DMARC1; p=none; rua=mailto:d@acme.example'")))
         assert.equal(1, (sesame("dmarc lint 'v=DMARC1; p=none'")))
         assert.equal(1, (sesame("dmarc lint 'v=spf1 -all'")))
         assert.equal(1, (sesame("dmarc lint ' v=DMARC1; p=none'")))
      end)

      it("says what it took of what was pasted, and gives one line back", function()
         local status, out = sesame(
            [[dmarc lint '_dmarc.a.example. 60 IN TXT "v=DMARC1\; p=reject\;" " rua=mailto:d@a.example"']])
         local good = "v=DMARC1; p=reject; rua=mailto:d@a.example"
         assert.same({ 0, ('Taken: the TXT value of _dmarc.a.example., 2 strings, from a zone line.\nright: %s\n'
            .. 'Publish:\n  _dmarc.a.example. TXT "%s"\n'):format(good, good) }, { status, out })
         local result = parsed("dmarc lint --format json '\"" .. good .. "\"'").records[1]
         assert.same({ "quoted", '"' .. good .. '"', json.null }, { result.taken.from, result.publish, result.loose })
      end)

      it("offers a mend that is stricter than the policy in force beside the loose one, which is first", function()
         local status, out = sesame("dmarc lint 'v=DMARC1; p:reject; rua=mailto:d@a.example'")
         assert.equal(1, status)
         assert.matches('Receivers apply p=none today.*"v=DMARC1; p=none; rua=mailto:d@a.example"\n.*stricter.*'
            .. '"v=DMARC1; p=reject; rua=mailto:d@a.example"\n$', out)
         local result = parsed("dmarc lint --format json 'v=dmarc1; p=reject; sp=none'").records[1]
         assert.same({ "v=DMARC1; p=reject; sp=none", "v=DMARC1; p=none; sp=none", "no policy", json.null },
            { result.mended, result.loose, result.in_force, result.publish })
         result = parsed("dmarc lint --format json 'v=DMARC1; p=reject;; rua=mailto:d@a.example'").records[1]
         assert.same({ json.null, result.mended }, { result.loose, result.publish:sub(2, -2) })
      end)

      it("asks what was meant where that is not evident, with whole records to choose from", function()
         local status, out = sesame("dmarc lint 'v=DMARC1; p=rejct; adkim=q; rua=mailto:d@a.example'")
         assert.equal(1, status)
         assert.matches('Question: what was meant by "adkim=q"? One of these, or write it anew:\n'
            .. '  "v=DMARC1; p=reject; rua=mailto:d@a.example; adkim=r"\n'
            .. '  "v=DMARC1; p=reject; rua=mailto:d@a.example; adkim=s"\n', out, 1, true)
         assert.is_nil(out:find("Mended", 1, true))
         local result = parsed("dmarc lint --format json 'v=DMARC1; sp=none; adkim=s'").records[1]
         assert.same({ { text = "p=", choices = { "v=DMARC1; p=none; sp=none; adkim=s",
            "v=DMARC1; p=quarantine; sp=none; adkim=s", "v=DMARC1; p=reject; sp=none; adkim=s" } } }, result.doubts)
         result = parsed("dmarc lint --format json 'v=DMARC1; p=none; rua=d.a.example'").records[1]
         assert.same({ { text = "rua=d.a.example", choices = {} } }, result.doubts)
         assert.same({}, parsed("dmarc lint --format json 'v=DMARC1; p=none'").records[1].doubts)
      end)

      it("tells of a record pasted with a name no receiver asks, and gives the line for the one they do", function()
         local record = "v=DMARC1; p=reject; rua=mailto:d@a.example"
         for name, asked in pairs {
            ["a.example."] = "_dmarc.a.example.", ["dmarc.a.example."] = "_dmarc.dmarc.a.example.",
            ["@"] = "_dmarc", www = "_dmarc.www",
         } do
            local status, out = sesame(([[dmarc lint '%s 60 IN TXT "%s"']]):format(name, record))
            assert.equal(1, status)
            assert.matches(("stands at %s itself, where no receiver looks"):format(name:gsub("%.$", "")),
               (out:gsub("%s+", " ")), 1, true)
            assert.matches(("Do: Move the record to %s.\n"):format((asked:gsub("%.$", ""))), out, 1, true)
            assert.matches(('Publish:\n  %s TXT "%s"\n$'):format(asked:gsub("%.", "%%."), record), out)
         end
         for _, name in ipairs { "_dmarc.a.example.", "_DMARC.a.example.", "_dmarc", "*.a.example.",
            "a.example._report._dmarc.b.example." } do
            local status, out = sesame(([[dmarc lint '%s 60 IN TXT "%s"']]):format(name, record))
            assert.equal(0, status)
            assert.is_nil(out:find("no receiver looks", 1, true))
         end
         assert.equal("_dmarc.a.example.",
            parsed(([[dmarc lint --format json 'a.example. 60 IN TXT "%s"']]):format(record)).records[1].asked_at)
      end)

      it("asks which of several records is meant", function()
         local status, out = sesame("dmarc lint",
            [[printf '%s\n' '_dmarc.a.example. TXT "v=DMARC1; p=none"' '_dmarc.a.example. TXT "v=DMARC1; p=reject"' |]])
         assert.equal(1, status)
         assert.matches("%(dmarc%-several%).*\nQuestion: 2 DMARC records", out)
         assert.is_nil(out:find("Publish:", 1, true))
      end)

      it("reads one record a line, hostile bytes and all", function()
         local status, out = sesame("dmarc lint --format json -",
            [[printf 'v=DMARC1; p=none\r\n\nv=DMARC1; p=\033[31m\377\n' |]])
         assert.equal(1, status)
         local records = json.decode(out).records
         assert.same({ 2, true, false }, { #records, records[1].applies, records[2].applies })
         assert.equal("dmarc-policy-invalid", records[2].faults[1].code)
         status, out = sesame("dmarc lint", [[printf 'v=DMARC1; p=\033[31m\377\n' |]])
         assert.equal(1, status)
         assert.is_nil(out:find("[^\n\32-\126]"))
      end)
   end)

   it("fills models.dmarc of an audit", function()
      local audit = parsed("check --format json" .. TEST .. "org.dmarc.test").audits[1].models.dmarc
      assert.same({ "ok", "found", "quarantine", "org.dmarc.test", 2 },
         { audit.status, audit.discovery, audit.policy, audit.organizational_domain, #audit.reports })
      assert.same({ "_dmarc.org.dmarc.test", "_dmarc.dmarc.test" }, audit.queries)
   end)

   describe("over a socket", function()
      if not nsd.installed() then
         pending("nsd is not installed")
         return
      end
      local server
      setup(function() server = nsd.start { ["dmarc.test"] = "spec/zones/dmarc.test.zone" } end)
      teardown(function() server:stop() end)

      it("M02 M11 finds with nsd what it finds in the file, to the byte", function()
         for _, domain in ipairs {
            "org.dmarc.test", "exists.org.dmarc.test", "gone.org.dmarc.test", "x.apart.org.dmarc.test",
            "twice.org.dmarc.test",
            "x.y.dmarc.test", "split.dmarc.test", "alias.dmarc.test",
         } do
            local status, out = sesame(("dmarc show --format json %s --server %s"):format(domain, server.server))
            local same, file = sesame("dmarc show --format json" .. TEST .. domain)
            assert.same({ same, file }, { status, out })
         end
      end)
   end)
end)
