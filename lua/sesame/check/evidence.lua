-- SPDX-License-Identifier: MIT
-- Short ways to write evidence: the record that shows a finding, and the bytes at fault. It must not know any check.
local evidence = {}

--- One record; FROM and TO are byte offsets into VALUE (from 0, end not included), or nil for the whole record.
function evidence.record(name, rrtype, value, from, to)
   return { name = name, type = rrtype, value = value, range = from and { from, to } or nil }
end

--- Every value of LIST as a record of NAME; PREFIX bytes are underlined in each when given.
function evidence.all(name, rrtype, list, prefix)
   local out = {}
   for i, value in ipairs(list) do
      local to = prefix and math.min(prefix, #value)
      out[i] = evidence.record(name, rrtype, value, prefix and 0, to)
   end
   return out
end

--- The links of a CNAME chain beginning at NAME; the last target is underlined.
function evidence.chain(name, targets)
   local out = {}
   for i, target in ipairs(targets) do
      local last = i == #targets
      out[i] = evidence.record(name, "CNAME", target, last and 0 or nil, last and #target or nil)
      name = target
   end
   return out
end

--- Who was asked, in words: the server of MODEL, or what stands for it.
function evidence.server(model)
   if model.server == "zone" then return "the zone files" end
   return model.server or "the configured servers"
end

return evidence
