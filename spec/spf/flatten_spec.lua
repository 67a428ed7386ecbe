-- SPDX-License-Identifier: MIT
-- Flattening by rule: what is written, what stays and why, and what is refused. Random policies are in
-- flatten_properties_spec.lua.
local compare = require "sesame.spf.compare"
local denote = require "sesame.spf.denote"
local layout = require "sesame.spf.flatten.layout"
local policies = require "spec.support.policies"
local published = require "spec.support.published"
local spf = require "sesame.spf"
local support = require "spec.support.facts"
local words = require "sesame.report.spf_flatten_words"

local function record(text) return { TXT = { text } } end

local function flatten(records, options)
   local given = { facts = support.of(records) }
   for name, value in pairs(options or {}) do
      if name ~= "domain" then given[name] = value end
   end
   return assert(spf.flatten(options and options.domain or "a.test", given))
end

local function all(records, options)
   options = options or {}
   options.all, options.third_party = true, true
   return flatten(records, options)
end

local function text_of(made, name)
   for _, item in ipairs(made.records) do
      if item.name == (name or made.domain) then return item.text end
   end
end

local function reason_for(made, term)
   for _, item in ipairs(made.kept) do
      if item.term == term then return words.reason(item.reason) end
   end
end

local HOST = { A = { "192.0.2.1", "192.0.2.2" } }

-- rule, records, the record that comes of it
local WRITTEN = {
   { "I02 what denies inside an include is cut out", { ["a.test"] = record "v=spf1 include:b.test -all",
      ["b.test"] = record "v=spf1 ip4:192.0.2.1 -ip4:192.0.2.2 ip4:192.0.2.0/29" },
      "v=spf1 ip4:192.0.2.0/31 ip4:192.0.2.3 ip4:192.0.2.4/30 -all" },
   { "I03 the order of the record's own qualifiers stays",
      { ["a.test"] = record "v=spf1 -ip4:192.0.2.7 include:b.test ?a:h.test ~all",
      ["b.test"] = record "v=spf1 ip4:192.0.2.0/24 -all", ["h.test"] = HOST },
         "v=spf1 -ip4:192.0.2.7 ip4:192.0.2.0/24 ?ip4:192.0.2.1 ?ip4:192.0.2.2 ~all" },
   { "I06 adjacent blocks become one", { ["a.test"] = record "v=spf1 include:b.test include:c.test -all",
      ["b.test"] = record "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/26 -all",
         ["c.test"] = record "v=spf1 ip4:192.0.2.192/26 ip4:192.0.2.0/30 -all" },
      "v=spf1 ip4:192.0.2.0/24 -all" },
   { "I07 but no address is added", { ["a.test"] = record "v=spf1 include:b.test -all",
      ["b.test"] = record "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip6:2001:db8::1 -all" },
         "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip6:2001:db8::1 -all" },
   { "I13 unknown modifiers and exp stay", { ["a.test"] = record "v=spf1 x-owner=ops include:b.test exp=e.%{d} -all",
      ["b.test"] = record "v=spf1 ip4:192.0.2.0/24 -all" }, "v=spf1 x-owner=ops ip4:192.0.2.0/24 exp=e.%{d} -all" },
   { "C06 a redirect becomes the sets of its results", { ["a.test"] = record "v=spf1 redirect=b.test ip4:198.51.100.1",
      ["b.test"] = record "v=spf1 -ip4:192.0.2.7 ip4:192.0.2.6/31 ~all" },
         "v=spf1 ip4:198.51.100.1 ip4:192.0.2.6 -ip4:192.0.2.7 ~all" },
   { "an include that passes nobody leaves nothing behind", { ["a.test"] = record "v=spf1 include:b.test -all",
      ["b.test"] = record "v=spf1 -all" },
      "v=spf1 -all" },
   { "B14 prefix lengths for each family", { ["a.test"] = record "v=spf1 a:h.test/24//64 -all",
      ["h.test"] = { A = { "192.0.2.9" }, AAAA = { "2001:db8::9" } } },
         "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/64 -all" },
}

-- what, records, the term that stays, a word of the reason
local KEPT = {
   { "I04 exists", { ["a.test"] = record "v=spf1 exists:%{i}.l.test include:b.test -all",
      ["b.test"] = record "v=spf1 ip4:192.0.2.1 -all" },
      "exists:%{i}.l.test", "more than the sender's address" },
   { "I04 an include with ptr below it", { ["a.test"] = record "v=spf1 include:b.test a:h.test -all",
      ["b.test"] = record "v=spf1 include:c.test -all",
      ["c.test"] = record "v=spf1 ptr -all", ["h.test"] = HOST }, "include:b.test", "^ptr in the record of c.test" },
   { "I04 a macro in an include", { ["a.test"] = record "v=spf1 include:%{l}.test a:h.test -all", ["h.test"] = HOST },
      "include:%{l}.test",
      "more than the sender's address" },
   { "C08 a missing include", { ["a.test"] = record "v=spf1 a:h.test include:gone.test -all", ["h.test"] = HOST },
      "include:gone.test",
      "permerror" },
   { "C09 an include that is an error for some", { ["a.test"] = record "v=spf1 a:h.test include:b.test -all",
      ["h.test"] = HOST,
      ["b.test"] = record "v=spf1 ip4:192.0.2.9 include:gone.test" }, "include:b.test", "no proof" },
}

describe("spf.flatten", function()
   for _, case in ipairs(WRITTEN) do
      it(case[1], function()
         local made = all(case[2])
         assert.same({ "flattened", case[3] }, { made.verdict, text_of(made) }, words.reason(made.reason))
      end)
   end

   for _, case in ipairs(KEPT) do
      it("keeps " .. case[1], function()
         local made = all(case[2])
         assert.equal("flattened", made.verdict, words.reason(made.reason))
         assert.matches(case[4], reason_for(made, case[3]))
         assert.is_truthy((" " .. text_of(made) .. " "):find(" " .. case[3] .. " ", 1, true))
      end)
   end

   for _, policy in ipairs(policies) do
      it("I01 proves or refuses what other flatteners get wrong: " .. policy.what, function()
         local made = all(policy.records)
         if policy.refused then
            assert.equal("refused", made.verdict)
            assert.matches(policy.refused, reason_for(made, policy.term) or words.reason(made.reason))
            return
         end
         assert.equal("flattened", made.verdict, words.reason(made.reason))
         local before, after = support.of(policy.records), published(support.of(policy.records), made.changes)
         assert.equal("equal", compare(assert(denote("a.test", { facts = before })),
            assert(denote("a.test", { facts = after }))).verdict)
         for ip, result in pairs(policy.results) do
            for _, facts in ipairs { before, after } do
               assert.equal(result,
                  spf.check_host({ facts = facts, ip = ip, domain = "a.test", sender = "u@a.test" }).result, ip)
            end
         end
      end)
   end

   it("I11 writes nothing when DNS fails anywhere", function()
      for _, name in ipairs { "b.test", "c.test", "h.test", "a.test", "_spf-source.a.test" } do
         local records = {
            ["a.test"] = record "v=spf1 include:b.test mx:m.test -all",
            ["b.test"] = record "v=spf1 include:c.test -all",
            ["c.test"] = record "v=spf1 ip4:192.0.2.1 -all",
            ["m.test"] = { MX = { { preference = 1, exchange = "h.test" } } },
               ["h.test"] = HOST,
         }
         records[name] = { all = "servfail" }
         local made = all(records)
         assert.same({ "unknown", 0, 0 }, { made.verdict, #made.changes, #made.records }, name)
         assert.matches("DNS did not tell", words.reason(made.reason))
      end
   end)

   it("I08 takes other people's addresses only when told so, named or not", function()
      local records = { ["acme.example"] = record "v=spf1 include:_own.acme.example include:mailer.test -all",
         ["_own.acme.example"] = record "v=spf1 ip4:192.0.2.1 -all",
         ["mailer.test"] = record "v=spf1 ip4:192.0.2.2 -all" }
      local made = flatten(records, { domain = "acme.example", all = true })
      assert.equal("v=spf1 ip4:192.0.2.1 include:mailer.test -all", text_of(made))
      assert.matches("mailer.test's, which changes them", reason_for(made, "include:mailer.test"))
      made = flatten(records, { domain = "acme.example", only = { "mailer.test" } })
      assert.equal("refused", made.verdict)
      assert.matches("%-%-third%-party flattens it all the same", words.reason(made.reason))
      made = flatten(records, { domain = "acme.example", only = { "mailer.test" }, third_party = true })
      assert.equal("v=spf1 include:_own.acme.example ip4:192.0.2.2 -all", text_of(made))
      assert.matches("mailer.test may change theirs at any time", words.risk(made.risk))
   end)

   local function crowded()
      local records = { ["acme.example"] = record("v=spf1 include:_own.acme.example include:x.test include:y.test"
         .. (" include:_leaf.acme.example"):rep(6) .. " -all"), ["_leaf.acme.example"] = record "v=spf1 -all" }
      records["_own.acme.example"] = record "v=spf1 a:h1.acme.example -all"
      records["x.test"] = record "v=spf1 a:h1.acme.example a:h2.acme.example ip4:192.0.2.128/25 -all"
      records["y.test"] = record "v=spf1 a:h1.acme.example ip4:198.51.100.0/24 -all"
      records["h1.acme.example"], records["h2.acme.example"] = { A = { "192.0.2.1" } }, { A = { "192.0.2.2" } }
      return records
   end

   it("I08 flattens the fewest terms that reach the target, own ones first", function()
      local made = flatten(crowded(), { domain = "acme.example", third_party = true })
      assert.same({ "flattened", 13 }, { made.verdict, made.before }, words.reason(made.reason))
      assert.is_true(made.after <= 10)
      for _, item in ipairs(made.flattened) do assert.is_false(item.third_party, item.term) end
      local least = flatten(crowded(), { domain = "acme.example", third_party = true, target = 3 })
      assert.equal("flattened", least.verdict, words.reason(least.reason))
      assert.is_true(least.after <= 3)
   end)

   it("I08 says what can be reached when the target cannot", function()
      local made = flatten(crowded(), { domain = "acme.example", target = 3 })
      assert.equal("refused", made.verdict)
      assert.matches("^3 lookups are out of reach: %d at best, 0 with %-%-third%-party", words.reason(made.reason))
      local nothing = flatten(crowded(), { domain = "acme.example", target = 13 })
      assert.equal("nothing", nothing.verdict)
   end)

   local function large(count)
      local terms = {}
      for i = 0, count - 1 do terms[i + 1] = ("ip4:198.%d.%d.0/24"):format(18 + i // 128, 2 * (i % 128)) end
      return { ["a.test"] = record "v=spf1 include:b.test ~all",
         ["b.test"] = record("v=spf1 " .. table.concat(terms, " ") .. " -all"),
         ["_spf2.a.test"] = { TXT = { "taken" } } }
   end

   it("I10 H05 splits what is too large, at terms, over names that are free, and counts anew", function()
      local made = all(large(60))
      assert.equal("flattened", made.verdict, words.reason(made.reason))
      assert.equal(3, made.after)
      assert.equal("v=spf1 include:_spf1.a.test include:_spf3.a.test include:_spf4.a.test ~all", text_of(made))
      for _, item in ipairs(made.records) do
         assert.is_true(item.octets <= 450)
         assert.is_true(spf.parse(item.text).valid)
      end
      assert.equal("flattened", all(large(60), { octets = 1200 }).verdict)
      assert.equal(0, all(large(60), { octets = 1200 }).after)
   end)

   it("I10 refuses what no ten records hold", function()
      local made = all(large(250))
      assert.equal("refused", made.verdict)
      assert.matches("it would still take %d+ lookups, over 10", words.reason(made.reason))
   end)

   it("H01 H03 counts the other TXT records of the name, keeps them, and cuts strings without a space", function()
      local records = large(12)
      records["a.test"].TXT[2] = ("x"):rep(300)
      local made = all(records)
      assert.equal("v=spf1 include:_spf1.a.test ~all", text_of(made))
      for _, change in ipairs(made.changes) do
         if change.name == "a.test" then
            assert.same({ ("x"):rep(255), ("x"):rep(45) }, change.values[1])
            assert.equal("v=spf1 include:_spf1.a.test ~all", table.concat(change.values[2]))
         end
      end
      local text = text_of(made, "_spf1.a.test")
      assert.equal(text, table.concat(layout.strings(text)))
      for _, part in ipairs(layout.strings(("y"):rep(600))) do assert.is_true(#part <= 255) end
   end)

   it("I05 carries the smallest TTL met, and says that hosts may move", function()
      local made = all { ["a.test"] = record "v=spf1 a:h.test -all", ["h.test"] = HOST }
      assert.equal(made.ttl, made.changes[1].ttl)
      assert.matches(("within %d seconds"):format(made.ttl), words.risk(made.risk))
      assert.matches("Hosts behind a and mx may move", words.risk(made.risk))
   end)

   it("lists the addresses that the limits hit until now", function()
      local records = { ["a.test"] = record("v=spf1" .. (" include:b.test"):rep(11) .. " ip4:198.51.100.1 -all"),
         ["b.test"] = record "v=spf1 ip4:192.0.2.1 -all" }
      local made = all(records)
      assert.equal("v=spf1 ip4:192.0.2.1 ip4:198.51.100.1 -all", text_of(made))
      assert.is_true(made.proof.mended:contains "198.51.100.1")
      assert.is_false(made.proof.mended:contains "192.0.2.1")
   end)

   it("I14 I15 leaves what includes the record with the result it had", function()
      local records = { ["a.test"] = record "v=spf1 include:b.test -all",
         ["b.test"] = record "v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.7 -all",
         ["x.test"] = record "v=spf1 redirect=a.test" }
      local made = all(records)
      local before = assert(denote("x.test", { facts = support.of(records) }))
      local after = published(support.of(records), made.changes)
      assert.equal("equal", compare(before, assert(denote("x.test", { facts = after }))).verdict)
   end)

   it("refuses what is no policy, and misuse", function()
      assert.matches("no SPF record", words.reason(all({ ["a.test"] = { TXT = { "x" } } }).reason))
      assert.matches("has a fault", words.reason(all({ ["a.test"] = record "v=spf1 ip:192.0.2.1 -all" }).reason))
      assert.matches("no term can be flattened",
         words.reason(all({ ["a.test"] = record "v=spf1 ip4:192.0.2.1 -all" }).reason))
      local facts = support.of { ["a.test"] = record "v=spf1 ip4:192.0.2.1 -all" }
      local _, message, code = spf.flatten("a.test", { facts = facts, only = { "mx" } })
      assert.same({ "'mx' is no term of the record", "bad-option" }, { message, code })
      assert.equal("bad-option", select(3, spf.flatten("a.test", { facts = facts, only = { "ip4:192.0.2.1" } })))
      assert.equal("no-record", select(3, spf.flatten("a.test", { facts = facts, source = "gone.test" })))
      assert.equal("bad-name", select(3, spf.flatten("a..test", { facts = facts })))
      assert.has_error(function() spf.flatten("a.test", { facts = facts, targets = 3 }) end)
   end)
end)

describe("a flattened record and its source", function()
   local SOURCE = "v=spf1 include:b.test a:h.test -all"
   local function records(own, far)
      return { ["a.test"] = record(own), ["_spf-source.a.test"] = record(SOURCE), ["h.test"] = { A = { "192.0.2.1" } },
         ["b.test"] = record(far or "v=spf1 ip4:198.51.100.0/24 -all") }
   end

   local function drift(zone, source) return spf.drift("a.test", { facts = support.of(zone), source = source }) end

   it("is published, and is what the next flattening starts from", function()
      local zone = records(SOURCE)
      zone["_spf-source.a.test"] = nil
      local made = all(zone)
      local last = made.changes[#made.changes]
      assert.same({ "_spf-source.a.test", "add", SOURCE }, { last.name, last.action, table.concat(last.values[1]) })
      local again = all(records "v=spf1 -all")
      assert.equal("v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 -all", text_of(again))
      assert.same({ "a.test" }, { again.changes[1].name, again.changes[2] and again.changes[2].name })
      assert.same({}, all(records "v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 -all").changes)
      assert.equal(257, again.published.gained.ip4)
      local edited = all(records "v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 ip4:203.0.113.9 -all")
      assert.matches("edited by hand, or stale%): 0 IPv4 addresses will pass that do not now, 1 will not that do now",
         words.note(edited.notes[1]))
      assert.same({ "203.0.113.9", "pass", "fail" }, { edited.published.changes[1].first,
         edited.published.changes[1].from,
         edited.published.changes[1].to })
   end)

   it("takes back the further names that are used no more", function()
      local zone = records "v=spf1 include:_spf1.a.test include:_spf2.a.test -all"
      zone["_spf1.a.test"], zone["_spf2.a.test"] = record "v=spf1 ip4:192.0.2.9 -all",
         record "v=spf1 ip4:192.0.2.10 -all"
      local made = all(zone)
      local shown = {}
      for i, change in ipairs(made.changes) do shown[i] = change.action .. " " .. change.name end
      assert.same({ "replace a.test", "remove _spf1.a.test", "remove _spf2.a.test" }, shown)
   end)

   it("I09 has drifted when it is stale, with the missing and the extra ranges", function()
      local zone = records("v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 -all",
         "v=spf1 ip4:198.51.100.0/25 ip4:203.0.113.0/30 -all")
      local found = assert(drift(zone))
      assert.equal("drifted", found.verdict)
      assert.same({ { family = "ip4", first = "203.0.113.0", last = "203.0.113.3" } }, found.missing)
      assert.same({ { family = "ip4", first = "198.51.100.128", last = "198.51.100.255" } }, found.extra)
      assert.equal("equal", drift(records "v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 -all").verdict)
   end)

   it("takes a source by name, by text, or says that there is none", function()
      local zone = records "v=spf1 ip4:192.0.2.1 ip4:198.51.100.0/24 -all"
      assert.equal("equal", drift(zone, SOURCE).verdict)
      zone["_spf-source.a.test"], zone["edit.a.test"] = nil, record(SOURCE)
      assert.equal("equal", drift(zone, "edit.a.test").verdict)
      assert.equal("no-source", select(3, drift(zone)))
      zone["b.test"] = { all = "timeout" }
      assert.equal("unknown", drift(zone, SOURCE).code)
      zone["_spf-source.a.test"] = { all = "servfail" }
      assert.equal("unknown", select(3, drift(zone)))
   end)
end)

describe("a flattening asks", function()
   it("each question once, so that what it proves is what it prints", function()
      local records = { ["a.test"] = record "v=spf1 include:b.test a:h.test -all",
         ["b.test"] = record "v=spf1 ip4:192.0.2.0/24 -all",
         ["h.test"] = HOST }
      local facts, seen = support.of(records), {}
      assert.equal("flattened",
         assert(spf.flatten("a.test", { facts = facts, all = true, third_party = true })).verdict)
      for _, question in ipairs(facts.asked) do
         assert.is_nil(seen[question], question)
         seen[question] = true
      end
   end)

   it("whether a wildcard covers the further names, and takes those it does", function()
      local records = { ["a.test"] = record "v=spf1 include:b.test ~all", ["*.a.test"] = record "v=spf1 -all" }
      local terms = {}
      for i = 0, 29 do terms[i + 1] = ("ip4:198.51.%d.0/24"):format(2 * i) end
      records["b.test"] = record("v=spf1 " .. table.concat(terms, " ") .. " -all")
      local made = all(records)
      assert.equal("flattened", made.verdict, words.reason(made.reason))
      assert.equal("v=spf1 include:_spf1.a.test include:_spf2.a.test ~all", text_of(made))
      for i = 1, 60 do records[("_spf%d.a.test"):format(i)] = record "v=spf1 -all" end
      assert.matches("no free names _spf1, _spf2", words.reason(all(records).reason))
   end)
end)
