-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local CASES = {
   { "a zone in order has nothing to mend", support.zone(), {} },
   { "a domain that does not exist gets one finding", {}, { "domain-missing acme.example" } },
   { "an alias to nowhere gets one finding", { ["acme.example"] = { CNAME = "gone.example" } },
      { "domain-alias-dangling acme.example" } },
   { "a domain nobody answers for is unknown, once",
      { ["acme.example"] = { all = "timeout" }, ["_dmarc.acme.example"] = { all = "timeout" } },
      { "domain-unknown acme.example" } },
   { "J49 SERVFAIL that vanishes with checking disabled is a fault of DNSSEC, once",
      { ["acme.example"] = { all = "servfail", unchecked = { SOA = { support.soa() } } }, ["_dmarc.acme.example"] = {
         all = "servfail" } },
      { "domain-dnssec-bogus acme.example" } },
   { "J49 SERVFAIL that has passed meanwhile is no fault of DNSSEC",
      { ["acme.example"] = { all = "servfail", NS = "nodata", unchecked = { SOA = { support.soa() } } },
         ["_dmarc.acme.example"] = {
         all = "servfail" } }, { "domain-unknown acme.example" } },
   { "NXDOMAIN for the domain while a name below exists breaks RFC 8020",
      support.zone { ["acme.example"] = { SOA = "nxdomain", MX = "nxdomain", TXT = "nxdomain", NS = "nxdomain" } },
      { "empty-non-terminal-denied acme.example", "spf-missing-parked acme.example",
         "dmarc-report-own-mailbox acme.example", "mx-missing acme.example" } },
   { "J47 NXDOMAIN at _domainkey while the selector exists",
      support.zone {
         ["s1._domainkey.acme.example"] = { TXT = { "v=DKIM1; p=" .. require("spec.support.keys").rsa_2048 } },
         ["_domainkey.acme.example"] = { TXT = "nxdomain" },
      },
      { "empty-non-terminal-denied _domainkey.acme.example" }, { selectors = { "s1" } } },
   { "a public suffix gets one finding", { ["co.uk"] = { SOA = { support.soa() }, NS = { "ns1.acme.example" } } },
      { "domain-is-public-suffix co.uk" }, { domain = "co.uk" } },
   { "a name of the reverse tree needs no mail", { ["2.0.192.in-addr.arpa"] = { SOA = { support.soa() },
      NS = { "ns1.acme.example" } }, ["1.2.0.192.in-addr.arpa"] = { PTR = { "a.acme.example" } } },
      { "zone-ns-dangling 2.0.192.in-addr.arpa", "zone-ns-single 2.0.192.in-addr.arpa",
         "domain-reverse 2.0.192.in-addr.arpa" }, { domain = "2.0.192.in-addr.arpa" } },
   { "one that takes mail is judged as any other", { ["2.0.192.in-addr.arpa"] = { SOA = { support.soa() },
      NS = { "ns1.acme.example" }, MX = { { preference = 0, exchange = "." } } } },
      { "zone-ns-dangling 2.0.192.in-addr.arpa", "dmarc-missing 2.0.192.in-addr.arpa",
         "spf-missing-parked 2.0.192.in-addr.arpa", "zone-ns-single 2.0.192.in-addr.arpa" },
      { domain = "2.0.192.in-addr.arpa" } },
   { "a public suffix that does not answer is unknown", { ["co.uk"] = { all = "servfail" },
      ["_dmarc.co.uk"] = { all = "servfail" } }, { "domain-unknown co.uk" }, { domain = "co.uk" } },
}

describe("check.domain", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.same(case[3], support.codes(case[2], case[4])) end)
   end

   it("asks for nothing but the first questions where the domain does not exist", function()
      local _, facts = support.audit({})
      for _, asked in ipairs(facts.asked) do
         assert.is_truthy(({ ["acme.example SOA"] = 1, ["acme.example MX"] = 1, ["acme.example TXT"] = 1,
            ["acme.example SPF"] = 1, ["_dmarc.acme.example TXT"] = 1 })[asked], asked)
      end
   end)

   it("says of a public suffix with mail that names below belong to others", function()
      local audit = support.audit({
         ["co.uk"] = { SOA = { support.soa() }, MX = { { preference = 1, exchange = "mx.co.uk" } },
            TXT = { "v=spf1 -all" } },
         ["mx.co.uk"] = { A = { "192.0.2.1" } },
      }, { domain = "co.uk" })
      assert.is_truthy(support.find(audit, "domain-public-suffix-with-mail"))
      assert.is_truthy(support.find(audit, "mx-ok"))
   end)
end)
