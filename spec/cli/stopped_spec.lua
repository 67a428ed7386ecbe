-- SPDX-License-Identifier: MIT
-- A script that does not end by itself, in a process of its own: --deadline and Ctrl-C end it. What is killed after ten
-- seconds has not heeded them.
local json = require "sesame.base.json"
local run = require("spec.support.command").run

local SCRIPT = [[
return { summary = "Never ends.", args = {}, tags = {}, codes = {},
   run = function() while true do pcall(function() while true do end end) end end }
]]

local path

local function words(more)
   return ("run %s %s --offline --zone examples/acme.zone acme.example"):format(path, more)
end

describe("a script that does not end", function()
   setup(function()
      path = os.tmpname() .. ".lua"
      local file <close> = assert(io.open(path, "w"))
      file:write(SCRIPT)
   end)
   teardown(function() os.remove(path) end)

   it("is given up after --deadline, as unknown", function()
      local status, out = run(words "--format json --deadline 0.1", "timeout -k 1 10 env")
      assert.equal(3, status)
      local findings = assert(json.decode(out)).audits[1].findings
      assert.same({ 1, "out-of-time" }, { #findings, findings[1].code })
   end)

   it("is given up at Ctrl-C, and the document is whole", function()
      local status, out = run(words "--format json", "timeout --preserve-status -k 10 -s INT 1 env")
      assert.equal(130, status)
      assert.same({}, assert(json.decode(out)).audits)
   end)
end)
