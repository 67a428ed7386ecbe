-- SPDX-License-Identifier: MIT
-- A plan as a fragment of a master file: lines to take out as comments, whole sets to put in (RFC 1035 5). It must not
-- judge.
local plan = require "sesame.fix.plan"
local text = require "sesame.base.text"

local format = {}

local TTL_UNKNOWN = 300 -- seconds, where nothing is known of a set's own

local function line(item, ttl, data)
   return ("%s. %d IN %s %s"):format(item.name, ttl or TTL_UNKNOWN, item.type, data)
end

local function comment(lines, words)
   for _, row in ipairs(text.wrap(text.escape(words), "; ", "; ")) do lines[#lines + 1] = row end
end

local function add_change(lines, item)
   local texts = plan.texts(item)
   lines[#lines + 1] = ""
   comment(lines, item.why)
   if item.waits then comment(lines, "Not verified: put in what the placeholder stands for first.") end
   for _, data in ipairs(texts.before) do lines[#lines + 1] = ";- " .. line(item, item.before_ttl, data) end
   for _, data in ipairs(texts.values) do lines[#lines + 1] = line(item, item.ttl, data) end
end

--- PLAN as master file text: for each set the lines that go, as comments that begin with ";-", then every line of the
-- set as it is to be.
function format.render(made)
   local lines = {}
   comment(lines, ("Changes for %s, verified: %s. Take out what stands behind \";-\", put in the rest; each set is "
      .. "whole. Raise the serial of the SOA record."):format(made.domain, made.verified))
   if #made.changes == 0 then comment(lines, "Nothing is to be changed.") end
   local zone
   for _, item in ipairs(made.changes) do
      if item.zone and item.zone ~= zone then
         zone = item.zone
         lines[#lines + 1] = ""
         comment(lines, "In the zone " .. zone .. ":")
      end
      add_change(lines, item)
   end
   return table.concat(lines, "\n") .. "\n"
end

return format
