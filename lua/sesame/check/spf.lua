-- SPDX-License-Identifier: MIT
-- Check of SPF record selection: is there one record, is it found, does its answer fit? (RFC 7208 3 and 4.5.)
-- What the record says is judged elsewhere. It must not look anything up.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local is_bare = require("sesame.check.domain").is_bare
local outline = require "sesame.facts.outline"
local records = require "sesame.base.records"

local check = { name = "spf" }

local PREFIX = #"v=spf1" -- the bytes that make a text an SPF record

-- Sizes of the whole TXT set: RFC 7208 3.4 names the first two, DNS Flag Day 2020 the third.
local TEXT_SAFE = 450
local MESSAGE_PLAIN = 512
local MESSAGE_EDNS = 1232

check.findings = finding.declare("spf", {
   ["spf-selected"] = {
      severity = "ok", fields = {}, reference = "RFC 7208 4.5", needs = { "spf" },
      text = "{subject} has exactly one SPF record.", why = "Receivers need exactly one.",
   },
   ["spf-missing"] = {
      rank = 2, reveals = { "spf-neutral-all", "spf-no-all", "spf-txt-over-450" },
      severity = "error", fields = {}, reference = "RFC 7208 4.5", fix = "spf.first",
      text = "{subject} has no SPF record.",
      why = "Receivers cannot tell who may send for the domain: the result is \"none\", large mailbox providers "
         .. "refuse such mail, and anyone may put the domain into the envelope.",
      advice = "List the services that send with this domain in their envelope sender and publish one TXT record "
         .. "that begins with v=spf1 and ends in ~all or -all.",
   },
   ["spf-missing-parked"] = {
      severity = "warning", rank = 4, fields = {}, reference = "RFC 7208 10.1.2", fix = "spf.parked",
      reveals = { "spf-txt-over-450" },
      text = "{subject} has no SPF record and no MX: a domain that seems to send no mail says so nowhere.",
      why = "A domain nobody watches is the easiest to forge.",
      advice = "If it sends no mail, publish this.",
   },
   ["spf-several"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "count" }, reference = "RFC 7208 4.5",
      text = "{subject} has {count} SPF records; there must be exactly one.",
      why = "Every receiver answers permerror: none of the records counts, not even if they are alike.",
      advice = "Merge the terms of all of them into one record, and remove the others.", fix = "spf.merge",
   },
   ["spf-near-miss"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "reason" }, reference = "RFC 7208 4.5", fix = "spf.near",
      text = "{subject} has no SPF record, only one that looks like it: {reason}.",
      why = "A record must begin with \"v=spf1\", followed by a space or nothing. Receivers pass over this one in "
         .. "silence, so the result is \"none\".",
      advice = "Correct the underlined bytes.",
   },
   ["spf-near-miss-beside"] = {
      severity = "warning", rank = 5, fields = { "reason" }, reference = "RFC 7208 4.5", fix = "spf.beside",
      text = "Beside the SPF record stands one that only looks like it: {reason}.",
      why = "It has no effect; if someone corrects it, there are two records and every result becomes permerror.",
      advice = "Move what it should say into the SPF record and remove it.",
   },
   ["spf-continued"] = {
      severity = "error", rank = 2, fields = { "text" }, reference = "RFC 7208 3.3 and 4.5", fix = "spf.beside",
      text = "{subject} has a TXT record of SPF terms that no receiver reads: {text}.",
      why = "A record begins with v=spf1, and nothing of another record is added to it. Whoever is named there is not "
         .. "allowed to send.",
      advice = "Write the terms into the SPF record, all in one TXT record of several strings, if they belong there.",
      reveals = causes.spf_record,
   },
   ["spf-type99-only"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = {}, reference = "RFC 7208 3.1", fix = "spf.txt",
      text = "The SPF record of {subject} is only there as type SPF (99), which no receiver asks for.",
      why = "Type 99 was withdrawn in 2014. The result is \"none\".",
      advice = "Publish the same text as a TXT record.",
   },
   ["spf-type99-differs"] = {
      severity = "warning", rank = 5, fields = {}, reference = "RFC 7208 3.1", fix = "spf.type99",
      text = "{subject} has a record of type SPF (99) that differs from its TXT record.",
      why = "Only TXT counts. The other one misleads the people who read it.", advice = "Remove the type 99 record.",
   },
   ["spf-type99"] = {
      severity = "notice", fields = {}, reference = "RFC 7208 3.1", fix = "spf.type99",
      text = "{subject} still has a record of type SPF (99).",
      why = "No receiver asks for it.", advice = "Remove it.",
   },
   ["spf-sender-id"] = {
      severity = "notice", fields = {}, reference = "RFC 6654", fix = "spf.sender_id",
      text = "{subject} still has a Sender ID record.",
      why = "Sender ID is dead, and the record takes room in every answer.", advice = "Remove it.",
   },
   ["spf-dangling"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "target" }, reference = "RFC 7208 4.4", fix = "spf.alias",
      text = "{subject} is an alias for {target}, which has no TXT records.",
      why = "The SPF record is looked for at the end of the alias, and there is none. Whoever controls the target "
         .. "decides who may send.",
      advice = "Remove the alias, or publish the record at its target.",
   },
   ["spf-alias"] = {
      severity = "notice", fields = { "target" }, reference = "RFC 7208 4.4",
      text = "The SPF record of {subject} comes from {target} through an alias.",
      why = "Whoever controls {target} decides who may send for the domain.",
   },
   ["spf-txt-over-450"] = {
      severity = "warning", rank = 3, fields = { "octets", "records" }, reference = "RFC 7208 3.4", fix = "spf.room",
      text = "The TXT records of {subject} hold {octets} octets with the name; the advice is to stay under 450.",
      why = "All {records} TXT records travel in one answer. Past 512 octets it needs EDNS or TCP, which some "
         .. "networks still block.",
      advice = "Remove verification texts that have done their work; move others to names of their own.",
   },
   ["spf-txt-over-512"] = {
      severity = "warning", rank = 3, fields = { "octets", "records" }, reference = "RFC 7208 3.4", fix = "spf.room",
      text = "The answer for TXT at {subject} has {octets} octets, over the 512 of plain DNS.",
      why = "All {records} TXT records travel in one answer. A receiver behind a firewall that stops EDNS or TCP gets "
         .. "none of them, and SPF ends in temperror.",
      advice = "Remove verification texts that have done their work; move others to names of their own.",
   },
   ["spf-txt-over-1232"] = {
      rank = 3,
      severity = "warning", fields = { "octets", "records" }, reference = "DNS Flag Day 2020", fix = "spf.room",
      text = "The answer for TXT at {subject} has {octets} octets, over the 1232 that resolvers take by UDP.",
      why = "Every receiver has to ask a second time by TCP for these {records} records; where TCP on port 53 is "
         .. "blocked, SPF ends in temperror.",
      advice = "Remove verification texts that have done their work; move others to names of their own.",
   },
   ["spf-unknown"] = {
      severity = "unknown", rank = 2, fields = { "status", "server" }, reference = "RFC 7208 4.4",
      text = "Whether {subject} has an SPF record could not be learnt: {status} (asked: {server}).",
      why = "A receiver that meets the same answers temperror and may put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "domain", "mx", "ses", "spf" }, reveals = causes.spf_mended })

local function no_record(models, sends, add)
   local spf, mx = models.spf, models.mx
   local name, miss, old = spf.name, spf.near_misses[1], spf.type99[1]
   if miss then
      add("spf-near-miss", {
         subject = name, type = "TXT", fields = { reason = miss.reason },
         evidence = { evidence.record(name, "TXT", miss.value, miss.range[1], miss.range[2]) },
      })
   elseif old then
      add("spf-type99-only", {
         subject = name, type = "SPF", evidence = evidence.all(name, "SPF", spf.type99),
         records = records.txt(name, old),
      })
   elseif outline.dangles(spf) then
      add("spf-dangling", {
         subject = name, type = "CNAME", fields = { target = spf.chain[#spf.chain] },
         evidence = evidence.chain(name, spf.chain),
      })
   elseif (mx.null or mx.known == "absent") and (sends or is_bare(models)) then
      -- SES sends for it with a MAIL FROM name, never with this one: nobody asks for SPF here, and "-all" is no cure
      return
   elseif mx.known == "unknown" then
      return -- how grave it is hangs on that, told as what could not be learnt
   elseif mx.null or mx.known == "absent" then
      add("spf-missing-parked", { subject = name, type = "TXT", records = records.txt(name, "v=spf1 -all") })
   else
      add("spf-missing", { subject = name, type = "TXT" })
   end
end

local function near_misses_beside(spf, add)
   for _, miss in ipairs(spf.near_misses) do
      add("spf-near-miss-beside", {
         subject = spf.name, type = "TXT", fields = { reason = miss.reason },
         evidence = { evidence.record(spf.name, "TXT", miss.value, miss.range[1], miss.range[2]) },
      })
   end
end

local function continued_beside(spf, add)
   for _, value in ipairs(spf.continued) do
      add("spf-continued", {
         subject = spf.name, type = "TXT", fields = { text = value },
         evidence = { evidence.record(spf.name, "TXT", value) },
      })
   end
end

local function type99_beside(spf, add)
   if #spf.type99 == 0 then return end
   local code = spf.type99[1] == spf.records[1] and "spf-type99" or "spf-type99-differs"
   add(code, { subject = spf.name, type = "SPF", evidence = evidence.all(spf.name, "SPF", spf.type99) })
end

local function size(spf, add)
   local txt, code, octets = spf.txt, nil, spf.txt.message
   if txt.message > MESSAGE_EDNS then
      code = "spf-txt-over-1232"
   elseif txt.message > MESSAGE_PLAIN then
      code = "spf-txt-over-512"
   elseif txt.text > TEXT_SAFE then
      code, octets = "spf-txt-over-450", txt.text
   end
   if code then
      add(code, { subject = spf.name, type = "TXT", fields = { octets = octets, records = txt.records } })
   end
end

local function with_record(spf, add)
   local count = #spf.records
   if count > 1 then
      add("spf-several", {
         subject = spf.name, type = "TXT", fields = { count = count },
         evidence = evidence.all(spf.name, "TXT", spf.records, PREFIX),
      })
   else
      add("spf-selected", {
         subject = spf.name, type = "TXT", evidence = evidence.all(spf.name, "TXT", spf.records),
      })
   end
   if #spf.chain > 0 then
      add("spf-alias", {
         subject = spf.name, type = "CNAME", fields = { target = spf.chain[#spf.chain] },
         evidence = evidence.chain(spf.name, spf.chain),
      })
   end
   near_misses_beside(spf, add)
   continued_beside(spf, add)
   type99_beside(spf, add)
   size(spf, add)
end

--- Findings of MODELS (spf, mx, ses) through ADD(code, detail).
function check.run(models, add)
   local spf = models.spf
   if spf.known == "unknown" then
      add("spf-unknown", {
         subject = spf.name, type = "TXT", fields = { status = spf.status, server = evidence.server(spf) },
      })
      return
   elseif #spf.records > 0 then
      with_record(spf, add)
   else
      no_record(models, #(models.ses and models.ses.regions or {}) > 0, add)
   end
   if #spf.sender_id > 0 then
      add("spf-sender-id", {
         subject = spf.name, type = "TXT", evidence = evidence.all(spf.name, "TXT", spf.sender_id),
      })
   end
end

return check
