-- SPDX-License-Identifier: MIT
local text = require "sesame.base.text"

local function rows(value, range, options)
   local out = {}
   for _, row in ipairs(text.underline(value, range, options or {})) do
      out[#out + 1] = row.text
      if row.marks then out[#out + 1] = row.marks end
   end
   return out
end

describe("text", function()
   it("escapes what a terminal would obey", function()
      assert.equal("a\\027[31mb\\000\\255\\127", text.escape("a\27[31mb\0\255\127"))
      assert.equal('"a\\"b\\\\c\\010"', text.quote('a"b\\c\n'))
   end)

   it("wraps at the width and never breaks a word", function()
      assert.same({ "- aa bb", "  cccccccccc", "  d" }, text.wrap("aa bb cccccccccc d", "  ", "- ", 8))
   end)

   it("underlines the very bytes", function()
      assert.same({ "v=spf1 -all", "       ^^^^" }, rows("v=spf1 -all", { 7, 11 }))
      assert.same({ '"v=spf1"', " ^" }, rows("v=spf1", { 0, 1 }, { quoted = true }))
   end)

   it("underlines an escaped byte as wide as it is shown", function()
      assert.same({ '"a\\027b"', "  ^^^^" }, rows("a\27b", { 1, 2 }, { quoted = true }))
   end)

   it("continues a long value in rows, each with its own marks", function()
      assert.same({ "abcdefgh", "       ^", "ijkl", "^^" }, rows("abcdefghijkl", { 7, 10 }, { width = 8 }))
   end)

   it("ends a row after a space where it can", function()
      assert.same({ "aaa bbb ", "cccc" }, rows("aaa bbb cccc", nil, { width = 10 }))
   end)

   it("keeps the rows around the mark of a value that is too long", function()
      local shown = rows(("x"):rep(80), { 60, 61 }, { width = 8, limit = 3 })
      assert.equal("...", shown[1])
      assert.equal("    ^", shown[4])
      assert.equal("...", shown[#shown])
   end)

   it("shows an empty value", function()
      assert.same({ '""' }, rows("", nil, { quoted = true }))
   end)

   it("lays out two columns", function()
      assert.same({ " a   one", " bb  two" }, text.columns({ { "a", "one" }, { "bb", "two" } }, " "))
   end)
end)
