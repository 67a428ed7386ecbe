-- SPDX-License-Identifier: MIT
-- Rules of SPF selection, evaluation, limits, audit and size that no other spec names, on small zones of our own; and
-- the list of all of them, each of which some test must name.
local core = require "sesame.core"
local facts = require "sesame.facts"
local loop = require "sesame.loop"
local spf = require "sesame.spf"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local ZONE = [[
$ORIGIN x.test.
$TTL 300
@ SOA ns host 1 2 3 4 5
split TXT "v=spf1 ip4:192.0.2.0" "/24 -all"
beside TXT "caf\195\169"
beside TXT "v=spf1 -all"
neutral TXT "v=spf1 ?all"
alias CNAME split
*.wild TXT "v=spf1 -all"
host.wild A 192.0.2.1
umlaut\195\164 A 192.0.2.1
xn--bcher-kva TXT "v=spf1 -all"
sender TXT "v=spf1 exists:%{l}.%{o}.ok.x.test -all"
postmaster.sender.x.test.ok A 127.0.0.2
helo TXT "v=spf1 a:host.wild.x.test -all"
ptr TXT "v=spf1 ptr:x.test ?all"
ptrs TXT "v=spf1 ptr:a.test ptr:b.test ptr:c.test ?all"
expvoid TXT "v=spf1 a:v1.x.test a:v2.x.test -all exp=nothing.x.test"
lists TXT "v=spf1 exists:%{ir}.l1.x.test exists:%{ir}.l2.x.test exists:%{ir}.l3.x.test -all"
chain TXT "v=spf1 a:c1.x.test -all"
c1 CNAME c2
c2 CNAME c3
c3 CNAME c4
c4 A 192.0.2.1
mx4 TXT "v=spf1 mx:four.x.test -all"
four MX 1 m1
four MX 2 m2
four MX 3 m3
four MX 4 m4
m1 A 192.0.2.11
m2 A 192.0.2.12
m3 A 192.0.2.13
m4 A 192.0.2.14
soft TXT "v=spf1 include:hard.x.test ~all"
hard TXT "v=spf1 ip4:192.0.2.1 -all"
split5 TXT "v=spf1 include:_spf1.x.test include:_spf2.x.test -all"
_spf1 TXT "v=spf1 ip4:192.0.2.1 -all"
_spf2 TXT "v=spf1 ip4:192.0.2.2 -all"
]]

local REVERSE = "$ORIGIN 2.0.192.in-addr.arpa.\n@ SOA ns.x.test. h.x.test. 1 2 3 4 5\n9 PTR loop.x.test.\n"

local function over(text)
   local zones = core.zone.open()
   assert(zones:parse(text, "x.test"))
   local names = {}
   for i = 1, 12 do names[i] = ("7 PTR p%d.other.test.\n"):format(i) end
   assert(zones:parse(REVERSE .. table.concat(names) .. "8 PTR loop.y.test.\n", "2.0.192.in-addr.arpa"))
   assert(zones:parse("$ORIGIN y.test.\n@ SOA n h 1 2 3 4 5\nloop CNAME pool\npool CNAME loop\n", "y.test"))
   local source = require("sesame.facts.zone").new { zones = zones }
   return facts.new { source = source, loop = loop.new {} }
end

local known = over(ZONE)

local function check(options)
   options.facts, options.ip = known:view(), options.ip or "192.0.2.1"
   return assert(spf.check_host(options))
end

-- rule, options, result
local RESULTS = {
   { "A09 strings are joined without a space", { domain = "split.x.test" }, "pass" },
   { "A12 a text that is not ASCII beside the record", { domain = "beside.x.test" }, "fail" },
   { "A20 an address literal for a domain", { sender = "user@[192.0.2.1]" }, "none" },
   { "A21 no local part is postmaster", { domain = "sender.x.test", sender = "@sender.x.test" }, "pass" },
   { "A21 nor is any other", { domain = "sender.x.test", sender = "other@sender.x.test" }, "fail" },
   { "A24 A28 a wildcard does not cover a name with records of its own", { domain = "host.wild.x.test" }, "none" },
   { "A24 and covers the others", { domain = "other.wild.x.test" }, "fail" },
   { "C03 ?all", { domain = "neutral.x.test" }, "neutral" },
   { "C20 an alias loop in ptr's forward look-up skips the name", { domain = "ptr.x.test", ip = "192.0.2.8" },
      "neutral" },
   { "C24 C26 a null sender is judged by its HELO name", { sender = "", helo = "helo.x.test" }, "pass" },
   { "D07 PTR names after the tenth are ignored", { domain = "ptr.x.test", ip = "192.0.2.7" }, "neutral" },
   { "D15 the void look-up of exp= is not counted", { domain = "expvoid.x.test" }, "fail" },
   { "D16 nor is that of the record itself", { domain = "nothing.x.test" }, "none" },
   { "D18 three lists of strangers", { domain = "lists.x.test" }, "permerror" },
   { "D21 aliases cost nothing", { domain = "chain.x.test" }, "pass" },
   { "D22 mx is void once, however many hosts lack an address", { domain = "mx4.x.test", ip = "2001:db8::1" }, "fail" },
   { "D22 by query each miss counts", { domain = "mx4.x.test", ip = "2001:db8::1", profile = "strict-void-per-query" },
      "permerror" },
   { "H05 records split over names cost a lookup each", { domain = "split5.x.test", ip = "192.0.2.2" }, "pass" },
}

describe("rules of SPF", function()
   for _, case in ipairs(RESULTS) do
      it(case[1], function()
         local verdict = check(case[2])
         assert.equal(case[3], verdict.result, verdict.reason)
      end)
   end

   it("A22 a U-label is asked for as an A-label", function()
      local name = assert(core.domain.to_ascii("B\xC3\xBCcher.x.test"))
      assert.equal("fail", check { domain = name }.result)
   end)

   it("D08 ptr costs one each time it is written", function()
      assert.equal(3, check({ domain = "ptrs.x.test", ip = "192.0.2.7" }).lookups)
   end)

   it("D21 H05 counts neither aliases nor strings, but each include", function()
      assert.equal(1, check({ domain = "chain.x.test" }).lookups)
      assert.equal(2, walk("split5.x.test", { facts = known:view() }).lookups)
   end)

   it("E05 the ending of an included record changes nothing for the parent", function()
      assert.equal("softfail", check({ domain = "soft.x.test", ip = "198.51.100.1" }).result)
      assert.equal("ok", walk("soft.x.test", { facts = known:view() }).result)
   end)

   -- rule, the record of acme.example, other records, the code it must raise, and a record that must not
   local CODES = {
      { "C21 ptr", "v=spf1 ptr -all", "spf-ptr", "v=spf1 mx -all" },
      { "E18 more than 100,000 addresses", "v=spf1 ip4:198.18.0.0/15 -all", "spf-many-addresses",
         "v=spf1 ip4:198.18.0.0/16 -all" },
      { "E19 +all", "v=spf1 +all", "spf-anyone", "v=spf1 -all" },
      { "E19 ip4:0.0.0.0/0", "v=spf1 ip4:0.0.0.0/0 -all", "spf-anyone", "v=spf1 ip4:128.0.0.0/2 -all" },
      { "E19 two halves", "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", "spf-anyone", "v=spf1 ip4:0.0.0.0/1 -all" },
      { "E21 two names of one policy", "v=spf1 include:p.acme.example include:q.acme.example -all",
         "spf-same-policy-twice",
         "v=spf1 include:p.acme.example -all" },
      { "E22 Google's blocks one by one", "v=spf1 include:_netblocks.google.com -all", "spf-google-netblocks",
         "v=spf1 -all" },
      { "E23 amazonses.com where SES never asks", "v=spf1 include:amazonses.com -all", "spf-amazonses-unused",
         "v=spf1 mx -all" },
      { "E27 %{p}", "v=spf1 a:%{p}.acme.example -all", "spf-macro-p", "v=spf1 a:%{d}.acme.example -all" },
      { "D18 three macro terms",
         "v=spf1 exists:%{i}.a.acme.example exists:%{i}.b.acme.example exists:%{i}.c.acme.example -all",
         "spf-void-risk", "v=spf1 exists:%{i}.a.acme.example exists:%{i}.b.acme.example -all" },
      { "E09 an include that depends on the sender", "v=spf1 include:%{l}.acme.example -all", "spf-lookups-lower-bound",
         "v=spf1 mx -all" },
   }

   local function codes_of(record)
      local set = {}
      local audit = support.audit(support.zone {
         ["acme.example"] = { TXT = { record } }, ["p.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.1 -all" } },
         ["q.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.1 -all" } },
         ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.9 -all" } },
         ["_netblocks.google.com"] = { TXT = { "v=spf1 ip4:192.0.2.64/27 ~all" } },
      })
      for _, item in ipairs(audit.findings) do set[item.code] = item end
      return set
   end

   for _, case in ipairs(CODES) do
      it(case[1], function()
         assert.is_truthy(codes_of(case[2])[case[3]])
         assert.is_nil(codes_of(case[4])[case[3]])
      end)
   end

   it("E23 with mail received by Amazon, WorkMail is named and nothing proposed", function()
      local audit = support.audit(support.zone {
         ["acme.example"] = {
            TXT = { "v=spf1 include:amazonses.com -all" },
            MX = { { preference = 10, exchange = "inbound-smtp.eu-west-1.amazonaws.com" } },
         },
         ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.9 -all" } }, ["inbound-smtp.eu-west-1.amazonaws.com"] = {
            A = { "192.0.2.8" } },
      })
      local item = support.find(audit, "spf-amazon-workmail")
      assert.is_nil(item.advice)
      assert.is_nil(support.find(audit, "spf-amazonses-unused"))
   end)

   it("H01 H04 what is cut comes whole, and a split adds no space", function()
      local long = "v=spf1 " .. ("ip4:192.0.2.1 "):rep(30) .. "-all"
      local answer = core.answer.make { name = "a.test", type = "TXT", records = { long } }
      assert.equal(long, answer[1])
      assert.same({ 255, #long - 255 }, { #answer:strings(1)[1], #answer:strings(1)[2] })
   end)
end)

-- Every rule of these sections, by number; some test of the project has it in its name.
local SECTIONS = { A = 28, B = 40, C = 26, D = 22, E = 28, F = 12, G = 5, H = 5, I = 15 }

describe("every rule of SPF", function()
   local names = {}
   local pipe = assert(io.popen("cat spec/core/test_*.c spec/*_spec.lua spec/*/*_spec.lua"))
   for number in pipe:read("a"):gmatch("%f[%w]([A-I]%d%d)%f[%W]") do names[number] = true end
   pipe:close()
   for section, last in pairs(SECTIONS) do
      it("of section " .. section .. " is named by a test", function()
         local missing = {}
         for i = 1, last do
            local rule = ("%s%02d"):format(section, i)
            if not names[rule] then missing[#missing + 1] = rule end
         end
         assert.same({}, missing)
      end)
   end
end)
