-- SPDX-License-Identifier: MIT
local dmarc = require "sesame.model.dmarc"
local support = require "spec.support.facts"

local RECORDS = {
   { "v=DMARC1; p=reject", true }, { "v=DMARC1", true }, { "v=DMARC1;", true }, { "v = DMARC1 ; p=none", true },
   { "v\t=\tDMARC1\t;p=none", true }, { "v=DMARC1 \t", true },
   { "v=dmarc1; p=none", false, "case%-sensitive" }, { "V=DMARC1; p=none", false, "case%-sensitive" },
   { "v=DMARC1 p=none", false, "no semicolon" }, { "v=DMARC1x; p=none", false, "other than a semicolon" },
   { "v=DMARC1,p=none", false, "other than a semicolon" }, { " v=DMARC1; p=none", false, "white space" },
   { '"v=DMARC1; p=none"', false, "quotation" }, { "\xEF\xBB\xBFv=DMARC1; p=none", false, "byte order" },
   { "p=none; v=DMARC1", false, "must come first" }, { "v=DMARC; p=none", false, "version is DMARC1" },
   { "DMARC1; p=none", false, "must begin" }, { "hello", false }, { "", false }, { "v=spf1 -all", false },
   { "v=DMARC1\0; p=none", false, "other than a semicolon" },
}

describe("model.dmarc", function()
   for _, case in ipairs(RECORDS) do
      it(("L01-L38 %q is %s"):format(case[1], case[2] and "a record" or case[3] and "a near miss" or "neither"), function()
         assert.equal(case[2], dmarc.is_record(case[1]))
         local reason, range = dmarc.near_miss(case[1])
         if case[3] then
            assert.matches(case[3], reason)
            assert.is_true(range[1] < range[2] and range[2] <= #case[1])
         else
            assert.is_nil(reason)
         end
      end)
   end

   it("M03 more than eight labels: the full name, then seven labels and fewer", function()
      assert.same({
         "a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com", "h.i.j.mail.example.com",
         "i.j.mail.example.com", "j.mail.example.com", "mail.example.com", "example.com", "com",
      }, dmarc.walk("a.b.c.d.e.f.g.h.i.j.mail.example.com"))
   end)

   it("M02 the walk goes up to the single label", function()
      assert.same({ "a.example.com", "example.com", "com" }, dmarc.walk("a.example.com"))
      assert.same({ "com" }, dmarc.walk("com"))
   end)

   it("asks for one name only where the domain has a record of its own", function()
      local facts = support.of { ["_dmarc.a.acme.example"] = { TXT = { "v=DMARC1; p=reject" } } }
      dmarc.build { domain = "a.acme.example", facts = facts }
      assert.same({ "_dmarc.a.acme.example TXT", "a.acme.example TXT" }, facts.asked)
   end)

   local function inherited(records, domain)
      local model = dmarc.build { domain = domain, facts = support.of(records) }
      return model.inherited and model.inherited.owner, model.unlearnt and model.unlearnt.name
   end

   local function holds(text) return { TXT = { text } } end

   it("M06 the organizational domain rules, not the nearest ancestor", function()
      assert.equal("example.com", (inherited({
         ["_dmarc.b.example.com"] = holds "v=DMARC1; p=none", ["_dmarc.example.com"] = holds "v=DMARC1; p=reject",
      }, "a.b.example.com")))
   end)

   it("M04 psd=n ends the walk", function()
      assert.equal("b.example.com", (inherited({
         ["_dmarc.b.example.com"] = holds "v=DMARC1; p=none; psd=n", ["_dmarc.example.com"] = holds "v=DMARC1; p=reject",
      }, "a.b.example.com")))
   end)

   it("M08 a record of the public suffix is not used where one below it rules", function()
      assert.equal("example.com", (inherited({
         ["_dmarc.com"] = holds "v=DMARC1; p=reject; psd=y", ["_dmarc.example.com"] = holds "v=DMARC1; p=none",
      }, "a.example.com")))
   end)

   it("M07 the record of a public suffix rules where there is none below it", function()
      assert.equal("com", (inherited({ ["_dmarc.com"] = holds "v=DMARC1; p=reject; psd=y" }, "example.com")))
   end)

   it("M10 several records on the walk are discarded and it goes on", function()
      assert.equal("example.com", (inherited({
         ["_dmarc.b.example.com"] = { TXT = { "v=DMARC1; p=none", "v=DMARC1; p=reject" } },
         ["_dmarc.example.com"] = holds "v=DMARC1; p=none",
      }, "a.b.example.com")))
   end)

   it("M11 what could not be learnt on the walk leaves it undetermined", function()
      local owner, unlearnt = inherited({
         ["_dmarc.b.example.com"] = { TXT = "servfail" }, ["_dmarc.example.com"] = holds "v=DMARC1; p=none",
      }, "a.b.example.com")
      assert.is_nil(owner)
      assert.equal("_dmarc.b.example.com", unlearnt)
   end)
end)
