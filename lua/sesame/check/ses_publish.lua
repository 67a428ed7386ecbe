-- SPDX-License-Identifier: MIT
-- The records to publish for a custom MAIL FROM name of Amazon SES, as lines to copy. It must not know any finding.
local regions = require "sesame.ses.regions"

local publish = {}

publish.PREFERENCE = 10 -- as documented
publish.SPF = "v=spf1 include:amazonses.com ~all"

--- The feedback host of REGION, built by the pattern for one that is not in the table.
function publish.host(region)
   local known = regions.get(region)
   return known and known.mail_from_mx or ("feedback-smtp.%s.amazonses.com"):format(region)
end

--- The MX line of ENTRY (sesame.model.mail_from) for REGION; nil where no region is known.
function publish.mx(entry, region)
   return region and { ("%s. MX %d %s."):format(entry.name, publish.PREFERENCE, publish.host(region)) } or nil
end

--- The SPF line of ENTRY.
function publish.spf(entry)
   return { ('%s. TXT "%s"'):format(entry.name, publish.SPF) }
end

--- MX and SPF lines.
function publish.both(entry, region)
   local lines = publish.mx(entry, region) or {}
   lines[#lines + 1] = publish.spf(entry)[1]
   return lines
end

--- The lines for names of their own for every region of ENTRY but KEPT.
function publish.separate(entry, kept)
   local lines, label, parent = {}, entry.name:match("^([^.]+)%.(.+)$")
   for _, region in ipairs(entry.regions) do
      if label and region ~= kept then
         local own = { name = ("%s-%s.%s"):format(label, region, parent) }
         table.move(publish.both(own, region), 1, 2, #lines + 1, lines)
      end
   end
   return lines
end

return publish
