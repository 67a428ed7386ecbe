-- SPDX-License-Identifier: MIT
-- sesame.dmarc: lint and mend, and the public cases of other implementations where they are there
-- (spec/support/suites.lua); RFC 9989 decides where these disagree. And the list of
-- all rules, each of which some test must name.
local cjson = require "cjson"
local dmarc = require "sesame.dmarc"
local domains = require("sesame.core").domain
local psl = require "sesame.dmarc.psl"
local support = require "spec.support.facts"

local suites = require "spec.support.suites"

-- text, mended
local MENDED = {
   { "v=DMARC1; p=none", "v=DMARC1; p=none" }, { "v=DMARC1;p=none;", "v=DMARC1;p=none;" },
   { "V=DMARC1; p=none", "v=DMARC1; p=none" }, { " v=dmarc1 p=reject", "v=DMARC1; p=reject" },
   { '"v=DMARC1; p=none"', "v=DMARC1; p=none" }, { "'v=DMARC1' ; p=none", "v=DMARC1; p=none" },
   { '"v=DMARC1; p=none', "v=DMARC1; p=none" },
   { "v=DMARC1; P=reject", "v=DMARC1; p=reject" }, { "v=DMARC1; p=rejct", "v=DMARC1; p=reject" },
   { "v=DMARC1; p=none sp=reject", "v=DMARC1; p=none; sp=reject" },
   { "v=DMARC1; p=reject; pct=10; ri=3600", "v=DMARC1; p=reject; pct=10" },
   { "v=DMARC1; p=none; pct=10; rf=afrf",
      "v=DMARC1; p=none" },
   { "v=DMARC1; p=reject; t=n; pct=10", "v=DMARC1; p=reject; t=n" },
   { "v=DMARC1; sp=none; p=reject", "v=DMARC1; p=reject; sp=none" },
   { "v=DMARC1; p=none; adkim=strict; rua=d@a.example!10m,mailto: e@a.example",
      "v=DMARC1; p=none; adkim=s; rua=mailto:d@a.example,mailto:e@a.example" },
   { "v=DMARC1; p=none; ruaa=mailto:d@a.example;;", "v=DMARC1; p=none; rua=mailto:d@a.example" },
   { "v=DMARC1; rua=mailto:d@a.example", "v=DMARC1; p=none; rua=mailto:d@a.example" },
   { "v=DMARC1; p=none; fo=0:1:d; ruf=mailto:d@a.example", "v=DMARC1; p=none; fo=1:d; ruf=mailto:d@a.example" },
   { "v=DMARC1; p=reject; rua=mailto:d@a.example; mailto:e@a.example",
      "v=DMARC1; p=reject; rua=mailto:d@a.example,mailto:e@a.example" },
   { "v=DMARC1\\; p=none\\; rua=mailto:d@a.example\\; t=y\\;", "v=DMARC1; p=none; rua=mailto:d@a.example; t=y" },
   { "v=DMARC1; p=none; rua='d@a.example'", "v=DMARC1; p=none; rua=mailto:d@a.example" },
   { "v=DMARC1; p=none; rua=mailto:<d@a.example>", "v=DMARC1; p=none; rua=mailto:d@a.example" },
   { "v=DMARC1; p=none; rua=<d@a.example>,mailto://e@a.example",
      "v=DMARC1; p=none; rua=mailto:d@a.example,mailto:e@a.example" },
   { "v=DMARC1; p=none; rua=d@a.example; rua=mailto:e@b.example!10m", nil },
   { "v=DMARC1; p=none; rua=x; rua=mailto:e@b.example", nil },
   { "v=DMARC1x; p=none", "v=DMARC1; p=none" }, { "p=none; v=DMARC1", "v=DMARC1; p=none" },
   { "v=DMARC1; p:reject; rua=mailto:d@a.example", "v=DMARC1; p=reject; rua=mailto:d@a.example" },
   { "v=DMARC1; p=none; sp:none", "v=DMARC1; p=none; sp=none" },
   { "v=DMARC1; p=none; ruf=mailto:d@a.example; fo:1", "v=DMARC1; p=none; ruf=mailto:d@a.example; fo=1" },
   { "v=DMARC1; p=none; rua=mailto:d@a.example;e@a.example",
      "v=DMARC1; p=none; rua=mailto:d@a.example,mailto:e@a.example" },
   { "v=DMARC1; p=nonesp=reject", "v=DMARC1; p=none; sp=reject" },
   { "v=DMARC1; p=none; ru=mailto:d@a.example", nil }, { "v=DMARC1; p=none; xp=reject", nil },
   { "v=DMARC1; rua=mailto:d@a.example; sp=reject", nil }, { "v=DMARC1; p=none; p=reject", nil },
   { "v=DMARC1; p=none; rua=mailto:d@a.example ruf=mailto:e@a.example", nil },
   { "v=DMARC1; p=none; rua=mailto:d@@a.example", nil }, { "v=DMARC1; p=none; fo=9", nil },
   { '_dmarc.a.example. 300 IN TXT "v=DMARC1; p=no" "ne"', "v=DMARC1; p=none" },
   { "v=DMARC1\u{FF1B} p=none", "v=DMARC1; p=none" }, { "v=DMARC1; \u{440}=none", "v=DMARC1; p=none" },
   { "hello", nil }, { "v=spf1 -all", nil }, { "", nil },
}

describe("sesame.dmarc", function()
   for _, case in ipairs(MENDED) do
      it(("L29 mends %q"):format(case[1]), function()
         local text, said = dmarc.mend(case[1])
         assert.equal(case[2], text)
         if text then
            assert.is_true(said.applies)
            assert.equal(text, (dmarc.mend(text)))
            for _, fault in ipairs(said.faults) do assert.is_true(fault.code == "pct" or not fault.suggestion) end
         end
      end)
   end

   it("lints with the findings an audit has", function()
      local result = dmarc.lint "v=DMARC1; p=reject; pct=10"
      assert.same({ "dmarc-pct", "warning", true, "reject" },
         { result.findings[1].code, result.findings[1].severity, result.is_record, result.policy, result.mended })
      result = dmarc.lint "v=dmarc1; p=none"
      assert.same({ false, "the version is case-sensitive: DMARC1", "v=DMARC1; p=none" },
         { result.is_record, result.near_miss.reason, result.mended })
      assert.is_nil(dmarc.lint("v=DMARC1").mended)
      assert.is_nil(dmarc.lint("v=DMARC1; p=none; rua=nobody").mended)
      assert.equal("too-long", select(3, dmarc.lint(("x"):rep(70000))))
   end)

   it("shows policy, reports and faults together", function()
      local facts = support.of { ["_dmarc.a.example"] = { TXT = { "v=DMARC1; p=none; rua=mailto:d@b.test; x=y" } } }
      local shown = dmarc.show("A.Example", { facts = facts })
      assert.same({ "none", "unauthorized", "dmarc-tag-unknown" }, { shown.policy.policy, shown.reports[1].status,
         shown.faults[1].code })
      assert.same({}, dmarc.show("other.example", { facts = facts }).faults)
      assert.equal("a.example", dmarc.walk("A.example", { facts = facts }).organizational_domain)
   end)

   it("refuses misuse with the options it knows", function()
      assert.error_matches(function() dmarc.show("a.example") end, "options.facts is missing")
      assert.error_matches(function() dmarc.align { facts = support.of {}, form = "a.example" } end,
         "unknown option 'form' %(known: dkim")
   end)
end)

-- ---- the cases of others ----

-- Ours differs, and RFC 9989 says why.
local PARSE_DIFFERS = {
   ["mox-09"] = "RFC 9989 4.7: p may stand anywhere after v", ["mox-34"] = "RFC 9989 4.8: sizes are ignored",
}

describe("DMARC records of other implementations", function()
   local data = suites.json("dmarc/parse.json", cjson.decode)
   if not data then return it("say the same", function() pending(suites.reason) end) end
   for _, case in ipairs(data.cases) do
      it(("L29 %s %s"):format(case.id, case.record:sub(1, 60)), function()
         local said, valid = dmarc.parse(case.record), true
         for _, fault in ipairs(said.faults) do valid = valid and fault.code ~= "tag-duplicate" end
         valid = valid and said.applies
         if PARSE_DIFFERS[case.id] then
            assert.equal(case.upstream == "invalid", valid)
            return
         end
         assert.equal(case.upstream ~= "invalid", valid)
         local tags = case.tags or {}
         if tags.p then assert.equal(tags.p, said.p) end
         for _, name in ipairs { "rua", "ruf" } do
            for i, text in ipairs(tags[name] or {}) do assert.equal(text, said[name][i].text) end
         end
         if tags.pct and tags.pct < 100 then assert.equal(tags.pct, said.pct) end
      end)
   end
end)

local DISCOVERY_DIFFERS = {
   ["ma-two-records-no-fallback"] = "RFC 9989 4.10 step 2: records are discarded, and the walk goes on",
}

describe("DMARC discovery of other implementations", function()
   local data = suites.json("dmarc/discovery.json", cjson.decode)
   if not data then return it("say the same", function() pending(suites.reason) end) end
   for _, case in ipairs(data.cases) do
      it("M02 " .. case.id, function()
         local records = {}
         for name, node in pairs(case.zone) do
            records[name] = node
            if node.MX then node.MX = { { preference = 1, exchange = "mx.example.com" } } end
         end
         local message = { facts = support.of(records), from = case.from, dkim = {} }
         if case.spf_pass ~= cjson.null then message.spf = { domain = case.spf_pass } end
         for i, name in ipairs(case.dkim_pass) do message.dkim[i] = { domain = name } end
         local verdict, found = dmarc.align(message), dmarc.discover(case.from, { facts = message.facts })
         if DISCOVERY_DIFFERS[case.id] then
            assert.same({ "fail", "none", "example.com" }, { verdict.result, verdict.policy, verdict.policy_domain })
            return
         end
         local got = {
            result = verdict.result, policy = verdict.policy, policy_domain = verdict.policy_domain,
            org_domain = verdict.organizational_domain,
            spf_aligned = verdict.spf_aligned, dkim_aligned = verdict.dkim_aligned, queries = found.queries,
         }
         for key, value in pairs(case.expect) do assert.same(value, got[key], key) end
      end)
   end
end)

describe("identifier alignment of other implementations", function()
   local data = suites.json("dmarc/alignment.json", cjson.decode)
   if not data then return it("say the same", function() pending(suites.reason) end) end
   for i, case in ipairs(data.cases) do
      it(("M12 M13 %d: %s and %s, %s"):format(i, case.from, case.auth, case.mode), function()
         local from, auth = case.from:gsub("^%.+", ""):gsub("%.+$", ""), case.auth:gsub("^%.+", "")
         local records = {}
         -- the cases assume that the registrable domain has a record: without any, nothing is aligned but equal names
         local organization = psl.organizational_domain(from:lower())
         if organization then
            records["_dmarc." .. organization] = {
               TXT = { ("v=DMARC1; p=none; adkim=%s; aspf=%s"):format(case.mode, case.mode) } }
         end
         local verdict = dmarc.align { facts = support.of(records), from = from, spf = { domain = auth },
            dkim = { { domain = auth } } }
         assert.same({ case.aligned, case.aligned }, { verdict.spf_aligned, verdict.dkim_aligned })
      end)
   end
end)

describe("the public suffix list", function()
   local data = suites.json("psl/test_psl.json", cjson.decode)
   if not data then return it("say the same", function() pending(suites.reason) end) end
   for _, case in ipairs(data.cases) do
      local name, expected = case[1], case[2]
      if name ~= cjson.null then
         it(("M16 M17 %s"):format(name), function()
            local ascii = domains.to_ascii(name)
            local got = ascii and domains.registrable(ascii) or nil
            if expected == cjson.null then
               assert.is_nil(got)
            else
               assert.equal(domains.to_ascii(expected), got)
            end
         end)
      end
   end
end)

-- Every rule of these sections, by number; some test of the project has it in its name.
describe("every rule of DMARC", function()
   local names = {}
   local pipe = assert(io.popen("cat spec/*_spec.lua spec/*/*_spec.lua"))
   for number in pipe:read("a"):gmatch("%f[%w]([LMN]%d%d)%f[%W]") do names[number] = true end
   pipe:close()
   for section, list in pairs { L = { 1, 40 }, M = { 1, 26 }, N = { 1, 7, 18, 18 } } do
      it("of section " .. section .. " is named by a test", function()
         local missing = {}
         for i = 1, #list, 2 do
            for number = list[i], list[i + 1] do
               local rule = ("%s%02d"):format(section, number)
               if not names[rule] then missing[#missing + 1] = rule end
            end
         end
         assert.same({}, missing)
      end)
   end
end)
