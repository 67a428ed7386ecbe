-- SPDX-License-Identifier: MIT
-- The Lua examples of the pages run: those that begin by requiring sesame and ask no address.

-- The indented blocks of the page at PATH.
local function blocks(path)
   local list, block = {}, {}
   for line in io.lines(path) do
      if line:find("^    ") or (line == "" and #block > 0) then
         block[#block + 1] = line
      elseif #block > 0 then
         list[#list + 1], block = table.concat(block, "\n"), {}
      end
   end
   list[#list + 1] = table.concat(block, "\n")
   return list
end

-- Page and how many of its examples run here.
local PAGES = {
   ["doc/facts.md"] = 2, ["doc/dkim.md"] = 3, ["doc/loop.md"] = 1, ["doc/spf-denote.md"] = 1,
   ["doc/spf-flatten.md"] = 1,
   ["doc/dmarc.md"] = 1,
}

for path, expected in pairs(PAGES) do
   describe(path, function()
      local count = 0
      for _, block in ipairs(blocks(path)) do
         if block:find('require "sesame[.dkim]*"') and not block:find("192.0.2.", 1, true) then
            count = count + 1
            it("runs its example " .. count, function()
               local printed = {}
               local env = setmetatable({ print = function(...) printed[#printed + 1] = table.pack(...) end },
                  { __index = _G })
               assert(load(block, "=" .. path, "t", env))()
               assert.is_true(#printed > 0)
            end)
         end
      end
      it("has the examples that run", function() assert.equal(expected, count) end)
   end)
end
