-- SPDX-License-Identifier: MIT
local unanswered = require "sesame.report.unanswered_text"

local function question(text)
   local name, rrtype, status = text:match "^(%S+) (%S+) (%S+)$"
   return { name = name, type = rrtype, status = status }
end

local function item(fields, texts)
   local because = {}
   for i, text in ipairs(texts) do because[i] = question(text) end
   return { subject = "acme.example", fields = fields, because = because }
end

-- what it is, fields and questions of each finding, the sentence of each or false
local CASES = {
   { "a message that names the question", { { { status = "timeout" }, { "acme.example MX timeout" }, false } } },
   { "one that names it as a field", { { { status = "timeout", host = "mx.test" }, { "mx.test A timeout" }, false } } },
   { "or among several", { { { status = "timeout", names = { "a.test", "b.test" } },
      { "a.test A timeout", "b.test A timeout" }, false } } },
   { "one that says the name, but not how it failed", { { { reason = "DKIM" }, { "acme.example MX timeout" },
      "Unanswered: MX at acme.example (timeout)." } } },
   { "another status", { { { status = "servfail" }, { "acme.example MX timeout" },
      "Unanswered: MX at acme.example (timeout)." } } },
   { "names with the same types together", { { {},
      { "a.test A timeout", "a.test AAAA timeout", "b.test A timeout", "b.test AAAA timeout", "c.test MX refused" },
      "Unanswered: A, AAAA at a.test, b.test (timeout); MX at c.test (refused)." } } },
   { "a question of two findings once", { { {}, { "a.test A timeout" }, "Unanswered: A at a.test (timeout)." },
      { {}, { "a.test A timeout" }, false } } },
   { "a question that a later message names", { { {}, { "a.test A timeout" }, false },
      { { status = "timeout", host = "a.test" }, { "a.test A timeout" }, false } } },
   { "what the source does not hold", { { {}, { "a.test A not-in-zone", "b.test A not-recorded" }, false } } },
   { "many names", { { {}, { "1.test A timeout", "2.test A timeout", "3.test A timeout", "4.test A timeout",
      "5.test A timeout", "6.test A timeout", "7.test A timeout", "8.test A timeout" },
      "Unanswered: A at 1.test, 2.test, 3.test, 4.test, 5.test, 6.test (timeout); 2 more names." } } },
}

describe("report.unanswered_text", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local findings, wanted, told = {}, {}, {}
         for i, given in ipairs(case[2]) do findings[i], wanted[i] = item(given[1], given[2]), given[3] end
         local words = unanswered.of(findings)
         for i, found in ipairs(findings) do told[i] = words[found] or false end
         assert.same(wanted, told)
      end)
   end

   it("says nothing of what was told by nobody, or of other findings", function()
      local because = { { name = "acme.example", status = "not-told" } }
      local untold = { subject = "acme.example", fields = {}, because = because }
      assert.same({}, unanswered.of { untold, { subject = "acme.example", fields = {} } })
   end)
end)
