-- SPDX-License-Identifier: MIT
-- Check that receivers find one DMARC record for the domain, at the right name (RFC 9989 4.10).
-- What the record says is judged elsewhere. It must not look anything up.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local is_bare = require("sesame.check.domain").is_bare
local outline = require "sesame.facts.outline"
local mailboxes = require "sesame.dmarc.mailboxes"
local owner = require "sesame.base.owner"
local records = require "sesame.base.records"
local copy = require "sesame.base.copy"
local words = require "sesame.check.dmarc_words"

local check = { name = "dmarc" }

local PREFIX = #"v=DMARC1"

check.findings = finding.declare("dmarc", {
   ["dmarc-present"] = {
      severity = "ok", fields = {}, reference = "RFC 9989 4.10", needs = {},
      text = "{subject} holds exactly one DMARC record.", why = "Receivers need exactly one.",
   },
   ["dmarc-inherited"] = {
      severity = "ok", fields = { "owner" }, reference = "RFC 9989 4.10.1", needs = {},
      text = "The DMARC policy of {subject} comes from {owner}.",
      why = "A domain without a record of its own is ruled by that of its organizational domain.",
   },
   ["dmarc-missing"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = {}, reference = "RFC 9989 4.10.1", fix = "dmarc.first",
      text = "No DMARC record applies to {subject}.",
      why = "Anyone may write the domain into the From header unseen, and large mailbox providers refuse bulk mail "
         .. "from a domain without DMARC.",
      advice = "Begin with a policy that only asks for reports, to an address of yours.",
   },
   ["dmarc-several"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = { "count" }, reference = "RFC 9989 4.10", fix = "dmarc.one",
      text = "{subject} holds {count} DMARC records; there must be exactly one.",
      why = "Receivers discard all of them, so none of them protects the domain.",
      advice = "Keep the one that is meant and remove the others.",
   },
   ["dmarc-near-miss"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = { "reason" }, reference = "RFC 9989 4.8", fix = "dmarc.near",
      text = "{subject} holds a record that only looks like DMARC: {reason}.",
      why = "A record begins with \"v=DMARC1\" and goes on with a semicolon. Receivers pass over this one in silence.",
      advice = "Correct the underlined bytes.",
   },
   ["dmarc-near-miss-beside"] = {
      severity = "warning", rank = 5, fields = { "reason" }, reference = "RFC 9989 4.8", fix = "dmarc.beside",
      text = "Beside the DMARC record stands one that only looks like it: {reason}.",
      why = "It has no effect; if someone corrects it, there are two records, and receivers discard both.",
      advice = "Remove it.",
   },
   ["dmarc-at-apex"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = { "name" }, reference = "RFC 9989 4.10", fix = "dmarc.move",
      text = "The DMARC record stands at {subject} itself, where no receiver looks.",
      why = "Receivers ask for {name} only, and find none there.",
      advice = "Move the record to {name}.",
   },
   ["dmarc-at-apex-too"] = {
      severity = "notice", fields = { "name" }, reference = "RFC 9989 4.10", fix = "dmarc.copy",
      text = "A copy of a DMARC record stands at {subject} itself, where no receiver looks.",
      why = "Only {name} counts. Sooner or later somebody changes the wrong one.", advice = "Remove the copy.",
   },
   ["dmarc-wrong-name"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = { "name", "reason" }, reference = "RFC 9989 4.10", fix = "dmarc.move",
      text = "A DMARC record stands at {subject}: {reason}.",
      why = "Receivers ask for {name} only, and find none there.",
      advice = "Move the record.",
   },
   ["dmarc-other-text"] = {
      severity = "notice", fields = {}, reference = "RFC 9989 4.10",
      text = "The text at {subject} is no DMARC record.",
      why = "Receivers pass over what does not begin with v=DMARC1; it may stay beside the record.",
   },
   ["dmarc-other-text-wildcard"] = {
      severity = "notice", fields = { "wildcard" }, reference = "RFC 4592 3.3.1",
      text = "What answers at {subject} is the wildcard {wildcard}, and that is no DMARC record.",
      why = "A wildcard answers for every name that does not exist, whatever is asked there. It gives way to a record "
         .. "published under the name itself.",
   },
   ["dmarc-dangling"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = { "target" }, reference = "RFC 1034 3.6.2", fix = "dmarc.alias",
      text = "{subject} is an alias for {target}, which has no record.",
      why = "Receivers find no policy there. Whoever controls the target can set one, and gets the reports.",
      advice = "Publish the record at the target, or put it in place of the alias.",
   },
   ["dmarc-below"] = {
      severity = "ok", fields = { "names" }, reference = "RFC 9989 4.10.1",
      text = "Names below {subject} with one DMARC record of their own: {names}.",
      why = "Mail from such a name is ruled by its own record, whatever the domain's record says in sp.",
   },
   ["dmarc-unknown"] = {
      severity = "unknown", rank = 4, fields = { "status", "server" }, reference = "RFC 9989 4.10.1",
      text = "Whether {subject} holds a DMARC record could not be learnt: {status} (asked: {server}).",
      why = "Which policy applies stays undetermined; that is not the same as having none.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "dmarc", "domain", "mx" } })

local function unknown(place, add)
   add("dmarc-unknown", {
      subject = place.name, type = "TXT", fields = { status = place.status, server = evidence.server(place) },
   })
end

local function near_misses(dmarc, code, add)
   for _, miss in ipairs(dmarc.near_misses) do
      add(code, {
         subject = dmarc.name, type = "TXT", fields = { reason = miss.reason },
         evidence = { evidence.record(dmarc.name, "TXT", miss.value, miss.range[1], miss.range[2]) },
      })
   end
end

-- Records where no receiver looks. Returns whether there was any.
local function elsewhere(dmarc, domain, add)
   for _, value in ipairs(dmarc.at_apex) do
      add("dmarc-at-apex", {
         subject = domain, type = "TXT", fields = { name = dmarc.name },
         evidence = { evidence.record(domain, "TXT", value, 0, math.min(PREFIX, #value)) },
         records = records.txt(dmarc.name, value),
      })
   end
   for _, place in ipairs(dmarc.misplaced) do
      add("dmarc-wrong-name", {
         subject = place.name, type = "TXT", fields = { name = dmarc.name, reason = words.mistake(place.reason) },
         evidence = { evidence.record(place.name, "TXT", place.value) },
         records = records.txt(dmarc.name, place.value),
      })
   end
   return #dmarc.at_apex + #dmarc.misplaced > 0
end

-- Text at the domain's own name that is no DMARC record.
local function other_text(dmarc, add)
   local other = dmarc.other
   if not other then return end
   local at = other.wildcard or dmarc.chain[#dmarc.chain] or dmarc.name
   add(other.wildcard and "dmarc-other-text-wildcard" or "dmarc-other-text", {
      subject = dmarc.name, type = "TXT", fields = { wildcard = other.wildcard },
      evidence = evidence.all(at, "TXT", other.values),
   })
end

local function several(place, add)
   add("dmarc-several", {
      subject = place.name, type = "TXT", fields = { count = #place.records },
      evidence = evidence.all(place.name, "TXT", place.records, PREFIX),
   })
end

local function dangling(place, add)
   add("dmarc-dangling", {
      subject = place.name, type = "CNAME", fields = { target = place.chain[#place.chain] },
      evidence = evidence.chain(place.name, place.chain),
   })
end

-- Faults at the domain's own name, said even where a record above applies. Returns whether there was any.
local function own_faults(dmarc, domain, add)
   local any = elsewhere(dmarc, domain, add)
   if #dmarc.records > 1 then
      several(dmarc, add)
      any = true
   elseif outline.dangles(dmarc) then
      dangling(dmarc, add)
      any = true
   end
   near_misses(dmarc, "dmarc-near-miss", add)
   other_text(dmarc, add)
   return any or #dmarc.near_misses > 0
end

-- What stands at the names below that the source lists; what single records say is judged elsewhere.
local function below(dmarc, domain, add)
   local names = {}
   for _, place in ipairs(dmarc.below or {}) do
      if place.known == "unknown" then
         unknown(place, add)
      elseif #place.records > 1 then
         several(place, add)
      elseif outline.dangles(place) then
         dangling(place, add)
      elseif #place.records == 1 then
         names[#names + 1] = place.owner
      end
      near_misses(place, #place.records == 1 and "dmarc-near-miss-beside" or "dmarc-near-miss", add)
   end
   if #names > 0 then add("dmarc-below", { subject = domain, type = "TXT", fields = { names = names } }) end
end

-- A record where every name below is covered too; it names no mailbox where none can be.
local function first_record(models)
   local base = owner.home(models.domain.name, models.domain.zone)
   local takes = not owner.is_reverse(base) and mailboxes.may_receive(models.mx, base)
   local rua = takes and "; rua=mailto:dmarc-reports@" .. base or ""
   return records.txt("_dmarc." .. base, "v=DMARC1; p=none" .. rua)
end

local function not_here(dmarc, models, add)
   local domain = models.domain.name
   local faults = own_faults(dmarc, domain, add)
   if dmarc.inherited then
      local from = dmarc.inherited
      add("dmarc-inherited", {
         subject = domain, type = "TXT", fields = { owner = from.owner },
         evidence = { evidence.record(from.name, "TXT", from.record) },
      })
   elseif not dmarc.above.known then
      unknown(copy.with(dmarc.above.because, { server = dmarc.above.server }), add)
   elseif not faults and not is_bare(models) then
      add("dmarc-missing", { subject = domain, type = "TXT", records = first_record(models) })
   end
end

--- Findings of MODELS (domain, dmarc) through ADD(code, detail).
function check.run(models, add)
   local dmarc, domain = models.dmarc, models.domain.name
   below(dmarc, domain, add)
   if dmarc.known == "unknown" then
      unknown(dmarc, add)
   elseif #dmarc.records == 1 then
      add("dmarc-present", {
         subject = dmarc.name, type = "TXT", evidence = evidence.all(dmarc.name, "TXT", dmarc.records),
      })
      near_misses(dmarc, "dmarc-near-miss-beside", add)
      for _, value in ipairs(dmarc.at_apex) do
         add("dmarc-at-apex-too", {
            subject = domain, type = "TXT", fields = { name = dmarc.name },
            evidence = { evidence.record(domain, "TXT", value, 0, math.min(PREFIX, #value)) },
         })
      end
   else
      not_here(dmarc, models, add)
   end
end

return check
