-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"
local wildcard = require "sesame.facts.wildcard"

local NONCE = "sesame-no-such-name"
local A = { A = { "192.0.2.1" } }

local function texts(...) return { TXT = { ... } } end

-- A wildcard as one line: its name, "?" before it where it is not known, or "none"; and what could not be learnt.
local function line(found, because)
   local head = found and (found.known and "" or "?") .. found.name or "none"
   because = because or found and found.because
   return because and ("%s; %s %s"):format(head, because.name, because.status) or head
end

local function covering(records, name, rrtype)
   return line(wildcard.covering(support.of(records), name, rrtype or "TXT"))
end

local function below(records, parent, rrtype)
   return line(wildcard.below(support.of(records), parent, rrtype or "TXT"))
end

describe("facts.wildcard", function()
   it("names the wildcard that gives a name its records (RFC 4592 3.3.1)", function()
      local records = { ["a.example"] = texts "own", ["*.a.example"] = texts "wild" }
      assert.equal("*.a.example", covering(records, "x.a.example"))
      assert.equal("*.a.example", covering(records, "_dmarc.x.a.example"))
      assert.equal("none", covering(records, "a.example"))
      assert.equal("none", covering(records, "x.a.example", "MX"))
      assert.equal("none", covering(records, "b.example"))
   end)

   it("names the one that stands higher, not one at each ancestor", function()
      local records = { ["example"] = A, ["*.example"] = texts "wild" }
      assert.equal("*.example", covering(records, "_dmarc.x.a.example"))
      assert.equal("*.example", below(records, "x.a.example"))
      records["a.example"] = A -- exists, so that nothing higher reaches below it
      assert.equal("none", covering(records, "x.a.example"))
      records["*.a.example"] = texts "wild"
      assert.equal("*.a.example", covering(records, "_dmarc.x.a.example"))
   end)

   it("a record of the name's own is none, though a wildcard beside it says the same", function()
      local records = { ["a.example"] = A, ["*.a.example"] = texts "same", ["x.a.example"] = texts "same" }
      assert.equal("none", covering(records, "x.a.example"))
      assert.equal("*.a.example", covering(records, "y.a.example"))
   end)

   it("follows the alias of a wildcard", function()
      local records = { ["a.example"] = A, ["*.a.example"] = { CNAME = "b.example" }, ["b.example"] = texts "there",
         ["x.a.example"] = { CNAME = "b.example" } }
      assert.equal("*.a.example", covering(records, "y.a.example"))
      assert.equal("none", covering(records, "x.a.example"))
   end)

   it("a doubled name is no wildcard, and hides one", function()
      local records = { ["a.example"] = A, ["s._domainkey.a.example.a.example"] = texts "key" }
      assert.equal("none", covering(records, "s._domainkey.a.example.a.example"))
      assert.equal("none", below(records, "a.example.a.example"))
      records["*.a.example"] = texts "wild"
      assert.equal("none", below(records, "example.a.example"))
   end)

   it("claims none, nor which, where a question was not learnt", function()
      local records = { ["a.example"] = texts "own", ["*.a.example"] = texts "wild" }
      local facts = support.of(records)
      local late = support.of { [NONCE .. ".x.a.example"] = { TXT = "timeout" } }
      local found = wildcard.covering({
         get = function(_, name, rrtype)
            return (late.records[name] and late or facts):get(name, rrtype)
         end,
      }, "x.a.example", "TXT")
      assert.equal("?*.a.example; sesame-no-such-name.x.a.example timeout", line(found))
      records[NONCE .. ".a.example"] = { TXT = "servfail" }
      assert.equal("none; sesame-no-such-name.a.example servfail", covering(records, "x.a.example"))
      assert.equal("none; sesame-no-such-name.a.example servfail", below(records, "a.example"))
      records = { ["*.example"] = texts "wild", [NONCE .. ".example"] = { TXT = "timeout" } }
      assert.equal("?*.a.example; sesame-no-such-name.example timeout", covering(records, "x.a.example"))
   end)

   it("asks a bounded number of questions, one where the name's records are its own", function()
      local facts = support.of { ["*.example"] = texts "wild" }
      local deep = ("l."):rep(40) .. "example"
      wildcard.covering(facts, deep, "TXT")
      assert.is_true(#facts.asked <= 2 + 2 * wildcard.LEVELS_MAX)
      facts = support.of { ["a.example"] = texts "own" }
      wildcard.covering(facts, "a.example", "TXT")
      assert.same({ "a.example TXT", NONCE .. ".a.example TXT" }, facts.asked)
      facts = support.of { ["a.example"] = A }
      wildcard.covering(facts, "a.example", "TXT")
      assert.same({ "a.example TXT" }, facts.asked)
   end)

   it("takes the nonce it is handed, and where DNS has no room for it claims nothing above", function()
      local facts = support.of { ["a.example"] = A, ["*.a.example"] = texts "wild" }
      facts.nonce = "q7"
      assert.equal("*.a.example", line(wildcard.covering(facts, "x.a.example", "TXT")))
      assert.equal("q7.x.a.example TXT", facts.asked[2])
      assert.is_nil(wildcard.nonce(facts, ("a."):rep(126)))
   end)

   it("a plain audit asks for no nonce", function()
      for _, case in ipairs { {}, { ["*.acme.example"] = A }, { ["_dmarc.acme.example"] = false },
         { ["*.acme.example"] = { MX = { { preference = 10, exchange = "mail.acme.example" } } } } } do
         local _, facts = support.audit(support.zone(case))
         for _, question in ipairs(facts.asked) do assert.is_nil(question:find(NONCE, 1, true), question) end
      end
   end)

   it("one for the selectors, however many they are", function()
      local _, facts = support.audit(support.zone {}, { selectors = { "s1", "s2", "s3" } })
      local seen, count = {}, 0
      for _, question in ipairs(facts.asked) do
         if question:find(NONCE, 1, true) and not seen[question] then seen[question], count = true, count + 1 end
      end
      assert.equal(1, count)
   end)

   describe("in an audit", function()
      local WILD = { ["*.acme.example"] = texts "v=spf1 -all", ["_dmarc.acme.example"] = false }

      it("text that answers at _dmarc is no record, and is a wildcard's only where it is", function()
         local audit = support.audit(support.zone(WILD))
         assert.truthy(support.find(audit, "dmarc-missing"))
         assert.equal("*.acme.example", support.find(audit, "dmarc-other-text-wildcard").fields.wildcard)
         audit = support.audit(support.zone { ["_dmarc.acme.example"] = { TXT = { "v=spf1 -all" } } })
         assert.truthy(support.find(audit, "dmarc-missing"))
         assert.is_nil(support.find(audit, "dmarc-other-text-wildcard"))
         assert.equal("v=spf1 -all", support.find(audit, "dmarc-other-text").evidence[1].value)
      end)

      it("no wildcard is claimed where the nonce was not learnt", function()
         local zone = support.zone(WILD)
         zone[NONCE .. ".acme.example"] = { TXT = "timeout" }
         local audit = support.audit(zone)
         assert.is_nil(support.find(audit, "dmarc-other-text-wildcard"))
         assert.is_nil(support.find(audit, "dmarc-other-text"))
      end)

      it("a wildcard with a record is named where it stands, and what it gives is no copy", function()
         local records = support.zone { ["*.acme.example"] = texts "v=DMARC1; p=reject" }
         local audit = support.audit(records, { domain = "x.acme.example" })
         assert.equal("*.acme.example", support.find(audit, "dmarc-wildcard").subject)
         assert.is_nil(support.find(audit, "dmarc-at-apex-too"))
         assert.truthy(support.find(audit, "dmarc-present"))
      end)

      it("selectors that a wildcard above _domainkey answers for", function()
         local records = support.zone { ["*.acme.example"] = texts "v=spf1 -all" }
         local audit = support.audit(records, { selectors = { "s1" } })
         assert.equal("*.acme.example", support.find(audit, "selector-wildcard").fields.owner)
         records["s2._domainkey.acme.example"] = A
         audit = support.audit(records, { selectors = { "s1" } })
         assert.is_nil(support.find(audit, "selector-wildcard"))
         assert.truthy(support.find(audit, "selector-missing"))
      end)

      it("whose wildcard it is may stay unknown", function()
         local records = support.zone { ["*.acme.example"] = texts "v=spf1 -all" }
         records[NONCE .. ".acme.example"] = { TXT = "timeout" }
         local audit = support.audit(records, { selectors = { "s1" } })
         assert.is_nil(support.find(audit, "selector-wildcard"))
         assert.equal("timeout", support.find(audit, "selector-unknown").fields.status)
         assert.equal(NONCE .. ".acme.example", support.find(audit, "selectors-wildcard-unknown").fields.name)
      end)

      it("a key that a wildcard gives at a doubled name is no misplaced one", function()
         local key = texts "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
         local records = support.zone { ["*.acme.example"] = key, ["s2._domainkey.acme.example"] = A }
         local audit = support.audit(records, { selectors = { "s1" } })
         assert.truthy(support.find(audit, "selector-missing"))
         records["*.acme.example"], records["s1._domainkey.acme.example.acme.example"] = nil, key
         audit = support.audit(records, { selectors = { "s1" } })
         assert.truthy(support.find(audit, "selector-name-doubled"))
      end)
   end)
end)
