-- SPDX-License-Identifier: MIT
-- Check of one message that was sent: which region of Amazon SES, which envelope, whose signature, and what DMARC makes
-- of it. Speaks only where a message was given. It must not look anything up.
local align_words = require "sesame.check.align_words"
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"
local signature_words = require "sesame.check.signature_words"

local check = { name = "mail" }

local AWS, DMARC = "Amazon SES developer guide, DMARC", "RFC 9989 4.4"

local PAST = "a message that was sent cannot be changed; the audit of its domain has the records"

local function declared(severity, text, why, advice, fields, reference)
   local unfixable = (severity == "error" or severity == "warning") and PAST or nil
   return {
      severity = severity, text = text, why = why, advice = advice, fields = fields or {}, reference = reference or AWS,
      unfixable = unfixable,
   }
end

local FORGED = "The header says so; whoever wrote it may lie."

local WORDS = finding.declare("mail", {
   ["message-author-unclear"] = declared("error", "DMARC cannot be applied: From holds {count} domains.",
      "Receivers need exactly one author domain; many refuse the message.", "Send with one address in From.",
      { "count" },
      "RFC 9989 5.3.1"),
   ["message-header-faulty"] = declared("notice", "{count} lines of the header are no fields.",
      "What follows such a line, receivers may read differently.", "Save the message anew, from its raw source.",
      { "count" },
      "RFC 5322 2.2"),
   ["message-not-ses"] = declared("notice", "Nothing in the header says that Amazon SES sent this message.",
      "Feedback-ID, Message-ID, Received or X-SES-Outgoing would.",
      "Take a message that went through SES, with its whole header."),
   ["message-region"] = declared("ok", "Amazon SES sent it from {region}, say {fields}.", FORGED, nil,
      { "region", "fields" }),
   ["message-region-conflict"] = declared("warning", "The header names several regions of SES: {regions}.",
      "A message sent on through SES keeps fields of both; a forged one may name any.",
      "Read the topmost Received fields.", { "regions" }),
   ["message-region-unclear"] = declared("notice", "Amazon SES sent it, from a region that the header does not tell.",
      FORGED),
   ["message-mail-from-custom"] = declared("ok", "The custom MAIL FROM was used: {path}.",
      "SPF speaks for the domain, and can align.", nil,
      { "path" }),
   ["message-mail-from-default"] = declared("warning", "The custom MAIL FROM was not used: the Return-Path is {path}.",
      "SES sends so where none is set for the identity in that region, or where its MX record does not convince SES. "
         .. "SPF then passes for amazonses.com and aligns with nobody; DMARC rests on DKIM alone.",
         "In {region}: see that the identity has a custom MAIL FROM domain with the status SUCCESS; sesame run bounces "
         .. "{subject:sh} says what is wrong with its records.", { "path", "region" }),
   ["message-mail-from-other"] = declared("notice", "The Return-Path is {path}, whose MX is no host of SES.",
      "Forwarders put their own there; otherwise bounces do not reach SES.",
      "If this is the MAIL FROM of the identity, its MX record is wrong.",
      { "path" }),
   ["message-mail-from-region"] = declared("notice", "SES sent from {region}; the MX of {path} is that of {found}.",
      "One name may serve several regions: then this is right. Otherwise it is the record of the wrong region.", nil,
      { "path", "region", "found" }),
   ["message-mail-from-unknown"] = declared("unknown",
      "The MX records of the Return-Path {path} could not be learnt: {status}.",
      "Whether it is a custom MAIL FROM of SES cannot be told.", nil, { "path", "status" }),
   ["message-return-path-missing"] = declared("notice", "The header has no Return-Path.",
      "The receiver writes it when it delivers: a copy from the sender's side has none, so the MAIL FROM cannot be "
         .. "told.",
      "Take the message from the mailbox it was delivered to."),
   ["message-return-path-several"] = declared("notice",
      "The header has {count} Return-Path fields; the topmost is {path}.",
      "Only the last receiver's counts.", nil, { "count", "path" }, "RFC 5321 4.4"),
   ["message-return-path-null"] = declared("notice",
      "The Return-Path is empty: this is a bounce or another automatic message.",
      "SES signs bounces sent with SendBounce as amazonses.com only, so DMARC fails by design."),
   ["message-unsigned"] = declared("error", "The message has no DKIM signature.",
      "DMARC can only pass through SPF, which forwarding breaks.",
      "Enable Easy DKIM for the identity."),
   ["message-signed-by-ses-only"] = declared("error",
      "The only signature is that of amazonses.com; none is the domain's.",
      "It never aligns. SES signs for an identity whose DKIM is verified and switched on, in that region; an address "
         .. "verified by itself may have none.",
         "In {region}: verify {subject} as a domain with Easy DKIM, and see that no address identity overrides it.",
      { "region" }),
   ["message-signature"] = declared("ok", "Signed by {domain} with the selector {selector}: {state}.",
      "This is what DMARC can rest on.",
      nil,
      { "domain", "selector", "state" }),
   ["message-signature-unaligned"] = declared("warning",
      "The signature of {domain} does not align with From ({author}).",
      "DMARC does not count it.", "Sign as {author}, or as its organizational domain where adkim is not s.",
      { "domain", "author" }, DMARC),
   ["message-signature-failed"] = declared("error", "The signature of {domain} failed: {by} says {result}.",
      "The key is another one, or the message was changed on its way.", "sesame dkim key {name:sh} shows the key.",
      { "domain", "by", "result", "name" }, "RFC 6376 6.1"),
   ["message-signature-invalid"] = declared("error",
      "The signature of {domain} is not valid whatever its key: {reasons}.",
      "Receivers ignore it.", "Mend what signs the message.", { "domain", "reasons" }, "RFC 6376 6.1.1"),
   ["message-signature-noted"] = declared("notice", "About the signature of {domain}: {reasons}.",
      "It may fail, or say less than it seems to.",
      nil, { "domain", "reasons" }, "RFC 6376 3.5"),
   ["message-key-gone"] = declared("warning", "There is no usable key for the signature of {domain} today: {key}.",
      "If it was so when the message arrived, the signature failed. Keys of old messages are taken away after a "
         .. "rotation.",
      "For Easy DKIM: see that all three CNAME records stand.", { "domain", "key" }, "RFC 6376 6.1.2"),
   ["message-key-unknown"] = declared("unknown", "The key for the signature of {domain} could not be learnt: {status}.",
      "Receivers that meet this defer the message.", nil, { "domain", "status" }, "RFC 6376 6.1.2"),
   ["message-spf-changed"] = declared("notice",
      "The receiver said SPF {word} for {domain}; by today's records {ip} gets {today}.",
      "The records changed since, the message was sent on by others, or the receiver saw another address.", nil,
      { "domain", "word", "today", "ip" }, "RFC 7208 2.6"),
   ["message-dkim2"] = declared("notice", "{count} DKIM2-Signature fields are there; they do not count.",
      "DKIM2 is a draft.", nil,
      { "count" },
      "draft-ietf-dkim-dkim2-spec"),
   ["message-arc"] = declared("notice", "{count} ARC sets are there: the message was sent on by others.",
      "A forwarder's own fields may stand above those of SES. ARC does not make DMARC pass.", nil, { "count" },
      "RFC 8617"),
   ["message-dmarc-pass"] = declared("ok", "{explanation}",
      "By the header and the records as they are today; signatures were not verified here.",
      nil, { "explanation" }, DMARC),
   ["message-dmarc-fail"] = declared("error", "{explanation}",
      "Receivers follow the policy, and Gmail, Yahoo and Microsoft ask bulk senders to pass.",
      "Make one of both align: Easy DKIM for the identity, or a custom MAIL FROM below the domain. Best have both.",
      { "explanation" }, DMARC),
   ["message-dmarc-none"] = declared("warning", "{explanation}",
      "Anybody may write the domain into From, and Gmail and Yahoo want a record.",
      "sesame run dmarc-alignment {subject:sh} says more.", { "explanation" }, DMARC),
   ["message-dmarc-unknown"] = declared("unknown", "{explanation}", "A lookup failed; ask again.", nil,
      { "explanation" }, DMARC),
}, {
   needs = { "domain", "message" }, rank = 2,
   of = {
      ["message-region-conflict"] = { rank = 5 },
      ["message-mail-from-default"] = {
         follows = causes.all("mail_from", { "ses-mail-from-default", "ses-mail-from-failed",
            "ses-mail-from-not-active" }),
      },
      ["message-mail-from-unknown"] = { rank = 2 },
      ["message-signed-by-ses-only"] = { follows = causes.all("easy_dkim", "byodkim", "signing") },
      ["message-signature-failed"] = { follows = { "message-key-gone" } },
      ["message-key-gone"] = { follows = causes.all("selectors", "keys") },
      ["message-key-unknown"] = { rank = 2 },
      ["message-dmarc-fail"] = {
         follows = { "message-author-unclear", "message-key-gone", "message-mail-from-default",
            "message-signature-failed", "message-signature-invalid", "message-signature-unaligned",
            "message-signed-by-ses-only", "message-unsigned" },
      },
      ["message-dmarc-none"] = { rank = 4, follows = causes.no_dmarc },
      ["message-dmarc-unknown"] = {
         rank = 2, follows = { "dmarc-unknown", "message-key-unknown", "message-mail-from-unknown" },
      },
   },
})

check.findings = WORDS

local function reasons(list)
   local out = {}
   for i, item in ipairs(list) do out[i] = signature_words(item) end
   return table.concat(out, "; ")
end

local function say_region(read, subject, add)
   local found = read.trace
   if not found.sent then return add("message-not-ses", { subject = subject }) end
   if #found.regions > 1 then
      return add("message-region-conflict", { subject = subject, fields = { regions = found.regions } })
   elseif not read.region then
      return add("message-region-unclear", { subject = subject })
   end
   local fields, seen = {}, {}
   for _, witness in ipairs(found.witnesses) do
      if witness.region and not seen[witness.field] then
         seen[witness.field], fields[#fields + 1] = true, witness.field
      end
   end
   add("message-region", { subject = subject, fields = { region = read.region, fields = fields } })
end

local ENVELOPE = {
   default = function(read)
      if read.from.domain and require("sesame.ses.trace").is_ses(read.from.domain) then return nil end
      return "message-mail-from-default", { region = read.region or "the region that sent it" }
   end,
   custom = function(read)
      if read.region and read.return_path.region ~= read.region then
         return "message-mail-from-region", { region = read.region, found = read.return_path.region }
      end
      return "message-mail-from-custom", {}
   end,
   other = function(read) return read.trace.sent and "message-mail-from-other" or nil, {} end,
   unknown = function(read) return "message-mail-from-unknown", { status = read.return_path.because.status } end,
}

local function say_envelope(read, subject, add)
   local path = read.return_path
   if not path then return add("message-return-path-missing", { subject = subject }) end
   if read.envelope == "null" then return add("message-return-path-null", { subject = subject }) end
   if path.count > 1 then
      add("message-return-path-several", { subject = subject, fields = { count = path.count, path = path.text } })
   end
   local say = ENVELOPE[read.envelope]
   local code, fields
   if say then code, fields = say(read) end
   if code then
      fields.path = #path.text > 60 and path.text:match("@[^@]*$") and "..." .. path.text:match("@[^@]*$") or path.text
      add(code, { subject = subject, fields = fields })
   end
   local spf = read.spf
   if read.envelope ~= "default" and spf and spf.word and spf.today and spf.word ~= spf.today then
      add("message-spf-changed", { subject = subject, fields = { domain = spf.domain, word = spf.word,
         today = spf.today, ip = spf.ip } })
   end
end

local STATE = { usable = "its key is published", depends = "several keys are published" }

local function say_one(read, entry, subject, add)
   local domain = entry.domain or "no domain"
   local function say(code, fields)
      fields.domain = domain
      add(code, { subject = subject, type = "TXT", fields = fields })
   end
   if #entry.notes > 0 and not entry.ses then say("message-signature-noted", { reasons = reasons(entry.notes) }) end
   if #entry.faults > 0 then return say("message-signature-invalid", { reasons = reasons(entry.faults) }) end
   if entry.key == "unknown" then
      say("message-key-unknown", { status = entry.because.status })
   elseif not STATE[entry.key] and not entry.ses then
      say("message-key-gone", { key = entry.key == "none" and "no TXT record" or entry.key })
   end
   if entry.word and entry.word ~= "pass" then
      return say("message-signature-failed", { by = entry.by, result = entry.word, name = entry.name })
   end
   if entry.ses and not (read.from.domain and require("sesame.ses.trace").is_ses(read.from.domain)) then return end
   if entry.aligned == false and entry.result == "pass" and read.from.domain then
      say("message-signature-unaligned", { author = read.from.domain })
   elseif entry.result == "pass" then
      local state = entry.word and entry.by .. " says it passed" or STATE[entry.key]
      say("message-signature", { selector = entry.selector, state = state })
   end
end

local function say_signatures(read, subject, add)
   local others = 0
   for _, entry in ipairs(read.signatures) do
      if not entry.ses then others = others + 1 end
      say_one(read, entry, subject, add)
   end
   local from_ses = read.from.domain and require("sesame.ses.trace").is_ses(read.from.domain)
   if #read.signatures == 0 then
      add("message-unsigned", { subject = subject })
   elseif others == 0 and not from_ses then
      add("message-signed-by-ses-only",
         { subject = subject, fields = { region = read.region or "the region that sent it" } })
   end
   if read.dkim2 > 0 then add("message-dkim2", { subject = subject, fields = { count = read.dkim2 } }) end
   if read.arc > 0 then add("message-arc", { subject = subject, fields = { count = read.arc } }) end
end

--- Findings of MODELS.message (sesame.model.mail), where there is one, through ADD(code, detail).
function check.run(models, add)
   local read = models.message
   if not read then return end
   local subject = read.from.domain or models.domain.name
   if read.faults > 0 then add("message-header-faulty", { subject = subject, fields = { count = read.faults } }) end
   if not read.from.domain then
      add("message-author-unclear", { subject = subject, fields = { count = #read.from.domains } })
   end
   say_region(read, subject, add)
   say_envelope(read, subject, add)
   say_signatures(read, subject, add)
   if read.from.domain then
      add("message-dmarc-" .. read.dmarc.result,
         { subject = subject, fields = { explanation = align_words.explanation(read.dmarc) } })
   end
end

return check
