-- SPDX-License-Identifier: MIT
-- The commands of `sesame spf`, run as people run them.
local json = require "sesame.base.json"

local ACME = " --zone examples/acme.zone --offline "
local ODD = " --zone spec/cli/odd.test.zone --offline "
local EVALUATORS = " --zone spec/zones/evaluators.test.zone --offline "

local command = require "spec.support.command"
local sesame = command.run

local parsed = command.json

local MISUSE = {
   { "no command", "spf", "Usage: sesame spf COMMAND" },
   { "an unknown command", "spf draw", "'draw' is no command of 'spf' %(tree, eval, lint[%a, ]*%)" },
   { "no domain", "spf tree", "domains" },
   { "what is no domain", "spf tree a..b", "'a..b': a label is empty" },
   { "an address for a domain", "spf tree 192.0.2.1", "an IP address is not a domain" },
   { "several domains as JSON", "spf tree" .. ACME .. "--format json acme.example other.example",
      "one domain at a time" },
   { "no address", "spf eval acme.example" .. ACME, "%-%-ip is missing" },
   { "a bad address", "spf eval acme.example --ip 192.0.2" .. ACME, "'192.0.2' is no IP address" },
   { "an overlong sender", "spf eval acme.example --ip 192.0.2.1 --sender " .. ("a"):rep(1025) .. "@a.b" .. ACME,
      "^sesame spf eval: sender, .* 1024 octets" },
   { "a trace of every profile", "spf eval acme.example --ip 192.0.2.1 --trace --profile all" .. ACME,
      "%-%-trace shows one profile" },
   { "an unknown profile", "spf eval acme.example --ip 192.0.2.1 --profile x" .. ACME,
      "'x' is not one of rfc, strict" },
   { "an option that means nothing here", "spf tree --expect x acme.example" .. ACME, "%-%-expect" },
   { "an empty record", "spf lint ''", "no record given" },
   { "nothing on standard input", "spf lint </dev/null", "no record given" },
}

describe("sesame spf", function()
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with status 2", function() command.refuses(case) end)
   end

   it("has help for the group and for each command, also through help", function()
      assert.matches("lint +Check the text", select(2, sesame("spf --help")))
      for _, name in ipairs { "tree", "eval", "lint" } do
         local status, out = sesame("spf " .. name .. " --help")
         assert.equal(0, status)
         assert.matches("Usage: sesame spf " .. name, out)
         assert.equal(out, select(2, sesame("help spf " .. name)))
      end
   end)

   describe("tree", function()
      it("draws every term with its own and the running cost, within 80 columns", function()
         local status, out = sesame("spf tree" .. ACME .. "acme.example")
         assert.equal(1, status)
         assert.matches("13 of 10 lookups", out)
         assert.matches("\n%+%- include:_spf.google.com  1, 10%% %(4/10%), 6 left  Google Workspace\n", out)
         assert.matches("\n|  %+%- include:_nets.pulsecrm.example  1 %(11/10%)  <%-%- OVER THE LIMIT\n", out)
         assert.matches("a:old.pulsecrm.example  1 %(13/10%)  void\n", out)
         assert.matches("12 ranges", out)
         assert.matches("May send: 190,790 IPv4", out)
         for line in out:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
         assert.is_nil(out:find("[^\n\32-\126]"))
      end)

      it("draws what is never reached, ignored, looped or differs", function()
         local status, out = sesame("spf tree" .. ODD .. "odd.test")
         assert.equal(1, status)
         for _, line in ipairs {
            "|  +- include:loop.odd.test  1 (2/10)  LOOP",
            "+- include:%{l}.x.odd.test", "|     >=1, 10% (>=3/10), at most 7 left differs for each sender",
            '+- redirect=other.odd.test  ignored: there is an "all"', "`- a:after.odd.test  never reached",
         } do assert.is_truthy(out:find("\n" .. line .. "\n", 1, true), line .. " is not in\n" .. out) end
      end)

      it("stays within 80 columns, however long a term and however deep the tree", function()
         for _, locale in ipairs { "C", "C.UTF-8" } do
            local _, out = sesame("spf tree" .. ODD .. "long.odd.test d1.odd.test", "LC_ALL=" .. locale)
            assert.matches("breaks.example.test", out)
            assert.matches("%[14] include:d16.odd.test", out)
            for line in out:gmatch("[^\n]+") do assert.is_true(utf8.len(line) <= 80, line) end
         end
      end)

      it("points at the syntax error, in a record below as well", function()
         for _, name in ipairs { "bad.odd.test", "below.odd.test" } do
            local _, out = sesame("spf tree" .. ODD .. name)
            assert.is_truthy(out:find([[
    "v=spf1 ip4:192.0.2.0/24 a:\027[31mx -all"
                               ^^^^
  a control character]], 1, true), out)
         end
      end)

      it("draws with lines where the locale takes them, and colours only when told", function()
         local _, out = sesame("spf tree" .. ACME .. "acme.example", "LC_ALL=C.UTF-8")
         assert.matches("├─ mx  1", out)
         assert.is_nil(out:find("\27", 1, true))
         assert.matches("\27%[31m", select(2, sesame("spf tree --color always" .. ACME .. "acme.example")))
      end)

      it("exits with 0 for a policy in order and 3 for what could not be learnt", function()
         assert.equal(0, (sesame("spf tree" .. ACME .. "clean.example")))
         assert.equal(1, (sesame("spf tree" .. ACME .. "other.example")))
         assert.equal(3, (sesame("spf tree" .. ACME .. "elsewhere.test")))
      end)

      it("writes the JSON of the contract", function()
         local tree, status = parsed("spf tree --format json" .. ACME .. "acme.example")
         assert.equal(1, status)
         assert.same({ "sesame.spf.tree/1", "acme.example", "permerror", 13, 10, false },
            { tree.schema, tree.domain, tree.result, tree.lookups, tree.limit, tree.lower_bound })
         local term = tree.terms[5]
         assert.same({ "include:_spf.mailbeam.example", "+", 1, 5, 9, "counted", "_spf.mailbeam.example" },
            { term.text, term.qualifier, term.cost, term.total, term.running, term.status, term.target })
         assert.equal(term.text, tree.record:sub(term.range[1] + 1, term.range[2]))
         assert.equal(5, #term.terms)
         local _, out = sesame("spf tree --format json" .. ACME .. "acme.example")
         assert.matches('^{\n  "schema": "sesame.spf.tree/1",\n  "domain": "acme.example",\n  "result"', out)
      end)

      it("writes graphs without a hostile byte", function()
         local _, dot = sesame("spf tree --format dot" .. ACME .. "acme.example")
         assert.matches("^digraph spf {", dot)
         assert.matches('label="acme.example  13/10"', dot)
         local _, svg = sesame("spf tree --format svg" .. ACME .. "acme.example")
         assert.matches('^<svg xmlns="http://www.w3.org/2000/svg"', svg)
         assert.matches("include:_nets.pulsecrm.example  1 %(11/10%)  &lt;%-%- OVER THE LIMIT</text>", svg)
         assert.matches("a:old.pulsecrm.example  1 %(13/10%)  void\"", dot)
         local wrong = select(2, svg:gsub('<rect [^>]*fill="#b00020"', ""))
         assert.equal(3, wrong)
         for _, format in ipairs { "dot", "svg" } do
            assert.is_nil(select(2, sesame("spf tree --format " .. format .. ODD .. "bad.odd.test"))
               :find("[^\n\32-\126]"))
         end
      end)
   end)

   describe("eval", function()
      local CASES = {
         { "pass", "acme.example", "198.51.100.70", 0 }, { "permerror", "shop.test", "203.0.113.50", 1 },
         { "pass", "shop.test", "199.255.192.5", 0 }, { "fail", "ten.shop.test", "203.0.113.9", 1 },
         { "none", "other.example", "192.0.2.1", 1 }, { "temperror", "elsewhere.test", "192.0.2.1", 3 },
      }
      for _, case in ipairs(CASES) do
         it(("exits with %d for %s"):format(case[4], case[1]), function()
            local zone = case[2]:find("shop", 1, true) and EVALUATORS or ACME
            local verdict, status = parsed(("spf eval %s --ip %s --format json%s"):format(case[2], case[3], zone))
            assert.same({ case[1], case[4] }, { verdict.result, status })
            assert.same({ "sesame.spf.eval/1", case[2], case[3] }, { verdict.schema, verdict.domain, verdict.ip })
         end)
      end

      it("names the term, the path to it and what it cost", function()
         local verdict = parsed("spf eval acme.example --ip 198.51.100.70 --format json" .. ACME)
         assert.same({ "ip4:198.51.100.64/26", 6, 0 }, { verdict.mechanism, verdict.lookups, verdict.void_lookups })
         assert.same({ "acme.example", "_spf.mailbeam.example", "_spf1.mailbeam.example" }, verdict.path)
         local _, out = sesame("spf eval acme.example --ip 198.51.100.70" .. ACME)
         assert.matches("^pass: 198.51.100.70 may send for acme.example", out)
      end)

      it("tells what each kind of receiver concludes", function()
         local status, out = sesame("spf eval shop.test --ip 203.0.113.50 --profile all" .. EVALUATORS)
         assert.equal(1, status)
         assert.matches("rfc +permerror by a:mail.crm.test", out)
         assert.matches("libspf2 +pass by a:mail.crm.test", out)
         local verdicts = parsed("spf eval shop.test --ip 203.0.113.50 --profile all --format json"
            .. EVALUATORS).verdicts
         assert.same({ "rfc", "strict-void-per-query", "libspf2", "rspamd" },
            { verdicts[1].profile, verdicts[2].profile, verdicts[3].profile, verdicts[4].profile })
      end)

      it("shows every step when asked", function()
         local _, out = sesame("spf eval ten.shop.test --ip 192.0.2.1 --trace" .. EVALUATORS)
         assert.matches("\n    a:h10.shop.test does not match %(10, 0 void%)\n    ip4:192.0.2.1 matches", out)
         _, out = sesame("spf eval acme.example --ip 192.0.2.200 --trace" .. ACME)
         for line in out:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
         assert.matches("\n      _spf2.mailbeam.example:\n        ip4:198.51.100.128/26 does not match %(7, 0 void%)\n",
            out)
         assert.matches("\n      include:_nets.pulsecrm.example ends it with an error %(11, 0 void%)\n", out)
      end)

      it("shows every answer beside the steps, and says what was not learnt", function()
         local _, out = sesame("spf eval acme.example --ip 192.0.2.200 --trace" .. ACME)
         assert.matches("\n  mailbeam.example MX: 10 mx.mailbeam.example\n  mx.mailbeam.example A: 198.51.100.40\n",
            out)
         assert.matches('\n  _spf1.mailbeam.example TXT: ok\n    "v=spf1 ip4:198.51.100.64/26 ~all"\n', out)
         local status
         status, out = sesame("spf eval unlearnt.odd.test --ip 192.0.2.1 --trace" .. ODD)
         assert.equal(3, status)
         assert.matches("\n  elsewhere.invalid TXT: not%-in%-zone\n$", out)
         local verdict = parsed("spf eval unlearnt.odd.test --ip 192.0.2.1 --trace --format json" .. ODD)
         assert.same({ name = "elsewhere.invalid", type = "TXT", status = "not-in-zone", values = {} },
            verdict.answers[2])
         assert.same({ "include:elsewhere.invalid", "error" },
            { verdict.trace[1].term, verdict.trace[#verdict.trace].outcome })
      end)

      it("says where it evaluated %{h} though no HELO name was given", function()
         local _, out = sesame("spf eval helo.odd.test --ip 192.0.2.1" .. ODD)
         assert.matches("\n  Notice:   %%{h} is the HELO name, which was not given: it was evaluated as\n"
            .. " +\"unknown\"%.", out)
         assert.is_true(parsed("spf eval helo.odd.test --ip 192.0.2.1 --format json" .. ODD).helo_assumed)
         _, out = sesame("spf eval helo.odd.test --ip 192.0.2.1 --profile all" .. ODD)
         assert.equal(1, select(2, out:gsub("Notice: ", "")))
         _, out = sesame("spf eval helo.odd.test --ip 192.0.2.1 --helo mx.acme.example" .. ODD)
         assert.is_nil(out:find("Notice:", 1, true))
         assert.is_false(parsed("spf eval acme.example --ip 192.0.2.1 --format json" .. ACME).helo_assumed)
      end)

      it("repeats the explanation with its macros expanded", function()
         local _, out = sesame("spf eval exp.odd.test --ip 192.0.2.1" .. ODD)
         assert.matches('They say: 192.0.2.1 may "not" send for exp.odd.test\n', out)
         assert.equal('192.0.2.1 may "not" send for exp.odd.test',
            parsed("spf eval exp.odd.test --ip 192.0.2.1 --format json" .. ODD).explanation)
      end)
   end)

   describe("lint", function()
      it("is quiet about a right record", function()
         local status, out = sesame("spf lint 'v=spf1 -all'")
         assert.same({ 0, 'right: v=spf1 -all\nPublish:\n  "v=spf1 -all"\n' }, { status, out })
      end)

      it("underlines each fault and mends the record", function()
         local status, out = sesame("spf lint 'v=spf1 ipv4:192.0.2.1 mx, ~all'")
         assert.equal(1, status)
         assert.matches('"v=spf1 ipv4:192.0.2.1 mx, ~all"\n            %^%^%^%^\n', out)
         assert.matches('Mended:\n  "v=spf1 ip4:192.0.2.1 mx ~all"\n'
            .. "Includes and other names were not followed %(1 term%)", out)
      end)

      it("points at the place where something is missing", function()
         local status, out = sesame("spf lint hello")
         assert.equal(1, status)
         assert.matches('^Error: [^\n]*%(version%).\n    "hello"\n     %^\n  Write: v=spf1 \n', out)
      end)

      it("lists the terms with their places", function()
         local result = parsed("spf lint --format json 'v=spf1 ?a:b.example/24 x=y'").records[1]
         assert.same({ text = "?a:b.example/24", range = { 7, 22 }, kind = "a", qualifier = "?", value = "b.example",
            valid = true,
            costs = true }, result.terms[1])
         assert.same({ "modifier", json.null }, { result.terms[2].kind, result.terms[2].qualifier })
      end)

      it("names what only looks like a record", function()
         local result = parsed("spf lint --format json ' v=spf1 -all'").records[1]
         assert.same({ "leading-space", false, "v=spf1 -all" }, { result.near_miss, result.spf, result.mended })
      end)

      it("reads records from standard input", function()
         local status, out = sesame("spf lint --format json -",
            [[printf 'v=spf1 -all\r\n\nv=spf1 ip:1.2.3.4\n' | LC_ALL=C]])
         assert.equal(1, status)
         local records = json.decode(out).records
         assert.same({ 2, 0, "v=spf1 ip4:1.2.3.4" }, { #records, #records[1].faults, records[2].mended })
      end)

      it("says what it took of what was pasted, and gives one line back", function()
         local status, out = sesame([[spf lint 'a.example. 300 IN TXT ( "v=spf1 ip4:192.0.2.1 " "-all" )']])
         assert.same({ 0, "Taken: the TXT value of a.example., 2 strings, from a zone line.\n"
            .. "right: v=spf1 ip4:192.0.2.1 -all\nPublish:\n  a.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n" },
            { status, out })
         local result = parsed([[spf lint --format json '"v=spf1 mx" "~all"']]).records[1]
         assert.same({ { from = "quoted", name = json.null, strings = 2, values = 1 }, '"v=spf1 mx ~all"',
            "spf-syntax-split" }, { result.taken, result.publish, result.findings[1].code })
         assert.same({ json.null, json.null }, { parsed("spf lint --format json 'v=spf1 +all'").records[1].taken,
            parsed("spf lint --format json 'v=spf1 +all'").records[1].publish })
      end)

      it("takes the one record among the values of dig, and beside what stands there", function()
         local status, out = sesame("spf lint", [[printf '%s\n' ';; ANSWER SECTION:' 'a.example. 60 IN TXT "site=1"' \
            'a.example. 60 IN TXT "v=spf1 ip4:192.0.2.1 -all"' |]])
         assert.equal(0, status)
         assert.matches("^Taken: the TXT value of a.example., 1 string, one of 2 values, from dig output.\nright: ",
            out)
         assert.is_nil(out:find("site=1", 1, true))
      end)

      it("asks which of several records is meant, and chooses none", function()
         local several = [[printf '%s\n' 'a.example. TXT "v=spf1 a -all"' 'a.example. TXT "v=spf1 mx -all"' |]]
         local status, out = sesame("spf lint", several)
         assert.equal(1, status)
         assert.matches("a.example has 2 SPF records", out)
         assert.matches("\nQuestion: 2 SPF records stand at one name", out)
         assert.is_nil(out:find("Publish:", 1, true))
         status, out = sesame("spf lint", several:gsub("a.example. TXT \"v=spf1 mx", 'b.example. TXT "v=spf1 mx'))
         assert.equal(0, status, out)
         assert.is_nil(out:find("Question", 1, true))
      end)

      it("tells the lines of an argument that are several records from one that is broken over lines", function()
         local status, out = sesame("spf lint 'v=spf1 a -all\nv=spf1 mx -all'")
         assert.equal(1, status)
         assert.matches("\nQuestion: 2 SPF records", out)
         assert.matches("control%-character", select(2, sesame("spf lint 'v=spf1 a\nmx -all'")))
      end)

      it("makes no SPF record of one of another kind", function()
         local result = parsed("spf lint --format json 'v=DMARC1; p=none'").records[1]
         assert.same({ json.null, json.null }, { result.mended, result.publish })
         assert.equal("v=spf1 ip4:192.0.2.1 -all",
            parsed("spf lint --format json 'ip4:192.0.2.1 -all'").records[1].mended)
      end)

      it("asks where it is not evident what was meant, and shows the milder form of what begins to refuse", function()
         local _, out = sesame("spf lint 'v=spf1 ip4:192.0.2.1 !all'")
         assert.matches('Question: what was meant by "!all"%? One of these, or write it anew:\n'
            .. '  "v=spf1 ip4:192.0.2.1 %-all"\n  "v=spf1 ip4:192.0.2.1 ~all"\n  "v=spf1 ip4:192.0.2.1 %?all"\n', out)
         assert.is_nil(out:find("Mended", 1, true))
         _, out = sesame("spf lint 'v=spf1 ip4:192.0.2.1 .-all'")
         assert.matches('Mended:\n  "v=spf1 ip4:192.0.2.1 %-all"\nFrom then on .*:\n  "v=spf1 ip4:192.0.2.1 ~all"\n',
            out)
         local result = parsed("spf lint --format json 'v=spf1 ip4:192.0.2 !all'").records[1]
         assert.same({ { text = "ip4:192.0.2", choices = {} }, { text = "!all", choices = {} } }, result.doubts)
         result = parsed("spf lint --format json 'v=spf1 mx .-all'").records[1]
         assert.equal("v=spf1 mx ~all", result.milder)
      end)

      it("tells what a mend brings to light", function()
         local _, out = sesame("spf lint 'v=spf1 ip4:192.0.2.1, +all'")
         assert.matches("brings to light:\n\nError: [^\n]*lets anyone send.*Mended:\n", out)
         local result = parsed("spf lint --format json 'v=spf1 ip4:192.0.2.1, +all'").records[1]
         assert.equal("spf-anyone", result.after[1].code)
      end)

      it("reports what an audit would, and is not right where there is anything to say", function()
         local status, out = sesame("spf lint 'v=spf1 ip6:::ffff:192.0.2.0/120 include:u@b.example -all'")
         assert.equal(1, status)
         assert.matches("Write ip4:192.0.2.0/24, if that is to be allowed to send", out)
         assert.matches("%(spf%-target%-address%)", out)
         status, out = sesame("spf lint 'v=spf1 ip4:192.0.2.1/24 -all'") -- a notice
         assert.equal(0, status)
         assert.matches("^Notice: .*%(spf%-host%-bits%).*Publish:\n", out)
         assert.is_nil(out:find("right", 1, true))
      end)

      it("escapes hostile bytes", function()
         local _, out = sesame([[spf lint "$(printf 'v=spf1 \033[31m -all')"]])
         assert.is_nil(out:find("\27", 1, true))
         assert.matches("\\027%[31m", out)
      end)
   end)
end)
