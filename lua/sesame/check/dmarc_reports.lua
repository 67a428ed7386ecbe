-- SPDX-License-Identifier: MIT
-- Check that the report addresses of a DMARC record in another organization may be reported to (RFC 9990 3, RFC 9991),
-- and that mail to each can be delivered. It must not look anything up.
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local records = require "sesame.base.records"
local words = require "sesame.check.dmarc_words"

local check = { name = "dmarc-reports" }

check.findings = finding.declare("dmarc-reports", {
   ["dmarc-report-authorized"] = {
      severity = "ok", fields = { "host", "tag" }, reference = "RFC 9990 3", needs = {},
      text = "{host} agrees to receive the DMARC reports ({tag}=) of {subject}.",
      why = "Receivers send them only then.",
   },
   ["dmarc-report-unauthorized"] = {
      severity = "warning", rank = 5, fields = { "uri", "tag", "host", "name", "reason" }, reference = "RFC 9990 3",
      fix = "dmarc.authorize",
      text = "Reports of {subject} to {uri} ({tag}=) are not sent: {host} does not agree to them ({reason}).",
      why = "A report address in another organization must be confirmed there, at {name}; without that receivers drop "
         .. "it.",
      advice = "Whoever runs {host} must publish this; or take another address.",
   },
   ["dmarc-report-name-too-long"] = {
      severity = "warning", rank = 5, fields = { "uri", "tag", "host" }, reference = "RFC 9990 3",
      unfixable = "the address at a shorter name is yours to choose",
      text = "Reports of {subject} to {uri} ({tag}=) are not sent: the name at which {host} would have to agree is too "
         .. "long for DNS.",
      why = "A report address in another organization must be confirmed there.",
      advice = "Take an address at a shorter name.",
   },
   ["dmarc-report-dropped"] = {
      severity = "warning", rank = 5, fields = { "uri", "tag", "name", "override" }, reference = "RFC 9990 3",
      unfixable = "the record belongs to whoever receives the reports",
      text = "Reports of {subject} to {uri} ({tag}=) go nowhere: {name} sends them on to {override}, at another host.",
      why = "The receiving side may name another address only at the same host. Neither of the two gets a report.",
      advice = "Its owner must name an address at the same host, or none.",
   },
   ["dmarc-report-redirected"] = {
      severity = "notice", fields = { "uri", "tag", "name", "override" }, reference = "RFC 9990 3",
      text = "Reports of {subject} to {uri} ({tag}=) go to {override} instead: {name} says so.",
      why = "The receiving side may choose another address at its host.",
   },
   ["dmarc-report-undeliverable"] = {
      severity = "warning", rank = 5, fields = { "uri", "tag", "host", "reason" }, reference = "RFC 5321 5.1, RFC 7505",
      unfixable = "where reports can be read is yours to choose",
      text = "Reports of {subject} to {uri} ({tag}=) cannot be delivered: {host} {reason}.",
      why = "Receivers send them there, and they are lost.",
      advice = "Take an address at a name that receives mail, or give {host} an MX record.",
   },
   ["dmarc-report-own-mailbox"] = {
      severity = "warning", rank = 5, fields = { "uri", "tag", "host", "reason" }, reference = "RFC 5321 5.1, RFC 7505",
      text = "Reports of {subject} to {uri} ({tag}=) need a mailbox at a name that takes mail: {host} {reason}.",
      why = "Receivers send them to the domain itself, which receives nothing.",
      unfixable = "where reports can be read is yours to choose",
      advice = "Take an address at another name of yours, or give {host} an MX record.",
   },
   ["dmarc-report-mailbox-unknown"] = {
      severity = "unknown", rank = 5, fields = { "uri", "tag", "host", "name", "type", "status" },
      reference = "RFC 5321 5.1",
      text = "Whether reports of {subject} to {uri} ({tag}=) can be delivered could not be learnt: {name} {type}: "
         .. "{status}.",
      why = "A mailbox nobody can reach loses them.", advice = "Try again, or ask another resolver with --server.",
   },
   ["dmarc-report-unknown"] = {
      severity = "unknown", fields = { "uri", "tag", "host", "status" }, reference = "RFC 9990 3",
      text = "Whether {host} agrees to reports of {subject} to {uri} ({tag}=) could not be learnt: {status}.",
      why = "That is not the same as a refusal.", advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "dmarc" } })

local CODES = {
   authorized = "dmarc-report-authorized", unauthorized = "dmarc-report-unauthorized", dropped = "dmarc-report-dropped",
   ["name-too-long"] = "dmarc-report-name-too-long", redirected = "dmarc-report-redirected",
   unknown = "dmarc-report-unknown",
}

local function reason_of(entry)
   if entry.found then return "what stands there does not begin with v=DMARC1" end
   return "no record there"
end

local function fields_of(code, entry)
   local all = {
      uri = entry.uri, tag = entry.tag, host = entry.host, name = entry.name, override = entry.override,
      reason = reason_of(entry), status = entry.answer or "its organizational domain is unknown",
   }
   local fields = {}
   for _, name in ipairs(check.findings[code].fields) do fields[name] = all[name] end
   return fields
end

local function report(found, entry, add)
   local code = CODES[entry.status]
   if not code then return end
   local list = { evidence.record(found.place.name, "TXT", found.record, entry.range[1], entry.range[2]) }
   local text = entry.record or entry.found
   if text then list[2] = evidence.record(entry.name, "TXT", text) end
   add(code, {
      subject = found.policy_domain, type = "TXT", fields = fields_of(code, entry), evidence = list,
      because = { entry.because, table.unpack(entry.open) }, rests = { entry }, -- `open`: is it another's organization?
      records = entry.status == "unauthorized" and records.txt(entry.name, "v=DMARC1;") or nil,
   })
end

-- Whether what is sent to ENTRY can arrive.
local function deliver(found, entry, add)
   local mailbox = entry.mailbox
   local own = entry.host == found.policy_domain
   if not mailbox or mailbox.status == "ok" or own and found.kind ~= "own" then return end -- that domain's audit tells
   local fields, because = { uri = entry.uri, tag = entry.tag, host = entry.host }, mailbox.because
   if because then fields.name, fields.type, fields.status = because.name, because.type, because.status
   else fields.reason = words.mailbox(mailbox.status) end
   local lost = own and "dmarc-report-own-mailbox" or "dmarc-report-undeliverable"
   add(because and "dmarc-report-mailbox-unknown" or lost, {
      subject = found.policy_domain, type = "TXT", fields = fields, because = { because },
      evidence = { evidence.record(found.place.name, "TXT", found.record, entry.range[1], entry.range[2]) },
   })
end

--- Findings of MODELS (dmarc) through ADD.
function check.run(models, add)
   local dmarc = models.dmarc
   local found = dmarc.policy
   if not found.said or found.place == found.walk.psd then return end
   for _, entry in ipairs(dmarc.reports) do
      report(found, entry, add)
      deliver(found, entry, add)
   end
end

return check
