-- SPDX-License-Identifier: MIT
-- Check of the DMARC tree around a domain: psd=, tags that count only above, wildcards, receivers of the older standard
-- (RFC 9989 4.10). It must not look anything up, nor judge how strong a policy is (check/dmarc_policy).
local domains = require("sesame.core").domain
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local words = require "sesame.check.dmarc_words"

local check = { name = "dmarc-tree" }

check.findings = finding.declare("dmarc-tree", {
   ["dmarc-subdomain-tag-unused"] = {
      rank = 5, follows = { "dmarc-suffix-captures" },
      severity = "warning", fields = { "tags", "organization" }, reference = "RFC 9989 4.7",
      fix = "dmarc.subdomain-tags",
      text = "{tags} at {subject} has no effect: the names below are ruled by {organization}.",
      why = "sp and np count only in the record of an organizational domain (or public suffix).",
      advice = "Say it at _dmarc.{organization}, give the names below records of their own, or remove it.",
   },
   ["dmarc-np-unused"] = {
      rank = 4, follows = { "dmarc-wildcard" },
      severity = "warning", fields = { "np", "applies", "wildcard" }, reference = "RFC 9989 3.2.13", fix = "dmarc.np",
      text = "np={np} at {subject} never applies: {wildcard} makes every name below exist.",
      why = "np is for names that answer NXDOMAIN, and there are none. {applies} applies to them.",
      advice = "Remove the wildcard, or set sp to what np says.",
   },
   ["dmarc-wildcard-unknown"] = {
      severity = "unknown", fields = { "np", "status", "wildcard" }, reference = "RFC 9989 3.2.13",
      text = "Whether np={np} at {subject} ever applies could not be learnt: {wildcard}: {status}.",
      why = "A wildcard makes every name below exist, and np is for names that do not.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["dmarc-wildcard"] = {
      severity = "notice", fields = {}, reference = "RFC 4592 4.4",
      text = "The wildcard {subject} answers with a DMARC record for every name below that has none.",
      why = "Every such name seems to have a record of its own, whose p= applies in place of the organization's sp=; "
         .. "and whatever else is asked for as TXT gets it too.",
      advice = "Remove it: a record at the organizational domain covers the names below.",
   },
   ["dmarc-psd-misused"] = {
      severity = "error", rank = 4, fields = { "suffix" }, reference = "RFC 9989 4.10.2", fix = "dmarc.psd",
      text = "The record at {subject} says psd=y, but that name is no public suffix ({suffix} is).",
      why = "psd=y makes every name directly below an organization of its own: mail of one no longer aligns with "
         .. "another, nor with the domain above them.",
      advice = "Remove psd=y.",
   },
   ["dmarc-suffix-captures"] = {
      severity = "error", rank = 4, fields = { "suffix", "name" }, reference = "RFC 9989 5.2", fix = "dmarc.psd-n",
      text = "{name}, the record of the public suffix {suffix}, lacks psd=y, so {suffix} counts as organizational "
         .. "domain of {subject}.",
      why = "In relaxed mode {subject} then aligns with every other domain below {suffix}, a stranger's included.",
      advice = "The operator of {suffix} must add psd=y. Until then protect the domain with psd=n in its own record.",
   },
   ["dmarc-suffix-unmarked"] = {
      severity = "error", rank = 4, fields = {}, reference = "RFC 9989 5.2", fix = "dmarc.psd-y",
      text = "{subject} is a public suffix, and its DMARC record lacks psd=y.",
      why = "It counts as the organizational domain of every name below, so that these align with each other though "
         .. "they belong to strangers.",
      advice = "Add psd=y.",
   },
   ["dmarc-psd-n-splits"] = {
      rank = 5,
      severity = "warning", fields = { "domain", "registrable" }, reference = "RFC 9989 4.10.2", fix = "dmarc.psd",
      text = "psd=n at {subject} makes {domain} an organization of its own, apart from {registrable}.",
      why = "Mail from {domain} no longer aligns in relaxed mode with SPF or DKIM of {registrable}, nor the other way "
         .. "round. A DKIM signature by the parent does not count there.",
      advice = "Remove psd=n unless that is meant.",
   },
   ["dmarc-methods-differ"] = {
      rank = 4,
      follows = { "dmarc-psd-misused", "dmarc-psd-n-splits", "dmarc-suffix-captures", "dmarc-suffix-unmarked" },
      severity = "notice", fields = { "differences" }, reference = "RFC 9989 4.10",
      text = "Receivers of RFC 9989 and of RFC 7489 do not agree about {subject}: {differences}.",
      why = "The older ones use the public suffix list and know neither np, psd nor t.",
      advice = "See both with: sesame dmarc show {subject:sh}",
   },
   ["dmarc-organization-unknown"] = {
      severity = "unknown", rank = 4, fields = { "name", "status", "server" }, reference = "RFC 9989 4.10.2",
      text = "The organizational domain of {subject} could not be learnt: {name}: {status} (asked: {server}).",
      why = "Whether sp and np of its record count, and which names align with it, stays undetermined.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "dmarc", "domain" } })

local function evidence_of(found, name)
   local tag = found.said.tags[name]
   return { evidence.record(found.place.name, "TXT", found.record, tag and tag.name_range.from, tag and tag.range.to) }
end

local function subdomain_tags(found, add)
   local said, tags = found.said, {}
   for _, tag in ipairs { "sp", "np" } do
      if said.tags[tag] then tags[#tags + 1] = tag end
   end
   if #tags == 0 or found.kind ~= "own" or found.organizational_domain == found.policy_domain then return end
   if not found.organizational_domain then
      local place = found.walk.places[#found.walk.places] -- where the walk ended: what is not known there is why
      add("dmarc-organization-unknown", {
         subject = found.domain, type = "TXT", fields = { name = place.name, status = place.status,
            server = evidence.server(place) }, because = { place.because },
      })
      return
   end
   add("dmarc-subdomain-tag-unused", {
      subject = found.place.name, type = "TXT", evidence = evidence_of(found, tags[1]),
      fields = { tags = table.concat(tags, " and "), organization = found.organizational_domain },
   })
end

local function wildcards(models, found, add)
   local wildcard, said = models.dmarc.wildcard, found.said
   if #wildcard.records > 0 then
      add("dmarc-wildcard", {
         subject = wildcard.name, type = "TXT", evidence = evidence.all(wildcard.name, "TXT", wildcard.records),
      })
   end
   if not (said and said.np and found.kind == "own") or wildcard.exists == false then return end
   local tag = said.sp and "sp" or "p"
   if said[tag] == said.np then return end
   if not wildcard.known then
      add("dmarc-wildcard-unknown", {
         subject = found.place.name, type = "TXT", fields = { np = said.np, status = wildcard.status,
            wildcard = wildcard.name }, because = { wildcard.because },
      })
      return
   end
   add("dmarc-np-unused", {
      subject = found.place.name, type = "TXT", evidence = evidence_of(found, "np"),
      fields = { np = said.np, applies = tag .. "=" .. said[tag], wildcard = wildcard.name },
   })
end

local function captured(models, found, add)
   local suffix, domain = found.organizational_domain, models.domain.name
   if not suffix or suffix == domain or domains.public_suffix(domain) ~= suffix then return end
   for _, place in ipairs(found.walk.places) do
      if place.owner == suffix and place.record then
         add("dmarc-suffix-captures", {
            subject = domain, type = "TXT", fields = { suffix = suffix, name = place.name },
            evidence = { evidence.record(place.name, "TXT", place.records[1]) },
         })
      end
   end
end

-- psd=y at PLACE, which is no public suffix.
local function misused(place, add)
   if domains.public_suffix(place.owner) == place.owner then return end
   local tag = place.record.tags.psd
   add("dmarc-psd-misused", {
      subject = place.name, type = "TXT", fields = { suffix = domains.public_suffix(place.owner) or "the top level" },
      evidence = { evidence.record(place.name, "TXT", place.records[1], tag.name_range.from, tag.range.to) },
   })
end

local function psd_marks(models, found, add)
   local domain = models.domain
   if not domains.psl_available() then return end
   if domain.is_suffix and found.kind == "own" and found.said.psd ~= "y" then
      add("dmarc-suffix-unmarked", { subject = domain.name, type = "TXT", evidence = evidence_of(found, "psd") })
   end
   for _, place in ipairs(found.walk.places) do
      if place.record and place.record.psd == "y" then misused(place, add) end
   end
   if found.kind == "own" and found.said.psd == "n" and domain.registrable and domain.registrable ~= domain.name then
      add("dmarc-psd-n-splits", {
         subject = found.place.name, type = "TXT", fields = { domain = domain.name, registrable = domain.registrable },
         evidence = evidence_of(found, "psd"),
      })
   end
end

local function methods(models, found, add)
   if #found.differences == 0 then return end
   local differences = table.concat(words.differences(found.differences), "; ")
   add("dmarc-methods-differ", {
      subject = models.domain.name, type = "TXT", fields = { differences = differences },
   })
end

--- Findings of MODELS (domain, dmarc) through ADD.
function check.run(models, add)
   local found = models.dmarc.policy
   captured(models, found, add)
   psd_marks(models, found, add)
   wildcards(models, found, add)
   if not found.said then return end
   if found.place ~= found.walk.psd then subdomain_tags(found, add) end
   methods(models, found, add)
end

return check
