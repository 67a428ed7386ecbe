-- SPDX-License-Identifier: MIT
local lfs = require "lfs"
local output = require "sesame.cli.output"

local function getenv() return nil end

local function open(path)
   return output.open({ output = path, color = "never", quiet = true }, getenv)
end

local function content(path)
   local file = io.open(path)
   if not file then return nil end
   local text = file:read("a")
   file:close()
   return text
end

local function names(folder)
   local list = {}
   for name in lfs.dir(folder) do
      if name:sub(1, 1) ~= "." then list[#list + 1] = name end
   end
   table.sort(list)
   return list
end

describe("cli.output", function()
   it("takes the width from COLUMNS, from 60 to 120, else from the terminal, else 80", function()
      local function width(columns, path)
         return output.width({ output = path }, function(name) return name == "COLUMNS" and columns or nil end)
      end
      assert.same({ 60, 60, 61, 100, 120, 120 },
         { width "1", width "60", width "61", width "100", width "120", width "10000" })
      for _, word in ipairs { "0", "-5", "x", "80.5", "" } do assert.equal(80, width(word, "FILE"), word) end
      assert.equal(80, width(nil, "FILE"))
   end)

   local folder

   before_each(function()
      folder = os.tmpname()
      os.remove(folder)
      assert(lfs.mkdir(folder))
   end)

   after_each(function()
      for _, name in ipairs(names(folder)) do os.remove(folder .. "/" .. name) end
      lfs.rmdir(folder)
   end)

   local function write(name, text)
      local file <close> = assert(io.open(folder .. "/" .. name, "w"))
      file:write(text)
   end

   it("puts a file in place at the end, and leaves nothing beside it", function()
      write("plan", "old")
      local out = assert(open(folder .. "/plan"))
      out:write("new")
      assert.equal("old", content(folder .. "/plan"))
      assert.is_true(out:close())
      assert.equal("new", content(folder .. "/plan"))
      assert.same({ "plan" }, names(folder))
   end)

   it("leaves an old file as it was when there is no result", function()
      write("plan", "old")
      local out = assert(open(folder .. "/plan"))
      out:write("half of")
      out:discard()
      assert.equal("old", content(folder .. "/plan"))
      assert.same({ "plan" }, names(folder))
   end)

   it("an output that an error left open leaves nothing behind", function()
      local out = assert(open(folder .. "/plan"))
      out:write("half of")
      out = nil -- luacheck: ignore
      collectgarbage()
      collectgarbage()
      assert.same({}, names(folder))
   end)

   it("writes through a link, so that it stays one", function()
      write("real", "old")
      assert(lfs.link(folder .. "/real", folder .. "/link", true))
      local out = assert(open(folder .. "/link"))
      out:write("new")
      assert.is_true(out:close())
      assert.equal("new", content(folder .. "/real"))
      assert.equal("link", lfs.symlinkattributes(folder .. "/link", "mode"))
   end)

   it("keeps the permissions of a file that has its own", function()
      write("plan", "old")
      os.execute(("chmod 640 '%s/plan'"):format(folder))
      local before = lfs.attributes(folder .. "/plan", "permissions")
      local out = assert(open(folder .. "/plan"))
      out:write("new")
      assert.is_true(out:close())
      assert.equal("new", content(folder .. "/plan"))
      assert.equal(before, lfs.attributes(folder .. "/plan", "permissions"))
   end)

   it("says that the part file of a run that was cut off lies there, and of no other file", function()
      for _, name in ipairs { "plan.0123456789ab.part", "plan.part", "other.0123456789ab.part" } do write(name, "x") end
      local err, said = io.stderr, {}
      io.stderr = { write = function(_, ...) said[#said + 1] = table.concat { ... } end } -- luacheck: ignore
      local out, message = output.open({ output = folder .. "/plan", color = "never" }, getenv)
      io.stderr = err -- luacheck: ignore
      assert(out, message)
      assert.same({ ("sesame: %s/plan.0123456789ab.part lies there: a run that was cut off left it, or one still "
         .. "writes it\n"):format(folder) }, said)
      out:discard()
   end)

   it("says which file is full", function()
      local out = assert(open "/dev/full")
      out:write "a"
      local ok, message = out:close()
      assert.is_false(ok)
      assert.equal("/dev/full: No space left on device", message)
   end)

   it("says which file cannot be written", function()
      local out, message = open("/nonexistent/plan")
      assert.is_nil(out)
      assert.matches("^%-%-output: /nonexistent/plan", message)
   end)
end)
