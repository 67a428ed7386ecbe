-- SPDX-License-Identifier: MIT
-- The records to publish for a custom MAIL FROM name of Amazon SES, as data. It must not know any finding.
local records = require "sesame.base.records"
local regions = require "sesame.ses.regions"

local publish = {}

publish.PREFERENCE = 10 -- as documented
publish.SPF = "v=spf1 include:amazonses.com ~all"

--- The feedback host of REGION, built by the pattern for one that is not in the table.
function publish.host(region)
   local known = regions.get(region)
   return known and known.mail_from_mx or ("feedback-smtp.%s.amazonses.com"):format(region)
end

--- The MX of ENTRY (sesame.model.mail_from) for REGION, as a finding's records; nil where no region is known.
function publish.mx(entry, region)
   return region and records.mx(entry.name, publish.PREFERENCE, publish.host(region)) or nil
end

--- The SPF record of ENTRY.
function publish.spf(entry)
   return records.txt(entry.name, publish.SPF)
end

--- MX and SPF record.
function publish.both(entry, region)
   return records.join(publish.mx(entry, region), publish.spf(entry))
end

--- The records for names of their own for every region of ENTRY but KEPT.
function publish.separate(entry, kept)
   local all, label, parent = {}, entry.name:match("^([^.]+)%.(.+)$")
   for _, region in ipairs(entry.regions) do
      if label and region ~= kept then
         all = records.join(all, publish.both({ name = ("%s-%s.%s"):format(label, region, parent) }, region))
      end
   end
   return all
end

return publish
