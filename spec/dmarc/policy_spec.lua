-- SPDX-License-Identifier: MIT
local policy = require "sesame.dmarc.policy"
local psl = require "sesame.dmarc.psl"
local support = require "spec.support.facts"
local words = require "sesame.check.dmarc_words"

local function holds(...) return { TXT = { ... } } end

local function discover(records, domain)
   local facts = support.of(records)
   return policy.discover(facts, domain), facts
end

local ORG = "_dmarc.example.com"
local NP = "v=DMARC1; p=quarantine; sp=none; np=reject"

-- name, records, domain, status, policy, tag, kind
local CASES = {
   { "M01 p of its own record", { ["_dmarc.a.example.com"] = holds "v=DMARC1; p=reject; sp=none" }, "a.example.com",
      "found", "reject",
      "p", "own" },
   { "L17 np where the domain does not exist", { [ORG] = holds(NP) }, "a.example.com", "found", "reject", "np",
      "nonexistent" },
   { "L17 sp where it exists", { [ORG] = holds(NP), ["a.example.com"] = { A = { "192.0.2.1" } } }, "a.example.com",
      "found",
      "none", "sp", "sub" },
   { "L17 NODATA is existence", { [ORG] = holds(NP), ["b.a.example.com"] = { A = { "192.0.2.1" } } }, "a.example.com",
      "found", "none", "sp", "sub" },
   { "L17 so is an alias to nowhere", { [ORG] = holds(NP), ["a.example.com"] = { CNAME = "gone.example" } },
      "a.example.com",
      "found", "none", "sp", "sub" },
   { "L17 M11 whether it exists could not be learnt", { [ORG] = holds(NP), ["a.example.com"] = { TXT = "servfail" } },
      "a.example.com", "unknown" },
   { "L15 M11 which does not matter without np", { [ORG] = holds "v=DMARC1; p=reject",
      ["a.example.com"] = { TXT = "servfail" } },
      "a.example.com", "found", "reject", "p", "sub" },
   { "M07 the public suffix speaks with sp", { ["_dmarc.com"] = holds "v=DMARC1; p=none; sp=reject; psd=y" },
      "example.com", "found",
      "reject", "sp", "sub" },
   { "M09 no record, no DMARC", {}, "a.example.com", "none" },
   { "L11 a record that receivers pass over", { [ORG] = holds "v=DMARC1; adkim=s" }, "a.example.com", "none", nil, nil,
      "sub" },
   { "M11 no answer is undetermined", { [ORG] = { TXT = "timeout" } }, "example.com", "unknown" },
   { "L18 t=y", { [ORG] = holds "v=DMARC1; p=reject; t=y" }, "example.com", "found", "quarantine", "p", "own" },
}

describe("model.dmarc_policy", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local found = discover(case[2], case[3])
         assert.same({ case[4], case[5], case[6], case[7] }, { found.status, found.policy, found.tag, found.kind })
         if found.status ~= "found" then assert.is_string(words.reason(found.reason)) end
         assert.equal(found.status ~= "unknown", found.known)
      end)
   end

   it("L17 asks for existence only where np decides", function()
      local function asks(text)
         local _, facts = discover({ [ORG] = holds(text) }, "a.example.com")
         for _, question in ipairs(facts.asked) do
            if question == "a.example.com TXT" then return true end
         end
         return false
      end
      assert.is_true(asks(NP))
      assert.is_false(asks "v=DMARC1; p=reject")
      assert.is_false(asks "v=DMARC1; p=reject; np=reject")
   end)

   it("M16 says nothing where both ways agree", function()
      assert.same({}, discover({ [ORG] = holds "v=DMARC1; p=reject; rua=mailto:a@example.com" },
         "a.example.com").differences)
   end)

   it("M16 M11 says nothing where one of them is undetermined", function()
      local found = discover({ [ORG] = holds "v=DMARC1; p=reject; t=y", ["_dmarc.com"] = { TXT = "timeout" } },
         "example.com")
      assert.same({ "quarantine", "reject", {} }, { found.policy, found.psl.policy, found.differences })
   end)

   it("M16 says nothing where the public suffix list leads to what could not be learnt", function()
      local found = discover({ ["_dmarc.b.example.com"] = holds "v=DMARC1; p=reject; psd=n",
         [ORG] = { TXT = "timeout" } },
         "a.b.example.com")
      assert.same({ "reject", true, false, {} }, { found.policy, found.known, found.psl.known, found.differences })
   end)

   -- name, records, domain, a difference
   local DIFFERENCES = {
      { "M16 M23 a suffix with a record", { ["_dmarc.com"] = holds "v=DMARC1; p=none",
         [ORG] = holds "v=DMARC1; p=none" }, "example.com",
         "organizational domain: com by RFC 9989, example.com by RFC 7489" },
      { "M16 M15 psd=n", { ["_dmarc.a.example.com"] = holds "v=DMARC1; p=none; psd=n" }, "a.example.com",
         "organizational domain: a.example.com by RFC 9989, example.com by RFC 7489" },
      { "M16 L17 np", { [ORG] = holds(NP) }, "a.example.com", "the policy: reject by RFC 9989, none by RFC 7489" },
      { "M16 L18 t", { [ORG] = holds "v=DMARC1; p=reject; t=y" }, "example.com",
         "the policy: quarantine by RFC 9989, reject by RFC 7489" },
      { "M10 M16 M26 several records", {
         ["_dmarc.a.example.com"] = holds("v=DMARC1; p=none", "v=DMARC1; p=reject"), [ORG] = holds "v=DMARC1; p=none",
      }, "a.example.com", "the policy: none by RFC 9989, none by RFC 7489" },
      { "M07 M16 a suffix's policy", { ["_dmarc.com"] = holds "v=DMARC1; p=reject; psd=y" }, "example.com",
         "the record is that of: com by RFC 9989, none by RFC 7489" },
   }
   for _, case in ipairs(DIFFERENCES) do
      it(case[1], function()
         local text = table.concat(words.differences(discover(case[2], case[3]).differences), "; ")
         if case[1]:find("M10") then
            assert.is_truthy(text:find("the record is that of: example.com by RFC 9989, none by RFC 7489", 1, true),
               text)
         else
            assert.is_truthy(text:find(case[4], 1, true), text)
         end
      end)
   end

   describe("by RFC 7489", function()
      it("M26 asks two names at most", function()
         local known = support.of { ["_dmarc.example.co.uk"] = holds "v=DMARC1; p=none; sp=reject; pct=50" }
         local found = psl.discover(known, "a.b.example.co.uk")
         assert.same({ "_dmarc.a.b.example.co.uk", "_dmarc.example.co.uk" }, found.queries)
         assert.same({ "example.co.uk", "reject", "sp", 50 }, { found.policy_domain, found.policy, found.tag,
            found.pct })
      end)

      it("M26 several records end it", function()
         local found = psl.discover(support.of {
            ["_dmarc.a.example.com"] = holds("v=DMARC1; p=none", "v=DMARC1; p=reject"),
            [ORG] = holds "v=DMARC1; p=none",
         }, "a.example.com")
         assert.is_nil(found.policy_domain)
         assert.same({ "_dmarc.a.example.com" }, found.queries)
      end)

      it("M26 knows neither np nor psd nor t", function()
         local found = psl.discover(support.of { ["_dmarc.com"] = holds "v=DMARC1; p=reject; psd=y" }, "example.com")
         assert.is_nil(found.policy)
         found = psl.discover(support.of { [ORG] = holds(NP .. "; t=y") }, "gone.example.com")
         assert.same({ "none", "sp" }, { found.policy, found.tag })
      end)

      it("M11 no answer is undetermined", function()
         assert.same({ name = ORG, type = "TXT", status = "servfail" },
            psl.discover(support.of { [ORG] = { TXT = "servfail" } }, "example.com").because)
      end)

      it("M17 the list gives the organizational domain", function()
         assert.equal("example.co.uk", psl.organizational_domain("a.example.co.uk"))
         assert.equal("co.uk", psl.organizational_domain("co.uk"))
      end)
   end)
end)
