-- SPDX-License-Identifier: MIT
-- Words for a shell, read back by sh itself.
local shell = require "sesame.base.shell"

local function read_back(words)
   local path = os.tmpname()
   do
      local file <close> = assert(io.open(path, "wb"))
      file:write("printf '%s\\0' ", words, "\n")
   end
   local pipe <close> = assert(io.popen("sh " .. path))
   local out = pipe:read("a")
   os.remove(path)
   local list = {}
   for word in out:gmatch("(%Z*)%z") do list[#list + 1] = word end
   return list
end

local HOSTILE = {
   "a|id.example", "a;b", "$(id)", "`id`", "'", "''", "a'b", "a\"b", "\\", "\\'", "-rf", "--", "~", "*", "?", "[a]",
   "{a,b}", "a b", " ", "", "#x", "!x", "a&b", "a>b", "a<b", "$HOME",
   "%s", "\\n", "a\nb", "\tx", "\27[31m", "\127", "\195\188",
   "\255'\\", "a=b", "file:///x", "user@id.example", "100%", "\n\nx", "'\1'",
}

describe("a word for a shell", function()
   it("stands bare only as the name of a host can", function()
      for _, word in ipairs { "acme.example", "_dmarc.acme.example", "a-b", "192.0.2.1", "eu-west-1" } do
         assert.equal(word, shell.quote(word))
      end
      for _, word in ipairs(HOSTILE) do
         if not word:find("^%-") then assert.not_equal(word, shell.quote(word)) end
         assert.is_nil(shell.quote(word):find("[^\32-\126]"))
      end
   end)

   it("is read back by sh as exactly the value", function()
      local quoted = {}
      for i, word in ipairs(HOSTILE) do quoted[i] = shell.quote(word) end
      assert.same(HOSTILE, read_back(table.concat(quoted, " ")))
      for byte = 1, 255 do quoted[byte] = shell.quote(string.char(byte) .. "x") end
      local back = read_back(table.concat(quoted, " "))
      for byte = 1, 255 do assert.equal(string.char(byte) .. "x", back[byte]) end
   end)

   it("loses nothing but what a shell cannot hold", function()
      assert.same({ "ab", "a" }, read_back(shell.quote("a\0b") .. " " .. shell.quote("a\n")))
   end)

   it("is no option where it is a path", function()
      assert.equal("'./-rf'", shell.path("-rf"))
      assert.equal("'./-r f'", shell.path("-r f"))
      assert.equal("'/a/b'", shell.path("/a/b"))
   end)
end)

describe("a command", function()
   it("has every word quoted", function()
      assert.equal("rm './-x' 'a|b' c", shell.command("rm {path:path} {name} {other}", { path = "-x", name = "a|b",
         other = "c" }))
      assert.has_error(function() shell.command("rm {path}", {}) end)
   end)

   it("ends outside quotes", function()
      assert.equal(7, shell.outside("a ';)';x", "[;)]"))
      assert.equal(11, shell.outside("a 'b'\\'';';", ";"))
      assert.is_nil(shell.outside("a ';'", ";"))
      assert.is_nil(shell.outside("a 'b;", ";"))
   end)
end)
