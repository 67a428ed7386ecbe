-- SPDX-License-Identifier: MIT
local sesame = require "sesame"
local support = require "spec.support.facts"

-- A source over a table; `boom.example` raises, as a fault of ours would.
local function source(records)
   local known = support.of(records)
   return {
      description = "a table",
      get = function(_, name, rrtype)
         if name == "boom.example" then error("boom\nsecond line") end
         return known:get(name, rrtype)
      end,
   }
end

local function options(more)
   local given = { source = source(support.zone()), clock = function() return 1795478400 end }
   for key, value in pairs(more or {}) do given[key] = value end
   return given
end

local function domains_of(iterator)
   local list = {}
   for audit in iterator do list[#list + 1] = audit.domain end
   return list
end

describe("sesame", function()
   it("audits one domain", function()
      local audit = assert(sesame.audit("ACME.example.", options()))
      assert.same({ "acme.example", "ok" }, { audit.domain, audit.verdict })
      assert.same({ error = 0, warning = 0, notice = 0, unknown = 0 }, audit.counts)
   end)

   it("gives nil, a message and a code for what is no domain", function()
      local audit, message, code = sesame.audit("a..b", options())
      assert.is_nil(audit)
      assert.equal("'a..b': a label is empty", message)
      assert.equal("bad-name", code)
   end)

   it("gives nil, a message and a code for a zone that is not there", function()
      local audit, message, code = sesame.audit("a.example", { zones = { "/nonexistent.zone" }, offline = true })
      assert.is_nil(audit)
      assert.matches("/nonexistent.zone", message)
      assert.equal("not-found", code)
   end)

   it("needs something to ask when offline", function()
      assert.matches("nothing to ask", select(2, sesame.audit("a.example", { offline = true })))
   end)

   it("raises for an unknown option and names those known", function()
      assert.error_matches(function() sesame.audit("a.example", { colour = 1 }) end,
         "unknown option 'colour' %(known: authoritative, clock")
   end)

   it("audits many in order, one broken domain alone", function()
      local audits = {}
      for audit in sesame.audit_all({ "acme.example", "boom.example", "gone.example" }, options()) do
         audits[#audits + 1] = audit
      end
      assert.same({ "acme.example", "boom.example", "gone.example" },
         { audits[1].domain, audits[2].domain, audits[3].domain })
      assert.same({ "ok", "unknown", "error" }, { audits[1].verdict, audits[2].verdict, audits[3].verdict })
      assert.equal("internal-error", audits[2].findings[1].code)
      assert.is_nil(audits[2].findings[1].message:find("\n"))
   end)

   it("takes no more from the iterator than are in flight", function()
      local taken = 0
      local function endless()
         taken = taken + 1
         return ("d%d.example"):format(taken)
      end
      local iterator = sesame.audit_all(endless, options { domains_in_flight = 3 })
      for _ = 1, 10 do iterator() end
      assert.is_true(taken <= 10 + 2 * 3, taken .. " taken")
   end)

   it("gives out what is done when interrupted, and stops", function()
      local stop = false
      local iterator = sesame.audit_all({ "a.example", "b.example", "c.example" },
         options { interrupted = function() return stop end })
      local first = iterator()
      stop = true
      assert.equal("a.example", first.domain)
      assert.is_true(#domains_of(iterator) <= 2)
      assert.is_nil(iterator())
   end)

   it("accepts findings on the day of the facts' clock", function()
      local expect = { accepted = { { code = "domain-missing", reason = "new", expires = "2026-11-24" } } }
      assert.equal("ok", sesame.audit("gone.example", options { expect = expect }).verdict)
      local later = options { expect = expect, clock = function() return 1795478400 + 86400 end }
      assert.equal("error", sesame.audit("gone.example", later).verdict)
   end)

   it("filters by code", function()
      local function codes(more)
         local list = {}
         for _, item in ipairs(sesame.audit("acme.example", options(more)).findings) do list[#list + 1] = item.code end
         return list
      end
      assert.same({ "spf-authorised", "spf-lookups", "spf-selected" }, codes { only = { "spf-*" } })
      assert.same({ "dmarc-present" }, codes { skip = { "spf-*", "mx-*", "dmarc-e*", "dmarc-l*", "dmarc-s*" } })
   end)

   it("looks up one name in a session", function()
      local session = assert(sesame.open(options()))
      assert.equal("v=spf1 mx -all", sesame.resolve("Acme.Example.", "TXT", { session = session })[1])
      assert.is_nil((sesame.resolve("a..b", "TXT", { session = session })))
      assert.is_true(session:close())
      assert.is_true(session:close())
   end)

   it("gives models without judgement", function()
      local models = sesame.models("acme.example", options())
      assert.same({ "v=spf1 mx -all" }, models.spf.records)
      assert.is_true(models.domain.exists)
   end)

   it("knows its findings", function()
      assert.equal("spf", sesame.codes()["spf-several"].check)
   end)

   it("finds the same whatever the order of the answers", function()
      local records = support.zone { ["acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx -all" } } }
      local turned = support.zone { ["acme.example"] = { TXT = { "v=spf1 mx -all", "v=spf1 -all" } } }
      local json = require "sesame.report.audit_json"
      assert.equal(json.line(sesame.audit("acme.example", options { source = source(records) })),
         json.line(sesame.audit("acme.example", options { source = source(turned) })))
   end)
end)
