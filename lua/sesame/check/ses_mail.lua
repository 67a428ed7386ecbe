-- SPDX-License-Identifier: MIT
-- Check of what becomes of mail from Amazon SES: does DMARC pass for it, by what, and can strict alignment work? It
-- must not look anything up; the causes are told by the checks of Easy DKIM, MAIL FROM and DMARC.
local accounts = require "sesame.check.accounts"
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"
local refusals = require "sesame.check.ses_refusals"
local words = require "sesame.check.ses_words"

local check = { name = "ses-mail" }

local DMARC = "RFC 9989 4.4"
local CAUSES = "it follows from other findings; mend those"

check.findings = finding.declare("ses-mail", {
   ["ses-mail-passes"] = {
      severity = "ok", fields = { "region" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From passes DMARC by SPF and by DKIM: if one breaks, the "
         .. "other carries it.",
      why = "Either is enough.",
   },
   ["ses-mail-passes-by-one"] = {
      severity = "ok", fields = { "region", "by", "other", "reason" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From passes DMARC by {by} alone. {other}: {reason}",
      why = "Nothing carries it if {by} breaks.",
   },
   ["ses-mail-passes-at-least"] = {
      severity = "ok", fields = { "region", "by", "other" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From passes DMARC by {by}. Whether by {other} too is not "
         .. "known.",
      why = "Either is enough. Whether anything carries it if {by} breaks is not known.",
   },
   ["ses-mail-would-pass"] = {
      severity = "ok", fields = { "region", "by" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From would pass DMARC by {by}; there is no policy yet.",
      why = "A policy can be published without harm to this mail.",
   },
   ["ses-mail-fails"] = {
      rank = 2,
      follows = causes.all("easy_dkim", "byodkim", "mail_from", "signing", { "ses-mail-from-default",
         "ses-strict-dkim", "ses-strict-spf" }),
      severity = "error", fields = { "region", "spf", "dkim" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From fails DMARC.",
      why = "SPF: {spf} DKIM: {dkim}", unfixable = CAUSES,
      advice = "Mend what is said of Easy DKIM or of the MAIL FROM name in that region; either is enough.",
   },
   ["ses-mail-waits"] = {
      rank = 2, follows = { "easy-dkim-pending-wait", "ses-mail-from-pending" },
      severity = "notice", fields = { "region", "now" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From {now} until SES has seen the records; they are right.",
      why = "What SES said when it was asked is older than the records, or SES has not looked since.",
      advice = "Wait for SES to look again, then save the JSON anew.",
   },
   ["ses-mail-held"] = {
      rank = 2, follows = { "ses-byodkim-pending" },
      severity = "notice", fields = { "region", "now" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From {now} until SES takes the key; whether it will by "
         .. "itself is not known.",
      why = "The record is right, but whether it is the pair of the private key that SES holds cannot be seen in DNS.",
      advice = "Compare the two as told of the key, then save the JSON anew.",
   },
   ["ses-identity-refused"] = {
      rank = 1, follows = causes.all("easy_dkim", "byodkim", "signing"),
      severity = "error", fields = { "region" }, reference = "Amazon SES API v2, VerifiedForSendingStatus",
      fix = "console.advice",
      text = "SES in {region} refuses all mail of {subject}: the identity is not verified there.",
      why = ("Every message ends in \"%s\". No verified domain above it lets it send."):format(
         refusals.said("unverified", true)),
      advice = "Mend what is said of its DKIM records; SES verifies the domain by them.",
   },
   ["ses-identity-absent"] = {
      rank = 1, severity = "error", fields = { "region" }, reference = "Amazon SES API v2, ListEmailIdentities",
      fix = "console.advice",
      text = "There is no identity for {subject} in {region}, nor for a domain above it.",
      why = "The list of that account's identities there does not have it: SES refuses all its mail. It may be in "
         .. "another region or another account.",
      advice = "Look in the region and the account that the mail is sent from; if it is to send from here: {command}",
      command = "aws sesv2 create-email-identity --email-identity {subject:sh} --region {region:sh}",
   },
   ["ses-mail-refused"] = {
      rank = 1, follows = causes.all("mail_from", { "ses-mail-from-failed" }),
      severity = "error", fields = { "region", "mail_from" }, reference = "Amazon SES API, BehaviorOnMxFailure",
      fix = "console.advice",
      text = "SES in {region} refuses mail from {subject}: its MAIL FROM name {mail_from} fails, and SES is told to "
         .. "reject then.",
      why = ("BehaviorOnMxFailure is REJECT_MESSAGE: every message ends in %s until the MX is right and SES has seen "
         .. "it."):format(refusals.error "mail-from"),
      advice = "Mend the MX of {mail_from}. Until then: {command}",
      command = "aws sesv2 put-email-identity-mail-from-attributes --email-identity {subject:sh} --region {region:sh} "
         .. "--mail-from-domain {mail_from:sh} --behavior-on-mx-failure USE_DEFAULT_VALUE",
   },
   ["ses-mail-unaligned"] = {
      rank = 2,
      follows = causes.all("easy_dkim", "byodkim", "mail_from", "signing", { "ses-mail-from-default",
         "ses-strict-dkim", "ses-strict-spf" }),
      severity = "warning", fields = { "region", "spf", "dkim" }, reference = DMARC,
      text = "Mail from SES in {region} with {subject} in From is authenticated by nothing that counts for {subject}.",
      why = "There is no DMARC policy to fail. As soon as there is one, this mail fails it; large receivers want "
         .. "aligned mail even now. SPF: {spf} DKIM: {dkim}", unfixable = CAUSES,
      advice = "Mend what is said of Easy DKIM or of the MAIL FROM name in that region.",
   },
   ["ses-mail-unknown"] = {
      rank = 2, follows = causes.unlearnt,
      severity = "unknown", fields = { "region", "reason" }, reference = DMARC,
      text = "Whether mail from SES in {region} with {subject} in From passes DMARC is not known: {reason}",
      why = "What is missing was not told, or could not be learnt.",
      advice = "Give the saved JSON of the identity (--ses {region:sh}=FILE), or its tokens.",
   },
   ["ses-strict-spf"] = {
      rank = 2,
      severity = "warning", fields = { "region", "mail_from" }, reference = "RFC 9989 4.4.2", fix = "dmarc.relax",
      text = "aspf=s can never pass for {subject} through SES in {region}: MAIL FROM is {mail_from}, and strict "
         .. "alignment wants {subject} itself.",
      why = "SES takes a name below the identity only. So only DKIM can carry DMARC for this mail. (Mail with "
         .. "{mail_from} itself in From would align, which SES allows where bounces are not forwarded to it.)",
      advice = "Write aspf=r, or leave aspf out of the DMARC record.",
   },
   ["ses-strict-dkim"] = {
      rank = 2,
      severity = "warning", fields = { "region", "signer" }, reference = "RFC 9989 4.4.1", fix = "dmarc.relax",
      text = "adkim=s can never pass for {subject} through SES in {region}: the identity {signer} signs, with "
         .. "d={signer}, and strict alignment wants {subject} itself.",
      why = "SES signs as the identity, not as the name in From.",
      advice = "Make {subject} an identity of its own with Easy DKIM, or write adkim=r.",
   },
}, { needs = { "ses" }, reveals = causes.ses_settled })

local sentence = words.sentence

local function strict(own, stream, add)
   if stream.spf.mode == "strict" and own.mail_from.kind == "custom" and stream.spf.domain ~= stream.from then
      add("ses-strict-spf", { subject = stream.from, type = "TXT",
         fields = { region = own.region, mail_from = own.mail_from.name } })
   end
   if stream.dkim.mode == "strict" and own.domain ~= stream.from then
      add("ses-strict-dkim", { subject = stream.from, type = "TXT",
         fields = { region = own.region, signer = own.domain } })
   end
end

local function unknown_reason(stream)
   if stream.dkim.aligned == nil and stream.dkim.result == "unknown" then return "DKIM: " .. sentence(stream.dkim) end
   if stream.refused == nil then
      return "its MAIL FROM name could not be learnt, and SES is told to reject if it fails."
   end
   if stream.spf.aligned == nil then
      return "SPF: its MAIL FROM name is not known, or its records could not be learnt."
   end
   return "the DMARC policy could not be learnt."
end

-- DMARC passes, or would if there were a policy.
local function passes(own, stream, add)
   local detail = { subject = stream.from, fields = { region = own.region }, rests = { own } }
   if stream.dmarc == "none" then
      local by = stream.spf.aligned and stream.dkim.aligned and "SPF and DKIM" or stream.spf.aligned and "SPF" or "DKIM"
      detail.fields.by = by
      return add("ses-mail-would-pass", detail)
   end
   if stream.rests_on == "both" then return add("ses-mail-passes", detail) end
   local by, other, missing = "SPF", "DKIM", stream.dkim
   if not stream.spf.aligned then by, other, missing = "DKIM", "SPF", stream.spf end
   detail.fields.by, detail.fields.other = by, other
   if missing.aligned == nil then return add("ses-mail-passes-at-least", detail) end
   detail.fields.reason = sentence(missing)
   add("ses-mail-passes-by-one", detail)
end

-- What a stream that does not pass now comes to once SES has looked at today's records, as SETTLED (nil where SES waits
-- for nothing) has it: it "waits" to pass, is "unknown", or "fails".
local function prospect(settled)
   if not settled or settled.refused then return "fails" end
   local sure = settled.refused == false
   if sure and (settled.spf.aligned or settled.dkim.aligned) then return "waits" end
   local open = not sure or settled.spf.aligned == nil or settled.dkim.aligned == nil
   return open and "unknown" or "fails"
end

-- The code of what waits for SES: for a look at the records, or for the right private key.
local function waiting(own)
   local key = own.dkim.waiting
   return key and key.state == "doubtful" and "ses-mail-held" or "ses-mail-waits"
end

-- A stream that passes by nothing now. Returns whether it was told.
local function passes_not(own, stream, add)
   local comes = prospect(own.settled)
   if comes == "waits" then
      add(waiting(own), { subject = stream.from, fields = { region = own.region, now = "fails DMARC" } })
   elseif comes == "fails" then
      add(stream.dmarc == "none" and "ses-mail-unaligned" or "ses-mail-fails", { subject = stream.from,
         fields = { region = own.region, spf = sentence(stream.spf), dkim = sentence(stream.dkim) } })
   end
   return comes ~= "unknown"
end

local function not_known(own, stream, add)
   add("ses-mail-unknown", { subject = stream.from, because = own.open,
      fields = { region = own.region, reason = unknown_reason(stream) } })
end

-- SES takes no mail of the identity of OWN; where its JSON is older than the records, it may by now.
local function refused(own, stream, add)
   local detail, comes = { subject = own.domain, fields = { region = own.region } }, prospect(own.settled)
   if own.refused == "absent" then return add("ses-identity-absent", detail) end
   if comes == "unknown" then return not_known(own, own.settled, add) end
   if comes == "waits" then
      detail.subject, detail.fields.now = stream.from, "is refused"
      return add(waiting(own), detail)
   end
   local status = own.identity.dkim_status -- where DKIM is not what SES waits for, ses-not-verified tells of it
   if own.address or status and status ~= "SUCCESS" then add("ses-identity-refused", detail) end
end

local function judge(own, add)
   local stream = own.now
   strict(own, own.streams[1].mail_from == "custom" and own.streams[1] or own.streams[2] or stream, add)
   if own.refused then return refused(own, stream, add) end
   if stream.refused then
      return add("ses-mail-refused",
         { subject = own.domain, fields = { region = own.region, mail_from = own.mail_from.name } })
   end
   if stream.spf.aligned or stream.dkim.aligned then
      if stream.dmarc ~= "unknown" then return passes(own, stream, add) end
   elseif stream.refused == false and stream.spf.aligned == false and stream.dkim.aligned == false
      and stream.dmarc ~= "unknown" then
      if passes_not(own, stream, add) then return end
      stream = own.settled
   end
   not_known(own, stream, add)
end

--- Findings of MODELS.ses through ADD(code, detail).
function check.run(models, add)
   for _, own in ipairs(models.ses and models.ses.regions or {}) do judge(own, accounts.adder(own, add)) end
end

return check
