-- SPDX-License-Identifier: MIT
local finding = require "sesame.finding"

local DECLARED = finding.declare("demo", {
   ["demo-fault"] = {
      severity = "error", rank = 2, text = "{count} faults at {subject}: {names}.", fields = { "count", "names" },
      reference = "RFC 1", why = "Because of {count}.", advice = "Mend {names}.", fix = "demo.mend",
   },
   ["demo-note"] = { severity = "notice", text = "A note.", reference = "RFC 1", why = "So it is." },
})

local function declaration(changes)
   local one = { severity = "error", rank = 2, text = "x", reference = "RFC 1", why = "y" }
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
   { "an error without a rank", declaration { rank = "nil" }, "lacks 'rank'" },
   { "a rank that is none", declaration { rank = 6 }, "rank 6 is not one of 1 to 5" },
   { "a rank between two", declaration { rank = 1.5 }, "rank 1.5 is not one of" },
   { "a cause that is no code", declaration { follows = { "Not a code" } }, "'Not a code' in 'follows' is no code" },
   { "what is revealed and no code", declaration { reveals = { 1 } }, "'1' in 'reveals' is no code" },
   { "a finding that follows from itself", declaration { follows = { "demo-code" } }, "follows from itself" },
   { "a need that is no model", declaration { needs = { "weather" } }, "'weather' in 'needs' is no model" },
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
   { "lines to publish", with { publish = { "a. TXT x" } }, "'publish' is made by reports; give 'records'" },
   { "a record without values", with { records = { { name = "a", type = "TXT", values = {} } } }, "records need name" },
   { "a record with half a second", with { records = { { name = "a", type = "TXT", ttl = 0.5, values = { "x" } } } },
      "records need name" },
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

   -- The codes of a sorted list of findings, one of each of LIST: { code, severity, rank, follows }.
   local function order(list)
      local all, made, codes = {}, {}, {}
      for _, row in ipairs(list) do
         all[row[1]] = { severity = row[2], rank = row[3], follows = row[4], text = "x", reference = "RFC 1",
            why = "y" }
      end
      all = finding.declare("demo", all)
      for i, row in ipairs(list) do made[#list + 1 - i] = finding.new(all, row[1], { subject = "a.example" }) end
      for i, item in ipairs(finding.sort(made)) do codes[i] = item.code end
      return table.concat(codes, " ")
   end

   it("sorts by rank within a severity, and by name within a rank", function()
      assert.equal("b-one a-two c-two a-warning", order { { "a-two", "error", 2 }, { "b-one", "error", 1 },
         { "c-two", "error", 2 }, { "a-warning", "warning", 1 } })
   end)

   it("sorts causes before what follows from them, however long the way", function()
      assert.equal("c-root b-middle a-end", order { { "a-end", "error", 2, { "b-middle" } },
         { "b-middle", "error", 2, { "c-root" } }, { "c-root", "error", 2 } })
   end)

   it("a cause ranks as high as the gravest of what follows from it", function()
      assert.equal("z-root b-middle a-end a-other", order { { "a-end", "error", 1, { "b-middle" } },
         { "b-middle", "error", 2, { "z-root" } }, { "z-root", "error", 5 }, { "a-other", "error", 2 } })
   end)

   it("a cause of lesser severity stays among its own, and one that is not there moves nothing", function()
      assert.equal("a-end b-warning z-root", order { { "a-end", "error", 1, { "z-root", "not-there" } },
         { "z-root", "warning", 5 }, { "b-warning", "warning", 4 } })
   end)

   it("refuses codes that follow from each other", function()
      assert.error_matches(function()
         order { { "a-one", "error", 1, { "b-two" } }, { "b-two", "error", 1, { "a-one" } } }
      end, "follows runs in a circle: a%-one, b%-two, a%-one")
   end)

   it("a check says once what its findings have in common", function()
      local words = { severity = "error", text = "x", reference = "RFC 1", why = "y" }
      local made = finding.declare("demo", { ["a-a"] = words, ["b-b"] = words }, {
         rank = 2, needs = { "spf" }, of = { ["b-b"] = { rank = 4, reveals = { "c-c" } } },
      })
      assert.same({ 2, 4 }, { made["a-a"].rank, made["b-b"].rank })
      assert.same({ "spf" }, made["b-b"].needs)
      assert.same({ "c-c" }, made["b-b"].reveals)
      assert.is_nil(words.rank)
      assert.error_matches(function() finding.declare("demo", {}, { of = { ["c-c"] = {} } }) end, "not declared here")
      assert.error_matches(function() finding.declare("demo", {}, { colour = 1 }) end, "unknown key 'colour'")
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
