-- SPDX-License-Identifier: MIT
-- Recipe: why do bounces go to amazonses.com?
local ses = require "sesame.script.ses"

local declared = ses.declarer "Amazon SES developer guide, custom MAIL FROM domain"

local CODES = {
   ["ses-no-identity"] = ses.none["ses-no-identity"],
   ["bounces-custom"] = declared("ok", "Bounces of mail from SES in {region} come to {domain}, and so back to SES.",
      "Its MX is right.", nil, { "region", "domain" }),
   ["bounces-fallback"] = declared("warning",
      "Bounces of mail from SES in {region} go to {domain}, not to a name of {subject}.",
      "SES falls back without a word: {why} Bounces are still handled (notifications, suppression list), but SPF no "
         .. "longer aligns.",
      "Mend the MX record of the MAIL FROM name, or set a custom MAIL FROM.", { "region", "domain", "why" },
      ses.follows.default),
   ["bounces-refused"] = declared("error",
      "SES in {region} takes no mail of {subject}: its MAIL FROM does not work, and it is set to refuse.",
      "BehaviorOnMxFailure is REJECT_MESSAGE: {why}", "Mend the MX record, or set it to USE_DEFAULT_VALUE meanwhile.",
      { "region", "why" }, ses.follows.default, 1),
   ["bounces-unknown"] = declared("unknown", "Where bounces of mail from SES in {region} go is not known: {why}",
      "It could not be learnt.", nil, { "region", "why" }, ses.follows.unlearnt),
}

local function bounce(audit, own)
   local stream = own.now
   if stream.refused and not own.refused then -- mail that SES takes of nobody has no bounces to ask for
      local why = ses.why_default(own)
      return audit:find("bounces-refused", { type = "MX", fields = { region = own.region, why = why } })
   elseif stream.used == nil then
      local why = ("the MX records of %s could not be learnt."):format(own.mail_from.name or "its MAIL FROM name")
      return audit:find("bounces-unknown", { type = "MX", fields = { region = own.region, why = why } })
   end
   local fields = { region = own.region, domain = stream.spf.domain }
   if stream.mail_from == "custom" then return audit:find("bounces-custom", { type = "MX", fields = fields }) end
   fields.why = ses.why_default(own)
   audit:find("bounces-fallback", { type = "MX", fields = fields })
end

-- Where bounces of AUDIT's domain go, region by region.
local function bounces(audit)
   ses.any(audit)
   local rows = {}
   for i, own in ipairs(audit.models.ses and audit.models.ses.regions or {}) do
      bounce(audit, own)
      local refused = own.now.refused and not own.refused
      rows[i] = { own.region, own.mail_from.name or "-", own.mail_from.status or "?", refused and "refused"
         or own.now.spf.domain }
   end
   if #rows > 0 then
      audit:section { title = "Where bounces go", columns = { "region", "MAIL FROM", "SES says", "envelope in use" },
         rows = rows }
   end
end

return {
   summary = "Why bounces go to amazonses.com: the MX of each MAIL FROM name, what SES makes of it, and what it falls "
      .. "back to.",
   tags = { "safe", "ses" },
   codes = CODES,
   run = function(audit)
      bounces(audit)
      audit:check("ses-mail-from", { "ses-mail-from-place", "*" }, { "ses-identity", "ses-mail-from-*" }, { "ses-mail",
         "ses-mail-refused" })
   end,
}
