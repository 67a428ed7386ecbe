-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local function dmarc(list, more)
   local changes = more or {}
   changes["_dmarc.acme.example"] = list and { TXT = list } or false
   return support.zone(changes)
end

local REJECT = "v=DMARC1; p=reject; rua=mailto:d@acme.example"

local CASES = {
   { "L01 one record", dmarc { REJECT }, {},
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L01 white space around the equals sign", dmarc { "v = DMARC1 ; p=reject;rua=mailto:d@acme.example" }, {},
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L02 the version is case-sensitive", dmarc { "v=dmarc1; p=none" }, { "dmarc-near-miss _dmarc.acme.example" } },
   { "L03 strings join", dmarc { { "v=DMA", "RC1; p=reject; rua=mailto:d@acme.exam", "ple" } }, {},
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L04 two records are discarded", dmarc { REJECT, "v=DMARC1; p=none" }, { "dmarc-several _dmarc.acme.example" } },
   { "L05 an unrelated text does no harm", dmarc { REJECT, "hello" }, {},
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L35 a missing semicolon", dmarc { "v=DMARC1 p=none" }, { "dmarc-near-miss _dmarc.acme.example" } },
   { "L38 a leading space", dmarc { " v=DMARC1; p=none" }, { "dmarc-near-miss _dmarc.acme.example" } },
   { "a near miss beside the record", dmarc { REJECT, "v=dmarc1; p=none" },
      { "dmarc-near-miss-beside _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "none", dmarc(nil), { "dmarc-missing acme.example" } },
   { "L30 at the apex", dmarc(nil, { ["acme.example"] = { TXT = { "v=spf1 -all", REJECT } } }),
      { "dmarc-at-apex acme.example" } },
   { "a copy at the apex", dmarc({ REJECT }, { ["acme.example"] = { TXT = { "v=spf1 -all", REJECT } } }),
      { "dmarc-at-apex-too acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "without the underscore", dmarc(nil, { ["dmarc.acme.example"] = { TXT = { REJECT } } }),
      { "dmarc-wrong-name dmarc.acme.example" } },
   { "with the domain there twice", dmarc(nil, { ["_dmarc.acme.example.acme.example"] = { TXT = { REJECT } } }),
      { "dmarc-wrong-name _dmarc.acme.example.acme.example" } },
   { "L36 an alias to nowhere", dmarc(nil, { ["_dmarc.acme.example"] = { CNAME = "gone.example" } }), nil },
   { "M11 no answer is undetermined, never missing", dmarc "servfail", { "dmarc-unknown _dmarc.acme.example" } },
   { "M11 no answer on the walk", dmarc(nil, { ["_dmarc.example"] = { TXT = "timeout" } }),
      { "dmarc-unknown _dmarc.example" } },
}

describe("check.dmarc", function()
   for _, case in ipairs(CASES) do
      if case[3] then
         it(case[1], function()
            assert.same(case[3], support.codes(case[2]))
            assert.same(case.ok or {}, support.oks({ "dmarc", "dmarc_policy" }, case[2]))
         end)
      end
   end

   it("L36 an alias to nowhere", function()
      local records = dmarc(nil)
      records["_dmarc.acme.example"] = { CNAME = "gone.example" }
      assert.same({ "dmarc-dangling _dmarc.acme.example" }, support.codes(records))
   end)

   it("advises a record at the registrable domain, which covers the names below", function()
      local audit = support.audit(support.zone { ["_dmarc.acme.example"] = false }, { domain = "mail.acme.example" })
      assert.same({ '_dmarc.acme.example. TXT "v=DMARC1; p=none; rua=mailto:dmarc-reports@acme.example"' },
         support.lines(support.find(audit, "dmarc-missing")))
   end)

   it("a domain without a record of its own is ruled from above", function()
      local records = support.zone {
         ["mail.acme.example"] = { TXT = { "v=spf1 -all" },
            MX = { { preference = 1, exchange = "mail.acme.example" } } },
      }
      local audit = support.audit(records, { domain = "mail.acme.example" })
      assert.equal("acme.example", support.find(audit, "dmarc-inherited").fields.owner)
      assert.is_nil(support.find(audit, "dmarc-missing"))
   end)

   it("L04 the walk goes on past several records, and the error stays", function()
      local records = support.zone {
         ["mail.acme.example"] = { TXT = { "v=spf1 -all" },
            MX = { { preference = 1, exchange = "mail.acme.example" } } },
         ["_dmarc.mail.acme.example"] = { TXT = { REJECT, "v=DMARC1; p=none" } },
      }
      local audit = support.audit(records, { domain = "mail.acme.example" })
      assert.is_truthy(support.find(audit, "dmarc-several"))
      assert.is_truthy(support.find(audit, "dmarc-inherited"))
   end)
end)
