-- SPDX-License-Identifier: MIT
local list = require "sesame.fix.menders"
local declarations = require("sesame.check.suite").declarations()

local BAD = { error = true, warning = true }

describe("fix.list", function()
   it("every error and warning has a fix, a step, or the reason why there is none", function()
      for code, entry in pairs(declarations) do
         local declared = entry.declaration
         if BAD[declared.severity] then
            assert(declared.fix or declared.unfixable or declared.advice,
               code .. " has neither fix, unfixable nor advice")
            assert(not (declared.fix and declared.unfixable), code .. " has a fix and says there is none")
         end
      end
   end)

   it("every fix that a finding names is built", function()
      for code, entry in pairs(declarations) do
         local name = entry.declaration.fix
         assert(not name or list.builder(name), ("%s: nobody builds the fix '%s'"):format(code, tostring(name)))
      end
   end)

   it("never offers a fix for what could not be learnt", function()
      for code, entry in pairs(declarations) do
         if entry.declaration.severity == "unknown" then
            assert(not entry.declaration.fix, code .. " could not be learnt, yet names a fix")
         end
      end
   end)

   it("every fix that is built is named by a finding", function()
      local named = {}
      for _, entry in pairs(declarations) do named[entry.declaration.fix or ""] = true end
      for _, name in ipairs(list.names()) do
         assert(named[name] or name:find("^record%."), "no finding names the fix " .. name)
      end
   end)

   it("tries fixes in the order of the list", function()
      assert.is_true(list.rank("zone.hold") < list.rank("spf.merge"))
      assert.is_true(list.rank("spf.merge") < list.rank("spf.reduce"))
      assert.is_true(list.rank("nobody.builds") > list.rank("console.advice"))
   end)
end)
