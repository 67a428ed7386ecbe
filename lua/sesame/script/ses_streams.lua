-- SPDX-License-Identifier: MIT
-- Parts of the recipes about what becomes of mail from Amazon SES: why SPF is unaligned in DMARC reports, where bounces
-- go, where the SPF record has to stand. Over an audit of sesame.script. It must not know the command line.
local align = require "sesame.dmarc.align"
local finding = require "sesame.finding"
local known = require "sesame.script.ses"
local regions = require "sesame.ses.regions"
local words = require "sesame.check.ses_words"

local recipe = {}

local AWS, DMARC = "Amazon SES developer guide, custom MAIL FROM domain", "RFC 9989 4.4"

local function declared(severity, text, why, advice, fields, reference)
   local unfixable = (severity == "error" or severity == "warning") and "the findings beside it name the records" or nil
   return {
      severity = severity, text = text, why = why, advice = advice, fields = fields, reference = reference or AWS,
      unfixable = unfixable,
   }
end

--- The findings of the recipes dmarc-alignment and bounces, to be a script's `codes`.
recipe.codes = finding.declare("recipe streams", {
   ["ses-no-identity"] = known.none["ses-no-identity"],
   ["alignment-spf-default"] = declared("warning", "Reports on {subject} show SPF as pass for {domain} and not "
      .. "aligned: SES in {region} sends with a MAIL FROM of its own.",
      "Why it does: {why} Whoever reads the report sees spf=pass below auth_results and spf=fail below "
      .. "policy_evaluated.",
      "Give the identity a custom MAIL FROM name, or mend its MX record; the findings beside this one say which.",
      { "region", "domain", "why" }, DMARC),
   ["alignment-spf-fails"] = declared("warning", "Reports on {subject} show SPF as {result} for {domain} ({region}).",
      "The custom MAIL FROM is in use, but its SPF record does not let SES send.",
      "Publish the SPF record at {domain} itself.",
      { "region", "domain", "result" }, DMARC),
   ["alignment-spf-strict"] = declared("warning",
      "Reports on {subject} show SPF as pass for {domain} and not aligned ({region}): {why}",
      "SES wants a MAIL FROM below the identity, so strict alignment cannot be met.",
      "Write aspf=r in the DMARC record, or leave aspf out.",
      { "region", "domain", "why" }, DMARC),
   ["alignment-spf"] = declared("ok", "SPF of mail from SES in {region} aligns: {domain}.", "DMARC can rest on it.",
      nil,
      { "region", "domain" }, DMARC),
   ["alignment-dkim"] = declared("ok", "DKIM of mail from SES in {region} aligns: d={domain}.", "DMARC can rest on it.",
      nil,
      { "region", "domain" }, DMARC),
   ["alignment-dkim-missing"] = declared("error",
      "Reports on {subject} show no aligned DKIM for mail from SES in {region}: {why}",
      "Where only d=amazonses.com is in a report, the identity is not signed for this domain and region.",
      "Mend what is said of Easy DKIM.", { "region", "why" }, DMARC),
   ["alignment-unknown"] = declared("unknown", "What reports show of mail from SES in {region} is not known: {why}",
      "A part of it could not be learnt, or was not given.", nil, { "region", "why" }, DMARC),
   ["alignment-no-identity"] = declared("notice",
      "No SES identity of {subject} was given; what is said here is of names found in DNS.",
      "DNS does not say which regions send.", "Name them: --ses us-east-1=FILE, or --expect FILE.", {}, DMARC),
   ["bounces-custom"] = declared("ok", "Bounces of mail from SES in {region} come to {domain}, and so back to SES.",
      "Its MX is right.",
      nil,
      { "region", "domain" }),
   ["bounces-fallback"] = declared("warning",
      "Bounces of mail from SES in {region} go to {domain}, not to a name of {subject}.",
      "SES falls back without a word: {why} Bounces are still handled (notifications, suppression list), but SPF no "
         .. "longer aligns.",
      "Mend the MX record of the MAIL FROM name, or set a custom MAIL FROM.", { "region", "domain", "why" }),
   ["bounces-refused"] = declared("error",
      "SES in {region} takes no mail of {subject}: its MAIL FROM does not work, and it is set to refuse.",
      "BehaviorOnMxFailure is REJECT_MESSAGE: {why}", "Mend the MX record, or set it to USE_DEFAULT_VALUE meanwhile.",
      { "region", "why" }),
   ["bounces-unknown"] = declared("unknown", "Where bounces of mail from SES in {region} go is not known: {why}",
      "It could not be learnt.",
      nil,
      { "region", "why" }),
})

local function sentence(part)
   local said = words.sentence(part)
   return said == "" and "it is not known why." or said
end

-- Why SES uses a MAIL FROM of its own for OWN, in words.
local function why_default(own)
   local mail_from = own.mail_from
   if mail_from.kind == "default" then return "no custom MAIL FROM is set for the identity there." end
   if mail_from.kind == "unknown" then return "no custom MAIL FROM is known for the identity there." end
   if mail_from.verdict == "wrong" then
      return ("the MX records of %s are not what SES wants."):format(mail_from.name)
   end
   if mail_from.status then return ("the status of %s is %s."):format(mail_from.name, mail_from.status) end
   return ("%s is not in use."):format(mail_from.name)
end

recipe.why_default = why_default

local function say_spf(audit, own, stream)
   local spf, fields = stream.spf, { region = own.region, domain = stream.spf.domain }
   if spf.aligned then return audit:find("alignment-spf", { type = "TXT", fields = fields }) end
   if spf.aligned == nil then
      return audit:find("alignment-unknown",
         { type = "TXT", fields = { region = own.region, why = "SPF: " .. sentence(spf) } })
   elseif stream.mail_from == "default" then
      fields.why = why_default(own)
      return audit:find("alignment-spf-default", { type = "TXT", fields = fields })
   elseif spf.result ~= "pass" then
      fields.result = spf.result
      return audit:find("alignment-spf-fails", { type = "TXT", fields = fields })
   end
   fields.why = sentence(spf)
   audit:find("alignment-spf-strict", { type = "TXT", fields = fields })
end

local function say_dkim(audit, own, stream)
   local dkim = stream.dkim
   if dkim.aligned then
      audit:find("alignment-dkim", { type = "TXT", fields = { region = own.region, domain = dkim.domain } })
   elseif dkim.aligned == nil then
      audit:find("alignment-unknown",
         { type = "TXT", fields = { region = own.region, why = "DKIM: " .. sentence(dkim) } })
   else
      audit:find("alignment-dkim-missing", { type = "TXT", fields = { region = own.region, why = sentence(dkim) } })
   end
end

local function word(value) return value == nil and "?" or value and "yes" or "no" end

local function stream_rows(list)
   local rows = {}
   for _, own in ipairs(list) do
      for _, stream in ipairs(own.streams) do
         local used = stream.used == nil and "?" or stream.used and "now" or "else"
         rows[#rows + 1] = {
            own.region, used, stream.spf.result, word(stream.spf.aligned), word(stream.dkim.aligned), stream.dmarc,
            stream.spf.domain,
         }
      end
   end
   return rows
end

-- Names of SES's that DNS shows, where no identity was given.
local function found_rows(audit)
   local rows = {}
   local names = { { "amazonses.com", "SES's own" } }
   for _, entry in ipairs(audit.models.mail_from) do
      if entry.ses then names[#names + 1] = { entry.name, "custom" } end
   end
   for _, name in ipairs(names) do
      local verdict = align.message(audit.facts, { from = audit.domain, spf = { domain = name[1], result = "pass" } })
      rows[#rows + 1] = { name[2], word(verdict.spf_aligned), verdict.result, name[1] }
   end
   return rows
end

--- Why DMARC reports show what they show: the streams of mail of AUDIT's domain as a table, and a cause for each
-- region.
function recipe.alignment(audit)
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

local function bounce(audit, own)
   local stream = own.now
   if stream.refused then
      return audit:find("bounces-refused", { type = "MX", fields = { region = own.region, why = why_default(own) } })
   elseif stream.used == nil then
      local why = ("the MX records of %s could not be learnt."):format(own.mail_from.name or "its MAIL FROM name")
      return audit:find("bounces-unknown", { type = "MX", fields = { region = own.region, why = why } })
   end
   local fields = { region = own.region, domain = stream.spf.domain }
   if stream.mail_from == "custom" then return audit:find("bounces-custom", { type = "MX", fields = fields }) end
   fields.why = why_default(own)
   audit:find("bounces-fallback", { type = "MX", fields = fields })
end

--- Where bounces of AUDIT's domain go, region by region.
function recipe.bounces(audit)
   known.any(audit)
   local rows = {}
   for i, own in ipairs(audit.models.ses and audit.models.ses.regions or {}) do
      bounce(audit, own)
      rows[i] = { own.region, own.mail_from.name or "-", own.mail_from.status or "?", own.now.refused and "refused"
         or own.now.spf.domain }
   end
   if #rows > 0 then
      audit:section { title = "Where bounces go", columns = { "region", "MAIL FROM", "SES says", "envelope in use" },
         rows = rows }
   end
end

local function lets_ses(tree)
   if not tree then return "no record" end
   for _, term in ipairs(tree.terms or {}) do
      if term.kind == "include" and term.target == "amazonses.com" and term.status ~= "dead" then return "yes" end
   end
   return tree.result == "unknown" and "?" or "no"
end

--- Where the SPF record of SES stands, and where it has to: AUDIT's domain and its MAIL FROM names as a table.
function recipe.placement(audit)
   local models = audit.models
   if models.domain.exists ~= true then return end
   local rows = {
      { audit.domain, "no", #models.spf.records > 1 and "several" or lets_ses(models.spf_tree), "SES never asks here" },
   }
   for _, entry in ipairs(models.mail_from) do
      if entry.ses then
         local host = entry.mx.hosts[1]
         local _, region = regions.host(host and host.host or "")
         local there = #entry.spf.records > 1 and "several" or lets_ses(entry.tree)
         rows[#rows + 1] = { entry.name, "yes", there, region and "MX of " .. region or "no MX of SES" }
      end
   end
   audit:section {
      title = "SPF for SES", columns = { "name", "needed", "lets SES", "" }, rows = rows,
      text = "Receivers look SPF up at the MAIL FROM name itself; it is not inherited from the name above.",
   }
end

return recipe
