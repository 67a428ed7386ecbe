-- SPDX-License-Identifier: MIT
-- The fixture zones: the audit that the head of each asks for.
local expect = require "sesame.expect"
local identities = require "sesame.cli.identities"
local options = require "sesame.cli.options"
local zones = require "spec.support.zones"

local fixtures = {}

fixtures.TODAY = "2026-11-25"

--- The paths that PATTERN of the shell stands for.
function fixtures.list(pattern)
   local pipe <close> = assert(io.popen("ls " .. pattern))
   local paths = {}
   for path in pipe:lines() do paths[#paths + 1] = path end
   return paths
end

--- What the head of the zone at PATH says: its domain and the words of the command line.
function fixtures.head(path)
   local head = { path = path, args = "" }
   for line in io.lines(path) do
      local key, value = line:match("^; (%l+): (.+)$")
      if key == "args" then head.args = value elseif key == "domain" then head.domain = value end
      head.origin = head.origin or line:match("^%$ORIGIN (.+)%.$")
   end
   head.args = head.args:gsub("%-%-domain (%S+)%s*", function(name) head.domain = name return "" end)
   head.domain = head.domain or head.origin or path:match("([^/]+)%.zone$")
   return head
end

--- Options of the audit of DOMAIN that WORDS of the command line stand for, and the zone files these name.
function fixtures.options(words, domain)
   local split = {}
   for word in words:gmatch("%S+") do split[#split + 1] = word end
   split[#split + 1] = domain
   local given = assert(options.read(require "sesame.cli.command.check", split))
   local known, plain = assert(identities.read(given))
   return {
      identities = known, mail_from = plain, selectors = given.selector, expect = given.expect
         and assert(expect.load(given.expect)) or nil,
      today = fixtures.TODAY,
   }, given.zone or {}
end

--- The records (spec.support.zones) of all PATHS.
function fixtures.records(paths)
   local all = {}
   for _, path in ipairs(paths) do
      local records = zones.load(path)
      table.move(records, 1, #records, #all + 1, all)
   end
   return all
end

--- The names with a policy of their own in RECORDS, in order.
function fixtures.names(records)
   local seen, list = {}, {}
   for _, record in ipairs(records) do
      local name = record.name:match("^_dmarc%.(.+)$") or record.name
      local plain = record.type == "TXT" and not name:find("[*_]")
      if plain and not seen[name] then seen[name], list[#list + 1] = true, name end
   end
   table.sort(list)
   return list
end

return fixtures
