-- SPDX-License-Identifier: MIT
-- Check of custom MAIL FROM names of Amazon SES: one MX record, and the right host. It must not look anything up; SPF
-- is check/ses_mail_from_spf's, what hides or misplaces the records check/ses_mail_from_place's.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local lies = require "sesame.ses.mail_from_lies"
local publish = require "sesame.check.ses_publish"
local regions = require "sesame.ses.regions"

local check = { name = "ses-mail-from" }

local AWS = "Amazon SES developer guide, custom MAIL FROM domain"

local FALLBACK = "SES then sends with a MAIL FROM of its own below amazonses.com (or refuses the mail, if set so): SPF "
   .. "no longer speaks for this domain, and DMARC rests on DKIM alone."

local IN_PLACE = "Publish the MX of the identity's region in its place."

local function declared(severity, text, why, advice, fields)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = AWS,
      fix = "mail-from.mx" }
end

check.findings = finding.declare("ses-mail-from", {
   ["ses-mail-from-right"] = {
      severity = "ok", text = "The MAIL FROM name {subject} is right for SES in {region}.", fields = { "region" },
      reference = AWS,
      why = "SPF passes and aligns with the domain.",
   },
   ["ses-mail-from-mx-missing"] = declared("error", "The MAIL FROM name {subject} has no MX record.",
      "SES looks for this record and nothing else. " .. FALLBACK, "Publish the MX of the identity's region.", {}),
   ["ses-mail-from-mx-several"] = declared("error",
      "The MAIL FROM name {subject} has {count} MX records; SES wants exactly one.",
      FALLBACK, "Keep only the MX of the identity's region.", { "count" }),
   ["ses-mail-from-also-receives"] = declared("error",
      "The MAIL FROM name {subject} also receives mail: beside the MX of SES there is {hosts}.",
      "SES wants exactly one MX. " .. FALLBACK .. " Bounces reach the other host at random.",
      "Choose a name for SES alone. If nothing is received here any more, keep only the MX of SES.", { "hosts" }),
   ["ses-mail-from-wrong-region"] = declared("error",
      "The MX of {subject} is that of SES in {found}; the name is for {region}.",
      FALLBACK, IN_PLACE, { "found", "region" }),
   ["ses-mail-from-other-region"] = {
      severity = "notice", fields = { "found", "region" }, reference = AWS,
      text = "The MX of {subject} is that of SES in {found}, though the name is for {region}; SES says it is in order.",
      why = "SES sends bounces back to the region that sent, so the MX of another region will do where SES accepts it. "
         .. "The saved JSON may be older than the record.",
      reveals = { "ses-mail-from-default", "ses-mail-from-not-found" },
      advice = "Save the JSON anew to be sure. The record of the region itself is this.",
   },
   ["ses-mail-from-shared"] = {
      severity = "notice", fields = { "found", "regions" }, reference = AWS,
      text = "{subject} serves as MAIL FROM in several regions ({regions}), with the MX of {found}.",
      why = "SES allows it: bounces go to the region that sent. Whether each region accepts it, MailFromDomainStatus "
         .. "in `aws sesv2 get-email-identity` says. A name for each region is easier to see through and to change.",
      advice = "To have a name for each region, set them in SES and publish their records.",
   },
   ["ses-mail-from-unknown-region"] = declared("error",
      "The MX of {subject} names a region that SES does not have: {found}.",
      FALLBACK, "Put the host of the identity's region there (sesame ses regions lists them).", { "found" }),
   ["ses-mail-from-wrong-suffix"] = declared("error", "The MX of {subject} ends in the wrong domain: {host}.",
      "Feedback hosts are below amazonses.com, receiving ones below amazonaws.com. " .. FALLBACK,
      IN_PLACE, { "host" }),
   ["ses-mail-from-receives"] = declared("error", "The MX of {subject} is {what}: {host}.",
      "A MAIL FROM name must not be used to receive. " .. FALLBACK, IN_PLACE, { "host", "what" }),
   ["ses-mail-from-host-preference"] = declared("error",
      "The MX of {subject} has the preference inside its host: {host}.",
      "The DNS panel has a field of its own for it. " .. FALLBACK, "Enter 10 as the preference, and the host alone.",
      { "host" }),
   ["ses-mail-from-host-doubled"] = declared("error", "The MX of {subject} has something appended: {host}.",
      "The DNS panel took the host for a relative name. " .. FALLBACK, "Enter the host with a final dot.", { "host" }),
   ["ses-mail-from-not-ses"] = declared("error", "The MX of {subject} is {host}, no host of SES.", FALLBACK,
      IN_PLACE, { "host" }),
   ["ses-mail-from-preference"] = declared("warning",
      "The MX of {subject} has the preference {preference}; SES documents 10.",
      "It makes no difference to mail; whether SES insists is not documented.", IN_PLACE,
      { "preference" }),
}, {
   needs = { "domain", "mail_from" }, rank = 2,
   reveals = causes.all("ses_settled",
      { "ses-mail-from-default", "ses-mail-from-not-found", "ses-mail-from-preference", "ses-mail-from-shared",
         "ses-mail-from-wildcard" }),
   of = {
      ["ses-mail-from-mx-missing"] = {
         follows = { "ses-mail-from-elsewhere", "ses-mail-from-name-doubled", "ses-mail-from-name-mistaken",
            "ses-mail-from-occluded",
            "ses-mail-from-wildcard" },
         reveals = { "mail-from-mx-dangling", "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-preference"] = { rank = 5 },
   },
})

local function evidence_of(entry, host)
   local from = #host.text - #host.host
   return evidence.record(entry.name, "MX", host.text, from, #host.text)
end

-- What hosts of SES other than the feedback host are.
local WHAT = {
   inbound = "a host of SES that receives mail", ["inbound-wrong-suffix"] = "a host of SES that receives mail",
   ["mail-manager"] = "an ingress host of SES Mail Manager, which receives mail",
   smtp = "the host of SES that takes mail to be sent",
}

-- The fields of a finding on STATE (sesame.ses.mail_from_host).
local function fields_of(entry, judged)
   local state, hosts = judged.state, entry.mx.hosts
   if state == "mx-missing" then return {} end
   if state == "mx-several" then return { count = #hosts } end
   if state == "also-receives" then return { hosts = judged.others } end
   if state == "unknown-region" then return { found = judged.region } end
   if state == "wrong-region" or state == "other-region" then
      return { found = judged.region, region = table.concat(entry.regions, ", ") }
   end
   return { host = hosts[1].host, what = state == "receives" and WHAT[regions.host(hosts[1].host)] or nil }
end

local function fault(entry, judged, add)
   local list = {}
   for i, host in ipairs(entry.mx.hosts) do
      list[i] = #entry.mx.hosts == 1 and evidence_of(entry, host) or evidence.record(entry.name, "MX", host.text)
   end
   add("ses-mail-from-" .. judged.state, {
      subject = entry.name, type = "MX", fields = fields_of(entry, judged), evidence = list,
      records = publish.of_type(entry, "MX",
         entry.regions[1] or judged.state ~= "unknown-region" and judged.region or nil),
   })
end

local function remarks(entry, judged, domain, add)
   local host = entry.mx.hosts[1]
   if #entry.regions > 1 then
      add("ses-mail-from-shared", {
         subject = entry.name, type = "MX", fields = { found = judged.region, regions = entry.regions },
         evidence = { evidence_of(entry, host) }, records = publish.separate(entry),
      })
   end
   if host.preference ~= publish.PREFERENCE then
      add("ses-mail-from-preference", {
         subject = entry.name, type = "MX", fields = { preference = host.preference },
         evidence = { evidence.record(entry.name, "MX", host.text, 0, #host.text - #host.host - 1) },
         records = publish.mx(entry, judged.region),
      })
   end
   local agreed = #entry.differences == 0 and not lies.is_refused(entry, domain)
   if entry.sending.result == "pass" and agreed then
      add("ses-mail-from-right", {
         subject = entry.name, type = "MX", fields = { region = #entry.regions > 0 and entry.regions
            or { judged.region } }, rests = { entry },
      })
   end
end

--- Findings of MODELS.mail_from entries that SES uses (and of domain) through ADD(code, detail).
function check.run(models, add)
   for _, entry in ipairs(models.mail_from) do
      local judged = entry.host
      local state = entry.ses and judged.state
      local known = state and state ~= "unknown" and not (state == "mx-missing" and entry.alias)
      -- what an alias that stays leads to is another's: check/ses_mail_from_place names the name to take instead, as it
      -- does where the name is the identity itself
      if known and (state == "right" or not entry.moves) and not lies.is_identity(entry, models.domain.name) then
         if judged.state == "right" then
            remarks(entry, judged, models.domain.name, add)
         else
            fault(entry, judged, add)
         end
      end
   end
end

return check
