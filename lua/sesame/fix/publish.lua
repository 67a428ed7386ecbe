-- SPDX-License-Identifier: MIT
-- The fix of findings that name the record to publish: what they say is put in place. A function of findings.
local change = require "sesame.fix.change"

local record = { subject = "record", builders = {} }

local SINGLE = { CNAME = true }

local function make(finding, how)
   local changes = {}
   for i, set in ipairs(finding.records) do
      local values = {}
      for j, value in ipairs(set.values) do values[j] = change.value(set.name, set.type, value) end
      changes[i] = how(set.name, set.type, values)
   end
   if #changes == 0 then return nil, "the finding names no record to publish" end
   return { changes = changes }
end

--- Adds the records the finding names to what is there.
function record.builders.add(finding)
   return make(finding, function(name, rrtype, values)
      if SINGLE[rrtype] then return change.replace(name, rrtype, nil, values, finding.message) end
      return change.add(name, rrtype, values, finding.message)
   end)
end

--- Puts the records the finding names in the place of the whole set; for MX and CNAME, which are of one purpose, never
-- for TXT.
function record.builders.set(finding)
   return make(finding, function(name, rrtype, values)
      if rrtype == "TXT" then return change.add(name, rrtype, values, finding.message) end
      return change.replace(name, rrtype, nil, values, finding.message)
   end)
end

return record
