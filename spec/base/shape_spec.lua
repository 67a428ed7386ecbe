-- SPDX-License-Identifier: MIT
-- Values from files held to their shapes, faults named by their keys.
local json = require "sesame.base.json"
local shape = require "sesame.base.shape"

local POINT = { fields = { x = "number", name = { "text", most = 3 } }, need = { "x" } }

-- what it is, value, kind, fault
local CASES = {
   { "a text", "a", "text" }, { "a number for a text", 1, "text", "v is no text" },
   { "a text with a control character", "a\0", "text", "v holds a control character" },
   { "one where it may be", "a\0", { "text", raw = true } },
   { "a long text", "abcd", { "text", most = 3 }, "v is longer than 3 octets" },
   { "a text that is checked", "b", { "text", check = function(text) return text ~= "a" and "is not a" end },
      "v: is not a" },
   { "a flag", false, "flag" }, { "no flag", 0, "flag", "v is neither true nor false" },
   { "no number", 0 / 0, "number", "v is no number" }, { "infinity", math.huge, "number", "v is no number" },
   { "half a number", 1.5, "whole", "v is no whole number" }, { "a whole float", 2.0, "whole" },
   { "a number too small", -1, { "number", least = 0 }, "v is out of its range" },
   { "a number too great", 3, { "whole", greatest = 2 }, "v is out of its range" },
   { "a time in seconds", 1.5, "time" }, { "no time", true, "time", "v is neither a time nor seconds since 1970" },
   { "a list", { "a", "b" }, { list = "text" } },
   { "a list with null", { json.null }, { list = "text" }, "v[1] is null" },
   { "a list with a number", { "a", 2 }, { list = "text" }, "v[2] is no text" },
   { "an object for a list", { a = 1 }, { list = "text" }, "v is no list" },
   { "a list with a hole", { [1] = "a", [3] = "b" }, { list = "text" }, "v is no list" },
   { "a long list", { 1, 2 }, { list = "number", most = 1 }, "v has more than 1 items" },
   { "an object", { x = 1, name = json.null, other = {} }, POINT },
   { "a list for an object", { 1 }, POINT, "v is no object" },
   { "an object without what it needs", { name = "a" }, POINT, "v.x is missing" },
   { "null where something is needed", { x = json.null }, POINT, "v.x is missing" },
   { "an object within a list", { { x = 1 }, { x = "1" } }, { list = POINT }, "v[2].x is no number" },
   { "a strange key", { y = 1 }, { fields = {}, closed = { x = true } }, "v: unknown field 'y' (known: x)" },
   { "a map", { ["a.b"] = { x = true } }, { map = POINT }, 'v["a.b"].x is no number' },
   { "anything", print, "any" },
}

describe("sesame.base.shape", function()
   for _, case in ipairs(CASES) do
      it((case[4] and "refuses " or "takes ") .. case[1], function()
         local fault = shape.fault(case[2], case[3], "v")
         assert.equal(case[4], fault)
      end)
   end

   it("names the first fault in the order of the keys, from the top", function()
      local kind = { fields = { a = "text", b = "text", c = "text" } }
      assert.equal("a is no text", shape.fault({ c = 1, b = 2, a = 3 }, kind))
      assert.equal("it is no object", shape.fault({ 1 }, kind))
      assert.same({ a = true, b = true, c = true }, shape.names(kind.fields))
   end)
end)
