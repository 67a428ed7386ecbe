-- SPDX-License-Identifier: MIT
-- Fixes of what a DMARC record says: each is what the plan publishes, and the zone as planned is clean of it.
local fix = require "sesame.fix"
local support = require "spec.support.facts"
local zones = require "spec.support.zones"

local OWN = "rua=mailto:d@acme.example"

-- name, record ("v=DMARC1; " goes before it), record of the plan or nil for none, code chosen, choice, other records
local CASES = {
   { "L09 pct: receivers of both kinds do not do the same, so it is asked", "p=reject; pct=10; " .. OWN, nil },
   { "L09 the policy as it is", "p=reject; pct=10; " .. OWN, "p=reject; rua=mailto:d@acme.example", "dmarc-pct", 1 },
   { "L09 or t=y", "p=reject; pct=10; " .. OWN, "p=reject; rua=mailto:d@acme.example; t=y", "dmarc-pct", 2, nil, true },
   { "L09 or a weaker policy", "p=reject; pct=10; " .. OWN, "p=quarantine; rua=mailto:d@acme.example", "dmarc-pct", 3,
      nil, true },
   { "L10 the policy that is assumed", OWN, "p=none; rua=mailto:d@acme.example" },
   { "L11 a record that receivers pass over", "adkim=s", "p=none; adkim=s; rua=mailto:dmarc-reports@acme.example" },
   { "L11 or an empty one", "", "p=none; rua=mailto:dmarc-reports@acme.example" },
   { "L12 a bad sp: stricter than today, so not unasked", "p=reject; sp=rejekt; " .. OWN, nil },
   { "L12 as receivers apply it today, when asked", "p=reject; sp=rejekt; " .. OWN,
      "p=none; sp=none; rua=mailto:d@acme.example", "dmarc-policy-invalid", 1 },
   { "L12 as it was meant, when asked", "p=reject; sp=rejekt; " .. OWN,
      "p=reject; sp=reject; rua=mailto:d@acme.example", "dmarc-policy-invalid", 2 },
   { "L12 p:reject is not what receivers apply", "p:reject; " .. OWN, nil },
   { "L12 p:reject as it was meant", "p:reject; " .. OWN, "p=reject; rua=mailto:d@acme.example",
      "dmarc-policy-assumed", 2 },
   { "L12 a bad sp of a policy that asks for nothing", "p=none; sp=nome; " .. OWN,
      "p=none; sp=none; rua=mailto:d@acme.example" },
   { "L15 names below stay as they are unless asked", "p=reject; sp=none; " .. OWN, nil },
   { "L15 and are raised when asked", "p=reject; sp=none; " .. OWN,
      "p=reject; sp=quarantine; rua=mailto:d@acme.example",
      "dmarc-subdomains-open", 1 },
   { "L15 as far as the policy itself", "p=reject; sp=none; " .. OWN, "p=reject; sp=reject; rua=mailto:d@acme.example",
      "dmarc-subdomains-open", 2 },
   { "L20 psd=y goes", "p=reject; psd=y; " .. OWN, "p=reject; rua=mailto:d@acme.example" },
   { "L24 mailto: is added", "p=reject; rua=d@acme.example", "p=reject; rua=mailto:d@acme.example" },
   { "L24 L39 no address could be kept", "p=reject; rua=mailto:\xC3\xA4@acme.example",
      "p=reject; rua=mailto:dmarc-reports@acme.example" },
   { "L27 a mailbox beside https", "p=reject; rua=https://acme.example/r",
      "p=reject; rua=https://acme.example/r,mailto:dmarc-reports@acme.example" },
   { "L28 an address for reports", "p=reject", "p=reject; rua=mailto:dmarc-reports@acme.example" },
   { "L29 several faults in one change", "p=reject;; adkim=strict; RUA=mailto:d@acme.example",
      "p=reject; adkim=s; rua=mailto:d@acme.example" },
   { "L37 a tag in upper case, which is read, stays", "P=reject; " .. OWN, nil },
   { "a tag twice: what is read stays", "p=reject; p=none; " .. OWN, "p=reject; rua=mailto:d@acme.example" },
   { "a tag twice: or the other", "p=reject; p=none; " .. OWN, "p=none; rua=mailto:d@acme.example",
      "dmarc-tag-duplicate", 2, nil, true },
   { "a tag twice: addresses belong together", "p=reject; rua=d@acme.example; rua=mailto:e@acme.example",
      "p=reject; rua=mailto:d@acme.example,mailto:e@acme.example" },
   { "L40 np beside a wildcard, when asked", "p=reject; sp=none; np=reject; " .. OWN,
      "p=reject; sp=reject; np=reject; rua=mailto:d@acme.example", "dmarc-np-unused", 1,
      { ["*.acme.example"] = { A = { "192.0.2.9" } } } },
   { "M23 psd=n protects from the suffix", "p=reject; " .. OWN, "p=reject; rua=mailto:d@acme.example; psd=n", nil, nil,
      { ["_dmarc.example"] = { TXT = { "v=DMARC1; p=none" } } } },
   { "N01 an address nobody agreed to", "p=reject; rua=mailto:d@acme.example,mailto:d@reports.test", nil },
   { "N01 goes when asked", "p=reject; rua=mailto:d@acme.example,mailto:d@reports.test",
      "p=reject; rua=mailto:d@acme.example",
      "dmarc-report-unauthorized", 1 },
}

local function plan(text, options, more)
   local records = support.zone(more)
   records["_dmarc.acme.example"] = { TXT = { "v=DMARC1; " .. text, "site-verification=1" } }
   return (fix.plan(options.domain or "acme.example", support.of(records), options))
end

describe("fix.dmarc_record", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local made = plan(case[2], { choose = case[4] and { [case[4]] = case[5] } }, case[6])
         if not case[3] then
            assert.same({}, made.changes)
            return
         end
         assert.equal(1, #made.changes)
         assert.same({ "_dmarc.acme.example", "TXT" }, { made.changes[1].name, made.changes[1].type })
         local texts = {}
         for i, strings in ipairs(made.changes[1].values) do texts[i] = table.concat(strings) end
         table.sort(texts)
         assert.same({ "site-verification=1", "v=DMARC1; " .. case[3] }, texts)
         assert.equal(case[7] and "partial" or "yes", made.verified) -- a weaker policy is never "yes"
         assert.same({ 0, 0 }, { made.after.error, made.after.warning })
      end)
   end

   it("L15 no choice asks for more than the policy itself", function()
      local records = support.zone {
         ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=quarantine; sp=none; " .. OWN } } }
      local made, message = fix.plan("acme.example", support.of(records),
         { choose = { ["dmarc-subdomains-open"] = 2 } })
      assert.is_nil(made)
      assert.is_string(message)
   end)

   it("L37 writes names in lower case when that is asked for", function()
      local records = support.zone {
         ["_dmarc.acme.example"] = { TXT = { "V=DMARC1; P=reject; RUA=mailto:d@acme.example" } } }
      local made = fix.plan("acme.example", support.of(records), { codes = { "dmarc-tag-case" } })
      assert.equal("v=DMARC1; p=reject; rua=mailto:d@acme.example", table.concat(made.changes[1].values[1]))
      assert.equal("yes", made.verified)
   end)

   it("N01 tells what the other organization must publish", function()
      local made = plan("p=reject; rua=mailto:d@reports.test", {})
      assert.same({ 'acme.example._report._dmarc.reports.test. TXT "v=DMARC1;"' },
         require("sesame.base.records").lines(made.steps[1].records))
      assert.is_nil(made.steps[1].command)
      assert.matches("reports.test", made.steps[1].text)
      assert.same({}, made.changes)
      assert.same({}, plan("p=reject; rua=mailto:d@reports.test",
         { choose = { ["dmarc-report-unauthorized"] = 1 } }).changes)
   end)

   it("L16 sp and np go where they mean nothing", function()
      local records = support.zone {
         ["mail.acme.example"] = { TXT = { "v=spf1 -all" },
            MX = { { preference = 1, exchange = "mail.acme.example" } } },
         ["_dmarc.mail.acme.example"] = { TXT = { "v=DMARC1; p=reject; sp=none; " .. OWN } },
      }
      local made = fix.plan("mail.acme.example", support.of(records), {})
      assert.same({ { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } }, made.changes[1].values)
   end)

   it("L40 a wildcard's record is mended at the name itself, and what else it gives stays", function()
      local made = fix.plan("acme.example", zones.view(zones.parse([[
@ 300 IN SOA ns1 host 1 7200 900 1209600 300
@ 300 IN NS ns1
@ 300 IN MX 10 mail
@ 300 IN TXT "v=spf1 mx -all"
ns1 300 IN A 192.0.2.1
mail 300 IN A 192.0.2.2
* 300 IN TXT "v=DMARC1; p=none"
* 300 IN TXT "other"
]], "acme.example")), {})
      assert.same({ "add", "_dmarc.acme.example", "yes" }, { made.changes[1].action, made.changes[1].name,
         made.verified })
      local texts = {}
      for i, strings in ipairs(made.changes[1].values) do texts[i] = table.concat(strings) end
      table.sort(texts)
      assert.same({ "other", "v=DMARC1; p=none; rua=mailto:dmarc-reports@acme.example" }, texts)
   end)

   it("a record behind an alias is replaced where it stands", function()
      local records = support.zone { ["_dmarc.acme.example"] = { CNAME = "policy.acme.example", TXT = false },
         ["policy.acme.example"] = { TXT = { "v=DMARC1; p=reject; pct=10; " .. OWN } } }
      local made = fix.plan("acme.example", support.of(records), { choose = { ["dmarc-pct"] = 1 } })
      assert.equal("policy.acme.example", made.changes[1].name)
   end)
end)

-- What only looks like a record, and the record that is meant.
local NEAR = {
   { "L02 the version in lower case", "v=dmarc1; p=reject; " .. OWN, "v=DMARC1; p=reject; " .. OWN },
   { "L02 the version last", "p=reject; v=DMARC1; " .. OWN, "v=DMARC1; p=reject; " .. OWN },
   { "L35 no semicolon", "v=DMARC1 p=reject; " .. OWN, "v=DMARC1; p=reject; " .. OWN },
   { "L38 a space before it", " v=DMARC1; p=reject; " .. OWN, "v=DMARC1; p=reject; " .. OWN },
   { "L38 quotation marks", '"v=DMARC1; p=reject; ' .. OWN .. '"', "v=DMARC1; p=reject; " .. OWN },
}

describe("fix.dmarc_place", function()
   for _, case in ipairs(NEAR) do
      it(case[1], function()
         local records = support.zone { ["_dmarc.acme.example"] = { TXT = { case[2] } } }
         local unasked = fix.plan("acme.example", support.of(records), {})
         assert.same({}, unasked.changes)
         local loose = fix.plan("acme.example", support.of(records), { choose = { ["dmarc-near-miss"] = 1 } })
         assert.same({ { (case[3]:gsub("p=reject", "p=none")) } }, loose.changes[1].values)
         local made = fix.plan("acme.example", support.of(records), { choose = { ["dmarc-near-miss"] = 2 } })
         assert.same({ { case[3] } }, made.changes[1].values)
         assert.equal("yes", made.verified)
         assert.matches("p=reject from then on", made.steps[1].text)
      end)
   end
end)
