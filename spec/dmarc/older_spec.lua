-- SPDX-License-Identifier: MIT
local align = require "sesame.dmarc.align"
local support = require "spec.support.facts"
local words = require "sesame.check.align_words"

local function holds(text) return { TXT = { text } } end

local RECORDS = {
   ["_dmarc.acme.example"] = holds "v=DMARC1; p=reject; t=y; adkim=s",
   ["_dmarc.split.example"] = holds "v=DMARC1; p=reject", ["_dmarc.a.split.example"] = holds "v=DMARC1; p=none; psd=n",
   ["_dmarc.twice.example"] = { TXT = { "v=DMARC1; p=none", "v=DMARC1; p=reject" } },
   ["_dmarc.np.example"] = holds "v=DMARC1; p=none; np=reject",
   ["_dmarc.mid.low.example"] = holds "v=DMARC1; p=none", ["_dmarc.low.example"] = holds "v=DMARC1; p=reject",
   ["_dmarc.dark.example"] = { TXT = "servfail" }, ["_dmarc.x.dark.example"] = holds "v=DMARC1; p=none",
   ["_dmarc.b.twice.example"] = holds "v=DMARC1; p=reject",
}

-- name, from, SPF domain, the result by RFC 9989, by RFC 7489 where that is otherwise, its policy, SPF aligned
local CASES = {
   { "both pass", "acme.example", "m.acme.example", "pass" },
   { "both fail, and are asked for the same", "low.example", "amazonses.com", "fail" },
   { "t=y is not known", "acme.example", "amazonses.com", "fail", "fail", "reject", false },
   { "psd=n is not known", "a.split.example", "split.example", "fail", "pass", "none", true },
   { "nor from above", "split.example", "a.split.example", "fail", "pass", "reject", true },
   { "np is not known", "gone.np.example", "amazonses.com", "fail", "fail", "none", false },
   { "several records end it", "b.twice.example", "c.twice.example", "fail", "pass", "reject", true },
   { "no record, by both", "none.example", "none.example", "none" },
   { "what is not learnt is compared with nothing", "y.dark.example", "amazonses.com", "unknown" },
}

describe("dmarc.older", function()
   for _, case in ipairs(CASES) do
      it("M16 " .. case[1], function()
         local got = align.message(support.of(RECORDS), { from = case[2], spf = { domain = case[3] } })
         assert.equal(case[4], got.result)
         local other = got.otherwise or {}
         assert.same({ case[5], case[6], case[7] }, { other.result, other.policy, other.spf_aligned })
         local text = words.explanation(got)
         assert.equal(case[5] ~= nil, text:find("Receivers that follow RFC 7489", 1, true) ~= nil, text)
      end)
   end

   it("M16 signatures are compared as names where the record says strict", function()
      local facts = support.of(RECORDS)
      local got = align.message(facts, { from = "acme.example", dkim = { { domain = "m.acme.example" } } })
      assert.same({ "fail", false }, { got.otherwise.result, got.otherwise.dkim_aligned })
      got = align.message(facts, { from = "a.split.example", spf = { domain = "split.example", scope = "helo" } })
      assert.is_nil(got.otherwise) -- fails by both
   end)

   it("M16 is said in sentences", function()
      local got = align.message(support.of(RECORDS), { from = "a.split.example", spf = { domain = "split.example" } })
      assert.matches("conclude otherwise: DMARC passes (organizational domain split.example, policy of "
         .. "a.split.example).",
         words.explanation(got), 1, true)
   end)
end)
