-- SPDX-License-Identifier: MIT
-- Runs the command line as people do, in a process of its own.
local json = require "sesame.base.json"
local luassert = require "luassert"

local command = {}

local lua = os.getenv("LUA") or "lua5.4"

local function slurp(path)
   local file <close> = assert(io.open(path, "rb"))
   local text = file:read("a")
   os.remove(path)
   return text
end

--- Runs `sesame WORDS` behind the shell words BEFORE (none), in the C locale and 80 columns unless they name another;
-- status, standard output, standard error.
function command.run(words, before)
   local out, err = os.tmpname(), os.tmpname()
   local locale = before and before:find("LC_ALL=", 1, true) and "" or "LC_ALL=C"
   if not (before and before:find("COLUMNS=", 1, true)) then locale = "COLUMNS= " .. locale end
   local _, _, status = os.execute(("%s %s %s bin/sesame %s >%s 2>%s"):format(before or "", locale, lua, words, out,
      err))
   return status, slurp(out), slurp(err)
end

--- Runs `sesame WORDS`, which is to write JSON: what that says, and the status.
function command.json(words)
   local status, out = command.run(words)
   return assert(json.decode(out)), status
end

--- Asserts that CASE, { what, words behind BEFORE, a pattern of the message }, is misuse: status 2, a message and
-- nothing else.
function command.refuses(case, before)
   local status, out, err = command.run((before or "") .. case[2])
   luassert.same({ 2, "" }, { status, out })
   luassert.matches(case[3], err)
end

return command
