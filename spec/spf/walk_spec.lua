-- SPDX-License-Identifier: MIT
-- The walk at the Lua face; the rules themselves are tested in spec/core/test_spf_walk.c.
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"
local words = require "sesame.check.spf_walk_words"

local function tree_of(records, options)
   options = options or {}
   local facts = support.of(records)
   options.facts = facts
   return assert(walk("a.test", options)), facts
end

local function spf(text) return { TXT = { "unrelated", text } } end

local function cidrs(set)
   local list = {}
   for prefix in set:prefixes() do list[#list + 1] = prefix end
   return table.concat(list, " ")
end

describe("spf.walk", function()
   it("gives the tree of the command line's contract", function()
      local tree = tree_of {
         ["a.test"] = spf "v=spf1 include:b.test -a:h.test ~all",
         ["b.test"] = spf "v=spf1 ip4:192.0.2.0/24 mx ?all",
         ["h.test"] = { A = { "192.0.2.1" } },
      }
      assert.equal("a.test", tree.domain)
      assert.equal("ok", tree.result)
      assert.equal("v=spf1 include:b.test -a:h.test ~all", tree.record)
      assert.same({ 3, false, 10 }, { tree.lookups, tree.lower_bound, tree.limit })
      assert.same({ ip4 = 1, ip6 = 2 }, tree.void_lookups)
      local include, a, all = table.unpack(tree.terms)
      assert.same({ "include:b.test", { 7, 21 }, "+", 1, 2, 2, "counted", "b.test" },
         { include.text, include.range, include.qualifier, include.cost, include.total, include.running, include.status,
            include.target })
      assert.equal("v=spf1 ip4:192.0.2.0/24 mx ?all", include.record)
      assert.equal(3, #include.terms)
      assert.same({ "-", 1, 3, 3 }, { a.qualifier, a.total, a.running, a.position })
      assert.same({ "free", 0, 3 }, { all.status, all.cost, all.running })
      assert.equal("192.0.2.0/24", cidrs(tree.authorised))
   end)

   it("E16 shares and headroom of direct terms", function()
      local tree = tree_of { ["a.test"] = spf "v=spf1 include:b.test ptr -all",
         ["b.test"] = spf "v=spf1 ptr ptr ptr ?all" }
      local include, ptr = table.unpack(tree.terms)
      assert.same({ 0.4, 6, 0.1, 5 }, { include.share, include.headroom, ptr.share, ptr.headroom })
      assert.is_nil(include.terms[1].share)
   end)

   it("asks what is known at one depth together, and each question once", function()
      local rounds = 0
      local facts = support.of {
         ["a.test"] = spf "v=spf1 include:b.test include:c.test mx -all", ["b.test"] = spf "v=spf1 include:c.test -all",
         ["c.test"] = spf "v=spf1 a:h.test -all",
      }
      local all = facts.get_all
      function facts:get_all(questions)
         rounds = rounds + 1
         return all(self, questions)
      end
      walk("a.test", { facts = facts })
      table.sort(facts.asked)
      assert.same({ "a.test MX", "a.test TXT", "b.test TXT", "c.test TXT", "h.test A", "h.test AAAA" }, facts.asked)
      assert.equal(3, rounds)
   end)

   it("E08 names the term over the limit and the path to it", function()
      local tree = tree_of {
         ["a.test"] = spf "v=spf1 include:b.test include:b.test include:b.test -all",
         ["b.test"] = spf "v=spf1 ptr include:c.test ptr ?all", ["c.test"] = spf "v=spf1 ptr -all",
      }
      assert.equal(15, tree.lookups)
      assert.same({ "permerror", "lookup-limit" }, { tree.result, tree.problem })
      assert.same({ tree.terms[3] }, tree.over_limit)
      assert.equal("include:b.test is lookup 11, the limit is 10", words.reason(tree))
      tree = tree_of {
         ["a.test"] = spf "v=spf1 ptr ptr ptr ptr ptr ptr ptr include:b.test -all",
         ["b.test"] = spf "v=spf1 ptr include:c.test ?all", ["c.test"] = spf "v=spf1 ptr -all",
      }
      assert.equal(11, tree.over_limit[3].position)
      assert.equal(tree.terms[8].terms[2].terms[1], tree.over_limit[3])
      assert.equal("ptr is lookup 11, the limit is 10 (by a.test > b.test > c.test)", words.reason(tree))
   end)

   local reasons = {
      { "A16", { ["a.test"] = { A = { "192.0.2.1" } } }, "none", "no SPF record (nodata)" },
      { "A16 other texts", { ["a.test"] = { TXT = { "x" } } }, "none", "no SPF record among the TXT records" },
      { "A04", { ["a.test"] = { TXT = { "v=spf1 -all", "v=spf1 mx -all" } } }, "permerror", "several SPF records" },
      { "A17", { ["a.test"] = { TXT = "servfail" } }, "unknown", "not learnt from DNS (servfail)" },
      { "B01", { ["a.test"] = spf "v=spf1 foo -all" }, "permerror", "the SPF record has a fault" },
      { "E11", { ["a.test"] = spf "v=spf1 include:b.test -all", ["b.test"] = spf "v=spf1 redirect=A.test" },
         "permerror",
         "redirect=A.test: the record is being evaluated already: a.test > b.test > a.test" },
      { "E12", { ["a.test"] = spf "v=spf1 include:b.test -all", ["b.test"] = spf "v=spf1 include:gone.test -all" },
         "permerror",
         "include:gone.test: no SPF record there (nxdomain) (by a.test > b.test)" },
      { "E13", { ["a.test"] = spf "v=spf1 include:b.test -all", ["b.test"] = { TXT = "timeout" } }, "unknown",
         "include:b.test: not learnt from DNS (timeout)" },
      { "D13", { ["a.test"] = spf "v=spf1 a:x.test a:y.test mx:z.test -all" }, "permerror",
         "mx:z.test is void lookup 3 for IPv4 and IPv6 senders, the limit is 2" },
      { "B25", { ["a.test"] = spf "v=spf1 a:x..test -all" }, "permerror", "a:x..test: the target is no domain name" },
   }
   for _, case in ipairs(reasons) do
      it(case[1] .. " in words: " .. case[4], function()
         local tree = tree_of(case[2])
         assert.same({ case[3], case[4] }, { tree.result, words.reason(tree) })
      end)
   end

   it("E09 and E13 leave a lower bound, never a final total", function()
      local tree = tree_of { ["a.test"] = spf "v=spf1 include:%{i}.x.test include:b.test -all",
         ["b.test"] = { TXT = "refused" } }
      assert.same({ 2, true, "unknown" }, { tree.lookups, tree.lower_bound, tree.result })
      assert.same({ true, true, nil }, { tree.terms[1].macro, tree.terms[1].lower_bound, tree.terms[1].target })
      assert.same({ "unknown", "refused" }, { tree.terms[2].status, tree.terms[2].dns })
   end)

   it("E13 nobody passes for certain behind an include that may be an error, though it never passes", function()
      local tree = tree_of({ ["a.test"] = spf "v=spf1 include:b.test +all", ["b.test"] = spf "v=spf1 -a:c.test -all",
         ["c.test"] = { all = "servfail", A = "servfail", AAAA = "servfail" } }, { addresses = true })
      assert.same({ true, true }, { tree.authorised:is_empty(), tree.possible:is_all() })
      tree = tree_of({ ["a.test"] = spf "v=spf1 include:b.test +all",
         ["b.test"] = spf "v=spf1 -exists:%{i}.test -all" }, { addresses = true })
      assert.is_true(tree.authorised:is_all())
   end)

   it("gives the addresses of every term when asked to", function()
      local tree = tree_of({ ["a.test"] = spf "v=spf1 -ip4:192.0.2.1 include:b.test ptr ~all",
         ["b.test"] = spf "v=spf1 ip6:::/0 -all" },
         { addresses = true })
      assert.equal("192.0.2.1/32", cidrs(tree.terms[1].addresses))
      assert.equal("::/0", cidrs(tree.terms[2].addresses))
      assert.is_true(tree.terms[3].addresses:is_empty())
      assert.is_true(tree.terms[3].possible:is_all())
      assert.is_nil(tree_of({ ["a.test"] = spf "v=spf1 mx" }).terms[1].addresses)
   end)

   it("walks below a wildcard that never ends, within its bounds", function()
      local facts = support.of {}
      function facts.get_all(_, questions)
         local list = {}
         for i, question in ipairs(questions) do
            list[i] = require("sesame.core").answer.make {
               name = question.name, type = question.type, status = "ok",
               records = { "v=spf1 include:a.%{d} include:b.%{d} -all" },
            }
         end
         return list
      end
      local tree = assert(walk("a.test", { facts = facts }))
      assert.is_true(tree.too_large and tree.lower_bound)
      assert.is_true(tree.queries <= 300 and tree.records <= 2000)
      assert.equal("lookup-limit", tree.problem)
   end)

   it("refuses what is no domain, and misuse", function()
      local facts = support.of {}
      local tree, message, code = walk("a..test", { facts = facts })
      assert.is_nil(tree)
      assert.is_string(message)
      assert.equal("bad-name", code)
      assert.same({}, facts.asked)
      assert.has_error(function() walk("a.test") end)
      assert.has_error(function() walk("a.test", { facts = facts, adresses = true }) end,
         "unknown option 'adresses' (known: addresses, alone, denotation, facts)")
   end)

   it("asks nobody about a single label", function()
      local facts = support.of {}
      local tree = assert(walk("localhost", { facts = facts }))
      assert.same({ "none", "no SPF record (a single label is no mail domain)" }, { tree.result, words.reason(tree) })
      assert.same({}, facts.asked)
   end)

   it("keeps order: no result before the answers, no answer twice", function()
      local core = require "sesame.core"
      local walker = core.spf.walk("a.test")
      local answer = core.answer.make { name = "a.test", type = "TXT", status = "ok", records = { "v=spf1 -all" } }
      assert.same({ { name = "a.test", type = "TXT" } }, walker:needs())
      assert.equal("not-found", select(3, walker:result()))
      assert.equal("not-found", select(3, walker:feed({ name = "b.test", type = "TXT" }, answer)))
      assert.is_true(walker:feed({ name = "A.TEST", type = "TXT" }, answer))
      assert.equal("not-found", select(3, walker:feed({ name = "a.test", type = "TXT" }, answer)))
      assert.equal("ok", walker:result().result)
      assert.has_error(function() walker:result { adresses = true } end)
      walker:close()
      walker:close()
      assert.has_error(function() walker:needs() end, "the walk is closed")
   end)
end)

describe("what the walk decides", function()
   local function mx_of(count)
      local records = { ["a.test"] = { TXT = { "v=spf1 mx -all" }, MX = {} } }
      for i = 1, count do
         records["a.test"].MX[i] = { preference = i, exchange = ("m%d.test"):format(i) }
         records[("m%d.test"):format(i)] = { A = { ("192.0.2.%d"):format(i) } }
      end
      return records
   end

   it("ten MX hosts are looked up, eleven are too many", function()
      local tree = tree_of(mx_of(10), { addresses = true })
      assert.same({ "ok", "10" }, { tree.result, tree.authorised:size "ip4" })
      local over, facts = tree_of(mx_of(11), { addresses = true })
      assert.same({ "permerror", "mx-limit" }, { over.result, over.problem })
      for _, question in ipairs(facts.asked) do assert.is_nil(question:find("^m%d")) end
   end)

   it("a host behind the first that is not learnt does not certainly pass, whatever is not learnt behind it", function()
      local records = mx_of(3)
      records["m1.test"], records["m3.test"] = { A = "servfail", AAAA = "servfail" }, { A = "servfail",
         AAAA = "servfail" }
      local tree = tree_of(records, { addresses = true })
      assert.is_true(tree.authorised:is_empty())
      assert.is_false(tree.possible:is_empty())
   end)

   it("mx is not void while one of its hosts is not learnt", function()
      local records = mx_of(2)
      records["m1.test"], records["m2.test"] = { A = "servfail", AAAA = "servfail" }, nil
      local tree = tree_of(records)
      assert.same({ "unknown", { ip4 = 0, ip6 = 0 } }, { tree.result, tree.void_lookups })
   end)

   it("a redirect counts for nothing beside an all that stands first", function()
      local tree = tree_of { ["a.test"] = spf "v=spf1 -all redirect=b.test", ["b.test"] = spf "v=spf1 ip4:192.0.2.1" }
      assert.same({ "ignored", "ok" }, { tree.terms[2].status, tree.result })
      assert.equal(0, tree.lookups)
   end)

   it("asks for nothing behind all", function()
      local _, facts = tree_of { ["a.test"] = spf "v=spf1 -all a:h.test include:b.test" }
      assert.same({ "a.test TXT" }, facts.asked)
   end)

   it("notes aliases, and texts that only look like records where an include finds none", function()
      local tree = tree_of {
         ["a.test"] = spf "v=spf1 include:al.test include:near.test include:none.test a:al2.test -all",
         ["al.test"] = { CNAME = "b.test" }, ["b.test"] = spf "v=spf1 -all",
         ["near.test"] = { TXT = { "spf2.0/pra -all", "v=spf1; mx", "hello" } }, ["none.test"] = { TXT = { "hello" } },
         ["al2.test"] = { CNAME = "h.test" }, ["h.test"] = { A = { "192.0.2.1" } },
      }
      assert.same({ "b.test" }, tree.terms[1].chain)
      assert.is_nil(tree.terms[2].chain)
      assert.same({ 1, "v=spf1; mx", { 0, 7 } }, { #tree.terms[2].near_misses, tree.terms[2].near_misses[1].value,
         tree.terms[2].near_misses[1].range })
      assert.is_nil(tree.terms[3].near_misses)
      assert.same({ "h.test" }, tree.terms[4].chain)
   end)
end)
