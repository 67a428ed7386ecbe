-- SPDX-License-Identifier: MIT
-- Where the suites and corpora of other implementations are looked for: in the folder that SUITES names, else in
-- ../shared/corpora. Specs that use them are left out where they are not there; spec/support/skipped.lua says so once.
local json = require "sesame.base.json"

local suites = {}

suites.folder = os.getenv "SUITES" or "../shared/corpora"

--- What is told of tests that are left out for want of a suite.
suites.reason = ("no suites in %s (SUITES=DIR)"):format(suites.folder)

--- The path of NAME, "spf/rfc7208-tests.json", or nil where it is not there.
function suites.path(name)
   local path = suites.folder .. "/" .. name
   local file = io.open(path, "rb")
   if not file then return nil end
   file:close()
   return path
end

--- The text of NAME, or nil.
function suites.text(name)
   local path = suites.path(name)
   if not path then return nil end
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

--- What the JSON of NAME holds, or nil. Null reads as DECODE (sesame.base.json's by default) has it.
function suites.json(name, decode)
   local text = suites.text(name)
   return text and assert((decode or json.decode)(text))
end

return suites
