-- SPDX-License-Identifier: MIT
local options = require "sesame.base.options"

local KNOWN = { name = "string", size = "number?", list = "table?", extra = true }

describe("sesame.base.options", function()
   local cases = {
      { "all there", { name = "a", size = 1, list = {}, extra = false }, nil },
      { "what may be left out is", { name = "a" }, nil },
      { "a name nobody knows", { name = "a", colour = 1 }, "unknown option 'colour' (known: extra, list, name, size)" },
      { "the first of several", { b = 1, a = 1, c = 1 }, "unknown option 'a' (known: extra, list, name, size)" },
      { "an unknown one before a missing one", { [1] = 1 }, "unknown option '1' (known: extra, list, name, size)" },
      { "one missing", { size = 1 }, "option 'name' is missing" },
      { "a wrong type", { name = "a", size = "1" }, "option 'size' is a string, not a number" },
      { "false is not absent", { name = "a", list = false }, "option 'list' is a boolean, not a table" },
   }
   for _, case in ipairs(cases) do
      it("tells " .. case[1], function() assert.equal(case[3], (options.fault(case[2], KNOWN))) end)
   end

   it("calls a name what the caller calls it", function()
      assert.equal("unknown field 'b' (known: a)", options.fault({ b = 1 }, { a = "string?" }, "field"))
      assert.equal("field 'a' is missing", options.fault({}, { a = "string" }, "field"))
      assert.equal("unknown argument 'b' (it has none)", options.unknown("argument", "b", {}))
   end)

   -- Where an error of MADE at LEVEL points: the line of the function that has it checked, or of that one's caller.
   local function raised(check, given, level)
      local inner = function() check(given, KNOWN, level) return true end
      local line
      local ok, message = pcall(function()
         line = debug.getinfo(1, "l").currentline + 1
         return inner() and true
      end)
      assert.is_false(ok)
      return tonumber(message:match(":(%d+):")) - line, message
   end

   it("raises at the caller", function()
      local off, message = raised(options.check, { name = 1 }, 2)
      assert.equal(0, off)
      assert.matches("option 'name' is a number, not a string", message)
      assert.equal(-4, (raised(options.check, { name = 1 }, 1)))
      assert.matches("a table of options is expected", select(2, raised(options.check, nil, 2)))
      assert.has_no.errors(function() options.check({ name = "a" }, KNOWN, 1) end)
   end)

   it("asks for facts first", function()
      local off, message = raised(options.with_facts, { colour = 1 }, 2)
      assert.equal(0, off)
      assert.matches("options.facts is missing", message)
      assert.matches("options.facts is missing", select(2, raised(options.with_facts, "text", 2)))
      off, message = raised(options.with_facts, { facts = {}, name = "a" }, 2)
      assert.equal(0, off)
      assert.matches("unknown option 'facts'", message)
   end)
end)
