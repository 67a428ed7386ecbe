-- SPDX-License-Identifier: MIT
-- What a policy says to those it does not name, and whether it refuses everybody; the evaluator is the oracle.
local policy = require "sesame.spf.policy"
local spf = require "sesame.spf"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local BELOW = {
   ["_none.acme.example"] = { TXT = { "v=spf1 -all" } }, ["_soft.acme.example"] = { TXT = { "v=spf1 a ~all" } },
   ["_open.acme.example"] = { TXT = { "v=spf1 all" } }, ["_bare.acme.example"] = { TXT = { "v=spf1" } },
   ["_far.acme.example"] = { TXT = { "v=spf1 redirect=_none.acme.example" } },
   ["_some.acme.example"] = { TXT = { "v=spf1 ip4:198.51.100.9 -all" } }, ["lost.acme.example"] = { all = "servfail" },
}

-- rule, record, what it says to those it does not name, whether it refuses everybody
local CASES = {
   { "-all", "v=spf1 -all", "fail", true },
   { "an explanation changes nothing", "v=spf1 -all exp=why.x.test", "fail", true },
   { "an upper-case record", "V=SPF1 -ALL", "fail", true },
   { "a redirect to -all", "v=spf1 redirect=_none.acme.example", "fail", true },
   { "two redirects to -all", "v=spf1 redirect=_far.acme.example", "fail", true },
   { "a redirect to a record that lets one send", "v=spf1 redirect=_some.acme.example", "fail", false },
   { "a redirect to ~all", "v=spf1 redirect=_soft.acme.example", "softfail", false },
   { "a redirect to a record without an end", "v=spf1 redirect=_bare.acme.example", "neutral", false },
   { "a redirect that is ignored", "v=spf1 redirect=_soft.acme.example -all", "fail", true },
   { "a redirect nobody can follow", "v=spf1 redirect=%{l}.x.test", nil, false },
   { "a redirect that is not learnt", "v=spf1 redirect=lost.acme.example", nil, nil },
   { "an address", "v=spf1 ip4:198.51.100.9 -all", "fail", false },
   { "an address behind all", "v=spf1 -all ip4:198.51.100.9", "fail", true },
   { "an address that fails by name", "v=spf1 -ip4:198.51.100.9 -all", "fail", true },
   { "an address that is neutral", "v=spf1 ?ip4:198.51.100.9 -all", "fail", false },
   { "hosts of a null MX", "v=spf1 mx -all", "fail", true },
   { "an include that passes nobody", "v=spf1 include:_none.acme.example -all", "fail", true },
   { "an include that passes one", "v=spf1 include:_some.acme.example -all", "fail", false },
   { "an include that is not learnt", "v=spf1 include:lost.acme.example -all", nil, nil },
   { "a term that hangs on the sender", "v=spf1 exists:%{i}.x.test -all", "fail", false },
   { "one that fails by it", "v=spf1 -exists:%{i}.x.test -all", "fail", true },
   { "-all that is part of a name", "v=spf1 a:mail.test-all", "neutral", false },
   { "~all", "v=spf1 ~all", "softfail", false },
   { "?all", "v=spf1 ?all", "neutral", false },
   { "+all", "v=spf1 all", "pass", false },
   { "the first all", "v=spf1 -all ~all", "fail", true },
   { "an end that is never reached", "v=spf1 include:_open.acme.example -all", nil, false },
   { "no end", "v=spf1", "neutral", false },
   { "a fault", "v=spf1 foo -all", nil, false },
   { "an include of nothing", "v=spf1 include:gone.acme.example -all", nil, false },
}

local function facts_of(record)
   local nodes = { ["acme.example"] = { TXT = { record }, MX = { { preference = 0, exchange = "." } } } }
   for name, node in pairs(BELOW) do nodes[name] = node end
   return support.of(support.zone(nodes))
end

describe("spf.policy", function()
   for _, case in ipairs(CASES) do
      it("tells of " .. case[1], function()
         local tree = walk("acme.example", { facts = facts_of(case[2]), addresses = true })
         assert.same({ case[3], case[4] }, { policy.ending(tree), policy.refuses_all(tree) })
      end)
   end

   it("is what the evaluator says to a stranger", function()
      for _, case in ipairs(CASES) do
         local verdict = spf.check_host { facts = facts_of(case[2]), ip = "203.0.113.77", sender = "a@acme.example",
            domain = "acme.example" }
         if case[3] then assert.equal(case[3], verdict.result, case[2]) end
         if case[4] then assert.equal("fail", verdict.result, case[2]) end
      end
   end)
end)
