-- SPDX-License-Identifier: MIT
-- The audit of a zone as changes would make it, and what differs between two audits. It must not know how a fix comes
-- about.
local audit = require "sesame.audit"
local over = require "sesame.facts.over"

local verify = {}

-- Severities that a fix must not bring; what could not be learnt might hide an error.
local BAD = { error = true, warning = true, unknown = true }

-- Every finding counts here, whatever the user wants to see of them.
local function whole(options)
   local given = {}
   for key, value in pairs(options) do given[key] = value end
   given.only, given.skip, given.rests = nil, nil, nil
   return given
end

--- OPTIONS for the bundled checks, where a script took their place.
function verify.bundled(options)
   local given = whole(options)
   given.script = nil
   return given
end

--- The audit of DOMAIN over VIEW, all findings. OPTIONS as for sesame.audit.run.
function verify.audit(domain, view, options)
   return audit.run(domain, view, whole(options))
end

--- The audit that a plan begins with: with `assumed`, if OPTIONS.rests.
function verify.first(domain, view, options)
   local given = whole(options)
   given.rests = options.rests
   return audit.run(domain, view, given)
end

--- Facts over SOURCE (an overlay) in the place of VIEW's.
function verify.over(view, source)
   return over.on(view, source)
end

--- The place of ITEM among findings: its code, subject and type.
function verify.group(item)
   return table.concat({ item.code, item.subject, item.type or "" }, "\0")
end

--- How many findings of LIST there are of each verify.group.
function verify.counts(list)
   local found = {}
   for _, item in ipairs(list) do
      local key = verify.group(item)
      found[key] = (found[key] or 0) + 1 + (item.more or 0)
   end
   return found
end

--- Whether ITEM, a finding of the audit BEFORE, is gone in AFTER: there are fewer of its code at its place.
function verify.gone(item, before, after)
   local key = verify.group(item)
   return (verify.counts(after.findings)[key] or 0) < (verify.counts(before.findings)[key] or 0)
end

--- The errors, warnings and unknowns of AFTER that BEFORE did not have.
function verify.fresh(before, after)
   local had, has, messages, list = verify.counts(before.findings), verify.counts(after.findings), {}, {}
   for _, item in ipairs(before.findings) do messages[verify.group(item) .. "\0" .. item.message] = true end
   for _, item in ipairs(after.findings) do
      local key = verify.group(item)
      if BAD[item.severity] and has[key] > (had[key] or 0) and not messages[key .. "\0" .. item.message] then
         list[#list + 1] = item
      end
   end
   return list
end

--- The name of ITEM that is the same in every audit of one run: what was tried once is not tried again.
function verify.name(item)
   return verify.group(item) .. "\0" .. item.message
end

--- The findings of AFTER by the key of verify.name, as a set.
function verify.names(list)
   local set = {}
   for _, item in ipairs(list) do set[verify.name(item)] = true end
   return set
end

return verify
