-- SPDX-License-Identifier: MIT
-- Check of the DMARC policy that applies: what it asks for, whom it leaves out, whether anyone hears of it (RFC 9989
-- 4.7, 5, 7). It must not look anything up, nor judge syntax (check/dmarc_record) or the tree (check/dmarc_tree).
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local mailboxes = require "sesame.dmarc.mailboxes"
local spf_policy = require "sesame.spf.policy"
local records = require "sesame.base.records"

local check = { name = "dmarc-policy" }

check.findings = finding.declare("dmarc-policy", {
   ["dmarc-enforced"] = {
      severity = "ok", fields = { "policy", "tag" }, reference = "RFC 9989 4.7", needs = {},
      text = "Mail that fails DMARC for {subject} is to be treated as \"{policy}\" ({tag}=).",
      why = "Receivers are asked to act on forgeries.",
   },
   ["dmarc-monitoring"] = {
      rank = 4, follows = { "dmarc-policy-assumed", "dmarc-policy-invalid" }, reveals = { "dmarc-reject-spf-only" },
      severity = "notice", fields = { "owner" }, reference = "RFC 9989 5.1.7",
      text = "The DMARC policy for {subject} is p=none: receivers report, and deliver forged mail all the same.",
      why = "That is right to begin with. As long as it stays, anyone may write the domain into the From header.",
      advice = "Once the reports of some weeks show your own mail passing, publish p=quarantine, then p=reject, at "
         .. "_dmarc.{owner}.",
   },
   ["dmarc-no-reports"] = {
      rank = 5, follows = { "dmarc-syntax", "dmarc-tag-misspelt" },
      reveals = { "dmarc-report-own-mailbox", "dmarc-report-unauthorized" },
      severity = "warning", fields = {}, reference = "RFC 9989 4.7", fix = "dmarc.reports",
      text = "The DMARC record at {subject} asks for no aggregate reports: it has no rua=.",
      why = "Nobody learns who sends in the domain's name, nor which own mail fails.",
      advice = "Add rua= with an address of yours, at a name that takes mail.",
   },
   ["dmarc-report-no-mailto"] = {
      rank = 5, follows = { "dmarc-uri-invalid" },
      severity = "warning", fields = {}, reference = "RFC 9989 4.7", fix = "dmarc.reports",
      text = "None of the report addresses (rua=) at {subject} is a mailto: address.",
      why = "Receivers have to support mailto: only, so most send no report.", advice = "Add a mailto: address.",
   },
   ["dmarc-testing"] = {
      severity = "notice", rank = 4, fields = { "asked", "policy" }, reference = "RFC 9989 4.7",
      text = "The record at {subject} is marked t=y: {asked} is asked for, {policy} is to be applied.",
      why = "t=y lowers the policy by one level. It is meant for a time of testing.",
      advice = "Remove t=y when the tests are done.",
   },
   ["dmarc-subdomains-open"] = {
      rank = 4,
      severity = "warning", fields = { "policy", "tag" }, reference = "RFC 9989 4.7", fix = "dmarc.subdomains",
      text = "The policy at {subject} is {policy}, but {tag}=none leaves the names below without one.",
      why = "Whoever forges mail takes a name below the domain.",
      advice = "Raise {tag} to {policy}, or remove it, once mail from there passes.",
   },
   ["dmarc-reject-spf-only"] = {
      rank = 2, follows = causes.all("selectors", "keys", "easy_dkim"),
      severity = "error", fields = { "names" }, reference = "RFC 9989 8",
      unfixable = "the keys have to be mended first; their own findings say how",
      text = "The policy of {subject} is reject, and no DKIM key known for it works ({names}): it rests on SPF alone.",
      why = "SPF breaks whenever mail is forwarded, and then receivers reject it. With p=reject a domain must not rely "
         .. "on SPF alone.",
      advice = "Mend a key, or publish p=quarantine until one works.",
   },
   ["dmarc-lists"] = {
      severity = "ok", fields = {}, reference = "RFC 9989 7.4", needs = { "mx" },
      text = "{subject} receives mail and has p=reject: right as long as its people do not post to mailing lists.",
      why = "Lists change messages, so that neither SPF nor DKIM of the author passes. A domain whose users post to "
         .. "lists should not publish p=reject.",
   },
   ["dmarc-spf-first"] = {
      severity = "ok", fields = {}, reference = "RFC 9989 7.1", needs = { "mx", "spf_tree" },
      text = "SPF of {subject} ends in -all: right, but receivers that refuse for SPF alone never come to look at "
         .. "DKIM.",
      why = "Forwarded mail then fails although its signature is good. ~all leaves the decision to DMARC.",
   },
}, { needs = { "dmarc", "domain", "easy_dkim", "mx", "selectors", "spf_tree" } })

-- ---- reports ----

local function has_mailto(list)
   for _, item in ipairs(list) do
      if item.valid and item.scheme == "mailto" then return true end
   end
   return false
end

-- A domain that neither sends nor receives needs no reports (SPF that refuses everybody, and a null MX).
local function is_parked(models)
   return models.mx and models.mx.null and models.spf_tree and spf_policy.refuses_all(models.spf_tree)
end

local function reports(models, found, add)
   local said, name = found.said, found.place.name
   if not said.tags.rua then
      if not said.applies or is_parked(models) then return end
      local more = found.record:gsub("[; \t]*$", "") .. "; rua=mailto:dmarc-reports@" .. found.policy_domain
      add("dmarc-no-reports", {
         subject = name, type = "TXT", evidence = { evidence.record(name, "TXT", found.record) },
         records = mailboxes.may_receive(models.mx, found.policy_domain) and records.txt(name, more) or nil,
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
         subject = domain, type = "TXT", fields = { policy = found.policy, tag = found.tag },
         evidence = at_tag(found, found.tag),
      })
   end
   if said.sound and found.kind == "own" and said.p ~= "none"
      and found.organizational_domain == found.policy_domain then
      local tag = said.sp == "none" and "sp" or said.np == "none" and "np"
      if tag then
         add("dmarc-subdomains-open", {
            subject = found.place.name, type = "TXT", fields = { policy = said.p, tag = tag },
            evidence = at_tag(found, tag),
         })
      end
   end
end

-- The names of the keys the owner told of, if every one of them is known not to work; nil where one works, where that
-- could not be learnt, or where the owner told of none.
local function broken_keys(models)
   local names = {}
   for _, entry in ipairs(models.selectors or {}) do
      if entry.verdict == "usable" or entry.verdict == "depends" or entry.verdict == "unknown" then return nil end
      if entry.asked == "given" then names[#names + 1] = entry.name end
   end
   for _, easy in ipairs(models.easy_dkim or {}) do
      if easy.verdict ~= "fails" then return nil end
      names[#names + 1] = "Easy DKIM" .. (easy.region and " in " .. easy.region or "")
   end
   return #names > 0 and names or nil
end

-- What is known of SPF and MX beside the policy.
local function beside(models, found, add)
   local tree, domain = models.spf_tree, models.domain.name
   local broken = found.policy == "reject" and not is_parked(models) and broken_keys(models)
   if broken then
      add("dmarc-reject-spf-only", {
         subject = domain, type = "TXT", fields = { names = broken }, evidence = at_tag(found, found.tag),
      })
   end
   if found.policy == "reject" and models.mx and #models.mx.hosts > 0 and not models.mx.null then
      add("dmarc-lists", { subject = domain, type = "TXT" })
   end
   if found.policy and found.policy ~= "none" and tree and spf_policy.ending(tree) == "fail"
      and not is_parked(models) then
      add("dmarc-spf-first", { subject = domain, type = "TXT" })
   end
end

--- Findings of MODELS (domain, dmarc, spf_tree, mx) through ADD.
function check.run(models, add)
   local found = models.dmarc.policy
   if not found.said then return end
   if found.place ~= found.walk.psd then reports(models, found, add) end
   strength(models, found, add)
   beside(models, found, add)
end

return check
