-- SPDX-License-Identifier: MIT
-- Hostile command lines through cli.main in this process: whatever is typed, one line says what is wrong with it, or it
-- is done; no traceback, no internal error. `make hostile` runs many more (SEED, COUNT).
local cli = require "sesame.cli"
local hostile = require "spec.support.hostile_words"
local property = require "spec.support.property"
local shell = require "sesame.base.shell"

local STATUS = { [0] = true, [1] = true, [2] = true, [3] = true }

local FAULTS = { "internal%-error", "internal error", "stack traceback", "broke off", "attempt to %l+ a",
   "lua/sesame/[%w_/]+%.lua:%d+:" }
local CATALOGUE = { explain = true } -- tells of these codes

-- Runs WORDS with standard output, error and input taken away: the status, and all that was written. Raises what
-- escapes.
local function run(words)
   local out, err, stdin = io.stdout, io.stderr, io.stdin
   local taken = {}
   local sink = setmetatable({}, { __index = {
      write = function(self, ...)
         for _, part in ipairs { ... } do taken[#taken + 1] = tostring(part) end
         return self
      end,
      flush = function() return true end, close = function() return true end, setvbuf = function() return true end,
   } })
   local empty <close> = assert(io.open("/dev/null"))
   io.stdout, io.stderr, io.stdin = sink, sink, empty -- luacheck: ignore 122
   local ok, status = xpcall(cli.main, debug.traceback, words, { getenv = function() return nil end })
   io.stdout, io.stderr, io.stdin = out, err, stdin -- luacheck: ignore 122
   if not ok then error(status, 0) end
   return status, table.concat(taken)
end

local function line_of(words)
   local parts = {}
   for i, word in ipairs(words) do parts[i] = shell.quote(word) end
   return table.concat(parts, " ")
end

describe("hostile command lines", function()
   it("end with a status and without an internal error", function()
      local seed, count = property.of("hostile", 300, 1)
      local make, statuses = hostile.maker(), {}
      for case = seed, seed + count - 1 do
         local words = make(property.numbers(case))
         local ok, status, said = pcall(run, words)
         assert.is_true(ok, ("case %d: sesame %s: %s"):format(case, line_of(words), tostring(status)))
         assert.is_true(STATUS[status] == true, ("case %d: sesame %s: status %s"):format(case, line_of(words),
            tostring(status)))
         for _, pattern in ipairs(FAULTS) do
            local at = not CATALOGUE[words[1]] and said:find(pattern)
            assert.is_falsy(at, at and ("case %d: sesame %s: %s"):format(case, line_of(words), said:sub(at, at + 300)))
         end
         statuses[status] = (statuses[status] or 0) + 1
      end
      if property.large(count) then -- they are of all kinds
         assert.is_true((statuses[0] or 0) > 0 and (statuses[1] or 0) > 0 and (statuses[2] or 0) > 0)
      end
   end)
end)
