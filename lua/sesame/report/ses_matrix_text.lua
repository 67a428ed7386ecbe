-- SPDX-License-Identifier: MIT
-- The regions of Amazon SES side by side: will mail from each pass? A section of a report, made from the models; it
-- must not judge.
local section = require "sesame.section"

local matrix = {}

local COLUMNS = { "region", "verified", "DKIM", "MAIL FROM", "SPF aligned", "DMARC", "spare" }

local function word(value)
   if value == nil then return "?" end
   if value == true then return "yes" end
   return value == false and "no" or value
end

--- One or two words on the MAIL FROM name of OWN (an entry of models.ses.regions): whether SES takes it, and whether
-- SPF speaks for it.
function matrix.mail_from(own)
   local mail_from, entry = own.mail_from, own.mail_from.entry
   if mail_from.kind == "default" then return "SES's own" end
   if mail_from.kind == "unknown" or mail_from.verdict == "unknown" or mail_from.verdict == "none" then return "?" end
   if mail_from.verdict == "right" and entry then
      if entry.spf.known == "unknown" then return "?" end
      if #entry.spf.records == 0 then return "no SPF" end
      if #entry.spf.records > 1 then return "several SPF" end
      local result = entry.sending and entry.sending.result
      if result == "permerror" then return "SPF broken" end
      if result and result ~= "pass" then return result == "unknown" and "?" or "SPF omits SES" end
   end
   return mail_from.verdict
end

local SPARE = { both = "yes", spf = "no", dkim = "no", none = "no", unknown = "?" }
local DMARC = { none = "no policy", unknown = "?" }

local function row_of(own)
   local now = own.now
   local region = own.inherited and ("%s (%s)"):format(own.region, own.domain) or own.region
   if now.refused then
      local mail_from = own.refused and matrix.mail_from(own) or "wrong"
      return { region, word(own.verified), own.dkim.verdict == "unknown" and "?" or own.dkim.verdict, mail_from, "no",
         "refused", "no" }
   end
   return {
      region, word(own.verified), own.dkim.verdict == "unknown" and "?" or own.dkim.verdict, matrix.mail_from(own),
      word(now.spf.aligned), DMARC[now.dmarc] or now.dmarc, SPARE[now.rests_on],
   }
end

--- The matrix of MODELS.ses as a section, or nil where no identity is known.
function matrix.section(models)
   local rows = {}
   for i, own in ipairs(models and models.ses and models.ses.regions or {}) do rows[i] = row_of(own) end
   if #rows == 0 then return nil end
   return section.new {
      title = "Will mail from SES pass?", columns = COLUMNS, rows = rows,
      text = ("For mail with %s in From. Spare: SPF or DKIM may break, and the other carries it.")
         :format(models.domain.name),
   }
end

return matrix
