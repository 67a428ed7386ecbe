-- SPDX-License-Identifier: MIT
-- Fixes of which TXT records are SPF records: several of them, ones that only look so, none. Functions of models.
local change = require "sesame.fix.change"
local spf = require "sesame.spf"

local record = { subject = "spf", builders = {} }

local builders = record.builders

-- The SPF model at NAME, the domain's or a MAIL FROM name's.
local function model_at(audit, name)
   if audit.models.spf and audit.models.spf.name == name then return audit.models.spf end
   for _, entry in ipairs(audit.models.mail_from or {}) do
      if entry.name == name then return entry.spf end
   end
end

local STRICT = { ["-"] = 3, ["~"] = 2, ["?"] = 1, ["+"] = 0 }

-- The terms of all RECORDS once each, in order; and the strictest "all" among them.
local function union(records)
   local terms, seen, all = {}, {}, nil
   for _, text in ipairs(records) do
      local parsed = spf.parse(text)
      if not parsed or not parsed.valid then return nil, "one of the records has a syntax error: mend that first" end
      if parsed.redirect and not parsed.all then
         return nil, "one of the records ends in redirect=: which policy is meant is the owner's to say"
      end
      for _, term in ipairs(parsed.terms) do
         local key = term.text:lower()
         if term.kind == "all" then
            if not all or STRICT[term.qualifier] > STRICT[all.qualifier] then all = term end
         elseif term.kind ~= "redirect" and not seen[key] then
            seen[key] = true
            terms[#terms + 1] = term.text
         end
      end
   end
   return terms, all
end

--- Several records become one that lets everybody send whom one of them lets send.
function builders.merge(finding, audit)
   local model = model_at(audit, finding.subject)
   if not model or #model.records < 2 then return nil, "the records could not be read" end
   local terms, all = union(model.records)
   if not terms then return nil, all end
   terms[#terms + 1] = all and all.qualifier ~= "+" and all.text or "~all"
   return {
      changes = { change.replace(finding.subject, "TXT", model.records, { spf.render(terms) },
         "One record with the terms of all of them.") },
   }
end

return record
