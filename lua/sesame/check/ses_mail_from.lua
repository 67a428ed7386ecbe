-- SPDX-License-Identifier: MIT
-- Check of custom MAIL FROM names of Amazon SES: one MX record, the right host, and an SPF record that lets SES send. It must not look
-- anything up.
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local regions = require "sesame.ses.regions"

local check = { name = "ses-mail-from" }

local AWS = "Amazon SES developer guide, custom MAIL FROM domain"
local PREFERENCE = 10 -- as documented

local FALLBACK = "SES then sends with a MAIL FROM of its own below amazonses.com (or refuses the mail, if set so): SPF no longer speaks "
   .. "for this domain, and DMARC rests on DKIM alone."

local function declared(severity, text, why, advice, fields)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = AWS }
end

check.findings = finding.declare("ses-mail-from", {
   ["ses-mail-from-right"] = declared("ok", "The MAIL FROM name {subject} is right for SES in {region}.",
      "SPF passes and aligns with the domain.", nil, { "region" }),
   ["ses-mail-from-mx-several"] = declared("error", "The MAIL FROM name {subject} has {count} MX records; SES wants exactly one.",
      FALLBACK, "Keep only:", { "count" }),
   ["ses-mail-from-wrong-region"] = declared("error", "The MX of {subject} is that of SES in {found}; the name is for {region}.",
      FALLBACK, "Publish in its place:", { "found", "region" }),
   ["ses-mail-from-shared"] = declared("notice", "{subject} serves as MAIL FROM in several regions, with the MX of {found}.",
      "SES allows it: bounces go to the region that sent. A name a region is easier to see through and to change.", nil, { "found" }),
   ["ses-mail-from-unknown-region"] = declared("error", "The MX of {subject} names a region that SES does not have: {found}.",
      FALLBACK, "Correct the host:", { "found" }),
   ["ses-mail-from-wrong-suffix"] = declared("error", "The MX of {subject} ends in the wrong domain: {host}.",
      "Feedback hosts are below amazonses.com, receiving ones below amazonaws.com. " .. FALLBACK, "Publish in its place:", { "host" }),
   ["ses-mail-from-receives"] = declared("error", "The MX of {subject} is a host of SES that receives mail: {host}.",
      "A MAIL FROM name must not be used to receive. " .. FALLBACK, "Publish in its place:", { "host" }),
   ["ses-mail-from-host-doubled"] = declared("error", "The MX of {subject} has something appended: {host}.",
      "The DNS panel took the host for a relative name. " .. FALLBACK, "Enter the host with a final dot:", { "host" }),
   ["ses-mail-from-not-ses"] = declared("error", "The MX of {subject} is {host}, no host of SES.", FALLBACK,
      "Publish in its place:", { "host" }),
   ["ses-mail-from-preference"] = declared("notice", "The MX of {subject} has the preference {preference}; SES documents 10.",
      "It makes no difference to mail; whether SES insists is not documented.", nil, { "preference" }),
   ["ses-mail-from-spf-without-ses"] = declared("error", "The SPF record of the MAIL FROM name {subject} does not let SES send.",
      "SPF fails or is neutral for every message from SES.", "Publish in its place:", {}),
   ["ses-mail-from-spf-missing"] = declared("error", "The MAIL FROM name {subject} has no SPF record.",
      "SPF is looked up at the MAIL FROM name itself, never at a name above it. SES checks the MX only, so its console shows success "
      .. "all the same.", "Publish:", {}),
   ["ses-mail-from-is-domain"] = declared("error", "{subject} cannot be its own MAIL FROM name.",
      "SES takes a subdomain of the identity only.", "Choose a name below it, such as bounce.{subject}.", {}),
   ["ses-mail-from-outside"] = declared("error", "The MAIL FROM name {subject} is not below {domain}.",
      "SES takes a subdomain of the identity only, and another domain would not align.", "Choose a name below it, such as "
      .. "bounce.{domain}.", { "domain" }),
})

local SPF = "v=spf1 include:amazonses.com ~all"

local function mx_line(entry, region)
   local known = region and regions.get(region)
   local host = known and known.mail_from_mx or region and ("feedback-smtp.%s.amazonses.com"):format(region)
   return host and { ("%s. MX %d %s."):format(entry.name, PREFERENCE, host) } or nil
end

local function spf_line(entry)
   return { ('%s. TXT "%s"'):format(entry.name, SPF) }
end

local function has(list, value)
   for _, item in ipairs(list) do
      if item == value then return true end
   end
   return false
end

local function evidence_of(entry, host)
   local from = #host.text - #host.host
   return { evidence.record(entry.name, "MX", host.text, from, #host.text) }
end

-- The code for a host that is not the feedback host of one of the entry's regions, and its fields.
local function host_fault(entry, host)
   local kind, found = regions.host(host.host)
   local tail = host.host:lower():match("^feedback%-smtp%.[%w-]+%.amazonses%.com%.(.+)$")
   if kind == "mail-from-wrong-suffix" then return "ses-mail-from-wrong-suffix", { host = host.host } end
   if kind == "inbound" or kind == "inbound-wrong-suffix" then return "ses-mail-from-receives", { host = host.host } end
   if tail then return "ses-mail-from-host-doubled", { host = host.host } end
   if kind ~= "mail-from" then return "ses-mail-from-not-ses", { host = host.host } end
   if not regions.get(found) then return "ses-mail-from-unknown-region", { found = found } end
   if #entry.regions > 0 and not has(entry.regions, found) then
      return "ses-mail-from-wrong-region", { found = found, region = table.concat(entry.regions, ", ") }
   end
   return nil, found
end

local function judge_mx(entry, add)
   local hosts = entry.mx.hosts
   local region = entry.regions[1]
   if #hosts > 1 then
      local list = {}
      for i, host in ipairs(hosts) do list[i] = evidence.record(entry.name, "MX", host.text) end
      add("ses-mail-from-mx-several", {
         subject = entry.name, type = "MX", fields = { count = #hosts }, evidence = list, publish = mx_line(entry, region),
      })
      return false
   end
   local host = hosts[1]
   local code, fields = host_fault(entry, host)
   if code then
      add(code, {
         subject = entry.name, type = "MX", fields = fields, evidence = evidence_of(entry, host), publish = mx_line(entry, region),
      })
      return false
   end
   if #entry.regions > 1 then
      add("ses-mail-from-shared", { subject = entry.name, type = "MX", fields = { found = fields }, evidence = evidence_of(entry, host) })
   end
   if host.preference ~= PREFERENCE then
      add("ses-mail-from-preference", { subject = entry.name, type = "MX", fields = { preference = host.preference } })
   end
   return true
end

-- Whether TREE lets SES send: an include of amazonses.com that counts, anywhere in it, with "+", or everybody passes.
local function lets_ses_send(node)
   for _, term in ipairs(node.terms or {}) do
      local counts = term.status ~= "dead" and term.status ~= "ignored"
      if counts and term.kind == "include" and term.qualifier == "+" and term.target == "amazonses.com" then return true end
      if counts and (term.kind == "redirect" or term.kind == "include" and term.qualifier == "+") and lets_ses_send(term) then
         return true
      end
   end
   return node.authorised ~= nil and node.authorised:is_all("ip4")
end

local function judge_spf(entry, add)
   local spf = entry.spf
   if spf.known == "unknown" then return false end
   if #spf.records == 0 then
      local miss = spf.near_misses[1]
      add("ses-mail-from-spf-missing", {
         subject = entry.name, type = "TXT", publish = spf_line(entry),
         evidence = miss and { evidence.record(entry.name, "TXT", miss.value, miss.range[1], miss.range[2]) } or nil,
      })
      return false
   elseif #spf.records == 1 and entry.tree and entry.tree.result ~= "unknown" and not lets_ses_send(entry.tree) then
      add("ses-mail-from-spf-without-ses", {
         subject = entry.name, type = "TXT", publish = spf_line(entry),
         evidence = { evidence.record(entry.name, "TXT", spf.records[1]) },
      })
      return false
   end
   return #spf.records == 1
end

local function judge_place(entry, domain, add)
   local name = entry.name
   if name == domain then
      add("ses-mail-from-is-domain", { subject = name, type = "MX" })
   elseif name:sub(-#domain - 1) ~= "." .. domain then
      add("ses-mail-from-outside", { subject = name, type = "MX", fields = { domain = domain } })
   end
end

--- Findings of MODELS.mail_from entries that SES uses (regions known, or an MX that is SES's) through ADD(code, detail).
function check.run(models, add)
   for _, entry in ipairs(models.mail_from) do
      if entry.ses then
         judge_place(entry, models.domain.name, add)
         local mx = entry.mx.known == "present" and judge_mx(entry, add)
         local spf = judge_spf(entry, add)
         if mx and spf then
            local shown = #entry.regions > 0 and table.concat(entry.regions, ", ") or select(2, regions.host(entry.mx.hosts[1].host))
            add("ses-mail-from-right", { subject = entry.name, type = "MX", fields = { region = shown } })
         end
      end
   end
end

return check
