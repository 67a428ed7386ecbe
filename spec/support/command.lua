-- SPDX-License-Identifier: MIT
-- Runs the command line as people do, in a process of its own.
local command = {}

local function slurp(path)
   local file <close> = assert(io.open(path, "rb"))
   local text = file:read("a")
   os.remove(path)
   return text
end

--- Runs `bin/sesame WORDS`, with the shell words BEFORE it ("LC_ALL=C" where there are none); status, standard output, standard error.
function command.run(words, before)
   local out, err = os.tmpname(), os.tmpname()
   local _, _, status = os.execute(("%s bin/sesame %s >%s 2>%s"):format(before or "LC_ALL=C", words, out, err))
   return status, slurp(out), slurp(err)
end

return command
