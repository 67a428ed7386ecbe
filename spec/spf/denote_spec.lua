-- SPDX-License-Identifier: MIT
-- Denotations by rule: what a policy says to single addresses. Random trees against the evaluator are in
-- spec/core/test_spf_denote_properties.c.
local denote = require "sesame.spf.denote"
local support = require "spec.support.facts"

local function spf(text) return { TXT = { text } } end

local function of(records, subject, options)
   options = options or {}
   options.facts = support.of(records)
   return denote(subject or "a.test", options)
end

-- A decision as one text: "pass", "exists:%{i}.x ? pass : fail".
local function text_of(decision)
   if type(decision) == "string" then return decision end
   if not decision.yes then return decision.term end
   return ("%s ? %s : %s"):format(decision.term, text_of(decision.yes), text_of(decision.no))
end

local HUNDRED = {}
for i = 1, 11 do HUNDRED[i] = { preference = i, exchange = ("m%d.test"):format(i) } end

-- rule, records of a.test and others, { address = decision }
local CASES = {
   { "C01 the first match decides", { ["a.test"] = spf "v=spf1 -ip4:192.0.2.7 ip4:192.0.2.0/24 ~all" },
      { ["192.0.2.6"] = "pass", ["192.0.2.7"] = "fail", ["192.0.2.8"] = "pass", ["192.0.3.0"] = "softfail" } },
   { "I03 the order of qualifiers counts, whatever holds what",
      { ["a.test"] = spf "v=spf1 ip4:192.0.2.0/25 -ip4:192.0.2.0/26 ?ip4:192.0.2.0/24 ~ip4:192.0.0.0/16 -all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.127"] = "pass", ["192.0.2.128"] = "neutral", ["192.0.3.0"] = "softfail",
         ["192.1.0.0"] = "fail" } },
   { "I02 C09 C11 of an include only what passes matches",
      { ["a.test"] = spf "v=spf1 include:b.test -all",
         ["b.test"] = spf "v=spf1 ip4:192.0.2.1 -ip4:192.0.2.2 ip4:192.0.2.0/24" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "fail", ["192.0.2.3"] = "pass", ["192.0.3.1"] = "fail" } },
   { "C10 the outer qualifier is given",
      { ["a.test"] = spf "v=spf1 ?include:b.test ~include:c.test -all", ["b.test"] = spf "v=spf1 ip4:192.0.2.1 -all",
         ["c.test"] = spf "v=spf1 ip4:192.0.2.0/30 -all" },
      { ["192.0.2.1"] = "neutral", ["192.0.2.2"] = "softfail", ["192.0.2.4"] = "fail" } },
   { "C08 an include without a record is permerror for who comes to it",
      { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 include:gone.test ip4:192.0.2.2 -all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "permerror", ["2001:db8::1"] = "permerror" } },
   { "C09 an error inside an include stays one",
      { ["a.test"] = spf "v=spf1 include:b.test -all",
         ["b.test"] = spf "v=spf1 ip4:192.0.2.1 -ip4:192.0.2.2 include:gone.test -all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "fail", ["192.0.2.3"] = "permerror" } },
   { "C05 C06 redirect after all mechanisms, and never beside all",
      { ["a.test"] = spf "v=spf1 redirect=b.test ip4:192.0.2.1",
         ["b.test"] = spf "v=spf1 -ip4:192.0.2.1 ip4:192.0.2.2 redirect=c.test -all",
         ["c.test"] = spf "v=spf1 +all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "pass", ["192.0.2.3"] = "fail" } },
   { "C07 redirect to nothing is permerror", { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 redirect=gone.test" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "permerror" } },
   { "C02 C03 without all, and with ?all: neutral", { ["a.test"] = spf "v=spf1 ip4:192.0.2.1" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "neutral", ["2001:db8::1"] = "neutral" } },
   { "E04 behind an include that passes everybody nothing is reached",
      { ["a.test"] = spf "v=spf1 ~include:b.test -ip4:192.0.2.1 include:gone.test -all",
         ["b.test"] = spf "v=spf1 +all" },
      { ["192.0.2.1"] = "softfail", ["2001:db8::1"] = "softfail" } },
   { "E04 a redirect that is never reached may stand before what is",
      { ["a.test"] = spf "v=spf1 redirect=gone.test -ip4:192.0.2.1 include:b.test", ["b.test"] = spf "v=spf1 +all" },
      { ["192.0.2.1"] = "fail", ["192.0.2.2"] = "pass" } },
   { "C12 B14 a and mx with a prefix length for each family",
      { ["a.test"] = spf "v=spf1 a:h.test/24//64 mx:m.test -all", ["h.test"] = { A = { "192.0.2.9" },
         AAAA = { "2001:db8::9" } },
         ["m.test"] = { MX = { { preference = 5, exchange = "h2.test" } } }, ["h2.test"] = { A = { "198.51.100.1" } } },
      { ["192.0.2.255"] = "pass", ["192.0.3.0"] = "fail", ["2001:db8::ffff"] = "pass", ["2001:db8:0:1::"] = "fail",
         ["198.51.100.1"] = "pass" } },
   { "D06 E24 more than ten MX names is permerror", { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 mx:m.test -all",
      ["m.test"] = { MX = HUNDRED } },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "permerror" } },
   { "D12 a loop is permerror for who comes to it", { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 include:a.test -all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "permerror" } },
   { "C17 what DNS does not tell is temperror, and no host behind it is tried",
      { ["a.test"] = spf "v=spf1 mx:m.test -all",
         ["m.test"] = { MX = { { preference = 1, exchange = "h1.test" }, { preference = 3, exchange = "h3.test" },
            { preference = 2, exchange = "bad.test" } } },
         ["h1.test"] = { A = { "192.0.2.1" } }, ["h3.test"] = { A = { "192.0.2.3" } },
         ["bad.test"] = { all = "servfail" } },
      { ["192.0.2.1"] = "pass", ["192.0.2.3"] = "temperror", ["192.0.2.4"] = "temperror" } },
   { "C13 IPv4-mapped clients are IPv4", { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 ip6:::ffff:0:0/96 -all" },
      { ["::ffff:192.0.2.1"] = "pass", ["::ffff:192.0.2.2"] = "fail", ["192.0.2.2"] = "fail" } },
   { "A16 no record is none", { ["a.test"] = spf "nothing" }, { ["192.0.2.1"] = "none", ["::1"] = "none" } },
   { "A04 two records are permerror", { ["a.test"] = { TXT = { "v=spf1 -all", "v=spf1 -all" } } },
      { ["192.0.2.1"] = "permerror" } },
   { "E10 %{d} and %{v} are known", { ["a.test"] = spf "v=spf1 include:%{v}.%{d} -all",
      ["ip6.a.test"] = spf "v=spf1 ip6:2001:db8::/32 -all",
         ["in-addr.a.test"] = spf "v=spf1 ip4:192.0.2.1 -all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "fail", ["2001:db8::1"] = "pass" } },
   { "I04 what depends on the sender stays a question",
      { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 exists:%{i}.x.test -ptr ip4:192.0.2.2 ~all" },
      { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "exists:%{i}.x.test ? pass : -ptr ? fail : pass",
         ["192.0.2.3"] = "exists:%{i}.x.test ? pass : -ptr ? fail : softfail" } },
   { "I04 also inside an include, and where it does not match evaluation goes on outside",
      { ["a.test"] = spf "v=spf1 include:b.test ip4:192.0.2.1 -all",
         ["b.test"] = spf "v=spf1 -exists:%{i}.x.test ip4:192.0.2.0/30 ~all" },
      { ["192.0.2.1"] = "-exists:%{i}.x.test ? pass : pass", ["192.0.2.2"] = "-exists:%{i}.x.test ? fail : pass",
         ["192.0.2.9"] = "-exists:%{i}.x.test ? fail : fail" } },
   { "E09 and a redirect that nobody can follow",
      { ["a.test"] = spf "v=spf1 ~include:b.test ip4:192.0.2.1 -all",
         ["b.test"] = spf "v=spf1 ip4:192.0.2.2 redirect=%{l}.test" },
      { ["192.0.2.2"] = "softfail", ["192.0.2.1"] = "redirect=%{l}.test ? softfail : pass" } },
   { "E26 exists without macros matches everybody or nobody",
      { ["a.test"] = spf "v=spf1 ?exists:gone.test ~exists:h.test -all", ["h.test"] = { A = { "127.0.0.2" } } },
      { ["192.0.2.1"] = "softfail", ["2001:db8::1"] = "softfail" } },
}

describe("spf.denote", function()
   it("A01 takes a record beside more TXT records than one message holds", function()
      local many = {}
      for i = 1, 265 do many[i] = ("verification-%03d="):format(i) .. ("x"):rep(210) end
      local facts = support.of { ["a.test"] = { TXT = many } }
      assert.equal(#many, #facts:get("a.test", "TXT"))
      local made = denote("v=spf1 ip4:192.0.2.1 -all", { facts = facts, domain = "a.test" })
      assert.equal("pass", text_of(made:at "192.0.2.1"))
      assert.equal("fail", text_of(made:at "192.0.2.2"))
   end)

   for _, case in ipairs(CASES) do
      it(case[1], function()
         local denotation = assert(of(case[2]))
         for address, expected in pairs(case[3]) do
            assert.equal(expected, text_of(denotation:at(address)), address)
         end
      end)
   end

   it("I01 covers every address of both families, without gaps", function()
      local list = assert(of { ["a.test"] = spf "v=spf1 ip4:0.0.0.0/1 ip4:255.255.255.255 ip6:8000::/1 -all" })
         :stretches()
      local shown = {}
      for i, stretch in ipairs(list) do
         shown[i] = ("%s-%s %s"):format(stretch.first, stretch.last, stretch.decision)
      end
      assert.same({
         "0.0.0.0-127.255.255.255 pass", "128.0.0.0-255.255.255.254 fail", "255.255.255.255-255.255.255.255 pass",
         "::-7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fail", "8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff pass",
      }, shown)
   end)

   it("D03 D13 says whom the limits hit, and lifts them", function()
      local records = { ["a.test"] = spf ("v=spf1 ip4:192.0.2.1" .. (" include:b.test"):rep(11)
         .. " ip4:192.0.2.3 -all"),
         ["b.test"] = spf "v=spf1 ip4:192.0.2.2 -all" }
      local denotation = assert(of(records))
      assert.same({ "pass", "pass", "pass" }, { denotation:at "192.0.2.1", denotation:at "192.0.2.2",
         denotation:at "192.0.2.3" })
      local limited = denotation.limited
      assert.same({ false, false, true, true }, { limited:contains "192.0.2.1", limited:contains "192.0.2.2",
         limited:contains "192.0.2.3",
         limited:contains "2001:db8::1" })
      local void = assert(of { ["a.test"] = spf "v=spf1 a:x.test a:y.test a:z.test ip4:192.0.2.1 -all" })
      assert.is_true(void.limited:is_all "ip4")
      assert.equal("pass", void:at "192.0.2.1")
      assert.is_true(of({ ["a.test"] = spf "v=spf1 mx -all" }).limited:is_empty())
   end)

   it("names the first term that was not learnt, and the smallest TTL", function()
      local denotation = assert(of { ["a.test"] = spf "v=spf1 ip4:192.0.2.1 include:bad.test -all",
         ["bad.test"] = { all = "servfail" } })
      assert.equal("include:bad.test in the record of a.test", denotation.unknown)
      assert.equal("number", type(denotation.ttl))
      assert.equal("the record of a.test", of({ ["a.test"] = { all = "timeout" } }).unknown)
      assert.is_nil(of({ ["a.test"] = spf "v=spf1 -all" }).unknown)
   end)

   it("takes a record that is not published, beside the other TXT records of its domain", function()
      local records = { ["a.test"] = { TXT = { "token=1", "v=spf1 -all" }, A = { "192.0.2.1" } } }
      local denotation = assert(of(records, "v=spf1 a -all", { domain = "a.test" }))
      assert.same({ "pass", "fail", true }, { denotation:at "192.0.2.1", denotation:at "192.0.2.2",
         denotation.literal })
      assert.equal("pass", of({}, "v=spf1 ip4:192.0.2.0/24 -all"):at "192.0.2.9")
   end)

   -- subject, options, code
   local REFUSED = {
      { "a..test", {}, "bad-name" }, { "v=spf1 ip:192.0.2.1 -all", {}, "bad-syntax" },
      { "v=spf1 mx -all", {}, "bad-option" },
      { "v=spf1 exists:%{i}.%{d} -all", {}, "bad-option" }, { "v=spf1 -all", { domain = "-..x" }, "bad-name" },
   }
   it("refuses what is neither a domain nor a record, and says why", function()
      for _, case in ipairs(REFUSED) do
         local denotation, message, code = of({}, case[1], case[2])
         assert.is_nil(denotation)
         assert.equal(case[3], code, case[1])
         assert.is_truthy(message:find("%a"))
      end
   end)

   it("refuses a policy with a thousand questions, and does not fall over it", function()
      local function questions(count)
         local terms = {}
         for i = 1, count do terms[i] = (" exists:%%{i}.x%d.test"):format(i) end
         return { ["a.test"] = spf("v=spf1" .. table.concat(terms)) }
      end
      assert.equal("too-many", select(3, of(questions(1001))))
      local denotation = assert(of(questions(999)))
      assert.same({ 2, "table" }, { #denotation:stretches(), type(denotation:at "192.0.2.1") })
   end)

   it("D03 the eleventh lookup is one too many for whom no term before it matches", function()
      local function limited(count)
         local terms, records = {}, {}
         for i = 1, count do
            terms[i] = (" include:s%d.test"):format(i)
            records[("s%d.test"):format(i)] = spf(("v=spf1 ip4:192.0.2.%d -all"):format(i))
         end
         records["a.test"] = spf("v=spf1" .. table.concat(terms) .. " -all")
         return assert(of(records)).limited
      end
      assert.is_true(limited(10):is_empty())
      local over = limited(11)
      assert.same({ false, true, true }, { over:contains "192.0.2.10", over:contains "192.0.2.11",
         over:contains "203.0.113.1" })
   end)

   it("A17 says temperror for all where the record itself was not learnt, and permerror where it is faulty", function()
      local denotation = assert(of { ["a.test"] = { TXT = "servfail" } })
      assert.same({ "temperror", "temperror" }, { denotation:at "192.0.2.1", denotation:at "2001:db8::1" })
      assert.is_string(denotation.unknown)
      denotation = assert(of { ["a.test"] = spf "v=spf1 moo -all" })
      assert.same({ "permerror", nil }, { denotation:at "192.0.2.1", denotation.unknown })
   end)

   it("raises for misuse", function()
      assert.has_error(function() denote("a.test") end)
      assert.has_error(function() denote("a.test", { facts = support.of {}, x = 1 }) end,
         "unknown option 'x' (known: domain, facts, terms)")
   end)

   it("I08 says who may send by which term: the first that matches has the address", function()
      local denotation =
         assert(of({ ["a.test"] =
         spf "v=spf1 ip4:192.0.2.0/25 include:b.test -ip4:198.51.100.1 ip4:198.51.100.0/24 -all",
         ["b.test"] = spf "v=spf1 ip4:192.0.2.0/24 -all" }, nil, { terms = true }))
      local shares = {}
      for i,
         term in ipairs(denotation.terms) do
            shares[i] = term.text .. " " .. term.addresses:size "ip4" .. " " .. term.share:size "ip4" end
      assert.same({ "ip4:192.0.2.0/25 128 128", "include:b.test 256 128", "-ip4:198.51.100.1 1 1",
         "ip4:198.51.100.0/24 256 255",
         "-all 4294967296 4294966784" }, shares)
   end)
end)
