-- SPDX-License-Identifier: MIT
-- Which TXT records of a name are SPF records (RFC 7208 4.5): one function says so, the one the walk and the evaluator
-- use.
local answer = require("sesame.core").answer
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"
local support = require "spec.support.facts"

local SPF, OTHER = "v=spf1 -all", "other"

-- rule, the TXT records (a list of strings makes one record), places of SPF records, places of the others
local CASES = {
   { "none", { OTHER, "v=spf10 -all", "v=spf2.0/pra -all" }, {}, { 1, 2, 3 } },
   { "one among others", { OTHER, SPF, OTHER .. "2" }, { 2 }, { 1, 3 } },
   { "several", { SPF, "V=SPF1", OTHER, "v=spf1 ~all" }, { 1, 2, 4 }, { 3 } },
   { "strings that only make one together", { { "v=sp", "f1 -all" }, { "v=spf1", "-all" } }, { 1 }, { 2 } },
   { "a faulty record is one", { "v=spf1 nonsense:" }, { 1 }, {} },
   { "near misses are none", { " v=spf1 -all", "v=spf1; -all", "\"v=spf1 -all\"", "" }, {}, { 1, 2, 3, 4 } },
}

local function txt(list, status)
   return answer.make { name = "a.test", type = "TXT", status = status, aa = true, records = list }
end

describe("spf.select", function()
   for _, case in ipairs(CASES) do
      it("tells " .. case[1], function()
         local made = txt(case[2])
         local records, others = spf.select(made)
         assert.same({ case[3], case[4] }, { records, others })
         for _, place in ipairs(records) do assert.is_true(spf.is_record(made[place])) end
         for _, place in ipairs(others) do assert.is_false(spf.is_record(made[place])) end
      end)

      it("agrees with the walk on " .. case[1], function()
         local tree, _, problem = walk("a.test", { facts = support.of { ["a.test"] = { TXT = case[2] } } })
         local result = #case[3] == 0 and "no-record" or #case[3] > 1 and "several-records"
         if result then
            assert.equal(result, tree and tree.problem or problem)
         else
            local place = case[3][1]
            assert.equal(txt(case[2])[place], tree.record)
         end
      end)
   end

   it("finds nothing in what could not be learnt, and in what is not there", function()
      for _, status in ipairs { "servfail", "nxdomain", "nodata" } do
         assert.same({ {}, {} }, { spf.select(txt({}, status)) })
      end
   end)

   it("refuses what is no answer", function()
      assert.has_error(function() spf.select { SPF } end)
   end)
end)

describe("the SPF record of a name", function()
   it("is chosen nowhere else", function()
      for path in io.popen("find lua scripts examples -name '*.lua' ! -path '*/dmarc/*'"):lines() do
         local file <close> = assert(io.open(path, "rb"))
         local source = file:read "a"
         assert.is_nil(source:find("spf%.is_record%(%s*[%w_.]*answer[%w_.]*%["), path)
         assert.is_nil(source:find("spf%.is_record%(%s*value%s*%)"), path)
      end
   end)
end)
