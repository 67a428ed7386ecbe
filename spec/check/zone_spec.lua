-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local function servers(first, second)
   return { servers = { ["ns1.acme.example"] = first, ["ns2.acme.example"] = second } }
end

local function with(changes) return support.zone(changes) end

local CASES = {
   { "servers that agree", with(), {}, servers(with(), with()), ok = { "zone-agrees acme.example" } },
   { "servers that were not asked are not spoken of", with(), {} },
   { "a server that refuses is lame", with(), { "zone-ns-lame acme.example" }, servers(with(), "refused") },
   { "a server without authority is lame", with(), { "zone-ns-lame acme.example" }, servers(with(), "lame") },
   { "a silent server is unknown", with(), { "zone-ns-silent acme.example" }, servers(with(), "timeout") },
   { "serials that differ", with(), { "zone-serials-differ acme.example" },
      servers(with(), with { ["acme.example"] = { SOA = { support.soa(2) } } }) },
   { "TXT that differs", with(), { "zone-servers-differ acme.example" },
      servers(with(), with { ["acme.example"] = { TXT = { "v=spf1 -all" } } }) },
   { "MX that differs", with(), { "zone-servers-differ acme.example" },
      servers(with(), with { ["acme.example"] = { MX = { { preference = 1, exchange = "other.example" } } } }) },
   { "DMARC on one server only", with(), { "zone-record-not-everywhere _dmarc.acme.example" },
      servers(with(), with { ["_dmarc.acme.example"] = false }) },
   { "a name server that does not exist", with { ["ns2.acme.example"] = false }, { "zone-ns-dangling acme.example" } },
   { "one name server only", with { ["acme.example"] = { NS = { "ns1.acme.example" } } },
      { "zone-ns-single acme.example" } },
   { "a name server that is an alias",
      with { ["acme.example"] = { NS = { "ns.acme.example", "ns1.acme.example" } },
         ["ns.acme.example"] = { CNAME = "ns2.acme.example" } }, { "zone-ns-alias acme.example" } },
   { "name servers that could not be learnt", with { ["acme.example"] = { NS = "servfail" } },
      { "zone-unknown acme.example" } },
}

describe("check.zone", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.same(case[3], support.codes(case[2], case[4]))
         assert.same(case.ok or {}, support.oks("zone", case[2], case[4]))
      end)
   end

   it("shows which server says what", function()
      local other = with { ["acme.example"] = { TXT = { "v=spf1 -all" } } }
      local item = support.find(support.audit(with(), servers(with(), other)), "zone-servers-differ")
      assert.same({ "ns1.acme.example", "ns2.acme.example" }, { item.evidence[1].server, item.evidence[2].server })
      assert.same({ "v=spf1 mx -all", "v=spf1 -all" }, { item.evidence[1].value, item.evidence[2].value })
   end)

   it("H06 names a server that gives small answers and no large one", function()
      local long = "v=spf1 " .. ("ip4:192.0.2.1 "):rep(40) .. "-all"
      local records = support.zone { ["acme.example"] = { TXT = { long } } }
      local broken = support.zone { ["acme.example"] = { TXT = "timeout" } }
      local result = support.audit(records,
         { servers = { ["ns1.acme.example"] = records, ["ns2.acme.example"] = broken } })
      local item = support.find(result, "zone-large-answer-missing")
      assert.same({ "ns2.acme.example", "timeout" }, { item.fields.host, item.fields.status })
      assert.is_true(item.fields.octets > 512)
      records["acme.example"].TXT = { "v=spf1 mx -all" }
      result = support.audit(records, { servers = { ["ns1.acme.example"] = records, ["ns2.acme.example"] = broken } })
      assert.is_nil(support.find(result, "zone-large-answer-missing"))
   end)
end)
