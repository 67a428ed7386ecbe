-- SPDX-License-Identifier: MIT
local finding = require "sesame.finding"
local ground = require "sesame.check.ground"

local DOMAIN = { name = "acme.example" }

local DECLARED = finding.declare("own", {
   ["own-unknown"] = {
      severity = "unknown", fields = { "status" }, reference = "RFC 1", text = "{subject}: {status}.", why = "So.",
      advice = "Again.",
   },
}, { needs = {} })

local function question(text)
   local name, rrtype, status = text:match "^(%S+) (%S+) (%S+)$"
   return { name = name, type = rrtype, status = status }
end

local function questions(texts)
   local list = {}
   for i, text in ipairs(texts) do list[i] = question(text) end
   return list
end

local function own(text)
   local asked = question(text)
   return finding.new(DECLARED, "own-unknown", { subject = asked.name, type = asked.type,
      fields = { status = asked.status } })
end

local function texts_of(item)
   local list = {}
   for i, asked in ipairs(item.because) do list[i] = ("%s %s %s"):format(asked.name, asked.type, asked.status) end
   return list
end

-- found before, open, and what is told: a message and the questions of each finding
local CASES = {
   { "nothing where all was learnt", {}, {} },
   { "one question", {}, { "a.acme.example A timeout" },
      { "A at a.acme.example could not be learnt: timeout.", { "a.acme.example A timeout" } } },
   { "the types of one name together, each once", {},
      { "a.acme.example TXT timeout", "a.acme.example A timeout", "a.acme.example A timeout" },
      { "A, TXT at a.acme.example could not be learnt: timeout.",
         { "a.acme.example A timeout", "a.acme.example TXT timeout" } } },
   { "the names of one domain together", {}, { "b.acme.example A timeout", "a.acme.example TXT timeout" },
      { "A, TXT at 2 names could not be learnt (timeout): a.acme.example, b.acme.example.",
         { "a.acme.example TXT timeout", "b.acme.example A timeout" } } },
   { "domains apart", {}, { "a.acme.example A timeout", "a.other.test A timeout" },
      { "A at a.acme.example could not be learnt: timeout.", { "a.acme.example A timeout" } },
      { "A at a.other.test could not be learnt: timeout.", { "a.other.test A timeout" } } },
   { "statuses apart", {}, { "a.acme.example A timeout", "a.acme.example A6 servfail" },
      { "A at a.acme.example could not be learnt: timeout.", { "a.acme.example A timeout" } },
      { "A6 at a.acme.example could not be learnt: servfail.", { "a.acme.example A6 servfail" } } },
   { "what a source does not hold together, whatever its names", {},
      { "a.other.test A not-in-zone", "a.third.test TXT not-in-zone" },
      { "A, TXT at 2 names could not be learnt (not-in-zone): a.other.test, a.third.test.",
         { "a.other.test A not-in-zone", "a.third.test TXT not-in-zone" } } },
   { "what the server asked refuses together, too", {}, { "a.other.test A refused", "a.third.test A refused" },
      { "A at 2 names could not be learnt (refused): a.other.test, a.third.test.",
         { "a.other.test A refused", "a.third.test A refused" } } },
   { "no question that a finding names", { "a.acme.example A timeout" }, { "A.acme.example A timeout" },
      { "a.acme.example: timeout.", { "a.acme.example A timeout" } } },
   { "a name that failed alike by the finding that names it", { "a.acme.example A timeout" },
      { "a.acme.example TXT timeout" },
      { "a.acme.example: timeout.", { "a.acme.example A timeout", "a.acme.example TXT timeout" } } },
   { "a name below one that failed alike, too", { "a.acme.example NS timeout" }, { "x.a.acme.example TXT timeout" },
      { "a.acme.example: timeout.", { "a.acme.example NS timeout", "x.a.acme.example TXT timeout" } } },
   { "not where it failed otherwise", { "a.acme.example NS timeout" }, { "x.a.acme.example TXT servfail" },
      { "a.acme.example: timeout.", { "a.acme.example NS timeout" } },
      { "TXT at x.a.acme.example could not be learnt: servfail.", { "x.a.acme.example TXT servfail" } } },
   { "not below what a source does not hold", { "other.test A not-in-zone" }, { "x.other.test TXT not-in-zone" },
      { "other.test: not-in-zone.", { "other.test A not-in-zone" } },
      { "TXT at x.other.test could not be learnt: not-in-zone.", { "x.other.test TXT not-in-zone" } } },
}

describe("check.ground tells", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local found = {}
         for i, text in ipairs(case[2]) do found[i] = own(text) end
         local shared = found[1] and found[1].because
         local count = shared and #shared
         local told = {}
         for i, item in ipairs(ground.cover(found, questions(case[3]), DOMAIN)) do
            told[i] = { item.message, texts_of(item) }
         end
         assert.same({ table.unpack(case, 4) }, told)
         if shared then assert.equal(count, #shared) end -- what a model may hold is not written to
      end)
   end

   it("the domain itself as the subject where the names have nothing else in common", function()
      local found = ground.cover({}, questions { "a.other.test A not-recorded", "b.third.test A not-recorded" }, DOMAIN)
      assert.same({ "answers-unknown", "acme.example", "A" }, { found[1].code, found[1].subject, found[1].type })
      found = ground.cover({}, questions { "a.other.test A timeout", "b.other.test TXT timeout" }, DOMAIN)
      assert.same({ "answers-unknown", "other.test" }, { found[1].code, found[1].subject, found[1].type })
   end)

   it("few of many names", function()
      local list = {}
      for i = 1, 9 do list[i] = ("n%d.acme.example MX timeout"):format(i) end
      local item = ground.cover({}, questions(list), DOMAIN)[1]
      assert.matches("n4.acme.example, 5 more.", item.message, 1, true)
      assert.same({ 9, 9 }, { #item.because, #item.fields.names })
   end)
end)

describe("check.ground", function()
   it("opens what the model needs, or rests on", function()
      local models = { open = { spf = questions { "a. TXT timeout" }, mx = {} } }
      assert.same({}, ground.open(models, { "mx" }))
      assert.equal(1, #ground.open(models, { "mx", "spf" }))
      assert.same({}, ground.open(models, { "spf" }, {}))
      assert.equal(1, #ground.open(models, { "mx" }, { { open = models.open.spf }, {} }))
      assert.same({}, ground.open({}, { "spf" }))
   end)
end)
