-- SPDX-License-Identifier: MIT
local cjson = require "cjson"
local json = require "sesame.base.json"
local report = require "sesame.report.sections_text"
local section = require "sesame.section"

local BAD = {
   { "no table", 1, "needs a title" },
   { "no title", { text = "x" }, "needs a title" },
   { "an unknown field", { title = "t", colour = "red" }, "unknown field 'colour' %(known: columns, lines" },
   { "text that is none", { title = "t", text = {} }, "'text' is a table, not a string" },
   { "rows without columns", { title = "t", rows = { { "a" } } }, "rows need columns" },
   { "a row too short", { title = "t", columns = { "a", "b" }, rows = { { "x" } } },
      "row 1 has 1 cells for 2 columns" },
   { "a cell that is no text", { title = "t", columns = { "a" }, rows = { { {} } } }, "row 1, number 1 is a table" },
   { "lines that are none", { title = "t", lines = { true } }, "lines, number 1 is a boolean" },
}

local function lines(...)
   local list = {}
   for i, detail in ipairs { ... } do list[i] = section.new(detail) end
   return report.lines(list, function(_, words) return words end)
end

describe("section", function()
   for _, case in ipairs(BAD) do
      it("refuses " .. case[1], function()
         local ok, message = pcall(section.new, case[2])
         assert.is_false(ok)
         assert.matches(case[3], message)
      end)
   end

   it("sets a table in columns", function()
      assert.same({ "REGIONS", "  region     MAIL FROM", "  us-east-1  right", "  eu-west-1  wrong region", "" },
         lines {
         title = "Regions", columns = { "region", "MAIL FROM" }, rows = { { "us-east-1", "right" },
            { "eu-west-1", "wrong region" } },
      })
   end)

   it("fits 80 columns, whatever a cell holds", function()
      local long = ("word "):rep(40)
      local shown = lines(
         { title = "t", text = long, columns = { "a", "b" }, rows = { { "x", long } } },
         { title = "t", columns = { "a", "b", "c" }, rows = { { ("x"):rep(40), ("y"):rep(40), long } } })
      for _, line in ipairs(shown) do assert.is_true(#line <= 80, line) end
      assert.is_truthy(table.concat(shown, "\n"):find("    b:  yyy", 1, true))
   end)

   it("never breaks a line to copy, and lets no control character through", function()
      local record = ("a"):rep(100) .. " TXT \"\27[31m\""
      local shown = lines { title = "\27t", text = "\0", columns = { "c" }, rows = { { "\n" } }, lines = { record } }
      assert.equal("  " .. ("a"):rep(100) .. ' TXT "\\027[31m"', shown[#shown - 1])
      assert.is_nil(table.concat(shown, ""):find("%c"))
   end)

   it("is JSON with every key", function()
      local made = section.new { title = "t", columns = { "n", "\255" }, rows = { { 1, "x" } } }
      local read = cjson.decode(json.encode(report.json(made)))
      assert.same({ title = "t", text = cjson.null, columns = { "n", "\u{ff}" }, rows = { { 1, "x" } }, lines = {} },
         read)
   end)
end)
