-- SPDX-License-Identifier: MIT
-- The fix of strict alignment that mail from Amazon SES cannot meet. A function of models; only when asked, for
-- somebody may have meant it.
local change = require "sesame.fix.change"
local record = require "sesame.dmarc.record"

local relax = { subject = "dmarc", builders = {} }

local TAG = { ["ses-strict-spf"] = "aspf", ["ses-strict-dkim"] = "adkim" }

--- Relaxed alignment in place of strict, for the tag FINDING is about.
function relax.builders.relax(finding, audit)
   local policy = audit.models.dmarc and audit.models.dmarc.policy
   local place, tag = policy and policy.place, TAG[finding.code]
   local old = place and place.records[1]
   if not old or not tag then return nil, "the DMARC record is not there any more" end
   local said = record.parse(old)
   local written = said and said[tag] == "s" and said.tags[tag]
   if not written then return nil, "the tag is not in the record any more" end
   local new = old:sub(1, written.range.from) .. "r" .. old:sub(written.range.to + 1)
   local owner = place.chain[#place.chain] or place.name
   local why = "Mail from SES can be aligned then; other names of the domain can, too."
   return { choices = { { text = ("%s=r: names of the domain pass for one another"):format(tag), changes = {
      change.replace(owner, "TXT", { old }, { new }, why),
   } } } }
end

return relax
