-- SPDX-License-Identifier: MIT
local dmarc = require "sesame.dmarc"
local report = require "sesame.report.dmarc_text"
local support = require "spec.support.facts"

local function holds(...) return { TXT = { ... } } end

local RECORDS = {
   ["_dmarc.t.example"] = holds "v=DMARC1; p=reject; t=y; pct=20; rua=mailto:d@t.example",
   ["_dmarc.twice.example"] = holds("v=DMARC1; p=none", "v=DMARC1; p=reject"),
   ["_dmarc.near.example"] = holds "v=dmarc1; p=none",
   ["_dmarc.dark.example"] = { TXT = "timeout" }, ["_dmarc.bank"] = holds "v=DMARC1; p=none; sp=reject; psd=y",
   ["_dmarc.half.dim"] =
      holds "v=DMARC1; p=none; rua=mailto:d@a.test,mailto:d@b.test,mailto:d@c.test,mailto:d@d.test,tel:1",
   ["half.dim._report._dmarc.a.test"] = { TXT = "servfail" },
   ["half.dim._report._dmarc.b.test"] = holds "v=DMARC1; rua=mailto:e@b.test",
   ["half.dim._report._dmarc.c.test"] = holds "v=DMARC1; rua=mailto:e@x.test",
   ["_dmarc.none.dim"] = holds "v=DMARC1; p=none; t=y",
}

local function show(domain)
   return report.show(dmarc.show(domain, { facts = support.of(RECORDS) }))
end

-- domain, lines that must be there, words that must not
local CASES = {
   { "L18 t=y lowers the policy, and pct is for older receivers", "t.example", {
      "t.example: the policy is quarantine (p=, its own record, lowered from reject by",
      "Record of               t.example",
      "  rua mailto:d@t.example: in the same organization", "  1. _dmarc.t.example: a DMARC record",
      "Receivers of RFC 7489, with the public suffix list, differ:",
      "They may apply the policy to 20% of the mail only (pct).",
   }, "undetermined" },
   { "L18 which is no lower than none", "none.dim", { "none.dim: the policy is none (p=, its own record)" },
      "lowered" },
   { "M10 several records", "twice.example", {
      "twice.example: DMARC does not apply: no DMARC record applies",
      "  1. _dmarc.twice.example: 2 DMARC records: all discarded",
      "Record of               nobody", "Organizational domain   twice.example",
   }, "Reports:" },
   { "L02 what only looks like one", "near.example",
      { "  1. _dmarc.near.example: no record, only what looks like one: the version is" } },
   { "M11 what could not be learnt", "dark.example", {
      "dark.example: undetermined: _dmarc.dark.example could not be learnt: timeout",
      "Record of               undetermined",
      "Organizational domain   undetermined", "  1. _dmarc.dark.example: could not be learnt: timeout",
      "By RFC 7489: undetermined (_dmarc.dark.example: timeout).",
   }, "come to the same" },
   { "M07 the record of a public suffix", "giant.bank", {
      "giant.bank: the policy is reject (sp=, for names below)", "  2. _dmarc.bank: a DMARC record, psd=y",
      "  1. _dmarc.giant.bank: none (nxdomain)",
   } },
   { "N01 N04 N06 where reports go", "half.dim", {
      "  rua mailto:d@a.test: whether its host agrees could not be learnt",
      "  rua mailto:d@b.test: sent to mailto:e@b.test instead, as its host says",
      "  rua mailto:d@c.test: not sent: its host names mailto:e@x.test, at another host",
      "  rua mailto:d@d.test: not sent: its host does not agree", "  rua tel:1: no host",
      "Receivers of RFC 7489, with the public suffix list, come to the same.",
   } },
}

describe("report.dmarc_text", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local text = show(case[2])
         for _, line in ipairs(case[3]) do
            assert.is_truthy(("\n" .. text):find("\n" .. line, 1, true), line .. "\nis not in\n" .. text)
         end
         if case[4] then assert.is_nil(text:find(case[4], 1, true), text) end
         for line in text:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
      end)
   end

   it("L24 underlines the bytes of a fault, in quotes", function()
      local text = report.lint(dmarc.lint "v=DMARC1; p=reject; rua=d@a.example")
      assert.equal([[
Warning: "d@a.example" in rua= at _dmarc is no report address: no mailto: before
the address. (dmarc-uri-invalid)
    "v=DMARC1; p=reject; rua=d@a.example"
                             ^^^^^^^^^^^
  Do: Write mailto: and a plain address, several separated by commas.
Mended:
  "v=DMARC1; p=reject; rua=mailto:d@a.example"
]], text)
      local good = "v=DMARC1; p=reject; rua=mailto:d@a.example"
      assert.equal(('right: %s\nPublish:\n  "%s"\n'):format(good, good), report.lint(dmarc.lint(good)))
      assert.matches("it does not begin with v=DMARC1", report.lint(dmarc.lint "hello"))
   end)

   it("M12 gives a verdict and a sentence a line", function()
      local verdict = dmarc.align { facts = support.of(RECORDS), from = "t.example", spf = { domain = "m.t.example" } }
      assert.equal("t.example: PASS\n\n  DMARC passes through SPF alone.\n  SPF passed for m.t.example, of the same "
         .. "organizational domain t.example:\n  aligned.\n", report.align(verdict))
   end)
end)
