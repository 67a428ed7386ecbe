-- SPDX-License-Identifier: MIT
-- SPF records laid over facts: only they change.
local laid = require "sesame.spf.laid"
local support = require "spec.support.facts"

local function texts(answer)
   local list = {}
   for i = 1, #answer do list[i] = answer[i] end
   table.sort(list)
   return list
end

describe("sesame.spf.laid", function()
   local facts = support.of {
      ["acme.example"] = { TXT = { "v=spf1 mx -all", "v=spf1 -all", "site=1" },
         MX = { { preference = 10, exchange = "mail.acme.example" } } },
      ["alias.acme.example"] = { CNAME = "acme.example" },
      ["broken.acme.example"] = { TXT = "servfail" },
   }

   it("takes the place of every SPF record at the name, and of nothing else", function()
      local over = laid.over(facts, { ["acme.example"] = "v=spf1 a ~all" })
      assert.same({ "site=1", "v=spf1 a ~all" }, texts(over:get("acme.example", "TXT")))
      assert.equal("mail.acme.example", over:get("ACME.example", "MX")[1].exchange)
   end)

   it("stands at a name that held nothing, led elsewhere or could not be learnt", function()
      local names = { "new.acme.example", "alias.acme.example", "broken.acme.example" }
      for _, name in ipairs(names) do
         local over = laid.over(facts, { [name] = "v=spf1 a ~all" })
         assert.same({ "v=spf1 a ~all" }, texts(over:get(name, "TXT")), name)
      end
   end)

   it("is laid over in layers: the last one counts", function()
      local first = laid.over(facts, { ["acme.example"] = "v=spf1 a ~all" })
      local over = laid.over(first, { ["acme.example"] = "v=spf1 -all" })
      assert.same({ "site=1", "v=spf1 -all" }, texts(over:get("acme.example", "TXT")))
   end)
end)
