-- SPDX-License-Identifier: MIT
-- The zones of real situations, where they are there (spec/support/suites.lua): the audits that each one's command
-- lines ask for. Words that mean something else than an audit of zone files are left out.
local fixtures = require "spec.support.fixtures"
local suites = require "spec.support.suites"

local cases = {}

-- The folders below the suites' "cases", two deep, that hold command lines.
local function folders()
   local list = {}
   local pipe <close> = assert(io.popen(("ls -d '%s'/cases/*/*/ 2>/dev/null"):format(suites.folder)))
   for path in pipe:lines() do list[#list + 1] = path:gsub("/$", "") end
   return list
end

local function exists(path)
   local file = io.open(path, "rb")
   return file ~= nil and file:close()
end

-- WORDS of a command line with the files of FOLDER in the place of their names.
local function located(words, folder)
   local list = {}
   for word in words:gmatch "%S+" do
      local front, name = word:match "^(.-=?)([%w][%w._-]*%.%a+)$"
      local path = name and folder .. "/" .. name
      list[#list + 1] = path and exists(path) and front .. path or word
   end
   return table.concat(list, " ")
end

-- The audit that LINE of the command lines in FOLDER asks for, or nil.
local function read(line, folder)
   local words = line:match "^%s*%$S check ([^;|<>&$\"']*)" or line:match "^%s*%$S fix ([^;|<>&$\"']*)"
   local rest, domain = (words or ""):match "^(.*%-%-zone.*)%s([%w._-]+)%s*$"
   if not rest or rest:find "%-%-format" then return nil end
   local ok, options, files = pcall(fixtures.options, located(rest, folder), domain)
   if not ok or #files == 0 then return nil end
   for i, file in ipairs(files) do files[i] = file:match "=(.*)$" or file end
   return { domain = domain, options = options, files = files, name = folder:match "[^/]+$" }
end

-- The zone files in FOLDER but for those that stand for Amazon's.
local function zones_in(folder)
   local list = {}
   local pipe <close> = assert(io.popen(("ls '%s'/*.zone 2>/dev/null"):format(folder)))
   for path in pipe:lines() do
      if not path:find "/ses%.zone$" then list[#list + 1] = path end
   end
   return list
end

-- An audit of every name with a policy of its own in the zones of FOLDER.
local function of_names(folder, list)
   for _, path in ipairs(zones_in(folder)) do
      local ok, records = pcall(fixtures.records, { path })
      for _, name in ipairs(ok and fixtures.names(records) or {}) do
         list[#list + 1] = { domain = name, options = { today = fixtures.TODAY }, files = { path },
            name = folder:match "[^/]+$" .. " " .. name }
      end
   end
end

--- The audits of all of them, each once: { { domain, options, files, name } }; none where they are not there.
function cases.list()
   local list, seen = {}, {}
   for _, folder in ipairs(folders()) do
      local before = #list
      for line in exists(folder .. "/cmd.sh") and io.lines(folder .. "/cmd.sh") or function() end do
         for part in (line .. ";"):gmatch "([^;]*);" do
            local case = read(part, folder)
            local key = case and folder .. "\0" .. case.domain .. "\0" .. #(case.options.identities or {})
            if case and not seen[key] then seen[key], list[#list + 1] = true, case end
         end
      end
      if #list == before then of_names(folder, list) end
   end
   return list
end

return cases
