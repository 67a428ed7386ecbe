-- SPDX-License-Identifier: MIT
-- Recipe: why do DMARC reports show SPF as passed and not aligned for mail from Amazon SES?
local align = require "sesame.dmarc.align"
local ses = require "sesame.script.ses"
local words = require "sesame.check.ses_words"

local declared = ses.declarer "RFC 9989 4.4"

local CODES = {
   ["alignment-spf-default"] = declared("warning", "Reports on {subject} show SPF as pass for {domain} and not "
      .. "aligned: SES in {region} sends with a MAIL FROM of its own.",
      "Why it does: {why} Whoever reads the report sees spf=pass below auth_results and spf=fail below "
         .. "policy_evaluated.",
      "Give the identity a custom MAIL FROM name, or mend its MX record; the findings beside this one say which.",
      { "region", "domain", "why" }, ses.follows.default),
   ["alignment-spf-fails"] = declared("warning", "Reports on {subject} show SPF as {result} for {domain} ({region}).",
      "The custom MAIL FROM is in use, but its SPF record does not let SES send.",
      "Publish the SPF record at {domain} itself.", { "region", "domain", "result" }, ses.follows.spf),
   ["alignment-spf-strict"] = declared("warning",
      "Reports on {subject} show SPF as pass for {domain} and not aligned ({region}): {why}",
      "SES wants a MAIL FROM below the identity, so strict alignment cannot be met.",
      "Write aspf=r in the DMARC record, or leave aspf out.", { "region", "domain", "why" }, ses.follows.strict),
   ["alignment-spf"] = declared("ok", "SPF of mail from SES in {region} aligns: {domain}.", "DMARC can rest on it.",
      nil, { "region", "domain" }),
   ["alignment-dkim"] = declared("ok", "DKIM of mail from SES in {region} aligns: d={domain}.", "DMARC can rest on it.",
      nil, { "region", "domain" }),
   ["alignment-dkim-missing"] = declared("error",
      "Reports on {subject} show no aligned DKIM for mail from SES in {region}: {why}",
      "Where only d=amazonses.com is in a report, the identity is not signed for this domain and region.",
      "Mend what is said of Easy DKIM.", { "region", "why" }, ses.follows.dkim),
   ["alignment-unknown"] = declared("unknown", "What reports show of mail from SES in {region} is not known: {why}",
      "A part of it could not be learnt, or was not given.", nil, { "region", "why" }, ses.follows.unlearnt),
   ["alignment-no-identity"] = declared("notice",
      "No SES identity of {subject} was given; what is said here is of names found in DNS.",
      "DNS does not say which regions send.", "Name them: --ses us-east-1=FILE, or --expect FILE.", {}),
}

local function sentence(part)
   local said = words.sentence(part)
   return said == "" and "it is not known why." or said
end

local function say(audit, code, own, fields)
   fields.region = own.region
   audit:find(code, { type = "TXT", fields = fields })
end

local function say_spf(audit, own, stream)
   local spf = stream.spf
   if spf.aligned then
      say(audit, "alignment-spf", own, { domain = spf.domain })
   elseif spf.aligned == nil then
      say(audit, "alignment-unknown", own, { why = "SPF: " .. sentence(spf) })
   elseif stream.mail_from == "default" then
      say(audit, "alignment-spf-default", own, { domain = spf.domain, why = ses.why_default(own) })
   elseif spf.result ~= "pass" then
      say(audit, "alignment-spf-fails", own, { domain = spf.domain, result = spf.result })
   else
      say(audit, "alignment-spf-strict", own, { domain = spf.domain, why = sentence(spf) })
   end
end

local function say_dkim(audit, own, stream)
   local dkim = stream.dkim
   if dkim.aligned then return say(audit, "alignment-dkim", own, { domain = dkim.domain }) end
   if dkim.aligned == nil then return say(audit, "alignment-unknown", own, { why = "DKIM: " .. sentence(dkim) }) end
   say(audit, "alignment-dkim-missing", own, { why = sentence(dkim) })
end

local function word(value) return value == nil and "?" or value and "yes" or "no" end

local function stream_rows(list)
   local rows = {}
   for _, own in ipairs(list) do
      for _, stream in ipairs(own.streams) do
         local used, spf = stream.used == nil and "?" or stream.used and "now" or "else", stream.spf
         rows[#rows + 1] = { own.region, used, spf.result, word(spf.aligned), word(stream.dkim.aligned), stream.dmarc,
            spf.domain }
      end
   end
   return rows
end

-- Names of SES's that DNS shows, where no identity was given.
local function found_rows(audit)
   local rows = {}
   local function add(name, what)
      local verdict = align.message(audit.facts, { from = audit.domain, spf = { domain = name, result = "pass" } })
      rows[#rows + 1] = { what, word(verdict.spf_aligned), verdict.result, name }
   end
   add("amazonses.com", "SES's own")
   for _, entry in ipairs(audit.models.mail_from) do
      if entry.ses then add(entry.name, "custom") end
   end
   return rows
end

-- Why DMARC reports show what they show: the streams of mail of AUDIT's domain as a table, and a cause for each
-- region.
local function alignment(audit)
   local list = audit.models.ses and audit.models.ses.regions or {}
   if #list == 0 then
      if audit.models.domain.exists ~= true then return end
      audit:find("alignment-no-identity", {})
      audit:section {
         title = "What SPF would be", columns = { "MAIL FROM", "aligned", "DMARC", "domain" }, rows = found_rows(audit),
         text = ("For mail with %s in From that SES sends, were SPF to pass."):format(audit.domain),
      }
      return
   end
   audit:section {
      title = "What reports show", columns = { "region", "used", "SPF", "aligned", "DKIM al.", "DMARC", "SPF domain" },
         rows = stream_rows(list),
      text = "One line for the MAIL FROM in use now, one for what SES falls back to, or would use once the MX record "
         .. "is right.",
   }
   for _, own in ipairs(list) do
      say_spf(audit, own, own.now)
      say_dkim(audit, own, own.now)
   end
end

return {
   summary = "Why DMARC reports show SPF of mail from SES as not aligned, and what they show of DKIM; region by "
      .. "region.",
   tags = { "safe", "ses", "dmarc" },
   codes = CODES,
   run = function(audit)
      alignment(audit)
      audit:check("dmarc", "ses-mail-from", "ses-mail-from-spf", "ses-mail-from-place", { "ses-mail", "ses-strict-*" },
         { "ses-identity", "ses-mail-from-*", "ses-address-*", "ses-signing-*" })
   end,
}
