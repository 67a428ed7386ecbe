-- SPDX-License-Identifier: MIT
-- A lack of memory passes by those who take errors for faults of a domain.
local memory = require "sesame.base.memory"

describe("a lack of memory", function()
   for _, fault in ipairs { "not enough memory", "x.lua:3: not enough memory", "x.lua:3: out of memory" } do
      it(("is told from %q, and raised anew without its place"):format(fault), function()
         assert.is_true(memory.lacks(fault))
         local ok, raised = pcall(memory.pass, fault)
         assert.same({ false, "not enough memory" }, { ok, raised })
      end)
   end

   local OTHERS = { "x.lua:3: nil value", "out of memory at x", "", { message = "not enough memory" }, 3, false }
   for _, fault in ipairs(OTHERS) do
      it("is not any other fault: " .. tostring(fault), function()
         assert.is_false(memory.lacks(fault))
         assert.equal(fault, memory.pass(fault))
      end)
   end

   it("is no finding of a domain", function()
      local audit = require "sesame.audit"
      local function script(fault) return { script = function() error(fault, 0) end } end
      assert.has_error(function() audit.run("a.test", {}, script "not enough memory") end, "not enough memory")
      assert.equal("internal-error", audit.run("a.test", {}, script "another").findings[1].code)
   end)
end)
