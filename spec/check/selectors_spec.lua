-- SPDX-License-Identifier: MIT
-- Selectors given or asked for: what is found, what is missing and where it went, what only a wildcard says.
local make = require("sesame.core").answer.make
local keys = require "spec.support.keys"
local support = require "spec.support.facts"

local KEY = "s1._domainkey.acme.example"
local NONCE = "sesame-no-such-name._domainkey.acme.example"
local RECORD = { TXT = { "v=DKIM1; k=rsa; p=" .. keys.rsa_2048 } }
local OTHER = { TXT = { "v=DKIM1; k=rsa; p=" .. keys.rsa_4096 } }
local PARKED = { TXT = { "v=DKIM1; p=" } }
local GIVEN, PROBED = { selectors = { "s1" } }, { probes = { "google", "k1" } }

local function zone(nodes) return support.zone(nodes) end

-- A wildcard, as the table of facts can say it: every name it answers for, the nonce among them.
local function wild(node, more)
   local nodes = { [NONCE] = node, ["google._domainkey.acme.example"] = node, ["k1._domainkey.acme.example"] = node,
      [KEY] = node }
   for name, other in pairs(more or {}) do nodes[name] = other end
   return zone(nodes)
end

local WILDCARD = "*._domainkey.acme.example"

-- Microsoft's pair of aliases, with what stands at their ends.
local M1, M2 = "selector1._domainkey.acme.example", "selector2._domainkey.acme.example"
local PAIR = { probes = { "selector1", "selector2" } }
local TENANT = "contoso.onmicrosoft.com"

local function m365(first, second, tenant, more)
   tenant = tenant or TENANT
   local ends = { "selector1-acme-example._domainkey." .. tenant, "selector2-acme-example._domainkey." .. tenant }
   local nodes = { [M1] = { CNAME = ends[1] }, [M2] = { CNAME = ends[2] }, [TENANT] = { A = { "192.0.2.1" } } }
   nodes[ends[1]], nodes[ends[2]] = first, second
   for name, node in pairs(more or {}) do nodes[name] = node end
   return zone(nodes)
end

local CASES = {
   { "J01 a key in order", zone { [KEY] = RECORD }, {}, GIVEN,
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J01 a key, and whether an alias stands beside it could not be learnt",
      zone { [KEY] = { TXT = RECORD.TXT, CNAME = "servfail" } }, { "selector-alias-unknown " .. KEY }, GIVEN },
   { "J34 NXDOMAIN is a missing key", zone(), { "selector-missing " .. KEY }, GIVEN },
   { "J34 NODATA too", zone { [KEY] = { A = { "192.0.2.1" } } }, { "selector-missing " .. KEY }, GIVEN },
   { "J34 SERVFAIL is not: it is unknown", zone { [KEY] = { TXT = "servfail" } }, { "selector-unknown " .. KEY },
      GIVEN },
   { "J34 nor is a timeout", zone { [KEY] = { TXT = "timeout" } }, { "selector-unknown " .. KEY }, GIVEN },
   { "J31 an alias is followed", zone { [KEY] = { CNAME = "k.sender.example" }, ["k.sender.example"] = RECORD }, {},
      GIVEN, ok = { "selector-present s1._domainkey.acme.example" } },
   { "J31 and the key judged at its end", zone { [KEY] = { CNAME = "k.sender.example" },
      ["k.sender.example"] = PARKED },
      { "dkim-key-revoked " .. KEY }, GIVEN },
   { "J32 an alias to NXDOMAIN", zone { [KEY] = { CNAME = "gone.example" } }, { "selector-dangling " .. KEY }, GIVEN },
   { "J32 an alias to a name without TXT", zone { [KEY] = { CNAME = "k.sender.example" }, ["k.sender.example"] = {
      A = { "192.0.2.1" } } },
      { "selector-dangling " .. KEY }, GIVEN },
   { "J39 the domain twice", zone { [KEY .. ".acme.example"] = RECORD }, { "selector-name-doubled " .. KEY }, GIVEN },
   { "J39 _domainkey twice", zone { ["s1._domainkey._domainkey.acme.example"] = RECORD },
      { "selector-label-doubled " .. KEY }, GIVEN },
   { "J39 the domain twice, of a service's selector", zone { ["google._domainkey.acme.example.acme.example"] = RECORD },
      { "selector-name-doubled google._domainkey.acme.example" }, PROBED },
   { "J39 _domainkey twice, of a service's selector", zone { ["k1._domainkey._domainkey.acme.example"] = RECORD },
      { "selector-label-doubled k1._domainkey.acme.example" }, PROBED },
   { "J32 the idle one of Microsoft's pair", m365(RECORD), { "selector-idle " .. M2 }, PAIR,
      ok = { "selector-present " .. M1 } },
   { "J32 the other of them", m365(nil, RECORD), { "selector-idle " .. M1 }, PAIR,
      ok = { "selector-present " .. M2 } },
   { "J32 the idle one given alone", m365(RECORD), { "selector-idle " .. M2 }, { selectors = { "selector2" } } },
   { "J32 the newer form of the names", m365(RECORD, nil, "contoso.n-v1.dkim.mail.microsoft"),
      { "selector-idle " .. M2 }, PAIR, ok = { "selector-present " .. M1 } },
   { "J32 neither has a key: not enabled, said once", m365(), { "selectors-not-enabled " .. M1 }, PAIR },
   { "J32 the same, one of them given", m365(), { "selectors-not-enabled " .. M2 }, { selectors = { "selector2" } } },
   { "J32 a tenant that is gone", m365(nil, nil, nil, { [TENANT] = false }),
      { "selector-dangling " .. M1, "selector-dangling " .. M2 }, PAIR },
   { "J32 the other's key broken", m365({ TXT = { "v=DKIM1; p=AAAA" } }),
      { "dkim-key-syntax " .. M1, "selector-dangling " .. M2 }, PAIR },
   { "J32 another tenant's key", m365(RECORD, nil, nil,
      { [M2] = { CNAME = "selector2-acme-example._domainkey.other.onmicrosoft.com" } }),
      { "selector-dangling " .. M2 }, PAIR, ok = { "selector-present " .. M1 } },
   { "J32 the other could not be learnt", m365({ TXT = "servfail" }),
      { "selectors-unknown _domainkey.acme.example" }, PAIR },
   { "J32 the same, one of them given", m365({ TXT = "servfail" }), { "selector-unknown " .. M1 },
      { selectors = { "selector2" } } },
   { "J39 not where it is no key", zone { [KEY .. ".acme.example"] = { TXT = { "hello" } } },
      { "selector-missing " .. KEY }, GIVEN },
   { "J45 an underscore too few", zone { ["s1.domainkey.acme.example"] = RECORD }, { "selector-misplaced " .. KEY },
      GIVEN },
   { "J45 a dot too few", zone { ["s1_domainkey.acme.example"] = RECORD }, { "selector-misplaced " .. KEY }, GIVEN },
   { "J45 no _domainkey at all", zone { ["s1.acme.example"] = RECORD }, { "selector-misplaced " .. KEY }, GIVEN },
   { "J48 a delegation in the way", zone { ["_domainkey.acme.example"] = { NS = { "ns.elsewhere.example" } } },
      { "selector-delegated " .. KEY }, GIVEN },
   { "J48 a DNAME in the way", zone { ["_domainkey.acme.example"] = { DNAME = { "keys.elsewhere.example" } } },
      { "selector-delegated " .. KEY }, GIVEN },
   { "J35 J46 a parked wildcard answers in its place", wild(PARKED),
      { "selector-wildcard " .. KEY }, GIVEN },
   { "J35 a wildcard with a key", wild(RECORD), { "selectors-wildcard-key " .. WILDCARD }, GIVEN,
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J35 a key of its own beside a wildcard", wild(PARKED, { [KEY] = RECORD }), {}, GIVEN,
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J35 what only a wildcard says is no selector of a service", wild(PARKED),
      { "selectors-none _domainkey.acme.example", "selectors-wildcard " .. WILDCARD }, PROBED },
   { "J35 what differs from it is", wild(PARKED, { ["google._domainkey.acme.example"] = OTHER }),
      { "selectors-wildcard " .. WILDCARD }, PROBED, ok = { "selector-present google._domainkey.acme.example" } },
   { "a service's selector that is there", zone { ["google._domainkey.acme.example"] = RECORD }, {}, PROBED,
      ok = { "selector-present google._domainkey.acme.example" } },
   { "a service's selector that is missing is no fault", zone { ["x._domainkey.acme.example"] = RECORD },
      { "selectors-none _domainkey.acme.example" }, PROBED },
   { "a service's selector that is revoked is no fault", zone { ["google._domainkey.acme.example"] = PARKED }, {},
      PROBED },
   { "a service's selector that leads nowhere is", zone { ["k1._domainkey.acme.example"] = { CNAME = "gone.example" } },
      { "selector-dangling k1._domainkey.acme.example" }, PROBED },
   { "a service's selector nobody answers for is unknown",
      zone { ["k1._domainkey.acme.example"] = { TXT = "servfail" } },
      { "selectors-unknown _domainkey.acme.example" }, PROBED },
   { "J40 a selector in another script", zone { ["xn--bcher-kva._domainkey.acme.example"] = RECORD }, {},
      { selectors = { "b\xC3\xBCcher" } }, ok = { "selector-present xn--bcher-kva._domainkey.acme.example" } },
}

describe("check.selectors", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.same(case[3], support.codes(case[2], case[4]))
         assert.same(case.ok or {}, support.oks({ "selectors", "dkim_keys" }, case[2], case[4]))
      end)
   end

   it("J34 says which of NXDOMAIN and NODATA it was", function()
      local function status(records)
         return support.find(support.audit(records, GIVEN), "selector-missing").fields.status
      end
      assert.equal("NXDOMAIN", status(zone()))
      assert.equal("NODATA", status(zone { [KEY] = { A = { "192.0.2.1" } } }))
   end)

   it("J31 shows the chain and the key at its end", function()
      local records = zone { [KEY] = { CNAME = "a.example" }, ["a.example"] = { CNAME = "b.example" },
         ["b.example"] = RECORD }
      local audit = support.audit(records, GIVEN)
      local item = support.find(audit, "selector-present")
      assert.same({ KEY, "CNAME", "a.example" }, { item.evidence[1].name, item.evidence[1].type,
         item.evidence[1].value })
      assert.same({ "b.example", "TXT" }, { item.evidence[3].name, item.evidence[3].type })
      assert.equal("RSA, 2048 bits, exponent 65537, SubjectPublicKeyInfo", item.fields.key)
   end)

   it("J39 shows the record that stands under the doubled name, and where it belongs", function()
      local audit = support.audit(zone { [KEY .. ".acme.example"] = { CNAME = "k.sender.example" },
         ["k.sender.example"] = RECORD }, GIVEN)
      local item = support.find(audit, "selector-name-doubled")
      assert.same({ name = KEY .. ".acme.example", type = "CNAME", value = "k.sender.example" }, item.evidence[1])
      assert.same({ KEY .. ". CNAME k.sender.example." }, support.lines(item))
   end)

   it("J17 does not call a weak key in order", function()
      local audit = support.audit(zone { [KEY] = { TXT = { "v=DKIM1; p=" .. keys.rsa_1024 } } }, GIVEN)
      assert.is_nil(support.find(audit, "selector-present"))
      assert.is_truthy(support.find(audit, "dkim-key-weak"))
   end)

   it("J35 shows the alias of a wildcard", function()
      local audit = support.audit(wild({ CNAME = "k.sender.example" }, { ["k.sender.example"] = RECORD }), GIVEN)
      local item = support.find(audit, "selectors-wildcard-key")
      assert.same({ name = WILDCARD, type = "CNAME", value = "k.sender.example", range = { 0, 16 } }, item.evidence[1])
      assert.equal("k.sender.example", item.evidence[2].name)
   end)

   it("J36 asks for no service's selector where _domainkey does not exist", function()
      local _, facts = support.audit(zone(), PROBED)
      for _, question in ipairs(facts.asked) do assert.is_nil(question:find("google._domainkey", 1, true)) end
      local _, other = support.audit(zone { ["x._domainkey.acme.example"] = RECORD }, PROBED)
      assert.is_truthy((table.concat(other.asked, " "):find("google._domainkey", 1, true)))
   end)

   it("J36 J47 asks on where a server denies _domainkey though a key is below it", function()
      local records = zone {
         ["_domainkey.acme.example"] = { TXT = "nxdomain" }, [KEY] = RECORD,
         ["google._domainkey.acme.example"] = RECORD,
      }
      local audit = support.audit(records, { selectors = { "s1" }, probes = { "google" } })
      assert.equal(2, #audit.models.selectors)
      assert.is_truthy(support.find(audit, "dkim-key-reused"))
   end)

   it("J33 finds a TXT record beside an alias", function()
      local facts = support.of(zone { [KEY] = RECORD })
      local get = facts.get
      function facts.get(self, name, rrtype)
         if name == KEY and rrtype == "CNAME" then
            return make { name = name, type = rrtype, status = "ok", aa = true, records = { "k.sender.example" } }
         end
         return get(self, name, rrtype)
      end
      local audit = require("sesame.audit").run("acme.example", facts, GIVEN)
      assert.equal("k.sender.example", support.find(audit, "selector-conflict").fields.target)
   end)

   it("J49 tells a zone that fails DNSSEC from a server that fails", function()
      local facts = support.of(zone { [KEY] = { TXT = "servfail" } })
      local get = facts.get
      function facts.get(self, name, rrtype, options)
         if name == KEY and options and options.cd then
            return make { name = name, type = rrtype, status = "ok", aa = true, records = RECORD.TXT }
         end
         return get(self, name, rrtype)
      end
      assert.is_truthy(support.find(require("sesame.audit").run("acme.example", facts, GIVEN), "selector-bogus"))
   end)

   it("checks the selector of an identity that signs with its owner's key", function()
      local identities = { { region = "us-east-1", origin = "EXTERNAL", tokens = { "s1" } } }
      local list = support.codes(zone(), { identities = identities })
      assert.same({ "selector-missing " .. KEY }, { list[1] })
   end)
end)
