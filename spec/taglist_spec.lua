-- SPDX-License-Identifier: MIT
-- Tag lists at the Lua face; the grammar is tested in spec/core/test_taglist.c.
local taglist = require "sesame.taglist"

describe("taglist.parse", function()
   it("gives tags and faults with places", function()
      assert.same({
         tags = {
            { name = "v", value = "DMARC1", name_range = { from = 0, to = 1 }, range = { from = 2, to = 8 },
               sound = true },
            { name = "p", value = "none", name_range = { from = 10, to = 11 }, range = { from = 14, to = 18 },
               sound = true },
            { name = "p", value = "", name_range = { from = 20, to = 21 }, range = { from = 22, to = 22 },
               sound = false },
         },
         faults = { { code = "duplicate-tag", message = "tag 'p' is given twice", range = { from = 20, to = 21 } } },
      }, taglist.parse("v=DMARC1; p = none; p=", "dmarc"))
   end)

   it("knows five dialects", function()
      for _, name in ipairs{ "dkim", "dmarc", "bimi", "mta-sts", "tls-rpt" } do
         assert.equal("a", taglist.parse("v=x; a=b", name).tags[2].name)
      end
      assert.has_error(function() taglist.parse("v=spf1", "spf") end)
   end)

   it("refuses what no TXT record can hold", function()
      local nothing, message, code = taglist.parse(("x"):rep(65536), "dkim")
      assert.same({ nil, "a record of 65536 octets", "too-long" }, { nothing, message, code })
   end)
end)
