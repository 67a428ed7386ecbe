-- SPDX-License-Identifier: MIT
-- Includes replaced by what they lead to, by rule.
local copies = require "sesame.spf.plan.copies"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"

local A = { A = { "192.0.2.1" }, AAAA = { "2001:db8::1" } }

local function copied(target, record, qualifier)
   local tree = walk("acme.example", { addresses = true, facts = support.of {
      ["acme.example"] = { TXT = { ("v=spf1 %sinclude:%s -all"):format(qualifier or "", target) } },
      [target] = { TXT = { record }, A = A.A, AAAA = A.AAAA, MX = { { preference = 1, exchange = "h.test" } } },
      ["h.test"] = A, ["n.test"] = { TXT = { "v=spf1 ip4:192.0.2.9 -all" } },
   } })
   local made = copies.of("acme.example", tree.terms[1])
   if not made then return nil end
   local words = {}
   for i, part in ipairs(made.parts) do words[i] = part.word end
   return table.concat(words, " "), made.saves, made.own, made.size
end

-- rule, whose record, the record, the words that come of it (nil: it stays) and the lookups they save
local CASES = {
   { "names as they are", "s.test", "v=spf1 include:n.test a:h.test +mx:s.test ?all",
      "include:n.test a:h.test mx:s.test", 1 },
   { "terms that speak of their own domain", "s.test", "v=spf1 a a/24 mx//64 MX:h.test/24//48 -all",
      "a:s.test a:s.test/24 mx:s.test//64", 2 },
   { "what finds nothing goes", "s.test", "v=spf1 a:gone.test include:n.test -all", "include:n.test", 2 },
   { "what is behind all does not count", "s.test", "v=spf1 include:n.test -all a:h.test", "include:n.test", 1 },
   { "explanations stay behind", "s.test", "v=spf1 a:h.test exp=why.test -all", "a:h.test", 1 },
   { "a record without all", "s.test", "v=spf1 a:h.test", "a:h.test", 1 },
   { "own addresses", "o.acme.example", "v=spf1 ip4:192.0.2.0/28 a -all", "ip4:192.0.2.0/28 a:o.acme.example", 1 },
   { "others' addresses are not", "s.test", "v=spf1 ip4:192.0.2.0/28 a -all" },
   { "another qualifier means something else", "s.test", "v=spf1 -a:h.test include:n.test -all" },
   { "what passes everybody", "s.test", "v=spf1 a:h.test all" },
   { "a redirect", "s.test", "v=spf1 a:h.test redirect=n.test" },
   { "ptr", "s.test", "v=spf1 ptr a:h.test -all" },
   { "exists", "s.test", "v=spf1 exists:h.test -all" },
   { "macros, which would speak of another domain", "s.test", "v=spf1 a:h.%{d} -all" },
   { "a record with a fault", "s.test", "v=spf1 a:h.test ipv4:192.0.2.1 -all" },
}

describe("sesame.spf.plan.copies", function()
   for _, case in ipairs(CASES) do
      it(case[4] and "copies: " .. case[1] or "leaves alone: " .. case[1], function()
         local words, saves, own, size = copied(case[2], case[3])
         assert.equal(case[4], words)
         assert.equal(case[5], saves)
         if words then
            assert.equal(case[2] == "o.acme.example", own)
            assert.equal(#words + 1, size)
         end
      end)
   end

   it("leaves includes alone that do not let pass", function()
      for _, qualifier in ipairs { "-", "~", "?" } do
         assert.is_nil((copied("s.test", "v=spf1 a:h.test -all", qualifier)))
      end
   end)
end)
