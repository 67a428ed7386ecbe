-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"
local walk = require "sesame.dmarc.walk"

local function holds(...) return { TXT = { ... } } end

-- name, records ("" is the domain's own), domain, organizational domain, names asked without _dmarc. (or how many)
local CASES = {
   { "M01 a record of its own does not end the walk", { ["a.example.com"] = "p=none" }, "a.example.com",
      "a.example.com",
      { "a.example.com", "example.com", "com" } },
   { "M02 every ancestor is asked, the single label included", {}, "a.b.example.com", "a.b.example.com",
      { "a.b.example.com", "b.example.com", "example.com", "com" } },
   { "M02 a name of eight labels: eight queries", {}, "a.b.c.d.e.f.example.com", "a.b.c.d.e.f.example.com",
      { "a.b.c.d.e.f.example.com", "b.c.d.e.f.example.com", "c.d.e.f.example.com", "d.e.f.example.com",
         "e.f.example.com", "f.example.com",
         "example.com", "com" } },
   { "M03 more than eight labels: the full name, then seven and fewer", {}, "a.b.c.d.e.f.g.h.i.j.mail.example.com",
      "a.b.c.d.e.f.g.h.i.j.mail.example.com", {
      "a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com", "h.i.j.mail.example.com",
      "i.j.mail.example.com",
      "j.mail.example.com", "mail.example.com", "example.com", "com",
   } },
   { "M03 names between are never asked", { ["f.g.h.i.j.mail.example.com"] = "p=reject; psd=n" },
      "a.b.c.d.e.f.g.h.i.j.mail.example.com",
      "a.b.c.d.e.f.g.h.i.j.mail.example.com", 8 },
   { "M04 psd=n ends it", { ["b.example.com"] = "p=none; psd=n", ["example.com"] = "p=none" }, "a.b.example.com",
      "b.example.com", 2 },
   { "M04 at the start too", { ["b.example.com"] = "p=none; psd=n", ["example.com"] = "p=none" }, "b.example.com",
      "b.example.com", 1 },
   { "M05 psd=y ends it one label above", { ["com"] = "p=none; psd=y" }, "a.b.example.com", "example.com", 4 },
   { "M05 whatever stands between", { ["com"] = "p=none; psd=y", ["b.example.com"] = "p=none" }, "a.b.example.com",
      "example.com", 4 },
   { "M05 names above are not asked", { ["example.com"] = "p=none; psd=y", ["com"] = "p=none; psd=n" },
      "a.b.example.com",
      "b.example.com", 3 },
   { "M06 the fewest labels, not the nearest", { ["b.example.com"] = "p=none", ["example.com"] = "p=none" },
      "a.b.example.com",
      "example.com", 4 },
   { "M09 no record: the name itself", {}, "a.example.com", "a.example.com", 3 },
   { "M17 co.uk without a record", { ["example.co.uk"] = "p=none" }, "a.example.co.uk", "example.co.uk", 4 },
   { "M18 none at all", {}, "foo.co.uk", "foo.co.uk", 3 },
   { "M23 a suffix that lacks psd=y takes everything", { ["com"] = "p=none", ["example.com"] = "p=none" },
      "a.example.com", "com", 3 },
   { "M24 psd=y at the start", { ["bank.example"] = "p=none; psd=y", ["example"] = "p=none" }, "bank.example",
      "bank.example", 1 },
   { "M25 an alignment walk that begins below psd=y", { ["com"] = "p=none; psd=y" }, "example.com", "example.com", 2 },
   { "L19 psd=x is u", { ["b.example.com"] = "p=none; psd=x", ["example.com"] = "p=none" }, "a.b.example.com",
      "example.com", 4 },
   { "L11 a record that does not apply is found all the same", { ["example.com"] = "adkim=s" }, "a.example.com",
      "example.com", 3 },
}

local function zone(list)
   local records = {}
   for name, text in pairs(list) do records["_dmarc." .. name] = holds("v=DMARC1; " .. text) end
   return records
end

describe("model.dmarc_walk", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local walked = walk.of(support.of(zone(case[2])), case[3])
         assert.equal(case[4], walked.organizational_domain)
         if type(case[5]) == "number" then
            assert.equal(case[5], #walked.queries)
         else
            local names = {}
            for i, query in ipairs(walked.queries) do names[i] = query:match("^_dmarc%.(.+)$") end
            assert.same(case[5], names)
         end
         assert.is_true(#walked.queries <= walk.MAX)
      end)
   end

   it("M10 L04 several records at one name are discarded, and the walk goes on", function()
      for _, name in ipairs { "b.example.com", "a.b.example.com" } do
         local records = zone { ["example.com"] = "p=none" }
         records["_dmarc." .. name] = holds("v=DMARC1; p=none; psd=n", "v=DMARC1; p=reject; psd=n")
         local walked = walk.of(support.of(records), "a.b.example.com")
         assert.same({ "example.com", 4 }, { walked.organizational_domain, #walked.queries })
         assert.equal("example.com", walk.policy(walked).owner)
      end
   end)

   it("L05 what is no record does not count among several", function()
      local records = { ["_dmarc.a.example"] = holds("v=DMARC1; p=none; psd=n", "hello", "v=dmarc1; p=none") }
      assert.equal("a.example", walk.policy(walk.of(support.of(records), "a.example")).owner)
   end)

   it("L03 strings are joined", function()
      local records = { ["_dmarc.a.example"] = { TXT = { { "v=DMARC1; p=re", "ject" } } } }
      assert.equal("reject", walk.policy(walk.of(support.of(records), "a.example")).record.p)
   end)

   for _, status in ipairs { "servfail", "timeout", "refused" } do
      it("M11 " .. status .. " on the way leaves it undetermined", function()
         local records = zone { ["example.com"] = "p=none" }
         records["_dmarc.b.example.com"] = { TXT = status }
         local walked = walk.of(support.of(records), "a.b.example.com")
         assert.is_nil(walked.organizational_domain)
         assert.same({ false, { name = "_dmarc.b.example.com", type = "TXT", status = status } },
            { walked.known, walked.because })
         local place, because = walk.policy(walked)
         assert.is_nil(place)
         assert.same(walked.because, because)
      end)
   end

   it("M11 behind the end of the walk it does no harm", function()
      local records = zone { ["b.example.com"] = "p=none; psd=n" }
      records["_dmarc.example.com"] = { TXT = "servfail" }
      assert.equal("b.example.com", walk.of(support.of(records), "a.b.example.com").organizational_domain)
   end)

   it("M11 nor to the policy of a name with a record of its own", function()
      local records = zone { ["a.example.com"] = "p=none" }
      records["_dmarc.example.com"] = { TXT = "servfail" }
      assert.equal("a.example.com", walk.policy(walk.of(support.of(records), "a.example.com")).owner)
   end)

   -- records, domain, whose record is the policy
   local POLICIES = {
      { "M01 its own", { ["a.example.com"] = "p=none", ["example.com"] = "p=reject" }, "a.example.com",
         "a.example.com" },
      { "M06 that of the organizational domain", { ["b.example.com"] = "p=none", ["example.com"] = "p=reject" },
         "a.b.example.com",
         "example.com" },
      { "M07 that of the public suffix", { ["com"] = "p=reject; psd=y" }, "example.com", "com" },
      { "M07 below an organization without one", { ["com"] = "p=reject; psd=y", ["b.example.com"] = "p=none" },
         "a.b.example.com", "com" },
      { "M08 never that of the suffix where the organization has one",
         { ["com"] = "p=reject; psd=y", ["example.com"] = "p=none" },
         "a.example.com", "example.com" },
      { "M09 nobody's", {}, "a.example.com", nil },
      { "M25 psd=y above an author without a record", { ["com"] = "p=none; psd=y; sp=reject" }, "example.com", "com" },
   }
   for _, case in ipairs(POLICIES) do
      it(case[1], function()
         local place = walk.policy(walk.of(support.of(zone(case[2])), case[3]))
         assert.equal(case[4], place and place.owner)
      end)
   end

   it("L36 an alias is followed", function()
      local records = { ["_dmarc.a.example"] = { CNAME = "policy.b.example" },
         ["policy.b.example"] = holds "v=DMARC1; p=reject" }
      local place = walk.policy(walk.of(support.of(records), "a.example"))
      assert.same({ "reject", { "policy.b.example" } }, { place.record.p, place.chain })
   end)

   it("M03 a name of 120 labels costs eight queries", function()
      local facts = support.of {}
      walk.of(facts, ("a."):rep(119) .. "com")
      assert.equal(8, #facts.asked)
   end)
end)
