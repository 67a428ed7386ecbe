-- SPDX-License-Identifier: MIT
-- Check of the MAIL FROM names the owner gave: those that are missing or whose aliases lead nowhere. What a policy says
-- is judged elsewhere. It must not look anything up.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local outline = require "sesame.facts.outline"
local walk_words = require "sesame.check.spf_walk_words"

local check = { name = "names" }

check.findings = finding.declare("names", {
   ["mail-from-present"] = {
      severity = "ok", fields = {}, reference = "RFC 7208 2.4",
      text = "The MAIL FROM name {subject} has an MX host with an address and one SPF record.",
      why = "Bounces arrive, and SPF can pass.",
   },
   ["mail-from-mx-missing"] = {
      rank = 2, reveals = { "mail-from-spf-missing" },
      severity = "error", fields = {}, reference = "RFC 5321 5.1", fix = "console.advice",
      text = "The MAIL FROM name {subject} has no MX record.",
      why = "Bounces are lost, and a sending service that checks for its MX falls back to a name of its own: then SPF "
         .. "no longer speaks for this domain.",
      advice = "Publish the MX record that the sending service gave you for this name.",
   },
   ["mail-from-mx-dangling"] = {
      severity = "error", rank = 2, fields = { "host" }, reference = "RFC 5321 5.1", fix = "console.advice",
      text = "The MX host {host} of the MAIL FROM name {subject} has no address.",
      why = "Bounces are lost, and receivers may refuse mail whose sender cannot be answered.",
      advice = "Copy the host anew from the sending service.",
   },
   ["mail-from-dangling"] = {
      rank = 2, reveals = { "mail-from-mx-missing", "mail-from-spf-missing" },
      severity = "error", fields = { "target" }, reference = "RFC 1034 3.6.2", fix = "console.advice",
      text = "The MAIL FROM name {subject} is an alias for {target}, which has no MX record.",
      why = "Bounces are lost. Whoever controls the target decides who may send with this name.",
      advice = "Replace the alias by the MX and TXT records that the sending service gave you.",
   },
   ["mail-from-spf-missing"] = {
      rank = 2, follows = { "mail-from-dangling" },
      severity = "error", fields = {}, reference = "RFC 7208 4.5", fix = "spf.near_or_ask",
      text = "The MAIL FROM name {subject} has no SPF record.",
      why = "SPF is looked up at the MAIL FROM name itself, never at a name above it; the result is \"none\".",
      advice = "Publish the TXT record that the sending service gave you for this name.",
   },
   ["mail-from-spf-several"] = {
      severity = "error", rank = 2, fields = { "count" }, reference = "RFC 7208 4.5",
      text = "The MAIL FROM name {subject} has {count} SPF records; there must be exactly one.",
      why = "Every receiver answers permerror.", advice = "Merge them into one record.", fix = "spf.merge",
   },
   ["mail-from-spf-anyone"] = {
      severity = "error", rank = 4, fields = { "family" }, reference = "RFC 7208 5.1", fix = "mail-from.close",
      text = "The SPF record of the MAIL FROM name {subject} lets anyone send: it passes every {family} address.",
      why = "A forger who writes this name into the envelope gets \"pass\", and with relaxed alignment DMARC passes "
         .. "for mail that claims to come from the domain above.",
      advice = "Remove the term that matches everybody, and end the record in ~all or -all.",
   },
   ["mail-from-spf-unknown"] = {
      rank = 2, follows = { "mail-from-unknown" },
      severity = "unknown", fields = { "reason" }, reference = "RFC 7208 4.4",
      text = "Whether the SPF record of the MAIL FROM name {subject} lets its sender through could not be learnt: "
         .. "{reason}.",
      why = "A receiver that meets the same answers temperror, and may put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["mail-from-unknown"] = {
      severity = "unknown", rank = 2, fields = { "type", "status", "server" }, reference = "RFC 5321 5.1",
      text = "{type} at the MAIL FROM name {subject} could not be learnt: {status} (asked: {server}).",
      why = "A receiver that meets the same may put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "mail_from" }, reveals = causes.ses_settled })

local function unknown(entry, rrtype, outlined, add)
   add("mail-from-unknown", {
      subject = entry.name, type = rrtype,
      fields = { type = rrtype, status = outlined.status, server = evidence.server(outlined) },
      because = { outlined.because },
   })
end

-- Returns whether bounces can arrive.
local function mail_from_mx(entry, add)
   local mx, good = entry.mx, true
   if mx.known == "unknown" then
      unknown(entry, "MX", mx, add)
      return false
   elseif entry.ses and mx.known == "absent" then
      return false -- said with the record to publish by check/ses_mail_from
   elseif outline.dangles(mx) then
      add("mail-from-dangling", {
         subject = entry.name, type = "CNAME", fields = { target = mx.chain[#mx.chain] },
         evidence = evidence.chain(entry.name, mx.chain),
      })
      return false
   elseif mx.known == "absent" then
      add("mail-from-mx-missing", { subject = entry.name, type = "MX" })
      return false
   end
   for _, host in ipairs(mx.hosts) do
      if host.known == "absent" then
         local from = #host.text - #host.host
         add("mail-from-mx-dangling", {
            subject = entry.name, type = "MX", fields = { host = host.host },
            evidence = { evidence.record(entry.name, "MX", host.text, from, #host.text) },
         })
      elseif host.known == "unknown" then
         unknown({ name = host.host }, "A", host, add)
      end
      good = good and host.known == "present"
   end
   return good
end

local FAMILIES = { { "ip4", "IPv4" }, { "ip6", "IPv6" } }

-- What the one record of ENTRY lets through: everybody, or nobody knows whom.
local function reach(entry, add)
   local tree, sending, families = entry.tree, entry.sending, {}
   for _, family in ipairs(FAMILIES) do
      if tree.authorised and tree.authorised:is_all(family[1]) then families[#families + 1] = family[2] end
   end
   local result = sending and sending.result or tree.result
   if #families > 0 then
      add("mail-from-spf-anyone", {
         subject = entry.name, type = "TXT", fields = { family = table.concat(families, " and ") },
         evidence = { evidence.record(entry.name, "TXT", entry.spf.records[1]) },
      })
   elseif result == "unknown" then
      add("mail-from-spf-unknown", {
         subject = entry.name, type = "TXT",
         fields = { reason = walk_words.reason(tree) or "the addresses of amazonses.com are not known" },
         evidence = { evidence.record(entry.name, "TXT", entry.spf.records[1]) },
         because = #(entry.open or {}) > 0 and entry.open or tree.because or sending and sending.because,
      })
   end
end

local function mail_from_spf(entry, add)
   local spf = entry.spf
   if spf.known == "unknown" then
      unknown(entry, "TXT", spf, add)
   elseif #spf.records == 0 and entry.ses then
      return false -- said with the record to publish by check/ses_mail_from
   elseif #spf.records == 0 then
      local miss = spf.near_misses[1]
      add("mail-from-spf-missing", {
         subject = entry.name, type = "TXT",
         evidence = miss and { evidence.record(entry.name, "TXT", miss.value, miss.range[1], miss.range[2]) } or nil,
      })
   elseif #spf.records > 1 then
      add("mail-from-spf-several", {
         subject = entry.name, type = "TXT", fields = { count = #spf.records },
         evidence = evidence.all(entry.name, "TXT", spf.records),
      })
   elseif entry.tree then
      reach(entry, add)
   end
   return #spf.records == 1
end

--- Findings of MODELS (mail_from) through ADD(code, detail).
function check.run(models, add)
   for _, entry in ipairs(models.mail_from) do
      local mx, spf = mail_from_mx(entry, add), mail_from_spf(entry, add)
      if mx and spf and not entry.ses then
         add("mail-from-present", { subject = entry.name, type = "MX", rests = { entry } })
      end
   end
end

return check
