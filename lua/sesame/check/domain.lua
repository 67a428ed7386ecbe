-- SPDX-License-Identifier: MIT
-- Check of the domain itself: one that does not exist, is a public suffix or cannot be learnt gets one finding,
-- not one "missing" for each record. It must not look anything up.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local owner = require "sesame.base.owner"

local check = { name = "domain" }

check.findings = finding.declare("domain", {
   ["domain-missing"] = {
      severity = "error", rank = 1, fields = { "zone" }, reference = "RFC 8020 2", fix = "console.advice",
      text = "{subject} does not exist ({zone} answers NXDOMAIN).",
      why = "Many receivers refuse mail from a domain that does not exist, and no policy can protect it. "
         .. "Nothing else was checked.",
      advice = "Look for a typing error first; then see that the domain is registered and delegated, and that its "
         .. "zone holds records at this name.",
   },
   ["domain-records-elsewhere"] = {
      severity = "error", rank = 1, fields = { "zone", "names", "at", "region" }, reference = "RFC 8020 2",
      fix = "console.advice", follows = causes.easy_dkim,
      text = "The Easy DKIM records of {subject} stand at {at}, and nothing stands at {subject} itself, so that it "
         .. "does not exist ({zone} answers NXDOMAIN).",
      why = "SES looks for them below the identity's own name. Many receivers refuse mail from a domain that does not "
         .. "exist; records below a name make it exist. Nothing else was checked.",
      advice = "Publish them at {names}, with the targets they have. Each is shown by: sesame dkim easy {subject:sh} "
         .. "--ses {region:sh}=identity.json",
   },
   ["domain-alias-dangling"] = {
      severity = "error", rank = 1, fields = { "target" }, reference = "RFC 1034 3.6.2", fix = "zone.alias",
      text = "{subject} is an alias for {target}, which does not exist.",
      why = "Every question about the domain ends in NXDOMAIN, so to a receiver it does not exist. Whoever can create "
         .. "the target takes over the domain's mail and its policies.",
      advice = "Remove the CNAME, or point it at a name that exists.",
   },
   ["domain-is-public-suffix"] = {
      severity = "error", rank = 5, fields = {}, reference = "RFC 9989 4.10.2", fix = "console.advice",
      text = "{subject} is a public suffix: domains are registered below it.",
      why = "A public suffix has neither MX nor SPF of one owner, so no audit of it says anything. "
         .. "Nothing else was checked.",
      advice = "Check the domain registered below it.",
   },
   ["domain-public-suffix-with-mail"] = {
      severity = "notice", fields = {}, reference = "RFC 9989 4.10.2",
      text = "{subject} is on the public suffix list and has mail records of its own.",
      why = "Names below it belong to others: they do not share its organizational domain, and a DMARC record here "
         .. "without psd=y is read as if it governed them.",
   },
   ["domain-reverse"] = {
      severity = "notice", fields = {}, reference = "RFC 1035 3.5",
      text = "{subject} is a name of the reverse tree: it gives names to addresses, and neither sends nor receives "
         .. "mail.",
      why = "Nobody writes such a name behind an @, so it needs no MX, SPF or DMARC record.",
   },
   ["domain-unknown"] = {
      severity = "unknown", rank = 1, fields = { "status", "server" }, reference = "RFC 2308 7",
      text = "Nothing could be learnt about {subject}: {status} (asked: {server}).",
      why = "No answer is not the answer \"no\": the records may all be in place. Nothing else was checked.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["domain-dnssec-bogus"] = {
      severity = "error", rank = 1, fields = { "server" }, reference = "RFC 4035 5.5", fix = "console.advice",
      text = "{subject} fails DNSSEC validation ({server} answers SERVFAIL, and answers in full with checking "
         .. "disabled).",
      why = "Nobody who validates sees any record of the zone: mail is put off or refused, and no policy is found. "
         .. "Nothing else was checked.",
      advice = "Compare the DS record at the registrar with the zone's DNSKEY; correct it or remove it, or sign the "
         .. "zone anew if its signatures have run out.",
   },
   ["empty-non-terminal-denied"] = {
      severity = "error", rank = 2, fields = { "child" }, reference = "RFC 8020 2", fix = "zone.hold",
      text = "The server denies that {subject} exists, although {child} exists below it.",
      why = "A resolver that has cached NXDOMAIN for a name answers NXDOMAIN for every name below it, so the record "
         .. "is found by some receivers and denied by others.",
      advice = "Ask the DNS provider to answer NOERROR without records for {subject}; a TXT record with any content "
         .. "at that name mends it meanwhile.",
   },
}, { needs = { "denied", "domain", "easy_dkim" } })

local function has_mail(models)
   return models.mx.known == "present" or #models.spf.records > 0
end

--- Whether the domain of MODELS is a name of the reverse tree that shows no sign of mail: nothing is missing there.
function check.is_bare(models)
   if not owner.is_reverse(models.domain.name) then return false end
   local told = models.identities and #models.identities > 0 or models.spf.known == "unknown"
   return not (told or has_mail(models))
end

--- Whether nothing further can be said of the domain.
function check.ends(own)
   return own.exists ~= true
end

-- The records of Easy DKIM that were found elsewhere, of the first identity of MODELS that has some: the names they
-- belong at, those where they stand, the region; or nil.
local function elsewhere(models)
   for _, easy in ipairs(models.easy_dkim or {}) do
      local names, at = {}, {}
      for _, record in ipairs(easy.domain == models.domain.name and easy.records or {}) do
         if record.at and record.status ~= "occluded" and record.known then
            names[#names + 1], at[#at + 1] = record.name, record.at
         end
      end
      if #at > 0 then return { names = names, at = at, region = easy.region or "REGION" } end
   end
end

local function absent(own, models, add)
   local fields = elsewhere(models)
   local chain = own.answer.chain
   local target = chain[#chain]
   if target then
      add("domain-alias-dangling", {
         subject = own.name, type = "CNAME", fields = { target = target },
         evidence = evidence.chain(own.name, chain),
      })
   elseif fields then
      fields.zone = own.zone or "the server"
      add("domain-records-elsewhere", { subject = own.name, type = "CNAME", fields = fields })
   else
      add("domain-missing", { subject = own.name, fields = { zone = own.zone or "the server" } })
   end
end

--- Findings of MODELS through ADD(code, detail). Returns true when no other check has anything to say.
function check.run(models, add)
   local own = models.domain
   if own.bogus then
      add("domain-dnssec-bogus", { subject = own.name, fields = { server = evidence.server(own.answer) } })
      return true
   elseif not own.known then
      add("domain-unknown", {
         subject = own.name, fields = { status = own.because.status, server = evidence.server(own.answer) },
      })
      return true
   elseif own.is_suffix and not (own.exists and has_mail(models)) then
      add("domain-is-public-suffix", { subject = own.name })
      return true
   elseif own.exists == false then
      absent(own, models, add)
      return true
   end
   if check.is_bare(models) then add("domain-reverse", { subject = own.name }) end
   if own.is_suffix then add("domain-public-suffix-with-mail", { subject = own.name }) end
   for _, parent in ipairs(models.denied) do
      add("empty-non-terminal-denied", { subject = parent.name, fields = { child = parent.child } })
   end
   return false
end

return check
