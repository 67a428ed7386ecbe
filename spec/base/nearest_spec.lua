-- SPDX-License-Identifier: MIT
local nearest = require "sesame.base.nearest"

describe("sesame.base.nearest", function()
   local list = { "us-east-1", "us-east-2", "us-west-1", "eu-west-1", "ap-southeast-1" }
   local cases = {
      { "us-esat-1", { "us-east-1", "us-east-2", "us-west-1" } }, { "eu-west1", { "eu-west-1", "us-west-1" } },
      { "southeast", { "ap-southeast-1" } },
      { "US-EAST-2", { "us-east-2", "us-east-1", "us-west-1" } }, { "banana", {} }, { "", {} }, { ("x"):rep(5000), {} },
   }
   for _, case in ipairs(cases) do
      it(("offers what '%s' may have meant"):format(case[1]:sub(1, 20)), function()
         assert.same(case[2], nearest.names(case[1], list))
      end)
   end

   it("makes a hint of it, or nothing", function()
      assert.equal(" (did you mean ap-southeast-1?)", nearest.hint("ap-southeast1", list))
      assert.equal("", nearest.hint("banana", list))
   end)
end)
