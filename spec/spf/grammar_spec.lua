-- SPDX-License-Identifier: MIT
-- Our parser against the ABNF of RFC 7208 section 12 on random terms, alone and in records. COUNT terms from SEED, both
-- from the environment; `make grammar` takes 20,000.
local oracles = require "spec.differential.syntax"
local spf = require "sesame.spf"
local spf_grammar = require "spec.support.spf_grammar"

local COUNT, SEED = tonumber(os.getenv "COUNT") or 2000, tonumber(os.getenv "SEED") or 20261129

-- Random records: each of COUNT words alone, and every fourth time the last few of them together.
local function each_record(visit)
   local below, last = spf_grammar.generator(SEED), {}
   for number = 1, COUNT do
      local word = spf_grammar.word(below)
      visit("v=spf1 " .. word, word)
      last[1 + number % 4] = word
      if number % 4 == 0 then
         visit("v=spf1 " .. table.concat(last, below(3) == 0 and "  " or " ") .. (below(4) == 0 and " " or ""))
      end
   end
end

describe("SPF grammar", function()
   it("B01 agrees with the ABNF on random terms and records", function()
      local terms, valid, records = 0, 0, 0
      each_record(function(text, word)
         local ours, theirs = spf.parse(text).valid, spf_grammar.is_record(text)
         if ours ~= theirs then
            error(("SEED=%d: %q: %s, the ABNF says %s"):format(SEED, text, ours, theirs))
         end
         if word then
            assert.equal(spf_grammar.is_term(word), ours)
            terms, valid = terms + 1, valid + (ours and 1 or 0)
         else
            records = records + 1
         end
      end)
      print(("SPF grammar: SEED=%d COUNT=%d: %d terms, %d of them valid, and %d records: no difference"):format(SEED,
         COUNT, terms, valid, records))
      assert.is_true(valid > COUNT // 5 and terms - valid > COUNT // 5)
   end)

   for _, oracle in ipairs(oracles.oracles) do
      it("B01 agrees with " .. oracle.name .. " wherever that agrees with the ABNF", function()
         if not oracles.available(oracle) then return pending(oracle.name .. " is not installed") end
         local below, words = spf_grammar.generator(SEED), {}
         for number = 1, COUNT do words[number] = spf_grammar.word(below) end
         local report = oracles.run(oracle, words, spf_grammar.is_term)
         local case = report.unexplained[1]
         assert(not case, case and ("SEED=%d: %q: %s"):format(SEED, case.word, case.text))
         assert.is_true(report.agreed > 0.9 * COUNT)
      end)
   end

   it("B01 knows the terms it is to tell apart", function()
      for _, term in ipairs { "a", "A/24//64", "mx//0", "a:.com", "ptr:%{d}.", "ip6:::1/128", "exists:%{D2r+-}",
         "x.y-z_1=%{c}", "include:a.b-c", "?ip4:0.0.0.0/0", "ip6:1:2:3:4:5:6:7::", "ip6:1::8.8.8.8" } do
         local told = spf_grammar.is_term(term)
         assert.equal(term ~= "ptr:%{d}.", told, term)
      end
      for _, term in ipairs { "a/x", "a/192.0.2.0/24", "mx/foo//64", "a/24//x", "ptr/.", "a/024", "a//129", "a/33",
         "+x=y", "redirect=a", "ip4:1.2.3.04", "ip6:1:2:3:4:5:6:7:8::", "a:%{c}", "a:%{d0}.x", "all:", "1=x" } do
         assert.is_false(spf_grammar.is_term(term), term)
         assert.is_false(spf.parse("v=spf1 " .. term).valid, term)
      end
   end)
end)
