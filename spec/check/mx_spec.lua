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
   { "hosts with addresses are in order", mx { MAIL }, {} },
   { "a null MX and no SPF to send with", mx({ NULL }, { ["acme.example"] = { TXT = { "v=spf1 -all" } } }), {} },
   { "Q08 a null MX with SPF that lets hosts send", mx { NULL }, { "mx-null-with-spf acme.example" } },
   { "a null MX stands alone", mx { NULL, MAIL }, { "mx-null-with-others acme.example" } },
   { "no MX but an address", mx(false, { ["acme.example"] = { A = { "192.0.2.1" } } }),
      { "mx-implicit acme.example" } },
   { "no MX and no address", mx(false), { "mx-missing acme.example" } },
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
   { "one family that answers is enough", mx({ MAIL }, { ["mail.acme.example"] = { AAAA = "servfail" } }), {} },
   { "one family that is absent is not", mx({ MAIL }, { ["mail.acme.example"] = { A = "servfail" } }),
      { "mx-host-unknown acme.example" } },
   { "no answer is unknown, never missing", mx "timeout", { "mx-unknown acme.example" } },
}

describe("check.mx", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.same(case[3], support.codes(case[2], { only = { "mx-*" } })) end)
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
