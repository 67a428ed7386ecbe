-- SPDX-License-Identifier: MIT
-- Check of the SPF record at a custom MAIL FROM name of Amazon SES: does it let SES send? It must not look anything up.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local lies = require "sesame.ses.mail_from_lies"
local publish = require "sesame.check.ses_publish"
local spf = require "sesame.spf"
local spf_term = require "sesame.spf.term"
local walk_words = require "sesame.check.spf_walk_words"

local check = { name = "ses-mail-from-spf" }

local AWS = "Amazon SES developer guide, custom MAIL FROM domain"

check.findings = finding.declare("ses-mail-from-spf", {
   ["ses-mail-from-spf-without-ses"] = {
      severity = "error", rank = 2, fields = {}, reference = AWS, fix = "mail-from.spf",
      text = "The SPF record of the MAIL FROM name {subject} does not let SES send.",
      why = "SPF fails or is neutral for every message from SES.", advice = "Publish this in its place.",
   },
   ["ses-mail-from-spf-missing"] = {
      rank = 2,
      follows = { "ses-mail-from-elsewhere", "ses-mail-from-name-doubled", "ses-mail-from-name-mistaken",
         "ses-mail-from-occluded",
         "ses-mail-from-wildcard" },
      severity = "error", fields = {}, reference = AWS, fix = "mail-from.spf",
      text = "The MAIL FROM name {subject} has no SPF record.",
      why = "SPF is looked up at the MAIL FROM name itself, never at a name above it. SES checks the MX only, so its "
         .. "console shows success all the same.", advice = "Publish this.",
   },
   ["ses-mail-from-spf-broken"] = {
      rank = 2, follows = { "spf-misread-term", "spf-syntax", "spf-syntax-split" },
      severity = "error", fields = { "result", "reason" }, reference = "RFC 7208 4.6", fix = "mail-from.spf",
      text = "The SPF record of the MAIL FROM name {subject} gives {result} for mail from SES: {reason}.",
      why = "SPF does not pass for SES, whatever its include says. SES checks the MX only, so its console shows "
         .. "success all the same.",
      advice = "Publish this in its place.",
   },
   ["ses-mail-from-spf-partly"] = {
      severity = "error", rank = 2, fields = { "left" }, reference = AWS, fix = "mail-from.spf",
      text = "The SPF record of the MAIL FROM name {subject} leaves out {left} of the addresses SES sends from.",
      why = "SPF fails at random: SES chooses the address. It adds ranges without notice, so a copy of them falls "
         .. "behind.",
      advice = "Publish this in its place.",
   },
   ["ses-mail-from-spf-copied"] = {
      severity = "warning", rank = 3, fields = {}, reference = AWS, fix = "mail-from.spf",
      text = "The SPF record of the MAIL FROM name {subject} holds a copy of SES's addresses.",
      why = "It is right today. SES adds ranges without notice, and this name has no need to save lookups.",
      advice = "Publish this in its place.",
   },
}, {
   needs = { "domain", "mail_from", "spf" }, reveals = causes.all("ses_settled", { "ses-mail-from-wildcard" }),
   of = { ["ses-mail-from-spf-missing"] = { reveals = { "ses-mail-from-mx-missing" } } },
})

-- The root's record with its include of SES underlined: where people put it by mistake.
local function root_evidence(models)
   local record = models.spf and models.spf.records[1]
   local term = record and spf_term.include_of(spf.parse(record), "amazonses.com")
   return term and evidence.record(models.spf.name, "TXT", record, term.range[1], term.range[2]) or nil
end

local function missing(entry, models, add)
   local miss = entry.spf.near_misses[1]
   local list = { miss and evidence.record(entry.name, "TXT", miss.value, miss.range[1], miss.range[2]) or nil }
   list[#list + 1] = root_evidence(models)
   add("ses-mail-from-spf-missing", { subject = entry.name, type = "TXT", evidence = list,
      records = publish.of_type(entry, "TXT", entry.regions[1]) })
end

local BROKEN = { permerror = true, mixed = true }

local function reason_of(entry)
   return walk_words.reason(entry.tree) or "another term comes before that of SES"
end

local function judge(entry, add)
   local sending = entry.sending
   local detail = {
      subject = entry.name, type = "TXT", records = publish.of_type(entry, "TXT", entry.regions[1]),
      evidence = { evidence.record(entry.name, "TXT", entry.spf.records[1]) },
   }
   if sending.result == "unknown" then
      return
   elseif sending.result == "pass" then
      if not sending.names and not sending.assumed and not entry.tree.authorised:is_all("ip4") then
         add("ses-mail-from-spf-copied", detail)
      end
   elseif sending.result == "mixed" and sending.left then
      detail.fields = { left = sending.left }
      add("ses-mail-from-spf-partly", detail)
   elseif entry.tree.problem == "syntax" and not entry.tree.culprit then
      return -- said, with the place of the fault, by check/spf_syntax
   elseif BROKEN[sending.result] or sending.names then
      detail.fields = { result = sending.result == "mixed" and "different results" or sending.result,
         reason = reason_of(entry) }
      add("ses-mail-from-spf-broken", detail)
   else
      add("ses-mail-from-spf-without-ses", detail)
   end
end

--- Findings of MODELS.mail_from entries that SES uses through ADD(code, detail). Several records are check/names' to
-- say.
function check.run(models, add)
   for _, entry in ipairs(models.mail_from) do
      local hidden = entry.alias and (entry.moves or entry.mx.known ~= "present")
         or lies.is_identity(entry, models.domain.name)
      if entry.ses and entry.spf.known ~= "unknown" and not hidden then
         if #entry.spf.records == 0 then
            missing(entry, models, add)
         elseif #entry.spf.records == 1 then
            judge(entry, add)
         end
      end
   end
end

return check
