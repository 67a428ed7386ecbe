-- SPDX-License-Identifier: MIT
-- Which of several DMARC records stays, and what wakes up when one is first read.
local builders = require("sesame.fix.dmarc_place").builders

local REJECT, NONE = "v=DMARC1; p=reject; rua=mailto:dmarc-reports@a.test", "v=DMARC1; p=none"

describe("fix.dmarc_place", function()
   it("keeps first the record that asks for least, whatever its length", function()
      local model = { name = "_dmarc.a.test", chain = {}, records = { REJECT, "v=DMARC1; p=quarantine", NONE } }
      local offer = builders.one({}, { models = { dmarc = model } })
      local texts = {}
      for i, choice in ipairs(offer.choices) do texts[i] = { choice.text, choice.safe } end
      assert.same({ { "keep " .. NONE }, { "keep v=DMARC1; p=quarantine" }, { "keep " .. REJECT } },
         texts)
   end)

   it("warns of a policy that receivers act on from then on, and of no other", function()
      local function steps(value)
         return builders.move { evidence = { { name = "a.test", value = value } },
            fields = { name = "_dmarc.a.test" } }.steps
      end
      assert.matches("p=reject", steps(REJECT)[1].text, 1, true)
      assert.matches("publish it with p=none", steps(REJECT)[1].text, 1, true)
      assert.is_nil(steps(NONE))
      assert.matches("sp=quarantine", steps("v=DMARC1; p=none; sp=quarantine")[1].text, 1, true)
      assert.matches("np=reject", steps("v=DMARC1; p=none; sp=none; np=reject")[1].text, 1, true)
      assert.is_nil(steps "v=DMARC1; p=quarantine; t=y")
      assert.is_nil(steps "v=DMARC1; x=p; rua=mailto:a@a.test")
   end)
end)
