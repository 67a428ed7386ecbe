-- SPDX-License-Identifier: MIT
-- The surface of the project against itself: what is bound, exported, declared or packed is also documented and listed.
local build = os.getenv("BUILD") or "build"
local lua = os.getenv("LUA") or "lua5.4"

local function output(format, ...)
   local pipe <close> = assert(io.popen(format:format(...)))
   return pipe:read("a")
end

local function content(path)
   local file <close> = assert(io.open(path))
   return file:read("a")
end

local function lines(text)
   local list = {}
   for item in text:gmatch("[^\n]+") do list[#list + 1] = item end
   return list
end

local function names(table_)
   local list = {}
   for name in pairs(table_) do list[#list + 1] = name end
   table.sort(list)
   return list
end

-- A header of helpers is called *_internal.h, or says in its first comment which files it is for.
local function private(header)
   local comment = content("core/" .. header):match("/%*.-%*/.-/%*(.-)%*/")
   return header:find("_internal.h", 1, true) or comment:find("[Ss]hared by") or comment:find("for %S+ alone")
      or comment:find("Internal to", 1, true)
end

-- The symbols that FILE of the build defines; the version's own (type A) and the sanitizer's left out.
local function symbols(option, file)
   return lines(output("nm %s --defined-only %s/%s | awk 'NF == 3 && $2 != \"A\" { sub(/@.*/, \"\", $3); print $3 }'"
      .. " | grep -v __odr_asan", option, build, file))
end

local pages = output("cat doc/*.md")

-- MODULE.NAME as a whole word somewhere in doc/.
local function documented(module, name)
   return pages:find("%f[%w_]" .. module .. "%." .. name .. "%f[^%w_]") ~= nil
end

describe("the surface", function()
   describe("of the C library", function()
      it("exports names that begin with sesame_, and nothing else", function()
         local found = symbols("-D", "libsesame.so")
         assert.is_true(#found > 50)
         for _, symbol in ipairs(found) do assert.matches("^sesame_", symbol) end
      end)

      it("defines no external symbol without the prefix in the archive either", function()
         for _, symbol in ipairs(symbols("-g", "static/libsesame.a")) do assert.matches("^sesame_", symbol) end
      end)

      it("defines every function its public headers declare", function()
         local exported = {}
         for _, symbol in ipairs(symbols("-D", "libsesame.so")) do exported[symbol] = true end
         for header in content("core/sesame.h"):gmatch('#include "([^"]+)"') do
            local text = content("core/" .. header):gsub("/%*.-%*/", "")
            for symbol in text:gmatch("(sesame_[%w_]+)%(") do
               assert(exported[symbol], header .. " declares " .. symbol .. ", which the library lacks")
            end
         end
      end)

      it("has every header of the core in sesame.h, but for the internal ones", function()
         local face = content("core/sesame.h")
         for _, path in ipairs(lines(output("ls core/*.h"))) do
            local header = path:match("[^/]+$")
            if header ~= "sesame.h" and not private(header) then
               assert(face:find('#include "' .. header .. '"', 1, true), header .. " is not included by core/sesame.h")
            end
         end
      end)

      it("declares types in its public headers that begin with sesame_", function()
         for header in content("core/sesame.h"):gmatch('#include "([^"]+)"') do
            local text = content("core/" .. header)
            for name in text:gmatch("\n} ([%w_]+);") do assert.matches("^sesame_", name) end
            for name in text:gmatch("\ntypedef [^\n{]-([%w_]+);") do assert.matches("^sesame_", name) end
         end
      end)

      it("knows no Lua", function()
         assert.equal("", output("grep -lE '#include [<\"](lua|lauxlib|lualib)' core/*.[ch]"))
      end)

      it("meets c-ares in the resolver only", function()
         for _, path in ipairs(lines(output("grep -l '#include <ares' core/*.[ch]"))) do
            assert.matches("^core/resolver", path)
         end
      end)
   end)

   describe("of the Lua module", function()
      it("exports its opener alone", function()
         assert.same({ "luaopen_sesame_core" }, symbols("-D", "sesame/core.so"))
      end)

      local core = require "sesame.core"
      for _, module in ipairs(names(core)) do
         if type(core[module]) == "table" then
            it("has every function of sesame.core." .. module .. " documented", function()
               for _, name in ipairs(names(core[module])) do
                  if type(core[module][name]) == "function" then
                     assert(documented(module, name), ("doc/ says nothing of %s.%s"):format(module, name))
                  end
               end
            end)
         end
      end

      it("has every function of require 'sesame' documented", function()
         local sesame = require "sesame"
         for _, name in ipairs(names(sesame)) do
            if type(sesame[name]) == "function" then
               assert(documented("sesame", name), "doc/ says nothing of sesame." .. name)
            end
         end
      end)
   end)

   it("of findings: doc/findings.md is what the declarations say, those of recipes among them", function()
      local page = content("doc/findings.md")
      local function told(code)
         assert(page:find("\n### " .. code .. "\n", 1, true), "doc/findings.md lacks " .. code)
      end
      for code in pairs(require("sesame.check.suite").declarations()) do told(code) end
      for _, entry in ipairs(require("sesame.script").list("scripts")) do
         for code in pairs(entry.script.codes) do told(code) end
      end
      assert.equal(output("bin/sesame explain --format markdown '*'"), page, "run make doc")
   end)

   it("of checks: every file in lua/sesame/check/ is named in doc/checks.md", function()
      local page = content("doc/checks.md")
      for _, path in ipairs(lines(output("ls lua/sesame/check/*.lua"))) do
         local file = path:match("([^/]+)%.lua$")
         local module = require("sesame.check." .. file)
         local name = type(module) == "table" and module.name or file
         assert(page:find("`" .. name .. "`", 1, true), "doc/checks.md says nothing of " .. name)
      end
   end)

   it("of modules: every face and every folder of lua/sesame/ has its line in doc/", function()
      local architecture = content("doc/architecture.md")
      for _, path in ipairs(lines(output("ls -d lua/sesame/*.lua lua/sesame/*/"))) do
         local face, folder = path:match("^lua/sesame/([%w_]+)%.lua$"), path:match("^lua/sesame/([%w_]+)/$")
         if face and face ~= "init" then
            assert(documented("sesame", face), "doc/ says nothing of sesame." .. face)
         elseif folder then
            assert(architecture:find("%f[%w_]" .. folder .. "/"), "doc/architecture.md lacks " .. folder .. "/")
         end
      end
   end)

   it("of the rock: the rockspec lists what the tree holds", function()
      assert.equal("", output("%s tools/rockspec --check sesame-dev-1.rockspec 2>&1", lua))
   end)

   it("of the documentation: every page is in the index, and no link in it is broken", function()
      local index = content("doc/README.md")
      for _, path in ipairs(lines(output("ls doc/*.md"))) do
         local page = path:match("[^/]+$")
         if page ~= "README.md" then
            assert(index:find("(" .. page .. ")", 1, true), "doc/README.md does not link " .. page)
         end
      end
      for _, path in ipairs(lines(output("ls README.md doc/*.md"))) do
         for target in content(path):gmatch("%]%(([^)#]+)[^)]*%)") do
            if not target:find("^%a+:") then
               local file = io.open((path:match("^.*/") or "") .. target)
               assert(file, path .. " links " .. target .. ", which is not there")
               file:close()
            end
         end
      end
   end)

   for _, path in ipairs { "README.md", "doc/demo.md" } do
      it("of " .. path .. ": its run of the demo is what the demo says", function()
         local function undated(text) return (text:gsub("%d+%-%d+%-%d+ %d+:%d+ UTC", "DATE")) end
         assert.equal(undated(output("tools/readme %s", path)), undated(content(path)))
      end)
   end

   it("of the guide: what its commands print is what they print now", function()
      local function undated(text) return (text:gsub("%d+%-%d+%-%d+ %d+:%d+ UTC", "DATE")) end
      assert.equal(undated(content "doc/guide.md"), undated(output "tools/guide doc/guide.md"))
   end)

   it("of the manual pages and completions: they are what the tables of options say", function()
      local folder = os.tmpname()
      os.remove(folder)
      assert(os.execute(("mkdir -p %s/man %s/completion && tools/pages %s"):format(folder, folder, folder)))
      local differs = output("diff -r %s/man doc/man; diff -r %s/completion doc/completion", folder, folder)
      os.execute("rm -r " .. folder)
      assert.equal("", differs)
   end)

   it("of the README: at most 220 lines, and 70 of the demo", function()
      local page = content("README.md")
      assert.is_true(#lines(page:gsub("\n\n", "\n \n")) <= 220)
      local _, count = page:match("<!%-%- demo %-%->\n(.-)<!%-%- end %-%->"):gsub("\n", "")
      assert.is_true(count <= 70, count)
   end)

   it("of the README: its script loads", function()
      local block = content("README.md"):match("\n    (return {\n.-\n    }\n)")
      local path = os.tmpname()
      local file = assert(io.open(path, "w"))
      file:write(block)
      file:close()
      local loaded, fault = require("sesame.script").load(path)
      os.remove(path)
      assert(loaded, fault)
      assert.is_truthy(loaded.codes["caa-missing"])
   end)

   it("of make: every target in .PHONY has a recipe or prerequisites", function()
      local makefile = content("Makefile")
      local phony = makefile:match("%.PHONY: (.*)$"):gsub("\\\n", " ")
      for target in phony:gmatch("[%w-]+") do
         assert(("\n" .. makefile):find("\n[%w -]*%f[%w-]" .. target:gsub("%-", "%%-") .. "%f[^%w-][%w -]*:"), target)
      end
   end)
end)
