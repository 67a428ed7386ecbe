-- SPDX-License-Identifier: MIT
-- Findings about what a DMARC record says, the policy that applies, the tree around it and its report addresses.
local support = require "spec.support.facts"

local OWN = "rua=mailto:d@acme.example"

-- name, record of acme.example ("v=DMARC1; " goes before it), codes (those of healthy records left out), other records,
-- domain
local function spf_of(record, mx)
   return { ["acme.example"] = { TXT = { record }, MX = mx }, ["_none.acme.example"] = { TXT = { "v=spf1 -all" } },
      ["lost.acme.example"] = { TXT = "servfail" } }
end

local OKS = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
   "dmarc-spf-first acme.example" }

local CASES = {
   { "L01 a policy with reports is in order", "p=reject; rua=mailto:d@acme.example", {},
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L07 an unknown tag", "p=reject; foo=1; " .. OWN, { "dmarc-tag-unknown _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L07 a misspelt tag", "p=reject; ruaa=mailto:d@acme.example; " .. OWN,
      { "dmarc-tag-misspelt _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L08 rf", "p=reject; rf=afrf; " .. OWN, { "dmarc-tag-removed _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L09 pct", "p=reject; pct=10; " .. OWN, { "dmarc-pct _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L10 L13 no p", OWN, { "dmarc-policy-assumed _dmarc.acme.example", "dmarc-monitoring acme.example" },
      ok = { "dmarc-present _dmarc.acme.example" } },
   { "L11 neither p nor rua", "adkim=s", { "dmarc-policy-missing _dmarc.acme.example" },
      ok = { "dmarc-present _dmarc.acme.example" } },
   { "L12 a bad sp", "p=reject; sp=bad; " .. OWN, { "dmarc-policy-invalid _dmarc.acme.example",
      "dmarc-monitoring acme.example" }, ok = { "dmarc-present _dmarc.acme.example" } },
   { "L14 p in third place", "adkim=s; p=reject; " .. OWN, { "dmarc-policy-order _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L15 sp=none leaves the names below open", "p=reject; sp=none; " .. OWN,
      { "dmarc-subdomains-open _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L15 np=none too", "p=reject; np=none; " .. OWN, { "dmarc-subdomains-open _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L15 not where p=none", "p=none; sp=none; " .. OWN, { "dmarc-monitoring acme.example" },
      ok = { "dmarc-present _dmarc.acme.example" } },
   { "L18 t=y", "p=reject; t=y; " .. OWN, { "dmarc-methods-differ acme.example",
      "dmarc-testing _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-present _dmarc.acme.example", "dmarc-spf-first acme.example" } },
   { "L20 psd=y at no public suffix", "p=reject; psd=y; " .. OWN, { "dmarc-psd-misused _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L22 fo without ruf", "p=reject; fo=1; " .. OWN, { "dmarc-fo-unused _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L23 fo=0:1", "p=reject; fo=0:1; ruf=mailto:d@acme.example; " .. OWN,
      { "dmarc-fo-exclusive _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L24 an address without mailto:", "p=reject; rua=d@acme.example", { "dmarc-uri-invalid _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L26 a size", "p=reject; rua=mailto:d@acme.example!10m", { "dmarc-uri-size _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L27 https only", "p=reject; rua=https://acme.example/r", { "dmarc-report-no-mailto _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L27 https beside mailto", "p=reject; rua=https://acme.example/r,mailto:d@acme.example", {},
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L28 no rua", "p=reject", { "dmarc-no-reports _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L34 ~all leaves the decision to DMARC", "p=reject; " .. OWN, {}, spf_of "v=spf1 mx ~all",
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example" } },
   { "L34 -all as a part of a name is no end", "p=reject; " .. OWN, {}, spf_of "v=spf1 a:mail.test-all ~all",
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example" } },
   { "L34 -all of the record a redirect leads to", "p=reject; " .. OWN, {}, spf_of "v=spf1 redirect=_none.acme.example",
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L34 nothing is said of SPF that is not learnt", "p=reject; " .. OWN, {},
      spf_of "v=spf1 include:lost.acme.example -all",
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example" } },
   { "L28 none is missed by a domain parked by a redirect", "p=reject", {},
      spf_of("v=spf1 redirect=_none.acme.example", { { preference = 0, exchange = "." } }),
      ok = { "dmarc-enforced acme.example", "dmarc-present _dmarc.acme.example" } },
   { "L28 but by one that sends", "p=reject", { "dmarc-no-reports _dmarc.acme.example" },
      spf_of("v=spf1 ip4:203.0.113.1 -all", { { preference = 0, exchange = "." } }),
      ok = { "dmarc-enforced acme.example", "dmarc-present _dmarc.acme.example", "dmarc-spf-first acme.example" } },
   { "L28 none is missed by a parked domain", "p=reject", {}, { ["acme.example"] = {
      TXT = { "v=spf1 -all" }, MX = { { preference = 0, exchange = "." } },
   } }, ok = { "dmarc-enforced acme.example", "dmarc-present _dmarc.acme.example" } },
   { "L28 one that sends misses it", "p=reject", { "dmarc-no-reports _dmarc.acme.example" }, { ["acme.example"] = {
      TXT = { "v=spf1 ip4:192.0.2.1 -all" }, MX = { { preference = 0, exchange = "." } },
   } }, ok = { "dmarc-enforced acme.example", "dmarc-present _dmarc.acme.example", "dmarc-spf-first acme.example" } },
   { "L28 one that receives does too", "p=reject", { "dmarc-no-reports _dmarc.acme.example" }, { ["acme.example"] = {
      TXT = { "v=spf1 -all" },
   } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L29 what has no place", "p=reject; x; " .. OWN, { "dmarc-syntax _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L31 p=none", "p=none; " .. OWN, { "dmarc-monitoring acme.example" },
      ok = { "dmarc-present _dmarc.acme.example" } },
   { "L37 P=reject is a policy", "P=reject; " .. OWN, { "dmarc-tag-case _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L39 an address outside ASCII", "p=reject; rua=mailto:\xC3\xA4@acme.example",
      { "dmarc-uri-invalid _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "a tag twice", "p=reject; p=none; " .. OWN, { "dmarc-tag-duplicate _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "two semicolons", "p=reject;; " .. OWN, { "dmarc-empty-tag _dmarc.acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L40 np beside a wildcard", "p=reject; sp=quarantine; np=reject; " .. OWN,
      { "dmarc-np-unused _dmarc.acme.example" },
      { ["*.acme.example"] = { A = { "192.0.2.9" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L40 np that says what sp says", "p=reject; np=reject; " .. OWN, {},
      { ["*.acme.example"] = { A = { "192.0.2.9" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L40 M11 whether there is a wildcard could not be learnt", "p=reject; sp=quarantine; np=reject; " .. OWN,
      { "dmarc-wildcard-unknown _dmarc.acme.example" }, { ["*.acme.example"] = { TXT = "servfail" } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "L40 a wildcard with a record", "p=reject; " .. OWN, { "dmarc-wildcard *.acme.example" },
      { ["*.acme.example"] = { TXT = { "v=DMARC1; p=none" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "M23 a suffix that lacks psd=y", "p=reject; " .. OWN, { "dmarc-suffix-captures acme.example",
      "dmarc-methods-differ acme.example" },
      { ["_dmarc.example"] = { TXT = { "v=DMARC1; p=none" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "M23 psd=n protects from it", "p=reject; psd=n; " .. OWN, {},
      { ["_dmarc.example"] = { TXT = { "v=DMARC1; p=none" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "M08 a suffix with psd=y is none of our business", "p=reject; " .. OWN, {},
      { ["_dmarc.example"] = { TXT = { "v=DMARC1; p=none; psd=y" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "M11 L16 the walk above could not be learnt", "p=reject; sp=reject; " .. OWN,
      { "dmarc-organization-unknown acme.example" },
      { ["_dmarc.example"] = { TXT = "servfail" } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "M11 which nothing depends on without sp and np", "p=reject; " .. OWN, {},
      { ["_dmarc.example"] = { TXT = "servfail" } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "N01 another organization that did not agree", "p=reject; rua=mailto:d@reports.test",
      { "dmarc-report-unauthorized acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "N01 one that did", "p=reject; rua=mailto:d@reports.test", {},
      { ["acme.example._report._dmarc.reports.test"] = { TXT = { "v=DMARC1" } },
         ["reports.test"] = { A = { "192.0.2.9" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-report-authorized acme.example", "dmarc-spf-first acme.example" } },
   { "N04 one that sends them to the same host", "p=reject; rua=mailto:d@reports.test",
      { "dmarc-report-redirected acme.example" },
      { ["acme.example._report._dmarc.reports.test"] = { TXT = { "v=DMARC1; rua=mailto:e@reports.test" } },
         ["reports.test"] = { MX = { { preference = 1, exchange = "mx.reports.test" } } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "N04 one that sends them elsewhere", "p=reject; rua=mailto:d@reports.test",
      { "dmarc-report-dropped acme.example" },
      { ["acme.example._report._dmarc.reports.test"] = { TXT = { "v=DMARC1; rua=mailto:e@other.test" } } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "N05 a name too long", "p=reject; rua=mailto:d@" .. ("a."):rep(115) .. "test",
      { "dmarc-report-name-too-long acme.example" },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
   { "a mailbox at a name that does not exist", "p=reject; rua=mailto:d@gone.acme.example",
      { "dmarc-report-undeliverable acme.example" }, ok = OKS },
   { "a mailbox at a null MX", "p=reject; rua=mailto:d@null.acme.example",
      { "dmarc-report-undeliverable acme.example" },
      { ["null.acme.example"] = { MX = { { preference = 0, exchange = "." } } } }, ok = OKS },
   { "a mailbox at a name with neither MX nor address", "p=reject; rua=mailto:d@text.acme.example",
      { "dmarc-report-undeliverable acme.example" }, { ["text.acme.example"] = { TXT = { "x" } } }, ok = OKS },
   { "a mailbox at a name with an IPv6 address alone", "p=reject; rua=mailto:d@web.acme.example", {},
      { ["web.acme.example"] = { AAAA = { "2001:db8::1" } } }, ok = OKS },
   { "a mailbox whose MX could not be learnt", "p=reject; rua=mailto:d@web.acme.example",
      { "dmarc-report-mailbox-unknown acme.example" }, { ["web.acme.example"] = { MX = "timeout" } }, ok = OKS },
   { "a mailbox whose address could not be learnt", "p=reject; rua=mailto:d@web.acme.example",
      { "dmarc-report-mailbox-unknown acme.example" }, { ["web.acme.example"] = { AAAA = "servfail" } }, ok = OKS },
   { "a mailbox that gets nothing", "p=reject; rua=mailto:d@gone.test",
      { "dmarc-report-unauthorized acme.example" }, ok = OKS },
   { "N06 no answer", "p=reject; rua=mailto:d@reports.test", { "dmarc-report-unknown acme.example" },
      { ["acme.example._report._dmarc.reports.test"] = { TXT = "timeout" } },
      ok = { "dmarc-enforced acme.example", "dmarc-lists acme.example", "dmarc-present _dmarc.acme.example",
         "dmarc-spf-first acme.example" } },
}

local BELOW = { ["mail.acme.example"] = {
   TXT = { "v=spf1 -all" }, MX = { { preference = 1, exchange = "mail.acme.example" } },
} }

-- The same for mail.acme.example, with its own record (or nil for none) below that of acme.example.
local BELOW_CASES = {
   { "L16 sp where it has no effect", "v=DMARC1; p=reject; sp=none; " .. OWN,
      { "dmarc-subdomain-tag-unused _dmarc.mail.acme.example" },
      ok = { "dmarc-enforced mail.acme.example", "dmarc-lists mail.acme.example",
         "dmarc-present _dmarc.mail.acme.example", "dmarc-spf-first mail.acme.example" } },
   { "L16 np and sp", "v=DMARC1; p=reject; np=none; sp=none; " .. OWN,
      { "dmarc-subdomain-tag-unused _dmarc.mail.acme.example" },
      ok = { "dmarc-enforced mail.acme.example", "dmarc-lists mail.acme.example",
         "dmarc-present _dmarc.mail.acme.example", "dmarc-spf-first mail.acme.example" } },
   { "M15 psd=n splits", "v=DMARC1; p=reject; psd=n; rua=mailto:d@mail.acme.example",
      { "dmarc-psd-n-splits _dmarc.mail.acme.example", "dmarc-methods-differ mail.acme.example" },
      ok = { "dmarc-enforced mail.acme.example", "dmarc-lists mail.acme.example",
         "dmarc-present _dmarc.mail.acme.example", "dmarc-spf-first mail.acme.example" } },
   { "M01 its own policy", "v=DMARC1; p=none; " .. OWN, { "dmarc-monitoring mail.acme.example" },
      ok = { "dmarc-present _dmarc.mail.acme.example" } },
   { "M02 the organization's", nil, {},
      ok = { "dmarc-enforced mail.acme.example", "dmarc-inherited mail.acme.example",
         "dmarc-spf-first mail.acme.example" } },
}

local DMARC = { "dmarc", "dmarc_policy", "dmarc_reports" }

-- Codes about DMARC that are not ok.
local function codes(records, domain)
   local list = {}
   for _, text in ipairs(support.codes(records, { domain = domain })) do
      if text:find("^dmarc%-") then list[#list + 1] = text end
   end
   return list
end

describe("check.dmarc_policy", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local records = support.zone(case[4])
         records["_dmarc.acme.example"] = { TXT = { "v=DMARC1; " .. case[2] } }
         assert.same(case[3], codes(records))
         assert.same(case.ok or {}, support.oks(DMARC, records))
      end)
   end

   for _, case in ipairs(BELOW_CASES) do
      it(case[1], function()
         local records = support.zone(BELOW)
         records["_dmarc.mail.acme.example"] = case[2] and { TXT = { case[2] } } or nil
         assert.same(case[3], codes(records, "mail.acme.example"))
         assert.same(case.ok or {}, support.oks(DMARC, records, { domain = "mail.acme.example" }))
      end)
   end

   local function audit(text, more, domain)
      local records = support.zone(more)
      records["_dmarc.acme.example"] = { TXT = { "v=DMARC1; " .. text } }
      return support.audit(records, { domain = domain })
   end

   it("L33 L34 tells of mailing lists and of -all without blame", function()
      local found = audit("p=reject; " .. OWN)
      assert.same({ "ok", "ok" }, { support.find(found, "dmarc-lists").severity,
         support.find(found, "dmarc-spf-first").severity })
      assert.is_nil(support.find(audit("p=quarantine; " .. OWN), "dmarc-lists"))
      assert.is_nil(support.find(audit("p=reject; " .. OWN, { ["acme.example"] = { MX = false } }), "dmarc-lists"))
      assert.is_nil(support.find(audit("p=none; " .. OWN), "dmarc-spf-first"))
   end)

   describe("L32 p=reject resting on SPF alone", function()
      local KEY = "v=DKIM1; "
         .. "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL6T3m9Pp4bZSqTrAnWlhQDGyKkO7gyX4Q0YJq0mUZ5m0zUeRkRb1qFZz5oPIJ"
      local function spf_only(records, selectors, text)
         local zone = support.zone(records)
         zone["_dmarc.acme.example"] = { TXT = { text or "v=DMARC1; p=reject; " .. OWN } }
         return support.find(support.audit(zone, { selectors = selectors }), "dmarc-reject-spf-only")
      end

      it("is an error where every key told of is known not to work", function()
         local item = spf_only({ ["s2._domainkey.acme.example"] = { TXT = { "v=DKIM1; p=" } } }, { "s1", "s2" })
         assert.same({ "s1._domainkey.acme.example", "s2._domainkey.acme.example" }, item.fields.names)
      end)

      it("is not claimed of a weaker policy, of keys not told of, or where one could not be learnt", function()
         assert.is_nil(spf_only({}, { "s1" }, "v=DMARC1; p=quarantine; " .. OWN))
         assert.is_nil(spf_only({}, nil))
         assert.is_nil(spf_only({ ["s1._domainkey.acme.example"] = { TXT = "servfail" } }, { "s1", "s2" }))
         local both = { "v=DKIM1; p=", "p=" .. require("spec.support.keys").rsa_2048 } -- one of them works
         assert.is_nil(spf_only({ ["s1._domainkey.acme.example"] = { TXT = both } }, { "s1", "s2" }))
      end)

      it("is not so where a key works", function()
         local path = os.tmpname()
         os.remove(path)
         local made = assert(require("sesame.dkim").generate { selector = "s1", domain = "acme.example", private = path,
            bits = 1024 })
         os.remove(path)
         os.remove(made.ses)
         assert.is_nil(spf_only({ ["s1._domainkey.acme.example"] = { TXT = { made.record } } }, { "s1", "s2" }))
         assert.is_truthy(spf_only({ ["s1._domainkey.acme.example"] = { TXT = { KEY } } }, { "s1" }))
      end)
   end)

   it("L32 counts Easy DKIM identities among the keys", function()
      local tokens = {}
      for i = 1, 3 do tokens[i] = ("a"):rep(31) .. i end
      local zone = support.zone()
      zone["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=reject; " .. OWN } }
      local function names(identity)
         local item = support.find(support.audit(zone, { identities = { identity } }), "dmarc-reject-spf-only")
         return item and item.fields.names
      end
      assert.same({ "Easy DKIM in eu-west-1" }, names { region = "eu-west-1", tokens = tokens })
      assert.is_nil(names { region = "eu-west-1" })
   end)

   it("L17 the audited domain exists, so np does not apply to it", function()
      local found = audit("p=reject; sp=none; np=reject; " .. OWN, BELOW, "mail.acme.example")
      assert.equal("none", found.models.dmarc.policy.policy)
      assert.is_truthy(support.find(found, "dmarc-monitoring"))
   end)

   it("L12 says what receivers make of it", function()
      assert.equal("receivers read the record as p=none", support.find(audit("p=x; " .. OWN),
         "dmarc-policy-invalid").fields.effect)
      assert.equal("receivers pass over the record", support.find(audit "p=x", "dmarc-policy-invalid").fields.effect)
   end)

   it("L07 repeats a long value shortened, and gives no record where what is meant is not clear", function()
      local value = support.find(audit("p=" .. ("y"):rep(81) .. "; " .. OWN), "dmarc-policy-invalid").fields.value
      assert.equal(("y"):rep(80) .. "...", value)
      assert.equal(("y"):rep(80), support.find(audit("p=" .. ("y"):rep(80) .. "; " .. OWN),
         "dmarc-policy-invalid").fields.value)
      assert.same({}, support.lines(support.find(audit "adkim=s", "dmarc-policy-missing")))
      assert.same({}, support.lines(support.find(audit "p=none; rua=nobody", "dmarc-uri-invalid")))
   end)

   it("M23 shows the record of the suffix", function()
      local found = audit("p=reject; " .. OWN, { ["_dmarc.example"] = { TXT = { "v=DMARC1; p=none" } } })
      local shown = support.find(found, "dmarc-suffix-captures").evidence
      assert.same({ "_dmarc.example", "v=DMARC1; p=none" }, { shown[1].name, shown[1].value })
      assert.is_nil(support.find(audit("p=reject; psd=n; " .. OWN), "dmarc-suffix-captures"))
   end)

   it("N07 shows what stands where consent is looked for", function()
      local there = { ["acme.example._report._dmarc.reports.test"] = { TXT = { "v=dmarc1" } } }
      local found = audit("p=reject; rua=mailto:d@reports.test", there)
      local item = support.find(found, "dmarc-report-unauthorized")
      assert.same({ "v=dmarc1", "what stands there does not begin with v=DMARC1" },
         { item.evidence[2].value, item.fields.reason })
   end)

   it("L29 underlines the very bytes, and gives the record mended", function()
      local item = support.find(audit("p=none;; sp=nome; rua=d@acme.example!10m,mailto:e@acme.example"),
         "dmarc-policy-invalid")
      local shown = item.evidence[1]
      assert.equal("nome", shown.value:sub(shown.range[1] + 1, shown.range[2]))
      assert.same({
         '_dmarc.acme.example. TXT "v=DMARC1; p=none; sp=none; rua=mailto:d@acme.example,mailto:e@acme.example"',
      }, support.lines(item))
   end)

   it("gives no record for which receivers would be stricter than they are today", function()
      assert.same({}, support.find(audit("p=reject; sp=rejct; " .. OWN), "dmarc-policy-invalid").records)
      assert.same({}, support.find(audit("p:reject; " .. OWN), "dmarc-policy-assumed").records)
   end)

   it("N01 gives the record that the other party must publish", function()
      assert.same({ 'acme.example._report._dmarc.reports.test. TXT "v=DMARC1;"' },
         support.lines(support.find(audit "p=reject; rua=mailto:d@reports.test", "dmarc-report-unauthorized")))
   end)

   it("L28 gives the record with an address", function()
      assert.same({ '_dmarc.acme.example. TXT "v=DMARC1; p=reject; rua=mailto:dmarc-reports@acme.example"' },
         support.lines(support.find(audit "p=reject; ", "dmarc-no-reports")))
   end)

   it("M23 a public suffix without psd=y is told so", function()
      local function suffix(text)
         local found = support.audit({
            ["co.uk"] = { SOA = { support.soa() }, MX = { { preference = 1, exchange = "mx.co.uk" } },
               TXT = { "v=spf1 -all" } },
            ["mx.co.uk"] = { A = { "192.0.2.1" } },
            ["_dmarc.co.uk"] = { TXT = { "v=DMARC1; p=reject; rua=mailto:d@co.uk" .. text } },
         }, { domain = "co.uk" })
         return support.find(found, "dmarc-suffix-unmarked"), support.find(found, "dmarc-psd-misused")
      end
      assert.equal("co.uk", suffix("").subject)
      assert.is_truthy((suffix "; psd=n"))
      assert.same({}, { suffix "; psd=y" })
   end)

   it("L20 psd marks above are judged too", function()
      local found = audit("p=reject; psd=y; " .. OWN, BELOW, "mail.acme.example")
      assert.equal("_dmarc.acme.example", support.find(found, "dmarc-psd-misused").subject)
   end)

   it("a record of another organization is not judged", function()
      local found = audit("p=reject; foo=bar; rua=mailto:d@reports.test", {
         ["_dmarc.example"] = { TXT = { "v=DMARC1; p=reject; psd=y; foo=bar" } },
      })
      assert.equal("_dmarc.acme.example", support.find(found, "dmarc-tag-unknown").subject)
      local records = support.zone {
         ["_dmarc.example"] = { TXT = { "v=DMARC1; p=reject; psd=y; foo=bar; rua=mailto:d@reports.test" } } }
      records["_dmarc.acme.example"] = nil
      assert.same({ "dmarc-methods-differ acme.example" }, codes(records))
   end)

   it("bears ten thousand octets and NUL bytes", function()
      local found = audit("p=reject; " .. ("\0"):rep(200) .. ("x"):rep(10000) .. "=" .. ("y"):rep(10000) .. "; " .. OWN)
      assert.is_nil(support.find(found, "internal-error"))
      assert.is_truthy(support.find(found, "dmarc-syntax"))
   end)
end)
