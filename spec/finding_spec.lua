-- SPDX-License-Identifier: MIT
local finding = require "sesame.finding"

local DECLARED = {
   ["demo-fault"] = {
      severity = "error", text = "{count} faults at {subject}: {names}.", fields = { "count", "names" },
      reference = "RFC 1", why = "Because of {count}.", advice = "Mend {names}.", fix = "demo.mend",
   },
   ["demo-note"] = { severity = "notice", text = "A note.", reference = "RFC 1", why = "So it is." },
}

local function declaration(changes)
   local one = { severity = "error", text = "x", reference = "RFC 1", why = "y" }
   for key, value in pairs(changes) do one[key] = value ~= "nil" and value or nil end
   return { ["demo-code"] = one }
end

local BAD_DECLARATIONS = {
   { "a code in capitals", { ["Demo"] = {} }, "lower%-case words" },
   { "an unknown key", declaration { colour = "red" }, "unknown key 'colour'" },
   { "no severity", declaration { severity = "nil" }, "lacks 'severity'" },
   { "no reason why", declaration { why = "nil" }, "lacks 'why'" },
   { "a severity that is none", declaration { severity = "fatal" }, "'fatal' is no severity" },
   { "a field of the wrong type", declaration { fields = "count" }, "'fields' is not a table" },
   { "an undeclared field in the text", declaration { text = "{count}" }, "{count} in 'text' is no declared field" },
}

local GOOD = { subject = "a.example", fields = { count = 2, names = { "x", "y" } } }

local function with(changes)
   local detail = {}
   for key, value in pairs(GOOD) do detail[key] = value end
   for key, value in pairs(changes) do detail[key] = value end
   return detail
end

local BAD_DETAILS = {
   { "a missing field", with { fields = { count = 2 } }, "field 'names' is missing" },
   { "an undeclared field", with { fields = { count = 2, names = {}, more = 1 } }, "field 'more' is not declared" },
   { "no subject", { fields = GOOD.fields }, "needs a subject" },
   { "an unknown detail", with { colour = "red" }, "unknown detail 'colour'" },
   { "evidence without a value", with { evidence = { { name = "a", type = "TXT" } } }, "name, type and value" },
   { "a range past the end", with { evidence = { { name = "a", type = "TXT", value = "abc", range = { 1, 4 } } } },
      "range 1%-4 is outside" },
}

describe("finding", function()
   for _, case in ipairs(BAD_DECLARATIONS) do
      it("refuses to declare " .. case[1], function()
         assert.error_matches(function() finding.declare("demo", case[2]) end, case[3])
      end)
   end

   for _, case in ipairs(BAD_DETAILS) do
      it("refuses " .. case[1], function()
         assert.error_matches(function() finding.new(DECLARED, "demo-fault", case[2]) end, case[3])
      end)
   end

   it("refuses a code that is not declared", function()
      assert.error_matches(function() finding.new(DECLARED, "demo-other", GOOD) end, "'demo%-other' is not declared")
   end)

   it("fills text, reason and advice from the fields", function()
      local item = finding.new(DECLARED, "demo-fault", GOOD)
      assert.equal("2 faults at a.example: x, y.", item.message)
      assert.equal("Because of 2.", item.why)
      assert.equal("Mend x, y.", item.advice)
      assert.equal("demo.mend", item.fix)
      assert.same({}, item.evidence)
   end)

   it("does not read a field's text as a template", function()
      local item = finding.new(DECLARED, "demo-fault", with { fields = { count = "{names}%1", names = "n" } })
      assert.equal("{names}%1 faults at a.example: n.", item.message)
   end)

   it("sorts by severity, code, subject and evidence, whatever the order of arrival", function()
      local function make(code, subject)
         return finding.new(DECLARED, code, code == "demo-fault" and with { subject = subject }
            or { subject = subject })
      end
      local a, b, c = make("demo-note", "a"), make("demo-fault", "b"), make("demo-fault", "a")
      assert.same({ c, b, a }, finding.sort { a, b, c })
      assert.same({ c, b, a }, finding.sort { b, c, a })
   end)

   it("counts, and judges by the worst, where unknown is worse than a warning", function()
      local counts = finding.counts { { severity = "warning" }, { severity = "unknown" }, { severity = "ok" } }
      assert.same({ error = 0, warning = 1, notice = 0, unknown = 1 }, counts)
      assert.equal("unknown", finding.verdict(counts))
      counts.error = 1
      assert.equal("error", finding.verdict(counts))
      assert.equal("ok", finding.verdict { error = 0, warning = 0, notice = 0, unknown = 0 })
   end)

   it("compares severities", function()
      assert.is_true(finding.at_least("error", "warning"))
      assert.is_true(finding.at_least("warning", "warning"))
      assert.is_false(finding.at_least("notice", "warning"))
      assert.is_false(finding.at_least("unknown", "notice"))
      assert.is_false(finding.at_least("ok", "notice"))
   end)

   it("has every code of every check declared once", function()
      assert.is_truthy(require("sesame.check.suite").declarations()["spf-several"])
   end)
end)
