-- SPDX-License-Identifier: MIT
-- Relaxed alignment in place of strict: of the one tag that says so, and of nothing else in the record.
local relax = require("sesame.fix.dmarc_relax").builders.relax

local function mended(record, code)
   local place = { name = "_dmarc.a.test", chain = {}, records = { record } }
   local offer = relax({ code = code or "ses-strict-spf" }, { models = { dmarc = { policy = { place = place } } } })
   return offer and offer.choices[1].changes[1].values[1]
end

describe("fix.dmarc_relax", function()
   for record, expected in pairs {
      ["v=DMARC1; p=reject; aspf=s"] = "v=DMARC1; p=reject; aspf=r",
      ["v=DMARC1; p=reject; aspf = S ; adkim=s"] = "v=DMARC1; p=reject; aspf = r ; adkim=s",
      ["v=DMARC1; p=reject; xaspf=s; aspf=s"] = "v=DMARC1; p=reject; xaspf=s; aspf=r",
   } do
      it("mends " .. record, function() assert.equal(expected, mended(record)) end)
   end

   it("changes nothing where the tag does not say so", function()
      for _, record in ipairs { "v=DMARC1; p=reject", "v=DMARC1; p=reject; aspf=r", "v=DMARC1; p=reject; xaspf=s" } do
         assert.is_nil(mended(record))
      end
      assert.is_nil(mended("v=DMARC1; p=reject; aspf=s", "ses-strict-dkim"))
   end)
end)
