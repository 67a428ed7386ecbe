-- SPDX-License-Identifier: MIT
local script = require "sesame.script"
local support = require "spec.support.facts"

local function with_file(content, use)
   local path = os.tmpname() .. ".lua"
   local file = assert(io.open(path, "w"))
   file:write(content)
   file:close()
   local results = table.pack(pcall(use, path))
   os.remove(path)
   os.remove((path:gsub("%.lua$", "")))
   assert(results[1], results[2])
   return table.unpack(results, 2, results.n)
end

local function load(content)
   return with_file(content, function(path) return script.load(path) end)
end

local BAD = {
   { "an unknown field", "return { summary = 's', run = print, colour = 1 }",
      "unknown field 'colour' %(known: args" },
   { "a field of the wrong type", "return { summary = 1, run = print }", "field 'summary' is a number, not a string" },
   { "a missing summary", "return { run = print }", "field 'summary' is missing" },
   { "a missing run", "return { summary = 's' }", "field 'run' is missing" },
   { "no table", "return 1", "returns a number" },
   { "nothing", "", "returns a nil" },
   { "an argument that is not described", "return { summary = 's', run = print, args = { 'x' } }",
      "'args' is a table of name = description" },
   { "a tag that is no string", "return { summary = 's', run = print, tags = { 1 } }", "'tags': 1 is not a string" },
   { "a code without its reason", "return { summary = 's', run = print, codes = { ['x-y'] = { severity = 'error', "
      .. "text = 't', reference = 'r' } } }", "finding 'x%-y' lacks 'why'" },
   { "a syntax error", "return {", "expected" },
   { "an error while loading", "error('no')", "no" },
}

describe("script", function()
   for _, case in ipairs(BAD) do
      it("refuses " .. case[1] .. ", by name and on one line", function()
         local loaded, message, code = load(case[2])
         assert.is_nil(loaded)
         assert.matches(case[3], message)
         assert.is_nil(message:find("\n"))
         assert.equal("bad-script", code)
      end)
   end

   it("says that a file is not there", function()
      local loaded, message, code = script.load("/nonexistent/x.lua")
      assert.is_nil(loaded)
      assert.matches("/nonexistent/x.lua", message)
      assert.equal("not-found", code)
   end)

   it("reads arguments by the names a script declares", function()
      local loaded = { name = "demo", args = { contact = "whose" } }
      local arguments, domains = script.arguments(loaded, { "contact=a=b", "a.example" })
      assert.same({ contact = "a=b" }, arguments)
      assert.same({ "a.example" }, domains)
      local given, message = script.arguments(loaded, { "colour=red" })
      assert.is_nil(given)
      assert.equal("demo: unknown argument 'colour' (known: contact)", message)
   end)

   it("lets a script check its arguments, and name domains where none were", function()
      local loaded = assert(load([[return { summary = 's', run = print,
         prepare = function(args) if args.x == "bad" then return nil, "x is bad" end args.x = 7 return true end,
         domains = function(args) return { "d" .. args.x .. ".example" } end }]]))
      assert.same({ "d7.example" }, script.prepare(loaded, { x = "1" }, {}))
      assert.same({ "a.example" }, script.prepare(loaded, { x = "1" }, { "a.example" }))
      assert.same({}, script.prepare(loaded, { x = "1" }, {}, true))
      local none, message = script.prepare(loaded, { x = "bad" }, {})
      assert.is_nil(none)
      assert.matches(": x is bad$", message)
   end)

   it("lists the bundled recipes, all of which load, in order of name", function()
      local list, last = script.list("scripts"), ""
      assert.is_true(#list >= 2)
      for _, entry in ipairs(list) do
         assert.is_nil(entry.fault)
         assert.is_true(entry.name > last)
         last = entry.name
      end
   end)

   describe("running", function()
      local function run(content, records)
         local loaded = assert(load(content))
         return (support.audit(records or support.zone(),
            { script = require("sesame.script.runner").of(loaded, { contact = "me.acme.example" }) }))
      end

      local CODES = "codes = { ['x-y'] = { severity = 'warning', text = 't', reference = 'r', why = 'w' } },"

      it("gives the domain, facts, arguments and models", function()
         local audit = run("return { summary = 's', " .. CODES .. [[ run = function(audit)
            assert(audit:get(audit.domain, "MX").known == "present" and audit.args.contact == "me.acme.example")
            assert(#audit.models.spf.records == 1)
            audit:find("x-y")
         end }]])
         assert.equal("x-y", audit.findings[1].code)
         assert.equal("acme.example", audit.findings[1].subject)
         assert.is_truthy(audit.models.spf)
      end)

      it("reads the lines of `publish`, which scripts may give, into records", function()
         local text = [[return { summary = "s", codes = { ["x-y"] = {
            severity = "warning", text = "t", why = "w", reference = "r" } },
            run = function(audit)
               audit:find("x-y", { publish = { 'a.example. TXT "x"', "b.example. 60 IN MX 5 c.example." } })
            end }]]
         local audit = support.audit(support.zone(), { script = require("sesame.script.runner").of(load(text), {}) })
         assert.same({ { name = "a.example", type = "TXT", values = { { "x" } } }, { name = "b.example", type = "MX",
            ttl = 60, values = { { preference = 5, exchange = "c.example" } } } }, audit.findings[1].records)
         assert.equal(3, audit.findings[1].rank)
         local bad = load((text:gsub("TXT \"x\"", "is no record")))
         local broken = support.audit(support.zone(), { script = require("sesame.script.runner").of(bad, {}) })
         assert.equal("internal-error", broken.findings[1].code)
         local wrong = load((text:gsub("publish = .-\n",
            "records = { { name = 'a..b', type = 'TXT', values = { 'x' } } } })\n")))
         local refused = support.audit(support.zone(), { script = require("sesame.script.runner").of(wrong, {}) })
         assert.matches("'x%-y': record 1: there can be no such TXT record", refused.findings[1].message)
         assert.matches("line 1 of 'publish' is no record .*give 'records' =", broken.findings[1].message)
      end)

      it("turns an error into the finding internal-error", function()
         local audit = run("return { summary = 's', run = function() error('boom') end }")
         assert.equal("internal-error", audit.findings[1].code)
         assert.matches("boom", audit.findings[1].message)
         assert.equal("unknown", audit.verdict)
      end)

      it("runs bundled checks, and shows sections", function()
         local audit = run("return { summary = 's', " .. CODES .. [[ run = function(audit)
            assert(#audit:check("dmarc", { "spf", "spf-several" }) > 0)
            audit:section { title = "Words", text = "seen" }
         end }]])
         local codes = {}
         for _, item in ipairs(audit.findings) do codes[item.code] = true end
         for code in pairs(codes) do assert.matches("^dmarc", code) end
         assert.equal("seen", audit.sections[1].text)
      end)

      it("says once of a domain that does not exist that it does not", function()
         local audit = run("return { summary = 's', run = function(audit) audit:check('dmarc', 'mx') end }",
            { ["other.example"] = { TXT = { "x" } } })
         assert.same({ 1, "domain-missing" }, { #audit.findings, audit.findings[1].code })
      end)

      it("refuses a check there is not", function()
         local audit = run("return { summary = 's', run = function(audit) audit:check('dmrac') end }")
         assert.matches("there is no check 'dmrac'", audit.findings[1].message)
      end)

      it("adds to what is known, and keeps some of it", function()
         local audit = run("return { summary = 's', " .. CODES .. [[ run = function(audit)
            audit:know { mail_from = { "b.acme.example" }, selectors = { "s1" }, identities = {
               { region = "eu-west-1", mail_from = "eu.acme.example" },
               { region = "us-east-1", mail_from = "us.acme.example" } } }
            audit:keep_identities(function(identity) return identity.region == "eu-west-1" end)
            assert(#audit.identities == 1 and #audit.models.selectors == 1)
            local names = {}
            for _, entry in ipairs(audit.models.mail_from) do names[entry.name] = true end
            assert(names["eu.acme.example"] and names["b.acme.example"] and not names["us.acme.example"])
            assert(not pcall(audit.know, audit, {}))
            audit:find("x-y")
         end }]])
         assert.equal("x-y", audit.findings[1].code, audit.findings[1].message)
      end)

      it("does not call an acceptance unused that this script could never need", function()
         local accepted = { { code = "spf-several", subject = "acme.example", reason = "r", expires = "2027-01-01" },
            { code = "x-y", subject = "acme.example", reason = "r", expires = "2027-01-01" } }
         local loaded = assert(load("return { summary = 's', " .. CODES .. "run = function() end }"))
         local audit = support.audit(support.zone(), {
            script = require("sesame.script.runner").of(loaded, {}), today = "2026-11-25",
            expect = assert(require("sesame.expect").check("test", { accepted = accepted })),
         })
         assert.equal(1, #audit.findings)
         assert.equal("x-y", audit.findings[1].fields.code)
      end)

      it("counts what a script finds many times at one name, and says how many more there are", function()
         local audit = run("return { summary = 's', " .. CODES .. [[ run = function(audit)
            for i = 1, 500 do audit:find("x-y", { subject = i % 2 == 0 and "a.acme.example" or "b.acme.example" }) end
            assert(audit:find("x-y", { subject = "a.acme.example" }).more == 51)
         end }]])
         assert.same({ 400, 501 }, { #audit.findings, audit.counts.error + audit.counts.warning })
      end)

      it("refuses findings the script did not declare or did not make", function()
         local audit = run("return { summary = 's', run = function(audit) audit:find('a-b') end }")
         assert.matches("'a%-b' is not declared", audit.findings[1].message)
         audit = run("return { summary = 's', run = function() return { {} } end }")
         assert.matches("was not made by audit:find", audit.findings[1].message)
      end)
   end)
end)
