-- SPDX-License-Identifier: MIT
-- Ctrl-C ends whatever a command is about: at once, with the status of an interrupt, and with nothing half said.
local cli = require "sesame.cli"
local system = require("sesame.core").system

local ZONE = { "--zone", "spec/cli/shop.zone", "--offline", "shop.example" }
local TURNS = 3e8 -- some seconds, if nothing ends it

-- Work without an end, in the midst of which SIGINT comes; a pcall does not hold it.
local function endless()
   io.popen("kill -INT $PPID"):close()
   pcall(function()
      for _ = 1, TURNS do end
   end)
   error("nobody ended it")
end

-- FN() while CONTAINER[KEY] is endless, with what it says on standard error: its status and that.
local function interrupted(container, key, fn)
   local was, stderr, said = container[key], io.stderr, {}
   container[key] = endless
   io.stderr = { write = function(_, ...) -- luacheck: ignore 122
      for _, text in ipairs { ... } do said[#said + 1] = text end
   end }
   local ok, status = pcall(fn)
   container[key], io.stderr = was, stderr -- luacheck: ignore 122
   assert(ok, status)
   return status, table.concat(said)
end

describe("Ctrl-C", function()
   teardown(system.catch_interrupt) -- what came is forgotten

   it("ends a command that looks up, and no file is written", function()
      for _, case in ipairs {
         { require "sesame.fix", "of", { "fix" } }, { require "sesame.dmarc.policy", "discover", { "dmarc", "show" } },
         { package.loaded, "sesame.spf.walk", { "spf", "tree" } },
         { package.loaded, "sesame.spf.plan", { "spf", "plan" } },
      } do
         local container, key, words = table.unpack(case)
         local path = os.tmpname()
         os.remove(path)
         local all = table.move(ZONE, 1, #ZONE, #words + 1, words)
         table.move({ "--output", path }, 1, 2, #all + 1, all)
         local status, said = interrupted(container, key, function() return cli.main(all) end)
         assert.same({ key, 130, "sesame: interrupted; nothing is reported\n" }, { key, status, said })
         local file = io.open(path)
         if file then file:close() end
         assert.is_nil(file)
      end
   end)

   it("ends a command that only reads", function()
      local command = require "sesame.cli.command.spf_lint"
      local status, said = interrupted(command, "run", function() return cli.main { "spf", "lint", "v=spf1 -all" } end)
      assert.same({ 130, "sesame spf lint: interrupted\n" }, { status, said })
   end)
end)
