-- SPDX-License-Identifier: MIT
local names = require "sesame.base.names"

describe("sesame.base.names", function()
   local written = {
      { "Acme.Example.", "Acme.Example", "acme.example" }, { "acme.example", "acme.example", "acme.example" },
      { ".", "", "" }, { "", "", "" }, { "a..", "a.", "a." },
      { "XN--P1AI.", "XN--P1AI", "xn--p1ai" },
      { "a\\.", "a\\.", "a\\." }, { "A\\\\.", "A\\\\", "a\\\\" }, { "not a name.", "not a name", "not a name" },
   }
   for _, case in ipairs(written) do
      it(("writes '%s' without its final dot"):format(case[1]), function()
         assert.equal(case[2], names.bare(case[1]))
         assert.equal(case[3], names.canonical(case[1]))
      end)
   end

   it("gives one value, so that it may stand last in a call", function()
      assert.equal(1, select("#", names.canonical("a.")))
      assert.equal(1, select("#", names.bare("a")))
   end)

   local places = {
      { "acme.example", "acme.example", true }, { "www.acme.example", "acme.example", true },
      { "a.b.acme.example", "acme.example", true }, { "notacme.example", "acme.example", false },
      { "acme.example", "www.acme.example", false }, { "acme.example", "other.example", false },
      { ".acme.example", "acme.example", true }, { "a\\.acme.example", "acme.example", false },
      { "a\\\\.acme.example", "acme.example", true }, { "acme.example", "", true }, { "", "", true },
      { "", "example", false },
   }
   for _, case in ipairs(places) do
      it(("says whether '%s' is '%s' or below it"):format(case[1], case[2]), function()
         assert.equal(case[3], names.below(case[1], case[2]))
      end)
   end

   it("knows how long a name may be", function()
      assert.equal(253, names.MAX)
      local domain = require("sesame.core").domain
      local longest = ("a."):rep(126) .. "a"
      assert.equal(names.MAX, #longest)
      assert.equal(longest, domain.to_ascii(longest))
      assert.is_nil((domain.to_ascii(longest .. "b.c")))
   end)
end)
