-- SPDX-License-Identifier: MIT
-- Findings folded below their causes: nothing is lost, and nothing follows from what is of another region.
local folding = require "sesame.finding.folding"
local property = require "spec.support.property"
local suite = require "sesame.check.suite"

local function made(code, severity, more)
   local item = { code = code, severity = severity, rank = 3, follows = {}, subject = "a.example", fields = {},
      records = {}, evidence = {}, message = code, wording = code }
   for key, value in pairs(more or {}) do item[key] = value end
   return item
end

-- "code[+more]: consequences" of each cause.
local function told(list, regions)
   local out = {}
   for i, entry in ipairs(folding.of(list, regions).causes) do
      local below = {}
      for j, item in ipairs(entry.consequences) do below[j] = item.code end
      out[i] = ("%s%s: %s"):format(entry.code, #entry.also > 0 and "+" .. table.concat(entry.also, ",") or "",
         table.concat(below, " "))
   end
   return out
end

describe("findings by cause", function()
   it("put what follows below what it follows from, at the root", function()
      assert.same({ "cause: middle end" }, told {
         made("cause", "error"), made("middle", "error", { follows = { "cause" } }),
         made("end", "warning", { follows = { "middle" } }),
      })
   end)

   it("lift a milder cause to the gravest of what follows from it", function()
      local causes = folding.of { made("other", "warning", { rank = 1 }),
         made("end", "error", { follows = { "cause" } }), made("cause", "warning") }.causes
      assert.same({ "cause", "error", "other", "warning" },
         { causes[1].code, causes[1].level, causes[2].code, causes[2].level })
   end)

   it("put the higher rank first, that of what follows counted", function()
      assert.same({ "late: end", "early: " }, told { made("early", "error", { rank = 2 }), made("late", "error"),
         made("end", "error", { rank = 1, follows = { "late" } }) })
   end)

   it("have the first of several causes above them", function()
      assert.same({ "one: end", "two: " }, told { made("one", "error"), made("two", "error"),
         made("end", "error", { follows = { "two", "one" } }) })
   end)

   it("do not follow from another record of the same type, but from the aliases below an identity", function()
      local spf = { type = "TXT", subject = "b.a.example" }
      assert.same({ "cause: ", "end: " }, told { made("cause", "error", spf),
         made("end", "error", { follows = { "cause" }, type = "TXT" }) })
      assert.same({ "cause: end" }, told { made("cause", "error", spf),
         made("end", "error", { follows = { "cause" }, type = "TXT", subject = "B.a.example" }) })
      local alias = { type = "CNAME", subject = "t._domainkey.a.example" }
      assert.same({ "cause: end" }, told { made("cause", "error", alias),
         made("end", "error", { follows = { "cause" }, type = "CNAME" }) })
      assert.same({ "cause: ", "end: " }, told { made("cause", "error", { type = "MX", subject = "b1.a.example" }),
         made("end", "error", { follows = { "cause" }, type = "TXT", subject = "b2.a.example" }) })
   end)

   it("follow from what speaks of their own subject where there is such", function()
      assert.same({ "one: ", "two: end" }, told { made("one", "error", { subject = "b.example" }), made("two", "error"),
         made("end", "error", { follows = { "one", "two" } }) })
   end)

   it("are told apart where what to do differs, and name the region where that is another", function()
      local function of(region, selector)
         return made("c", "warning", { wording = "pending in " .. region, subject = selector .. ".example",
            advice = "give SES the key of " .. selector, fields = { region = region } })
      end
      assert.same({ "c: ", "c: " }, told { of("us-east-1", "s1"), of("eu-west-1", "s2") })
      local one, other = of("us-east-1", "s1"), of("eu-west-1", "s2")
      other.advice = one.advice
      assert.same({ "c+s2.example (eu-west-1): " }, told { one, other })
   end)

   it("leave what has no cause in this audit, or in its region, or account", function()
      local follows = { follows = { "cause" }, fields = { region = "eu-west-1" } }
      assert.same({ "end: " }, told { made("end", "error", follows) })
      assert.same({ "cause: ", "end: " }, told { made("cause", "error", { fields = { region = "us-east-1" } }),
         made("end", "error", follows) })
      assert.same({ "cause: end" }, told { made("end", "error", follows),
         made("cause", "error", { fields = { region = { "us-east-1", "eu-west-1" } } }) })
      assert.same({ "cause: ", "end: " }, told { made("cause", "error", { account = "dev" }),
         made("end", "error", { follows = { "cause" }, account = "prod" }) })
   end)

   it("know which regions a MAIL FROM name serves", function()
      local list = { made("cause", "error", { subject = "m.a.example" }),
         made("end", "error", { follows = { "cause" }, fields = { region = "eu-west-1" } }) }
      assert.same({ "cause: end" }, told(list, { ["m.a.example"] = { "eu-west-1" } }))
      assert.same({ "cause: ", "end: " }, told(list, { ["m.a.example"] = { "us-east-1" } }))
   end)

   it("are no consequence of what is in order, nor faults of what is merely worth knowing", function()
      assert.same({ "end: " }, told { made("end", "error", { follows = { "cause" } }), made("cause", "ok") })
      assert.same({ "end: ", "cause: " }, told { made("end", "error", { follows = { "cause" } }),
         made("cause", "notice") })
      assert.same({ "cause: end" }, told { made("cause", "notice"),
         made("end", "notice", { follows = { "cause" } }) })
   end)

   it("that say the same of several records, regions or accounts are one entry", function()
      assert.same({ "c+b.example: " }, told { made("c", "error", { wording = "{subject} fails" }),
         made("c", "error", { wording = "{subject} fails", subject = "b.example" }) })
      assert.same({ "c+eu-west-1: " }, told {
         made("c", "error", { wording = "sandbox in us-east-1", fields = { region = "us-east-1" } }),
         made("c", "error", { wording = "sandbox in eu-west-1", fields = { region = "eu-west-1" } }) })
      assert.same({ "c+prod: " }, told { made("c", "error", { wording = "dev: it fails", account = "dev" }),
         made("c", "error", { wording = "prod: it fails", account = "prod" }) })
      assert.same({ "c: ", "c: " }, told { made("c", "error", { wording = "one" }), made("c", "error",
         { wording = "two" }) })
   end)

   it("end where they follow in a circle", function()
      assert.same({ "b: a" }, told { made("a", "error", { follows = { "b" } }), made("b", "error",
         { follows = { "a" } }) })
   end)
end)

local REGIONS = { "us-east-1", "eu-west-1", "ap-south-1" }

-- Findings of codes that are really declared, of one to three regions each; NUMBER(most) gives 1 .. most.
local function world(number, codes, all)
   local list = {}
   for _ = 1, number(25) do
      local code = codes[number(#codes)]
      local declared = all[code].declaration
      for _ = 1, number(3) do
         list[#list + 1] = made(code, declared.severity, { rank = declared.rank, follows = declared.follows,
            fields = { region = number(4) > 1 and REGIONS[number(3)] or nil },
            account = number(9) == 1 and ("account %d"):format(number(2)) or nil })
      end
   end
   return require("sesame.finding").sort(list)
end

local LEVEL = { error = 1, warning = 2, unknown = 3, notice = 4 }

-- Which place each finding of FOLDED has: 1 a cause, 2 a consequence. Raises where one has two.
local function places_of(folded)
   local seen, level = {}, 0
   for _, entry in ipairs(folded.causes) do
      assert(LEVEL[entry.level] >= level, "gravest first")
      level = LEVEL[entry.level]
      for place, items in ipairs { entry.findings, entry.consequences } do
         for _, item in ipairs(items) do
            assert(not seen[item], "told twice: " .. item.code)
            seen[item] = place
            assert(LEVEL[item.severity] >= level, "graver than its entry: " .. item.code)
            assert(place == 1 or #item.follows > 0, item.code .. " follows from nothing")
         end
      end
   end
   return seen
end

describe("folding what is declared", function()
   local all, codes = suite.declarations(), {}
   for code in pairs(all) do codes[#codes + 1] = code end
   table.sort(codes)
   local seed, count = property.of("folding", 300, 1)

   it("loses nothing, tells nothing twice and puts the gravest first", function()
      local below = 0
      for case = seed, seed + count - 1 do
         local list = world(property.places(case), codes, all)
         local folded = folding.of(list)
         local seen, under = places_of(folded), 0
         for _, item in ipairs(list) do
            assert(item.severity == "ok" or seen[item], ("world %d: lost %s"):format(case, item.code))
            if seen[item] == 2 then under = under + 1 end
         end
         assert.equal(under, folded.folded)
         below = below + under
      end
      assert.is_true(below > 0 or not property.large(count))
   end)
end)
