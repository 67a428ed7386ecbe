-- SPDX-License-Identifier: MIT
-- Check of the SES account in each region (saved get-account JSON), and of traces of SES in the domain's own records:
-- hosts that receive, and the verification that DKIM replaced. It must not look anything up.
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local records = require "sesame.base.records"
local refusals = require "sesame.check.ses_refusals"
local regions = require "sesame.ses.regions"
local account = require "sesame.ses.account"

local check = { name = "ses-account" }

local API = "Amazon SES API v2, GetAccount"
local VERIFICATION = "Amazon SES developer guide, domain verification"
local RECEIVING = "Amazon SES developer guide, receiving email"

local function declared(severity, text, why, advice, fields, reference, fix, command)
   fix = fix or (severity == "error" or severity == "warning") and "console.advice" or nil
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = reference or API,
      fix = fix, command = command }
end

check.findings = finding.declare("ses-account", {
   ["ses-production"] = declared("ok", "The SES account has production access in {region}.", "It may send to anybody.",
      nil, { "region" }),
   ["ses-sandbox"] = declared("warning", "The SES account is in the sandbox in {region}.",
      "It may send 200 messages a day, one a second, and only to verified addresses and the mailbox simulator. Mail to "
         .. ("others is refused (\"%s\"); the sandbox does not put mail into spam folders."):format(
            refusals.said "unverified"),
      "Ask for production access in that region: {command}", { "region" }, nil, nil,
      "aws sesv2 put-account-details --region {region:sh} --production-access-enabled ..."),
   ["ses-sandbox-likely"] = declared("notice",
      "The SES account in {region} may send {quota} messages a day: that is the sandbox's quota.",
      "The quota alone does not say so; ProductionAccessEnabled in `aws sesv2 get-account` does.",
      "Save that JSON to be sure.",
      { "region", "quota" }),
   ["ses-review-pending"] = declared("notice", "AWS has not yet decided on production access in {region}.",
      "The first answer comes within a day.", "Watch the support case; an answer may be waited for from you.",
      { "region" }),
   ["ses-review-denied"] = declared("warning", "AWS has denied production access in {region}.",
      "The account stays in the sandbox.",
      "Answer in the support case, with how addresses are collected and how bounces and complaints are handled.",
      { "region" }),
   ["ses-sending-paused"] = declared("error", "Sending is paused for the SES account in {region}.",
      "SendingEnabled is false: SES refuses every message.",
      "Find out who paused it and why; then {command}", { "region" }, nil, nil,
      "aws sesv2 put-account-sending-attributes --region {region:sh} --sending-enabled"),
   ["ses-account-shutdown"] = declared("error", "AWS has stopped the SES account in {region} from sending (SHUTDOWN).",
      "Too many bounces or complaints, or another breach of its rules.", "Answer in the support case.", { "region" }),
   ["ses-account-probation"] = declared("warning", "AWS has put the SES account in {region} on probation.",
      "Too many bounces or complaints: without a change sending is stopped.",
      "Mend it, and answer in the support case.", { "region" }),
   ["ses-identity-paused"] = declared("error", "SES in {region} does not let {subject} send.",
      "The list of identities says SendingEnabled false: it is not verified, or sending as it was switched off.",
      "Look at the identity in the SES console.", { "region" }, "Amazon SES API v2, ListEmailIdentities"),
   ["ses-receives"] = declared("ok", "{subject} receives mail through SES in {region}.",
      "Its MX is a receiving host of SES.", nil,
      { "region", "host" }, RECEIVING),
   ["ses-receives-mail-manager"] = declared("ok", "{subject} receives mail through SES Mail Manager, at {host}.",
      "Its MX is an ingress host of Mail Manager, whose name does not tell the region.", nil, { "host" }, RECEIVING),
   ["ses-receives-wrong-suffix"] = declared("error", "The MX of {subject} ends in the wrong domain: {host}.",
      "Receiving hosts of SES are below amazonaws.com, feedback hosts below amazonses.com. No mail arrives.",
      "Publish this in its place.",
      { "host" }, RECEIVING, "record.set"),
   ["ses-receives-unknown-region"] = declared("error",
      "The MX of {subject} names a region that SES does not have: {region}.",
      "No mail arrives.", "Correct the host.", { "region", "host" }, RECEIVING),
   ["ses-receives-absent"] = declared("error",
      "No mail for {subject} arrives through SES in {region}: {host} {reason}.",
      "Senders put the mail off for days, then give it back.",
      "Receive in a region that has a receiving host (sesame ses regions), and name that.",
      { "region", "host", "reason" }, RECEIVING),
   ["ses-feedback-at-domain"] = declared("error", "The MX of {subject} is a feedback host of SES: {host}.",
      "It takes bounces for a MAIL FROM name, and no mail: what people send to this domain is lost.",
      "Move it to a MAIL FROM name below the domain, and publish here where mail is received.", { "host" }, RECEIVING),
   ["ses-feedback-beside"] = declared("error",
      "Beside {others} the MX of {subject} names a feedback host of SES: {host}.",
      "It takes bounces for a MAIL FROM name, and no mail of people. {share}",
      "Keep these alone, and put the feedback host at a MAIL FROM name below {subject}, whose one MX it has to be.",
      { "host", "others", "share" }, RECEIVING, "mx.feedback"),
   ["ses-legacy-verification"] = declared("notice", "{subject} still holds a TXT record of SES's old verification.",
      "SES verifies by DKIM now; the record does no harm. Old identities may rest on it.",
      "Remove it once the identity is verified by DKIM in every region.", {}, VERIFICATION),
   ["ses-legacy-lower-case"] = declared("warning",
      "The TXT record of SES's old verification at {subject} has no capital letter.",
      "Its value is case-sensitive, and some DNS providers make it lower-case: then SES does not find its token.",
      "Copy the value anew; or let the identity verify by DKIM and remove the record.", {}, VERIFICATION),
}, {
   needs = { "domain", "ses" }, rank = 1,
   of = {
      ["ses-sandbox"] = { follows = { "ses-review-denied", "ses-review-pending" } },
      ["ses-sandbox-likely"] = { rank = 1, follows = { "ses-review-denied", "ses-review-pending" } },
      ["ses-review-pending"] = { rank = 3 },
      ["ses-review-denied"] = { rank = 3 },
      ["ses-sending-paused"] = { follows = { "ses-account-shutdown" } },
      ["ses-account-probation"] = { rank = 3 },
      ["ses-identity-paused"] = { follows = { "ses-account-shutdown", "ses-sending-paused" } },
      ["ses-legacy-lower-case"] = { rank = 5 },
   },
})

local ENFORCEMENT = { SHUTDOWN = "ses-account-shutdown", PROBATION = "ses-account-probation" }
local REVIEW = { PENDING = "ses-review-pending", DENIED = "ses-review-denied", FAILED = "ses-review-denied" }

local function of_region(domain, region, known, add)
   local function say(code, fields)
      fields = fields or {}
      fields.region = region
      add(code, { subject = domain, fields = fields })
   end
   if known.production then say "ses-production" end
   if known.production == false then
      say "ses-sandbox"
      if REVIEW[known.review or ""] then say(REVIEW[known.review]) end
   elseif known.production == nil and known.quota and known.quota.day == account.SANDBOX_QUOTA then
      say("ses-sandbox-likely", { quota = account.SANDBOX_QUOTA })
   end
   if known.sending == false then say "ses-sending-paused" end
   if ENFORCEMENT[known.enforcement or ""] then say(ENFORCEMENT[known.enforcement]) end
end

local function listed(own, add)
   for _, item in ipairs(own.identity.listed or {}) do
      if item.name == own.domain and item.sending == false then
         add("ses-identity-paused", { subject = own.domain, fields = { region = own.region } })
      end
   end
end

-- The code for HOST, a receiving host of SES by its name, and why no mail arrives there; nil where that is not known.
-- GIVEN has the regions of the identities.
local function received(host, given)
   local known = regions.get(host.region)
   if host.known == "absent" then
      if known then return "ses-receives-absent", "has no address" end
      return "ses-receives-unknown-region"
   elseif host.known == "present" and regions.find(host.region) then
      return "ses-receives"
   elseif known then
      if known.inbound_absent then return "ses-receives-absent", "is of a region where SES receives no mail" end
      return host.known == "present" and "ses-receives" or nil -- else whether it has an address is not known
   end
   local open = given[host.region] or regions.may_be_newer(host.region)
   return not open and "ses-receives-unknown-region" or nil
end

-- How much of the mail comes to the feedback host HOST, by the preferences of those beside it.
local function share_of(host)
   local best = math.huge
   for _, other in ipairs(host.others) do best = math.min(best, other.preference) end
   if host.preference < best then return "It comes first: mail to this domain bounces, or is lost." end
   if host.preference == best then return "A part of the mail to this domain, by chance, bounces or is lost." end
   return "It comes last: mail that would wait while the others are away bounces, or is lost."
end

local function feedback(host, domain, detail, add)
   if #host.others == 0 then return add("ses-feedback-at-domain", detail) end
   local names = {}
   for i, other in ipairs(host.others) do names[i] = other.exchange end
   detail.fields.others, detail.fields.share = names, share_of(host)
   detail.records = records.checked { { name = domain, type = "MX", values = host.others } }
   add("ses-feedback-beside", detail)
end

local function receiving(model, domain, add)
   local given = {}
   for _, own in ipairs(model.regions) do given[own.region] = true end
   for _, host in ipairs(model.inbound) do
      local detail = {
         subject = domain, type = "MX",
         evidence = { evidence.record(domain, "MX", host.text, #host.text - #host.host, #host.text) },
         fields = { region = host.region, host = host.host },
      }
      if host.kind == "inbound" then
         local code
         code, detail.fields.reason = received(host, given)
         if code then add(code, detail) end
      else
         detail.fields.region = nil
         if host.kind == "mail-manager" then
            add("ses-receives-mail-manager", detail)
         elseif host.kind == "inbound-wrong-suffix" then
            detail.records = records.mx(domain, 10, ("inbound-smtp.%s.amazonaws.com"):format(host.region))
            add("ses-receives-wrong-suffix", detail)
         else
            feedback(host, domain, detail, add)
         end
      end
   end
end

local function legacy(model, add)
   for _, record in ipairs(model.legacy) do
      local value = record.value:gsub("^[Aa][Mm][Aa][Zz][Oo][Nn][Ss][Ee][Ss]:", "")
      local lowered = #value >= 40 and not value:find("%u")
      add(lowered and "ses-legacy-lower-case" or "ses-legacy-verification", {
         subject = record.name, type = "TXT", evidence = { evidence.record(record.name, "TXT", record.value) },
      })
   end
end

--- Findings of MODELS.ses through ADD(code, detail). An account is spoken of once for each region.
function check.run(models, add)
   local model = models.ses
   if not model then return end
   local domain, said = models.domain.name, {}
   for _, own in ipairs(model.regions) do
      if own.account and not said[own.region] then of_region(domain, own.region, own.account, add) end
      said[own.region] = said[own.region] or own.account ~= nil
      listed(own, add)
   end
   receiving(model, domain, add)
   legacy(model, add)
end

return check
