-- SPDX-License-Identifier: MIT
-- Terms of an SPF record that are legal but wasted, harmful or not what was meant, and whom a record lets send: all
-- that is found of a record, and what is ok.
local support = require "spec.support.facts"

local P, OPEN = "v=spf1 ip4:203.0.113.1 -all", "v=spf1 ip4:0.0.0.0/0 ip6:::/0 -all"

local BELOW = {
   ["p.acme.example"] = P, ["q.acme.example"] = P, ["big.acme.example"] = "v=spf1 ip4:203.0.113.0/24 -all",
   ["open.acme.example"] = OPEN, ["own1.acme.example"] = "v=spf1 a -all", ["own2.acme.example"] = "v=spf1 a -all",
   ["far1.acme.example"] = "v=spf1 include:s.%{d} -all", ["far2.acme.example"] = "v=spf1 include:s.%{d} -all",
   ["s.far1.acme.example"] = P, ["s.far2.acme.example"] = "v=spf1 include:p.acme.example -all",
   ["wide.acme.example"] = "v=spf1 ip4:203.0.113.1 exists:%{i}.x.test -all",
   ["ask1.acme.example"] = "v=spf1 exists:%{i}.%{d} -all", ["ask2.acme.example"] = "v=spf1 exists:%{i}.%{d} -all",
   ["lost.acme.example"] = "servfail",
}

-- 100,000 addresses in six blocks.
local MANY = "ip4:20.0.0.0/16 ip4:21.0.0.0/17 ip4:22.0.0.0/22 ip4:23.0.0.0/23 ip4:24.0.0.0/25 ip4:25.0.0.0/27"

local function zone(record)
   local nodes = { ["acme.example"] = { TXT = { record } } }
   for name, text in pairs(BELOW) do nodes[name] = { TXT = text == "servfail" and text or { text } } end
   nodes["own1.acme.example"].A, nodes["own2.acme.example"].A = { "203.0.113.7" }, { "203.0.113.8" }
   return support.zone(nodes)
end

-- name, record, codes of what is found; ok: what is ok
local COST, SENDS = "spf-lookups acme.example", "spf-authorised acme.example"
local CASES = {
   { "hosts that send beside an MX", "v=spf1 ip4:203.0.113.1 -all", {}, ok = { SENDS, COST } },
   { "~all is an end", "v=spf1 ip4:203.0.113.1 ~all", {}, ok = { SENDS, COST } },
   { "so is a redirect", "v=spf1 redirect=p.acme.example", {}, ok = { SENDS, COST } },
   { "?all says nothing", "v=spf1 ip4:203.0.113.1 ?all", { "spf-neutral-all" }, ok = { SENDS, COST } },
   { "nor does no end", "v=spf1 ip4:203.0.113.1", { "spf-no-all" }, ok = { SENDS, COST } },
   { "a redirect beside all", "v=spf1 ip4:203.0.113.1 redirect=p.acme.example -all", { "spf-redirect-ignored" },
      ok = { SENDS, COST } },
   { "an address twice", "v=spf1 ip4:203.0.113.1 ip4:203.0.113.1 -all", { "spf-duplicate-term" },
      ok = { SENDS, COST } },
   { "an include twice", "v=spf1 include:p.acme.example include:p.acme.example -all", { "spf-duplicate-lookup" },
      ok = { SENDS, COST } },
   { "one that a third covers is told once",
      "v=spf1 include:p.acme.example include:big.acme.example include:p.acme.example -all", { "spf-duplicate-lookup" },
      ok = { SENDS, COST } },
   { "one that stands twice behind all", "v=spf1 -all ip4:203.0.113.1 ip4:203.0.113.1", { "spf-terms-after-all" },
      ok = { SENDS, COST } },
   { "one policy by two names", "v=spf1 include:p.acme.example include:q.acme.example -all",
      { "spf-same-policy-twice" }, ok = { SENDS, COST } },
   { "one text that means two names", "v=spf1 include:own1.acme.example include:own2.acme.example -all", {},
      ok = { SENDS, COST } },
   { "one text that costs differently", "v=spf1 include:far1.acme.example include:far2.acme.example -all", {},
      ok = { SENDS, COST } },
   { "one text that asks differently", "v=spf1 include:ask1.acme.example include:ask2.acme.example -all", {},
      ok = { COST } },
   { "a service that another covers", "v=spf1 include:big.acme.example include:p.acme.example -all",
      { "spf-term-covered" }, ok = { SENDS, COST } },
   { "not where it may let more send", "v=spf1 include:big.acme.example include:wide.acme.example -all", {},
      ok = { COST } },
   { "a network by one of its hosts", "v=spf1 ip4:203.0.113.1/24 -all", { "spf-host-bits" }, ok = { SENDS, COST } },
   { "a network", "v=spf1 ip4:203.0.113.0/24 -all", {}, ok = { SENDS, COST } },
   { "100,000 addresses", "v=spf1 " .. MANY .. " -all", {}, ok = { SENDS, COST } },
   { "and one more", "v=spf1 " .. MANY .. " ip4:203.0.113.1 -all", { "spf-many-addresses" }, ok = { COST } },
   { "everybody, by an include", "v=spf1 include:open.acme.example -all", { "spf-anyone", "spf-terms-unreachable" },
      ok = { COST } },
   { "everybody refused by an include", "v=spf1 -include:open.acme.example ~all",
      { "spf-anyone-through", "spf-terms-unreachable" }, ok = { SENDS, COST } },
   { "everybody but one, by a redirect", "v=spf1 -ip4:203.0.113.1 -ip6:2001:db8::1 redirect=open.acme.example",
      { "spf-anyone-through", "spf-many-addresses" }, ok = { COST } },
   { "a service that is not learnt", "v=spf1 include:lost.acme.example ip4:203.0.113.1 -all", { "spf-tree-unknown" } },
}

local function bare(list)
   for i, text in ipairs(list) do list[i] = text:match("^%S+") end
   return list
end

describe("check.spf_terms", function()
   for _, case in ipairs(CASES) do
      it("tells of " .. case[1], function()
         local records = zone(case[2])
         assert.same(case[3], bare(support.codes(records)))
         assert.same(case.ok or {}, support.oks({ "spf_terms", "spf_senders", "spf_tree" }, records))
      end)
   end

   it("says in a notice what readers that charge an ignored redirect count", function()
      local item = support.find(support.audit(zone "v=spf1 include:p.acme.example redirect=q.acme.example -all"),
         "spf-redirect-ignored")
      assert.same({ "notice", 2, "" }, { item.severity, item.fields.lookups, item.fields.bound })
      assert.matches("pyspf and Mail::SPF charge a lookup for it all the same: 2 of 10.", item.why, 1, true)
   end)
end)
