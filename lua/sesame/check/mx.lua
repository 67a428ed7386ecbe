-- SPDX-License-Identifier: MIT
-- Check of where the domain receives mail: MX, null MX, hosts that do not exist (RFC 5321 5.1, RFC 7505).
-- It must not look anything up.
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local mailboxes = require "sesame.dmarc.mailboxes"
local is_bare = require("sesame.check.domain").is_bare
local policy = require "sesame.spf.policy"
local records = require "sesame.base.records"

local check = { name = "mx" }

check.findings = finding.declare("mx", {
   ["mx-ok"] = {
      severity = "ok", fields = { "count" }, reference = "RFC 5321 5.1", needs = { "mx" },
      text = "Every MX host of {subject} has an address ({count} in all).", why = "Bounces and replies arrive.",
   },
   ["mx-null"] = {
      severity = "ok", fields = {}, reference = "RFC 7505 3", needs = { "mx" },
      text = "{subject} says by a null MX that it receives no mail.", why = "Senders learn it at once.",
   },
   ["mx-null-with-others"] = {
      rank = 1, reveals = { "dmarc-report-own-mailbox", "mx-dangling", "mx-host-alias", "spf-null-mx-senders" },
      severity = "error", fields = {}, reference = "RFC 7505 3", fix = "mx.null",
      text = "{subject} has a null MX beside other MX records.",
      why = "A null MX must stand alone. Some senders give up at once, others try the rest.",
      advice = "Remove the null MX if the domain receives mail, and the others if it does not.",
   },
   ["mx-implicit"] = {
      reveals = { "dmarc-report-own-mailbox", "spf-missing-parked", "spf-null-mx-senders" },
      severity = "notice", fields = {}, reference = "RFC 5321 5.1", fix = "mx.none",
      text = "{subject} has no MX record: mail for it goes to its own address.",
      why = "The host with the domain's A or AAAA record, often a web server, is offered all its mail.",
      advice = "Publish an MX for the host that takes the mail, or the null MX (\"0 .\") if none does.",
   },
   ["mx-missing"] = {
      reveals = { "dmarc-report-own-mailbox", "spf-missing-parked", "spf-null-mx-senders" },
      severity = "notice", fields = {}, reference = "RFC 7505 1", fix = "mx.none",
      text = "{subject} receives no mail: it has neither MX nor address.",
      why = "Senders take days to give up where a null MX would tell them at once; some receivers refuse mail from "
         .. "a domain that cannot be answered.",
      advice = "If that is meant, say so with the null MX (\"0 .\").",
   },
   ["mx-dangling"] = {
      severity = "error", rank = 1, fields = { "host", "target" }, reference = "RFC 5321 5.1", fix = "mx.dangling",
      text = "The MX host {host} of {subject} has no address.",
      why = "Mail for this host is not delivered. If somebody else can create {target}, they get the mail.",
      advice = "Remove the MX record, or give its host an address.",
   },
   ["mx-host-alias"] = {
      severity = "warning", rank = 3, fields = { "host", "target" }, reference = "RFC 2181 10.3", fix = "mx.alias",
      text = "The MX host {host} of {subject} is an alias for {target}.",
      why = "An MX must name a host with an address of its own; some senders refuse an alias.",
      advice = "Name {target} in the MX record.",
   },
   ["mx-host-is-address"] = {
      severity = "error", rank = 1, fields = { "host" }, reference = "RFC 5321 5.1", fix = "mx.address",
      text = "An MX record of {subject} names an IP address ({host}) instead of a host.",
      why = "Senders take it for a host name, find no address for it, and deliver nothing.",
      advice = "Give the address a name with an A or AAAA record, and put that name into the MX record.",
   },
   ["mx-host-unknown"] = {
      severity = "unknown", rank = 1, fields = { "host", "status", "server" }, reference = "RFC 5321 5.1",
      text = "Whether the MX host {host} of {subject} has an address could not be learnt: {status} (asked: {server}).",
      why = "Senders that meet the same put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["mx-hosts-left-out"] = {
      severity = "unknown", fields = { "count" }, reference = "RFC 5321 5.1",
      text = "{subject} has so many MX hosts that {count} of them were not looked up.",
      why = "No real mail service needs so many.", advice = "See whether the records are meant.",
   },
   ["mx-unknown"] = {
      severity = "unknown", rank = 1, fields = { "status", "server" }, reference = "RFC 5321 5.1",
      text = "The MX records of {subject} could not be learnt: {status} (asked: {server}).",
      why = "Senders that meet the same put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "dmarc", "domain", "mx", "ses", "spf_tree" } })

local function at_fault(mx, entry)
   local from = #entry.text - #entry.host
   if entry.null then from = #entry.text - 1 end
   return evidence.record(mx.name, "MX", entry.text, from, #entry.text)
end

local function with_chain(mx, entry)
   local list = { at_fault(mx, entry) }
   for _, link in ipairs(evidence.chain(entry.host, entry.chain)) do list[#list + 1] = link end
   return list
end

-- Returns whether the host is in order.
local function host(mx, entry, add)
   local detail = { subject = mx.name, type = "MX" }
   if entry.address then
      detail.fields, detail.evidence = { host = entry.host }, { at_fault(mx, entry) }
      add("mx-host-is-address", detail)
   elseif entry.known == "absent" then
      local target = entry.chain[#entry.chain] or entry.host
      detail.fields, detail.evidence = { host = entry.host, target = target }, with_chain(mx, entry)
      add("mx-dangling", detail)
   elseif entry.known == "unknown" then
      detail.fields = { host = entry.host, status = entry.status, server = evidence.server(entry) }
      detail.evidence, detail.because = { at_fault(mx, entry) }, { entry.because }
      add("mx-host-unknown", detail)
   elseif entry.known == "present" and #entry.chain > 0 then
      detail.fields = { host = entry.host, target = entry.chain[#entry.chain] }
      detail.evidence = with_chain(mx, entry)
      add("mx-host-alias", detail)
   end
   return entry.known == "present" and #entry.chain == 0
end

local function null_among_others(mx, add)
   for _, entry in ipairs(mx.hosts) do
      if entry.null then
         add("mx-null-with-others", { subject = mx.name, type = "MX", evidence = { at_fault(mx, entry) } })
         return
      end
   end
end

local function hosts(mx, add)
   null_among_others(mx, add)
   local good = 0
   for _, entry in ipairs(mx.hosts) do
      if not entry.null and host(mx, entry, add) then good = good + 1 end
   end
   if mx.left_out > 0 then
      add("mx-hosts-left-out", { subject = mx.name, type = "MX", fields = { count = mx.left_out }, because = {} })
   end
   if good == #mx.hosts then add("mx-ok", { subject = mx.name, type = "MX", fields = { count = good } }) end
end

-- Whether the domain shows that it uses mail: it sends, which a null MX would speak against (RFC 7505 4.2), or DMARC
-- reports are to go to a mailbox there.
local function uses_mail(models)
   if models.ses and models.ses.used then return true end
   if #mailboxes.at(models.dmarc and models.dmarc.reports, models.mx.name) > 0 then return true end
   local tree = models.spf_tree
   return tree ~= nil and policy.refuses_all(tree) ~= true
end

local function none(mx, models, add)
   if is_bare(models) then return end
   local silent = #mx.chain == 0 and not uses_mail(models)
   local detail = {
      subject = mx.name, type = "MX", evidence = evidence.chain(mx.name, mx.chain),
      records = silent and records.mx(mx.name, 0, ".") or nil,
   }
   if mx.implicit.known == "present" then
      add("mx-implicit", detail)
   elseif mx.implicit.known == "absent" then
      add("mx-missing", detail)
   else
      add("mx-host-unknown", {
         subject = mx.name, type = "A",
         fields = { host = mx.name, status = mx.implicit.because.status, server = evidence.server(mx) },
         because = { mx.implicit.because },
      })
   end
end

--- Findings of MODELS (mx, and what shows that the domain sends) through ADD(code, detail).
function check.run(models, add)
   local mx = models.mx
   if mx.known == "unknown" then
      add("mx-unknown", {
         subject = mx.name, type = "MX", fields = { status = mx.status, server = evidence.server(mx) },
      })
   elseif mx.null then
      add("mx-null", { subject = mx.name, type = "MX", evidence = { at_fault(mx, mx.hosts[1]) } })
   elseif mx.known == "present" then
      hosts(mx, add)
   else
      none(mx, models, add)
   end
end

return check
