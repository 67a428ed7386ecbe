-- SPDX-License-Identifier: MIT
-- sesame.core.domain: names as people write them, and the public suffix list.
local domain = require("sesame.core").domain

local LABEL = ("x"):rep(63)

-- what is written, A-labels
local NAMES = {
   { "acme.example", "acme.example" },
   { "ACME.Example.", "acme.example" },
   { "_dmarc.acme.example", "_dmarc.acme.example" },
   { "b\195\188cher.example", "xn--bcher-kva.example" },
   { "xn--bcher-kva.example", "xn--bcher-kva.example" },
   { LABEL .. ".example", LABEL .. ".example" },
   { "a\\.b.example", "a\\.b.example" },
   { "a\0b.example", "a\\000b.example" },
}

local BAD = {
   { "", "bad-name" }, { "..", "bad-name" }, { "a..b", "bad-name" }, { ".a", "bad-name" },
   { LABEL .. "x.example", "too-long" }, { (LABEL .. "."):rep(4) .. "com", "too-long" },
   { "\255.example", "bad-name" }, { "a\\", "bad-name" },
}

describe("domain.to_ascii", function()
   for _, case in ipairs(NAMES) do
      it("makes " .. case[1] .. " " .. case[2], function() assert.equal(case[2], domain.to_ascii(case[1])) end)
   end

   for _, case in ipairs(BAD) do
      it(("refuses %q"):format(case[1]:sub(1, 20)), function()
         local name, message, code = domain.to_ascii(case[1])
         assert.is_nil(name)
         assert.equal(case[2], code, message)
         assert.is_true(#message > 0)
      end)
   end

   it("raises for what is no text", function()
      assert.error_matches(function() domain.to_ascii({}) end, "string expected")
      assert.error_matches(function() domain.to_ascii() end, "string expected")
   end)
end)

describe("domain", function()
   it("tells what lies within what, by whole labels", function()
      assert.is_true(domain.within("a.b.example", "b.example"))
      assert.is_true(domain.within("B.Example", "b.example"))
      assert.is_false(domain.within("ab.example", "b.example"))
      assert.is_false(domain.within("example", "b.example"))
      assert.is_true(domain.within("b.example", "."))
   end)

   it("takes names apart", function()
      assert.same({ "_dmarc", "acme", "example" }, domain.labels("_dmarc.acme.example"))
      assert.same({ "a\\.b", "example" }, domain.labels("a\\.b.example"))
      assert.equal("example", domain.parent("acme.example"))
      assert.equal(".", domain.parent("example"))
      assert.equal(".", domain.parent("."))
   end)

   it("orders names canonically: by the last label first, without regard to case (RFC 4034 6.1)", function()
      local names = { "example", "a.example", "yljkjljk.a.example", "Z.a.example", "zABC.a.EXAMPLE", "z.example" }
      for i = 1, #names - 1 do
         assert.equal(-1, domain.compare(names[i], names[i + 1]), names[i])
         assert.equal(1, domain.compare(names[i + 1], names[i]), names[i])
      end
      assert.equal(0, domain.compare("A.Example", "a.example."))
   end)

   it("raises for what is no name", function()
      for _, name in ipairs { "within", "labels", "parent", "compare" } do
         assert.error_matches(function() domain[name]("a..b", "c") end, "'a%.%.b' is no domain name: a label is empty")
      end
   end)

   it("knows public suffixes and what is registered below them", function()
      if not domain.psl_available() then return pending("no public suffix list") end
      assert.equal("co.uk", domain.public_suffix("a.b.co.uk"))
      assert.equal("b.co.uk", domain.registrable("a.b.co.uk"))
      assert.is_nil(domain.registrable("co.uk"))
   end)
end)
