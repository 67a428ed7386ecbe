-- SPDX-License-Identifier: MIT
local answer = require("sesame.core").answer
local copy = require "sesame.base.copy"
local unknown = require "sesame.base.unknown"

describe("what is unknown", function()
   it("names the question that failed, and how", function()
      local failed = answer.make { name = "acme.example", type = "MX", status = "servfail" }
      assert.same({ name = "acme.example", type = "MX", status = "servfail" }, unknown.unlearnt(failed))
   end)

   for _, status in ipairs { "nxdomain", "nodata" } do
      it("is never what is absent: " .. status, function()
         assert.is_nil(unknown.unlearnt(answer.make { name = "acme.example", type = "MX", status = status }))
      end)
   end

   it("marks what is known, and what is not", function()
      assert.same({ known = true, a = 1 }, unknown.mark { a = 1 })
      local because = unknown.because("acme.example", "MX", "timeout")
      assert.same({ known = false, because = because }, unknown.mark(nil, because))
   end)

   it("a copy leaves what it was made of", function()
      local source = { a = 1, b = 2 }
      assert.same({ { a = 3, b = 2 }, { b = 2 }, { a = 1, b = 2 } },
         { copy.with(source, { a = 3 }), copy.without(source, "a"), source })
   end)
end)
