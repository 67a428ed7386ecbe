-- SPDX-License-Identifier: MIT
-- Runs command lines of standard input, one a line, in one process: `lua spec/support/commands.lua`. What each writes
-- goes to standard output behind its words; so a spec can run hundreds of them.
package.path = "./lua/?.lua;./lua/?/init.lua;./?.lua;" .. package.path
package.cpath = ("./%s/?.so;"):format(os.getenv "BUILD" or "build") .. package.cpath

local cli = require "sesame.cli"

for line in io.lines() do
   local words = {}
   for word in line:gmatch("%S+") do words[#words + 1] = word end
   print("$ " .. line)
   print("status " .. tostring(cli.main(words)))
end
