-- SPDX-License-Identifier: MIT
-- sesame.core.system: clocks, random octets, private files and the interrupt flag.
local system = require("sesame.core").system

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local function output_of(command)
   local pipe <close> = assert(io.popen(command))
   return pipe:read("a")
end

describe("system.write_private", function()
   local path
   before_each(function()
      path = os.tmpname()
      os.remove(path)
   end)
   after_each(function() os.remove(path) end)

   it("makes a file that only its owner reads, whatever the umask", function()
      assert.is_true(system.write_private(path, "secret\0text\n"))
      assert.equal("secret\0text\n", read(path))
      assert.matches("^%-rw%-%-%-%-%-%-%-", output_of("ls -l " .. path))
   end)

   it("never writes over a file, and says which", function()
      assert.is_true(system.write_private(path, "first"))
      local ok, message, code = system.write_private(path, "second")
      assert.same({ nil, path .. ": File exists", "io" }, { ok, message, code })
      assert.equal("first", read(path))
   end)

   it("never follows a link", function()
      local target = os.tmpname()
      os.remove(target)
      os.execute(("ln -s %s %s"):format(target, path))
      local ok, _, code = system.write_private(path, "secret")
      assert.same({ nil, "io" }, { ok, code })
      assert.is_nil(io.open(target))
   end)

   it("tells of a folder that is not there", function()
      local ok, message, code = system.write_private("/nonexistent/key", "secret")
      assert.same({ nil, "/nonexistent/key: No such file or directory", "io" }, { ok, message, code })
   end)
end)

describe("system.random", function()
   it("gives as many octets as asked, others each time", function()
      for _, count in ipairs { 1, 16, 256 } do assert.equal(count, #system.random(count)) end
      assert.not_equal(system.random(32), system.random(32))
   end)

   it("raises outside 1 to 256", function()
      for _, count in ipairs { 0, -1, 257, math.maxinteger } do
         assert.error_matches(function() system.random(count) end, "from 1 to 256")
      end
      assert.error_matches(function() system.random("many") end, "number expected")
   end)
end)

describe("system's clocks", function()
   it("are milliseconds that go forward only, and seconds since 1970", function()
      local before = system.monotonic()
      os.execute("sleep 0.02")
      local after = system.monotonic()
      assert.is_true(after - before >= 20 and after - before < 2000)
      assert.is_true(math.abs(system.time() - os.time()) < 2)
   end)
end)

describe("system.sleep", function()
   it("waits at least as long as asked, and takes sane spans only", function()
      local before = system.monotonic()
      assert.is_true(system.sleep(20))
      assert.is_true(system.monotonic() - before >= 20)
      assert.is_true(system.sleep(0))
      for _, span in ipairs { -1, 86400001, 0 / 0 } do
         assert.error_matches(function() system.sleep(span) end, "from 0 to")
      end
   end)

   it("ends early at an interrupt that is caught", function()
      local script = [[
local system = require("sesame.core").system
system.catch_interrupt()
local pid = io.open("/proc/self/stat"):read("n")
local pipe = io.popen("sleep 0.1; kill -INT " .. pid)
print(system.sleep(60000), system.interrupted())]]
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write(script)
      file:flush()
      local text = output_of(("LUA_CPATH='%s' %s %s"):format(package.cpath, os.getenv("LUA") or "lua5.4", path))
      os.remove(path)
      assert.equal("false\ttrue\n", text)
   end)
end)

describe("system's terminal", function()
   it("is none where there is none, and then 80 columns wide", function()
      assert.is_false(system.isatty(9999))
      assert.equal(80, system.columns(9999))
   end)
end)

describe("system.catch_interrupt", function()
   it("sets a flag at the first SIGINT and ends the process at the second", function()
      local script = [[
local system = require("sesame.core").system
system.catch_interrupt()
assert(not system.interrupted())
local pid = io.open("/proc/self/stat"):read("n")
io.popen("kill -INT " .. pid):close() -- os.execute would ignore the signal meanwhile
print(system.interrupted())
io.stdout:flush()
io.popen("kill -INT " .. pid):close()
print("still here")]]
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write(script)
      file:flush()
      local command = ("LUA_CPATH='%s' %s %s; echo status $?"):format(package.cpath, os.getenv("LUA") or "lua5.4", path)
      local text = output_of(command)
      os.remove(path)
      assert.equal("true\nstatus 130\n", text)
   end)
end)
