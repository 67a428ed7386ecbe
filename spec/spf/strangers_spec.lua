-- SPDX-License-Identifier: MIT
local spf = require "sesame.spf"
local strangers = require "sesame.spf.strangers"
local support = require "spec.support.facts"

local HOST = { A = { "192.0.2.1" } }
local RECORDS = {
   ["h.acme.example"] = HOST, ["h.other.test"] = HOST, ["out.acme.example"] = { CNAME = "h.other.test" },
   ["in.acme.example"] = { CNAME = "h.acme.example" }, ["round.acme.example"] = { CNAME = "out.acme.example" },
   ["mx.acme.example"] = { MX = { { preference = 1, exchange = "out.acme.example" } } },
   ["mxin.acme.example"] = { MX = { { preference = 1, exchange = "in.acme.example" } } },
   ["_own.acme.example"] = { TXT = { "v=spf1 a:h.acme.example ~all" } },
   ["_led.acme.example"] = { CNAME = "_spf.other.test" },
   ["_spf.other.test"] = { TXT = { "v=spf1 ip4:192.0.2.2 ~all" } },
   ["_below.acme.example"] = { TXT = { "v=spf1 a:out.acme.example ~all" } },
}

local CASES = {
   { "a:h.acme.example" }, { "a:h.other.test", "h.other.test" }, { "a:out.acme.example", "h.other.test" },
   { "a:in.acme.example" }, { "a:round.acme.example", "h.other.test" }, { "mx:mx.acme.example", "h.other.test" },
   { "mx:mxin.acme.example" }, { "include:_own.acme.example" }, { "include:_led.acme.example", "_spf.other.test" },
   { "include:_below.acme.example", "h.other.test" }, { "include:_spf.other.test", "_spf.other.test" },
}

describe("spf.strangers", function()
   it("an own name that is an alias out of the domain is another's", function()
      for _, case in ipairs(CASES) do
         local records = support.zone(RECORDS)
         records["acme.example"].TXT = { "v=spf1 " .. case[1] .. " ~all" }
         local facts = support.of(records)
         local tree = spf.walk("acme.example", { facts = facts, addresses = true })
         assert.equal(case[2], strangers.first("acme.example", tree.terms[1], facts), case[1])
      end
   end)

   it("names whose the target itself is, without asking", function()
      for term, want in pairs {
         ["include:_led.acme.example"] = "_spf.other.test", ["include:_own.acme.example"] = false,
         ["include:_below.acme.example"] = false, ["a:in.acme.example"] = false,
         ["a:round.acme.example"] = "h.other.test", ["a:h.other.test"] = "h.other.test", ["ip4:192.0.2.1"] = false,
      } do
         local records = support.zone(RECORDS)
         records["acme.example"].TXT = { "v=spf1 " .. term .. " ~all" }
         local tree = spf.walk("acme.example", { facts = support.of(records) })
         assert.equal(want or nil, strangers.named("acme.example", tree.terms[1]), term)
      end
   end)
end)
