-- SPDX-License-Identifier: MIT
-- Text files as editors save them, read whole and by lines.
local file = require "sesame.base.file"
local lfs = require "lfs"

local function with(bytes, use)
   local path = os.tmpname()
   local handle <close> = assert(io.open(path, "wb"))
   handle:write(bytes)
   handle:close()
   local results = table.pack(use(path))
   os.remove(path)
   return table.unpack(results, 1, results.n)
end

local function lines(bytes)
   return with(bytes, function(path)
      local handle <close> = assert(io.open(path, "rb"))
      local list, next_line = {}, file.lines(handle)
      while true do
         local line, fault = next_line()
         if not line then return list, fault end
         list[#list + 1] = line
      end
   end)
end

local function utf16(text) return (text:gsub(".", "%0\0")) end

-- bytes, the text they are
local FORMS = {
   ["as it is"] = { "a\nb\xFC\n", "a\nb\xFC\n" },
   ["with a byte order mark"] = { "\xEF\xBB\xBFa\nb\n", "a\nb\n" },
   ["in UTF-16, little end first"] = { "\xFF\xFE" .. utf16 "a\nb\n", "a\nb\n" },
   ["in UTF-16, big end first"] = { "\xFE\xFF\0" .. utf16("a\nb\n"):sub(1, -2), "a\nb\n" },
   ["in UTF-16 without a mark"] = { utf16 "a\nb\n", "a\nb\n" },
}

describe("sesame.base.file", function()
   for name, case in pairs(FORMS) do
      it("reads a file " .. name, function()
         assert.equal(case[2], with(case[1], function(path) return file.read(path, 100) end))
         local list, fault = lines(case[1])
         assert.same({ { case[2]:match "^[^\n]+", case[2]:match "\n([^\n]+)" } }, { list, fault })
      end)
   end

   it("gives the last line though it does not end, and empty ones", function()
      assert.same({ "a", "", "b" }, lines "a\n\nb")
      assert.same({ "a", "", "b" }, lines("\xFF\xFE" .. utf16 "a\n\nb"))
      assert.same({}, lines "")
   end)

   local BAD = {
      ["that is empty"] = { "", ": is empty$" }, ["that is too long"] = { ("x"):rep(101), ": over 100 octets$" },
      ["in UTF-32"] = { "\xFF\xFE\0\0a\0\0\0", ": UTF%-32; save it as UTF%-8$" },
      ["in UTF-16 cut short"] = { "\xFF\xFEa", ": broken UTF%-16 at octet 2;" },
   }
   for name, case in pairs(BAD) do
      it("refuses a file " .. name, function()
         local path, text, message = with(case[1], function(path) return path, file.read(path, 100) end)
         assert.is_nil(text)
         assert.equal(path, message:sub(1, #path))
         assert.matches(case[2], message:sub(#path + 1))
      end)
   end

   it("tells lines that cannot be read from the end", function()
      local list, fault = lines "\xFF\xFEa\0\n\0b"
      assert.same({}, list)
      assert.matches("broken UTF%-16", fault)
   end)

   describe("saves a file", function()
      local folder

      before_each(function()
         folder = os.tmpname()
         os.remove(folder)
         assert(lfs.mkdir(folder))
      end)

      after_each(function()
         for name in lfs.dir(folder) do os.remove(folder .. "/" .. name) end
         lfs.rmdir(folder)
      end)

      local function content(name)
         local handle <close> = assert(io.open(folder .. "/" .. name, "rb"))
         return handle:read "a"
      end

      it("in place of what was there, and leaves nothing beside it", function()
         assert.is_true(file.save(folder .. "/a", "old"))
         assert.is_true(file.save(folder .. "/a", "new\0"))
         assert.equal("new\0", content "a")
         assert.same({}, file.parts(folder .. "/a"))
      end)

      it("never through a link: that is replaced", function()
         assert.is_true(file.save(folder .. "/target", "theirs"))
         assert(lfs.link(folder .. "/target", folder .. "/link", true))
         assert.is_true(file.save(folder .. "/link", "ours"))
         assert.same({ "theirs", "ours", "file" },
            { content "target", content "link", lfs.symlinkattributes(folder .. "/link", "mode") })
      end)

      it("that only its owner may read, and it stays so", function()
         assert(require("sesame.core").system.write_private(folder .. "/a", "old"))
         assert.is_true(file.save(folder .. "/a", "new"))
         assert.equal("rw-------", lfs.attributes(folder .. "/a", "permissions"))
      end)

      it("or says why not", function()
         assert.matches("^/nonexistent/x%.%x+%.part: No such file", select(2, file.save("/nonexistent/x", "")))
         assert.equal("/dev/full: No space left on device", select(2, file.save("/dev/full", "x")))
         assert.matches("directory", select(2, file.save(folder, "x")))
      end)
   end)

   it("refuses what is not there, or is a folder", function()
      assert.same({ "/nonexistent/x: No such file or directory", "not-found" },
         { select(2, file.read("/nonexistent/x", 9)) })
      assert.matches("^spec: cannot be read: Is a directory", select(2, file.read("spec", 9)))
   end)
end)
