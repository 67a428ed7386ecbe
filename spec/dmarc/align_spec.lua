-- SPDX-License-Identifier: MIT
local align = require "sesame.dmarc.align"
local words = require "sesame.check.align_words"
local support = require "spec.support.facts"

local function holds(text) return { TXT = { text } } end

local RECORDS = {
   ["_dmarc.acme.example"] = holds "v=DMARC1; p=reject",
   ["_dmarc.strict.example"] = holds "v=DMARC1; p=quarantine; adkim=s; aspf=s",
   ["_dmarc.bank.example"] = holds "v=DMARC1; p=reject; psd=y; rua=mailto:psd@bank.example",
   ["_dmarc.giant.bank.example"] = holds "v=DMARC1; p=quarantine",
   ["_dmarc.split.example"] = holds "v=DMARC1; p=reject", ["_dmarc.a.split.example"] = holds "v=DMARC1; p=none; psd=n",
   ["_dmarc.bare.example"] = holds "v=DMARC1; adkim=s",
   ["_dmarc.dark.example"] = { TXT = "servfail" }, ["_dmarc.half.example"] = holds "v=DMARC1; p=none",
   ["_dmarc.gloom.test"] = { TXT = "timeout" },
   ["_dmarc.a.dim.example"] = holds "v=DMARC1; p=reject", ["_dmarc.dim.example"] = { TXT = "timeout" },
   ["_dmarc.x.a.dim.example"] = holds "v=DMARC1; p=reject", ["_dmarc.lost"] = { TXT = "refused" },
   ["_dmarc.half.lost"] = holds "v=DMARC1; p=none",
}

-- name, from, SPF domain or nil, d= or nil, result, SPF aligned, DKIM aligned ("?": undetermined)
local CASES = {
   { "M12 a subdomain aligns with its organizational domain", "acme.example", "bounce.acme.example", nil, "pass", true,
      false },
   { "M12 and the other way round", "news.acme.example", nil, "acme.example", "pass", false, true },
   { "M12 and two subdomains of one", "a.acme.example", "b.acme.example", nil, "pass", true, false },
   { "M12 another organization does not", "acme.example", "eu.amazonses.com", "amazonses.com", "fail", false, false },
   { "M12 nothing passed", "acme.example", nil, nil, "fail", false, false },
   { "M13 strict wants the very name", "strict.example", "m.strict.example", "strict.example", "pass", false, true },
   { "M13 strict and only a subdomain", "strict.example", "m.strict.example", "d.strict.example", "fail", false,
      false },
   { "M14 below a public suffix", "giant.bank.example", "mail.giant.bank.example", "mail.mega.bank.example", "pass",
      true, false },
   { "M14 no other name below it aligns", "giant.bank.example", nil, "mail.mega.bank.example", "fail", false, false },
   { "M15 psd=n cuts a subdomain off", "a.split.example", "split.example", "x.a.split.example", "pass", false, true },
   { "M18 without any record DMARC does not apply", "none.example", "none.example", nil, "none", true, false },
   { "M18 and the organizational domain is the name itself", "none.example", "m.none.example", nil, "none", false,
      false },
   { "L11 a record that receivers pass over", "bare.example", "bare.example", nil, "none", true, false },
   { "M11 the policy could not be learnt", "dark.example", "dark.example", "m.dark.example", "unknown", true, "?" },
   { "M11 a walk that could not be learnt and decides", "a.dim.example", "b.dim.example", nil, "unknown", "?", false },
   { "M11 does not matter where another identifier aligns", "a.dim.example", "b.dim.example", "x.a.dim.example", "pass",
      "?", true },
   { "M11 one that cannot make a difference: same name above", "half.lost", "m.half.lost", nil, "pass", true, false },
   { "M11 one that cannot make a difference: far apart", "half.example", "gloom.test", nil, "fail", false, false },
   { "letters of any case and a final dot", "acme.example", "ACME.Example.", nil, "pass", true, false },
}

local function judge(message)
   return align.message(support.of(RECORDS), message)
end

describe("model.dmarc_align", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local got = judge { from = case[2], spf = case[3] and { domain = case[3] }, dkim = case[4]
            and { { domain = case[4] } } }
         local function shown(value) return value == nil and "?" or value end
         assert.same({ case[5], case[6], case[7] }, { got.result, shown(got.spf_aligned), shown(got.dkim_aligned) },
            words.explanation(got))
      end)
   end

   it("M12 M13 explains each identifier in a sentence", function()
      local got = judge { from = "acme.example", spf = { domain = "bounce.acme.example" },
         dkim = { { domain = "amazonses.com" } } }
      assert.equal("DMARC passes through SPF alone. SPF passed for bounce.acme.example, of the same organizational "
         .. "domain acme.example: aligned. DKIM passed for amazonses.com, not for a name of the organizational domain "
         .. "acme.example: not aligned.", words.explanation(got))
      got = judge { from = "strict.example", spf = { domain = "m.strict.example" } }
      assert.equal("DMARC fails; the policy asks to quarantine it. SPF passed for m.strict.example, but aspf=s wants "
         .. "strict.example itself: not aligned.", words.explanation(got))
      assert.same({ "strict", "m.strict.example" }, { got.spf.mode, got.spf.domain })
   end)

   it("M11 M20 says why nothing is known, or nothing applies", function()
      local function told(message, wanted)
         local text = words.explanation(judge(message))
         assert.is_truthy(text:find(wanted, 1, true), text)
      end
      told({ from = "dark.example", spf = { domain = "m.dark.example" } },
         "_dmarc.dark.example could not be learnt: servfail. SPF passed")
      told({ from = "a.dim.example", spf = { domain = "b.dim.example" } }, "Whether DMARC passes is undetermined. SPF "
         .. "passed for b.dim.example; whether that is aligned depends on an answer that could not be learnt "
         .. "(_dmarc.dim.example: timeout).")
      told({ from = "half.lost", spf = { domain = "m.half.lost" } }, "of the same organization as half.lost, whatever "
         .. "could not be learnt (_dmarc.lost: refused): aligned")
      told({ from = "half.example", spf = { domain = "gloom.test" } },
         "of another organization than half.example, whatever")
      told({ from = "acme.example" },
         "DMARC fails; the policy asks to reject it. Nothing passed, so there is nothing to align.")
      told({ from = {} }, "From has no domain (")
      told({ from = { "a.example", "b.example" } }, "From has 2 domains (")
      told({ from = "acme.example", dkim = { { domain = "acme.example", result = "fail" } } },
         "DKIM did not pass for acme.example (fail)")
      assert.is_nil(words.explanation(judge { from = "acme.example", spf = { domain = "acme.example" } })
         :find("Nothing", 1, true))
   end)

   it("judges a hundred signatures and no more", function()
      local list = {}
      for i = 1, 101 do list[i] = { domain = "other.example", selector = "s" .. i } end
      local got = judge { from = "acme.example", dkim = list }
      assert.same({ 100, "s100" }, { #got.dkim, got.dkim[100].selector })
   end)

   it("M20 no author domain, or several, and DMARC does not apply", function()
      for _, from in ipairs { { {} }, { { "acme.example", "other.example" } }, { "" } } do
         local got = judge { from = from[1], spf = { domain = "acme.example" } }
         assert.equal("none", got.result)
         assert.matches("5%.3%.1", words.explanation(got))
      end
      assert.equal("pass", judge({ from = { "acme.example" }, spf = { domain = "acme.example" } }).result)
   end)

   it("M21 a HELO pass beside a MAIL FROM does not count", function()
      local got = judge { from = "acme.example", spf = { domain = "acme.example", scope = "helo" } }
      assert.same({ "fail", false }, { got.result, got.spf_aligned })
      assert.matches("HELO", words.explanation(got))
   end)

   for _, result in ipairs { "softfail", "neutral", "fail", "none", "temperror", "permerror" } do
      it("M22 SPF " .. result .. " is no identifier", function()
         assert.same({ "fail", false }, {
            judge({ from = "acme.example", spf = { domain = "acme.example", result = result } }).result,
            judge({ from = "acme.example", spf = { domain = "acme.example", result = result } }).spf_aligned,
         })
      end)
   end

   it("a DKIM signature that did not verify is none", function()
      assert.equal("fail",
         judge({ from = "acme.example", dkim = { { domain = "acme.example", result = "fail" } } }).result)
   end)

   it("M19 a name in other letters is taken as A-labels", function()
      local facts = support.of { ["_dmarc.xn--bcher-kva.example"] = holds "v=DMARC1; p=reject" }
      local got = align.message(facts, { from = "B\xC3\xBCcher.example", spf = { domain = "m.xn--bcher-kva.example" } })
      assert.same({ "pass", "xn--bcher-kva.example" }, { got.result, got.policy_domain })
   end)

   it("what is no domain name aligns with nothing", function()
      local got = judge { from = "acme.example", spf = { domain = "a..b" }, dkim = { { domain = "[192.0.2.1]" },
         { domain = "" } } }
      assert.same({ "fail", false, false }, { got.result, got.spf_aligned, got.dkim_aligned })
      assert.matches("no domain name", words.explanation(got))
      assert.equal("none", judge({ from = "a..b", spf = { domain = "acme.example" } }).result)
   end)

   it("refuses what is no message", function()
      assert.error_matches(function() judge { from = 1 } end, "from is a domain")
      assert.error_matches(function() judge { from = "acme.example", spf = "acme.example" } end, "an identifier is")
      assert.error_matches(function() judge { from = "acme.example", spf = { result = "pass" } } end,
         "an identifier is")
   end)
end)
