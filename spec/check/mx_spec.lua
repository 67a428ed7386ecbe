-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local function mx(list, more)
   local changes = more or {}
   changes["acme.example"] = changes["acme.example"] or {}
   changes["acme.example"].MX = list
   return support.zone(changes)
end

local MAIL = { preference = 10, exchange = "mail.acme.example" }
local NULL = { preference = 0, exchange = "." }

local CASES = {
   { "hosts with addresses are in order", mx { MAIL }, {}, ok = { "mx-ok acme.example" } },
   { "a null MX and no SPF to send with", mx({ NULL }, { ["acme.example"] = { TXT = { "v=spf1 -all" } } }), {},
      ok = { "mx-null acme.example" } },
   { "Q08 a null MX beside SPF that lets hosts send is for SPF to tell", mx({ NULL },
      { ["acme.example"] = { TXT = { "v=spf1 ip4:198.51.100.9 -all" } } }), {}, ok = { "mx-null acme.example" } },
   { "a null MX stands alone", mx { NULL, MAIL }, { "mx-null-with-others acme.example" } },
   { "no MX but an address", mx(false, { ["acme.example"] = { A = { "192.0.2.1" } } }),
      { "mx-implicit acme.example" } },
   { "no MX and no address", mx(false), { "mx-missing acme.example" } },
   { "no MX, and whether an address is there is unknown", mx(false, { ["acme.example"] = { A = "servfail",
      AAAA = "servfail" } }), { "mx-host-unknown acme.example" } },
   { "a host that does not exist", mx { { preference = 10, exchange = "gone.acme.example" } },
      { "mx-dangling acme.example" } },
   { "a host without an address", mx { { preference = 10, exchange = "bare.acme.example" } },
      { "mx-dangling acme.example" } },
   { "a host that is an alias", mx({ { preference = 10, exchange = "mx.acme.example" } },
      { ["mx.acme.example"] = { CNAME = "mail.acme.example" } }), { "mx-host-alias acme.example" } },
   { "a host that is an alias to nowhere", mx({ { preference = 10, exchange = "mx.acme.example" } },
      { ["mx.acme.example"] = { CNAME = "gone.example" } }), { "mx-dangling acme.example" } },
   { "an address in place of a host", mx { { preference = 10, exchange = "192.0.2.25" } },
      { "mx-host-is-address acme.example" } },
   { "a host nobody answers for is unknown",
      mx({ MAIL }, { ["mail.acme.example"] = { A = "servfail", AAAA = "servfail" } }),
      { "mx-host-unknown acme.example" } },
   { "one family that answers is enough", mx({ MAIL }, { ["mail.acme.example"] = { AAAA = "servfail" } }), {},
      ok = { "mx-ok acme.example" } },
   { "one family that is absent is not", mx({ MAIL }, { ["mail.acme.example"] = { A = "servfail" } }),
      { "mx-host-unknown acme.example" } },
   { "no answer is unknown, never missing", mx "timeout", { "mx-unknown acme.example" } },
}

-- The SPF record of a domain with a null MX, and whether that makes one warning.
local BESIDE = {
   { "an address", "v=spf1 ip4:198.51.100.9 -all", true },
   { "everybody", "v=spf1 all", true },
   { "a redirect to one who may", "v=spf1 redirect=_some.acme.example", true },
   { "one who may, and what is not learnt", "v=spf1 ip4:198.51.100.9 include:lost.acme.example -all", true },
   { "nobody, and why", "v=spf1 -all exp=why.x.test", false },
   { "a redirect to nobody", "v=spf1 redirect=_none.acme.example", false },
   { "nobody for sure", "v=spf1 ~all", false },
   { "an address that fails", "v=spf1 -ip4:198.51.100.9 -all", false },
   { "an address that is neutral", "v=spf1 ?ip4:198.51.100.9 -all", false },
   { "an address behind all", "v=spf1 -all ip4:198.51.100.9", false },
   { "the hosts of the null MX", "v=spf1 mx -all", false },
   { "a macro that may hold for nobody", "v=spf1 exists:%{i}.x.test -all", false },
   { "what is not learnt", "v=spf1 include:lost.acme.example -all", false },
   { "a record with a fault", "v=spf1 foo ip4:198.51.100.9 -all", false },
}

local function beside(record)
   return mx({ NULL }, {
      ["acme.example"] = { TXT = { record } }, ["_some.acme.example"] = { TXT = { "v=spf1 ip4:198.51.100.9 -all" } },
      ["_none.acme.example"] = { TXT = { "v=spf1 -all" } }, ["lost.acme.example"] = { all = "servfail" },
   })
end

describe("a null MX beside SPF that names", function()
   for _, case in ipairs(BESIDE) do
      it(case[1], function()
         local list = support.codes(beside(case[2]), { only = { "mx-*", "spf-null*" } })
         assert.same(case[3] and { "spf-null-mx-senders acme.example" } or {}, list)
      end)
   end

   it("shows both records, and none to publish unasked", function()
      local item = support.find(support.audit(beside(BESIDE[1][2])), "spf-null-mx-senders")
      assert.same({ { "MX", "0 ." }, { "TXT", BESIDE[1][2] } },
         { { item.evidence[1].type, item.evidence[1].value }, { item.evidence[2].type, item.evidence[2].value } })
      assert.same({}, item.records)
   end)

   it("is mended by an MX or by a record that refuses everybody: the owner decides", function()
      local function plan(choose)
         return require("sesame.fix").plan("acme.example", support.of(beside(BESIDE[1][2])),
            { codes = { "spf-null-mx-senders" }, choose = choose })
      end
      local open = plan()
      assert.same({ 0, 2 }, { #open.changes, #open.choices[1].choices })
      assert.is_nil(open.choices[1].chosen)
      local silent = plan { ["spf-null-mx-senders"] = 2 }
      assert.same({ { "v=spf1 -all" } }, silent.changes[1].values)
      local host = plan { ["spf-null-mx-senders"] = 1 }
      assert.same({ 0, 1 }, { #host.changes, #host.steps })
   end)
end)

describe("check.mx", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.same(case[3], support.codes(case[2], { only = { "mx-*" }, skip = { "spf-*" } }))
         assert.same(case.ok or {}, support.oks("mx", case[2]))
      end)
   end

   it("underlines the host at fault", function()
      local audit = support.audit(mx { { preference = 10, exchange = "gone.acme.example" } })
      local item = support.find(audit, "mx-dangling")
      assert.same({ name = "acme.example", type = "MX", value = "10 gone.acme.example", range = { 3, 20 } },
         item.evidence[1])
   end)

   it("does not look up more hosts than its bound, and says so", function()
      local hosts = {}
      for i = 1, 45 do hosts[i] = { preference = i, exchange = "mail.acme.example" } end
      local item = support.find(support.audit(mx(hosts)), "mx-hosts-left-out")
      assert.equal(5, item.fields.count)
   end)
end)
