-- SPDX-License-Identifier: MIT
-- Check of the DMARC policy that applies: what it asks for, whom it leaves out, where the tree walk ends, whether anyone hears of it
-- (RFC 9989 4.7, 4.10, 5, 7). It must not look anything up, nor judge syntax (check/dmarc_record).
local domains = require("sesame_core").domain
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"

local check = { name = "dmarc-policy" }

check.findings = finding.declare("dmarc-policy", {
   ["dmarc-enforced"] = {
      severity = "ok", fields = { "policy", "tag" }, reference = "RFC 9989 4.7",
      text = "Mail that fails DMARC for {subject} is to be treated as \"{policy}\" ({tag}=).",
      why = "Receivers are asked to act on forgeries.",
   },
   ["dmarc-monitoring"] = {
      severity = "notice", fields = { "owner" }, reference = "RFC 9989 5.1.7",
      text = "The DMARC policy for {subject} is p=none: receivers report, and deliver forged mail all the same.",
      why = "That is right to begin with. As long as it stays, anyone may write the domain into the From header.",
      advice = "Once the reports of some weeks show your own mail passing, publish p=quarantine, then p=reject, at _dmarc.{owner}.",
   },
   ["dmarc-no-reports"] = {
      severity = "warning", fields = {}, reference = "RFC 9989 4.7", fix = "dmarc.reports",
      text = "The DMARC record at {subject} asks for no aggregate reports: it has no rua=.",
      why = "Nobody learns who sends in the domain's name, nor which own mail fails.",
      advice = "Add rua= with an address of yours:",
   },
   ["dmarc-report-no-mailto"] = {
      severity = "warning", fields = {}, reference = "RFC 9989 4.7",
      text = "None of the report addresses (rua=) at {subject} is a mailto: address.",
      why = "Receivers have to support mailto: only, so most send no report.", advice = "Add a mailto: address.",
   },
   ["dmarc-testing"] = {
      severity = "notice", fields = { "asked", "policy" }, reference = "RFC 9989 4.7",
      text = "The record at {subject} is marked t=y: {asked} is asked for, {policy} is to be applied.",
      why = "t=y lowers the policy by one level. It is meant for a time of testing.", advice = "Remove t=y when the tests are done.",
   },
   ["dmarc-subdomains-open"] = {
      severity = "warning", fields = { "policy", "tag" }, reference = "RFC 9989 4.7",
      text = "The policy at {subject} is {policy}, but {tag}=none leaves the names below without one.",
      why = "Whoever forges mail takes a name below the domain.",
      advice = "Raise {tag} to {policy}, or remove it, once mail from there passes.",
   },
   ["dmarc-subdomain-tag-unused"] = {
      severity = "warning", fields = { "tags", "organization" }, reference = "RFC 9989 4.7", fix = "dmarc.subdomain-tags",
      text = "{tags} at {subject} has no effect: the names below are ruled by {organization}.",
      why = "sp and np count only in the record of an organizational domain (or public suffix).",
      advice = "Say it at _dmarc.{organization}, give the names below records of their own, or remove it.",
   },
   ["dmarc-np-unused"] = {
      severity = "warning", fields = { "np", "applies", "wildcard" }, reference = "RFC 9989 3.2.13",
      text = "np={np} at {subject} never applies: {wildcard} makes every name below exist.",
      why = "np is for names that answer NXDOMAIN, and there are none. {applies} applies to them.",
      advice = "Remove the wildcard, or set sp to what np says.",
   },
   ["dmarc-wildcard"] = {
      severity = "notice", fields = {}, reference = "RFC 4592 4.4",
      text = "The wildcard {subject} answers with a DMARC record for every name below that has none.",
      why = "Every such name seems to have a record of its own, whose p= applies in place of the organization's sp=; and whatever else "
         .. "is asked for as TXT gets it too.",
      advice = "Remove it: a record at the organizational domain covers the names below.",
   },
   ["dmarc-psd-misused"] = {
      severity = "error", fields = { "suffix" }, reference = "RFC 9989 4.10.2", fix = "dmarc.psd",
      text = "The record at {subject} says psd=y, but that name is no public suffix ({suffix} is).",
      why = "psd=y makes every name directly below an organization of its own: mail of one no longer aligns with another, nor with the "
         .. "domain above them.",
      advice = "Remove psd=y.",
   },
   ["dmarc-suffix-captures"] = {
      severity = "error", fields = { "suffix", "name" }, reference = "RFC 9989 5.2", fix = "dmarc.psd-n",
      text = "{name}, the record of the public suffix {suffix}, lacks psd=y, so {suffix} counts as organizational domain of {subject}.",
      why = "In relaxed mode {subject} then aligns with every other domain below {suffix}, a stranger's included.",
      advice = "The operator of {suffix} must add psd=y. Until then protect the domain with psd=n in its own record.",
   },
   ["dmarc-psd-n-splits"] = {
      severity = "warning", fields = { "domain", "registrable" }, reference = "RFC 9989 4.10.2",
      text = "psd=n at {subject} makes {domain} an organization of its own, apart from {registrable}.",
      why = "Mail from {domain} no longer aligns in relaxed mode with SPF or DKIM of {registrable}, nor the other way round. A DKIM "
         .. "signature by the parent does not count there.",
      advice = "Remove psd=n unless that is meant.",
   },
   ["dmarc-methods-differ"] = {
      severity = "notice", fields = { "differences" }, reference = "RFC 9989 4.10",
      text = "Receivers of RFC 9989 and of RFC 7489 do not agree about {subject}: {differences}.",
      why = "The older ones use the public suffix list and know neither np, psd nor t.",
      advice = "See both with: sesame dmarc show {subject}",
   },
   ["dmarc-lists"] = {
      severity = "ok", fields = {}, reference = "RFC 9989 7.4",
      text = "p=reject at {subject}, which receives mail: what its people post to mailing lists may be refused.",
      why = "Lists change messages, so that neither SPF nor DKIM of the author passes. A domain whose users post to lists should not "
         .. "publish p=reject.",
   },
   ["dmarc-spf-first"] = {
      severity = "ok", fields = {}, reference = "RFC 9989 7.1",
      text = "SPF of {subject} ends in -all: receivers that refuse for SPF alone never come to look at DKIM.",
      why = "Forwarded mail then fails although its signature is good. ~all leaves the decision to DMARC.",
   },
})

-- ---- reports ----

local function has_mailto(list)
   for _, item in ipairs(list) do
      if item.valid and item.scheme == "mailto" then return true end
   end
   return false
end

-- A domain that neither sends nor receives needs no reports (v=spf1 -all and a null MX).
local function is_parked(models)
   local record = models.spf and #models.spf.records == 1 and models.spf.records[1]:lower()
   return models.mx and models.mx.null and record and record:find("^v=spf1 +%-all *$") ~= nil
end

local function reports(models, found, add)
   local said, name = found.said, found.place.name
   if not said.tags.rua then
      if not said.applies or is_parked(models) then return end
      add("dmarc-no-reports", {
         subject = name, type = "TXT", evidence = { evidence.record(name, "TXT", found.record) },
         publish = { evidence.txt_line(name, found.record:gsub("[; \t]*$", "") .. "; rua=mailto:dmarc-reports@" .. found.policy_domain) },
      })
   elseif said.reported and not has_mailto(said.rua) then
      local range = said.tags.rua.range
      add("dmarc-report-no-mailto", {
         subject = name, type = "TXT", evidence = { evidence.record(name, "TXT", found.record, range.from, range.to) },
      })
   end
end

-- ---- policy ----

local function at_tag(found, name)
   local tag = found.said.tags[name]
   return { evidence.record(found.place.name, "TXT", found.record, tag and tag.name_range.from, tag and tag.range.to) }
end

local function strength(models, found, add)
   local said, domain = found.said, models.domain.name
   if not found.policy then return end
   if said.t == "y" then
      add("dmarc-testing", {
         subject = found.place.name, type = "TXT", evidence = at_tag(found, "t"),
         fields = { asked = said[found.tag], policy = found.policy },
      })
   end
   if said[found.tag] == "none" then
      add("dmarc-monitoring", {
         subject = domain, type = "TXT", fields = { owner = found.policy_domain }, evidence = at_tag(found, found.tag),
      })
   else
      add("dmarc-enforced", {
         subject = domain, type = "TXT", fields = { policy = found.policy, tag = found.tag }, evidence = at_tag(found, found.tag),
      })
   end
   if said.sound and found.kind == "own" and said.p ~= "none" and found.organizational_domain == found.policy_domain then
      local tag = said.sp == "none" and "sp" or said.np == "none" and "np"
      if tag then
         add("dmarc-subdomains-open", {
            subject = found.place.name, type = "TXT", fields = { policy = said.p, tag = tag }, evidence = at_tag(found, tag),
         })
      end
   end
end

-- What is known of SPF and MX beside the policy.
local function beside(models, found, add)
   local records = models.spf and models.spf.records or {}
   local domain = models.domain.name
   if found.policy == "reject" and models.mx and #models.mx.hosts > 0 and not models.mx.null then
      add("dmarc-lists", { subject = domain, type = "TXT" })
   end
   if found.policy and found.policy ~= "none" and #records == 1 and records[1]:lower():find("%-all%f[%s\0]") and not is_parked(models) then
      add("dmarc-spf-first", { subject = domain, type = "TXT" })
   end
end

-- ---- the tree ----

local function subdomain_tags(found, add)
   local said, tags = found.said, {}
   if found.kind ~= "own" or not found.organizational_domain or found.organizational_domain == found.policy_domain then return end
   for _, tag in ipairs { "sp", "np" } do
      if said.tags[tag] then tags[#tags + 1] = tag end
   end
   if #tags == 0 then return end
   add("dmarc-subdomain-tag-unused", {
      subject = found.place.name, type = "TXT", evidence = at_tag(found, tags[1]),
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
   if not (said and said.np and found.kind == "own" and wildcard.exists) then return end
   local tag = said.sp and "sp" or "p"
   if said[tag] == said.np then return end
   add("dmarc-np-unused", {
      subject = found.place.name, type = "TXT", evidence = at_tag(found, "np"),
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
   for _, place in ipairs(found.walk.places) do
      if place.record and place.record.psd == "y" then misused(place, add) end
   end
   if found.kind == "own" and found.said.psd == "n" and domain.registrable and domain.registrable ~= domain.name then
      add("dmarc-psd-n-splits", {
         subject = found.place.name, type = "TXT", fields = { domain = domain.name, registrable = domain.registrable },
         evidence = at_tag(found, "psd"),
      })
   end
end

local function methods(models, found, add)
   if #found.differences == 0 then return end
   add("dmarc-methods-differ", {
      subject = models.domain.name, type = "TXT", fields = { differences = table.concat(found.differences, "; ") },
   })
end

--- Findings of MODELS (domain, dmarc, spf, mx) through ADD.
function check.run(models, add)
   local found = models.dmarc.policy
   captured(models, found, add)
   psd_marks(models, found, add)
   wildcards(models, found, add)
   if not found.said then return end
   if found.place ~= found.walk.psd then
      reports(models, found, add)
      subdomain_tags(found, add)
   end
   strength(models, found, add)
   beside(models, found, add)
   methods(models, found, add)
end

return check
