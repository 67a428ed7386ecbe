-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local function tree_of(policy, more)
   local records = { ["a.test"] = { TXT = { policy } }, ["h.test"] = { A = { "192.0.2.1" }, AAAA = { "2001:db8::1" } } }
   for name, data in pairs(more) do records[name] = data end
   return assert(walk("a.test", { facts = support.of(records), addresses = true }))
end

local function txt(text) return { TXT = { text } } end

local OPEN = { TXT = "servfail" }
local DEAR = txt("v=spf1" .. (" a:h.test"):rep(9) .. " ?all")
local VOID = txt "v=spf1 a:gone1.test a:gone2.test a:gone3.test ?all"

-- policy, other records, { lookups, lower_bound, result, problem, text of the term over the limit or nil }
local CASES = {
   { "all where all was learnt", "v=spf1 include:b.test include:c.test -all",
      { ["b.test"] = txt "v=spf1 ip4:192.0.2.0/24 ?all", ["c.test"] = DEAR },
      { 11, false, "permerror", "lookup-limit", "a:h.test" } },
   { "nothing behind an include that may pass everybody", "v=spf1 include:b.test include:c.test -all",
      { ["b.test"] = OPEN, ["c.test"] = DEAR }, { 1, true, "unknown", "not-learnt" } },
   { "nor behind one that leads to such a one", "v=spf1 include:b.test include:c.test -all",
      { ["b.test"] = txt "v=spf1 include:d.test a:h.test -all", ["d.test"] = OPEN, ["c.test"] = DEAR },
      { 2, true, "unknown", "not-learnt" } },
   { "what comes before", "v=spf1 include:c.test a:h.test include:b.test -all",
      { ["b.test"] = OPEN, ["c.test"] = DEAR }, { 12, true, "permerror", "lookup-limit", "a:h.test" } },
   { "what stands behind a term that passes some at the most", "v=spf1 a:l.test include:c.test -all",
      { ["l.test"] = { A = "servfail" }, ["c.test"] = DEAR }, { 11, false, "permerror", "lookup-limit", "a:h.test" } },
   { "what stands behind an include that is learnt to refuse", "v=spf1 include:b.test include:c.test -all",
      { ["b.test"] = txt "v=spf1 -ip4:0.0.0.0/0 -ip6:::/0 include:d.test -all", ["d.test"] = OPEN, ["c.test"] = DEAR },
      { 12, true, "permerror", "lookup-limit", "a:h.test" } },
}

describe("spf.walk_least counts", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local tree = tree_of(case[2], case[3])
         local over = tree.over_limit and tree.over_limit[#tree.over_limit].text or nil
         assert.same(case[4], { tree.lookups, tree.lower_bound, tree.result, tree.problem, over })
      end)
   end

   it("no void lookup that may never be made", function()
      local tree = tree_of("v=spf1 include:c.test -all", { ["c.test"] = VOID })
      assert.same({ { ip4 = 3, ip6 = 3 }, "void-limit" }, { tree.void_certain, tree.problem })
      tree = tree_of("v=spf1 include:b.test include:c.test -all", { ["b.test"] = OPEN, ["c.test"] = VOID })
      assert.same({ { ip4 = 0, ip6 = 0 }, "unknown", "not-learnt" }, { tree.void_certain, tree.result, tree.problem })
      assert.is_nil(tree.over_void)
      assert.same({ name = "b.test", type = "TXT", status = "servfail" }, tree.because)
   end)

   it("nothing of terms that may be dead, and marks them", function()
      local tree = tree_of("v=spf1 include:b.test include:c.test mx -all", { ["b.test"] = OPEN, ["c.test"] = VOID })
      local marks = {}
      for i, term in ipairs(tree.terms) do marks[i] = term.doubtful == true end
      assert.same({ false, true, true, true }, marks)
      assert.is_true(tree.terms[2].terms[1].doubtful)
   end)

   it("a redirect last, wherever it stands", function()
      local tree = tree_of("v=spf1 redirect=c.test include:b.test",
         { ["b.test"] = OPEN, ["c.test"] = txt "v=spf1 a:h.test -all" })
      assert.same({ 1, true, 0, true }, { tree.lookups, tree.lower_bound, tree.terms[2].running - 1,
         tree.terms[1].doubtful })
   end)

   it("what is certain of each term, too", function()
      local tree = tree_of("v=spf1 include:b.test -all",
         { ["b.test"] = txt "v=spf1 include:d.test a:h.test a:h.test -all", ["d.test"] = OPEN })
      local term = tree.terms[1]
      assert.same({ 2, 2, true, 8 }, { term.total, term.running, term.lower_bound, term.headroom })
   end)
end)
