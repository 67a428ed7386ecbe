-- SPDX-License-Identifier: MIT
local keys = require "spec.support.keys"
local support = require "spec.support.facts"

local function servers(first, second)
   return { servers = { ["ns1.acme.example"] = first, ["ns2.acme.example"] = second } }
end

local function with(changes) return support.zone(changes) end

local KEY = "s1._domainkey.acme.example"
local ONE = { TXT = { "v=DKIM1; k=rsa; p=" .. keys.rsa_2048 } }
local TWO = { TXT = { "v=DKIM1; k=rsa; p=" .. keys.rsa_4096 } }
local INCLUDED = {
   ["acme.example"] = { TXT = { "v=spf1 mx include:_spf.acme.example include:_spf.esp.example -all" } },
   ["_spf.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.7 ~all" } },
   ["_spf.esp.example"] = { TXT = { "v=spf1 ip4:192.0.2.8 ~all" } },
}

local function given(options)
   options.selectors = { "s1" }
   return options
end

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
   { "a selector's key that differs", with { [KEY] = ONE }, { "zone-servers-differ " .. KEY },
      given(servers(with { [KEY] = ONE }, with { [KEY] = TWO })) },
   { "a selector that one server does not have", with { [KEY] = ONE }, { "zone-record-not-everywhere " .. KEY },
      given(servers(with(), with { [KEY] = ONE })) },
   { "an alias on one server, a key on the other", with { [KEY] = ONE }, { "zone-servers-differ " .. KEY },
      given(servers(with { [KEY] = ONE }, with { [KEY] = { CNAME = "k.sender.example" } })) },
   { "selectors that agree, wherever their aliases lead", with { [KEY] = { CNAME = "k.sender.example" },
         ["k.sender.example"] = ONE }, {},
      given(servers(with { [KEY] = { CNAME = "k.sender.example" }, ["k.sender.example"] = ONE },
         with { [KEY] = { CNAME = "k.sender.example" } })), ok = { "zone-agrees acme.example" } },
   { "an own name behind the SPF record that differs", with(INCLUDED), { "zone-servers-differ _spf.acme.example" },
      servers(with(INCLUDED), with { ["acme.example"] = INCLUDED["acme.example"],
         ["_spf.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.9 ~all" } } }) },
   { "a server that does not say what the others say", with { [KEY] = ONE }, { "zone-answer-unknown " .. KEY },
      given(servers(with { [KEY] = ONE }, with { [KEY] = { TXT = "servfail" } })) },
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

   it("says agreement only of what was asked, and asks no server for names of other zones", function()
      local options = given(servers(with(INCLUDED), with(INCLUDED)))
      options.only = { "zone*" }
      local item = support.find(support.audit(with(INCLUDED), options), "zone-agrees")
      assert.same({ "acme.example TXT", "acme.example MX", "_dmarc.acme.example TXT", KEY .. " TXT",
         "_spf.acme.example TXT" }, item.fields.asked)
   end)

   it("asks for a bounded number of names", function()
      local selectors = {}
      for i = 1, 40 do selectors[i] = "s" .. i end
      local item = support.find(support.audit(with(), { servers = servers(with(), with()).servers,
         selectors = selectors }), "zone-agrees")
      assert.equal(require("sesame.model.zone").COMPARED_MAX, #item.fields.asked)
   end)

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
