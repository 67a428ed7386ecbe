-- SPDX-License-Identifier: MIT
-- Files from outside, damaged in every way: each reader gives a value or one clear line, and every command that reads
-- one ends with a status. SEED and COUNT as for all properties; `make fuzz-lua` runs it for SECONDS a reader.
local mutate = require "spec.support.mutate"
local property = require "spec.support.property"
local readers = require "spec.support.readers"

local WHOLE <const> = 25 -- of so many cases one goes through the command

local function shown(text)
   return ("%q"):format(#text > 2000 and text:sub(1, 2000) .. "..." or text)
end

local function try(reader, list, number)
   local below = property.numbers(number)
   local text, names = mutate.some(list[1 + below(#list)], below)
   local fault = readers.fault(reader, text, number % WHOLE == 0)
   if not fault then return end
   error(("%s, SEED=%d COUNT=1 (%s): %s\n%s"):format(reader.name, number, names, fault, shown(text)), 0)
end

describe("a file from outside", function()
   local seconds, only = tonumber(os.getenv "SECONDS_EACH" or ""), os.getenv "READER"
   for _, reader in ipairs(readers.list) do
      if not only or reader.name:find(only, 1, true) then
         it("that is valid is read: " .. reader.name, function()
            for _, text in ipairs(reader.samples()) do
               assert.is_nil(readers.fault(reader, text, true))
               assert.is_truthy(text ~= "")
            end
         end)

         it("that is damaged is read, or refused in one line: " .. reader.name, function()
            local seed, count = property.of("outside, " .. reader.name, 150, 1)
            local list, started, done = reader.samples(), os.time(), 0
            repeat
               try(reader, list, seed + done)
               done = done + 1
            until seconds and os.time() - started >= seconds or not seconds and done >= count
            if seconds then io.write(("fuzz-lua %s: %d inputs\n"):format(reader.name, done)) end
         end)
      end
   end
end)
