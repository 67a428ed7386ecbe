-- SPDX-License-Identifier: MIT
-- Parts of the recipes about SES regions: identities narrowed to one region, tables of regions side by side, and what a
-- global endpoint of two regions needs. Over an audit of sesame.script. It must not know the command line.
local finding = require "sesame.finding"
local matrix = require "sesame.report.ses_matrix_text"
local regions = require "sesame.ses.regions"

local recipe = {}

--- The checks about SES, for audit:check.
recipe.checks = {
   "ses-identity", "ses-account", "easy-dkim", "easy-dkim-pending", "ses-mail-from", "ses-mail-from-spf",
   "ses-mail-from-place", "ses-mail",
}

local function known(audit, region)
   for _, identity in ipairs(audit.identities) do
      if identity.region == region then return true end
   end
   return false
end

--- Narrows AUDIT to the identities in LIST of regions; one that is not among those given is looked at with what DNS
-- shows of it. Before audit.models is read.
function recipe.narrow(audit, list)
   local wanted = {}
   for _, region in ipairs(list) do
      wanted[region] = true
      if not known(audit, region) then audit:know { identities = { { region = region } } } end
   end
   audit:keep_identities(function(identity) return wanted[identity.region] == true end)
end

local function text(value) return value == nil and "?" or tostring(value) end

local SIGNER = { easy = "Easy DKIM", replica = "replica", byodkim = "own key", unknown = "?" }

local function dkim_rows(list)
   local rows = {}
   for i, own in ipairs(list) do
      local region = regions.get(own.region)
      local zone = own.identity.hosted_zone or region and region.dkim_domain
      rows[i] = {
         own.region, SIGNER[own.dkim.kind], own.dkim.verdict == "unknown" and "?" or own.dkim.verdict,
         text(own.dkim.bits),
         text(own.identity.dkim_status), own.dkim.parent and ("keys of %s"):format(own.dkim.parent) or text(zone),
      }
   end
   return rows
end

local function mx_region(entry)
   local host = entry and entry.mx.hosts[1]
   if not host then return "none" end
   local _, region = regions.host(host.host)
   return region or host.host
end

local FAILURE = { USE_DEFAULT_VALUE = "fall back", REJECT_MESSAGE = "refuse" }

local function mail_from_rows(list)
   local rows = {}
   for i, own in ipairs(list) do
      local entry = own.mail_from.entry
      rows[i] = {
         own.region, matrix.mail_from(own), entry and mx_region(entry) or "-", text(own.mail_from.status),
         FAILURE[own.mail_from.on_failure] or "?", own.mail_from.name or "-",
      }
   end
   return rows
end

local function account_rows(list)
   local rows = {}
   for _, own in ipairs(list) do
      local account = own.account
      if account then
         local access = account.production and "production" or account.production == false and "sandbox" or "?"
         local sending = account.sending and "on" or account.sending == false and "paused" or "?"
         local quota = account.quota and account.quota.day
         rows[#rows + 1] = { own.region, access, sending, quota and ("%.0f"):format(quota) or "?",
            text(account.enforcement) }
      end
   end
   return rows
end

--- Adds the tables of AUDIT.models.ses: will mail pass, DKIM, MAIL FROM and account, region by region.
function recipe.sections(audit)
   local list = audit.models.ses and audit.models.ses.regions or {}
   local first = matrix.section(audit.models)
   if first then audit:section(first) end
   if #list == 0 then return end
   audit:section { title = "DKIM", columns = { "region", "key", "records", "bits", "SES says", "zone" },
      rows = dkim_rows(list) }
   audit:section {
      title = "MAIL FROM", columns = { "region", "records", "MX of", "SES says", "on failure", "name" },
      rows = mail_from_rows(list),
   }
   local accounts = account_rows(list)
   if #accounts > 0 then
      audit:section { title = "Account", columns = { "region", "access", "sending", "a day", "state" },
         rows = accounts }
   end
end

--- Adds the host names of REGION, as people need them at hand.
function recipe.hosts(audit, region)
   local own = regions.get(region)
   audit:section {
      title = "Names of " .. region, columns = { "for", "name" },
      rows = {
         { "MAIL FROM", own.mail_from_mx and "MX 10 " .. own.mail_from_mx or "?" }, { "DKIM", own.dkim_domain or "?" },
         { "SMTP", own.smtp_endpoint or own.smtp_absent and "none there" or "?" },
         { "receiving", own.inbound_mx or "?" },
      },
   }
end

--- The finding of recipes that have nothing to judge, for their `codes`.
recipe.none = finding.declare("recipe regions", {
   ["ses-no-identity"] = {
      severity = "unknown", fields = {}, reference = "doc/ses.md", text = "No SES identity of {subject} was given.",
      why = "DNS does not say which regions of SES a domain sends from, nor with which tokens.",
      advice = "Name them: --ses us-east-1=FILE (saved get-email-identity JSON, or tokens), or --expect FILE.",
   },
})

--- Whether AUDIT has an identity to judge; says so where it has none. The script declares recipe.none.
function recipe.any(audit)
   if #audit.identities > 0 or audit.models.domain.exists ~= true then return true end
   audit:find("ses-no-identity", {})
   return false
end

-- ---- global endpoints ----

local ENDPOINT = "Amazon SES developer guide, global endpoints"

recipe.codes = finding.declare("recipe ses-multi-region", {
   ["ses-no-identity"] = recipe.none["ses-no-identity"],
   ["ses-endpoint-ready"] = {
      severity = "ok", fields = { "pair" }, reference = ENDPOINT,
      text = "{subject} is ready for a global endpoint over {pair}.",
      why = "It is verified and signed in both regions, and both may send.",
   },
   ["ses-endpoint-fails"] = {
      severity = "error", fields = { "pair", "region", "what" }, reference = ENDPOINT,
      unfixable = "it is set in SES; the findings of the region have the records",
      text = "A global endpoint over {pair} would fail from {region}: {what}.",
      why = "It sends from either region, as it sees fit.",
      advice = "Set {region} up like the other one.",
   },
   ["ses-endpoint-weak"] = {
      severity = "warning", fields = { "pair", "region", "what" }, reference = ENDPOINT,
      unfixable = "it is set in SES; the findings of the region have the records",
      text = "Mail of a global endpoint over {pair} would be weaker from {region}: {what}.",
      why = "MAIL FROM, keys of your own, policies and configuration sets are not copied from one region to the other.",
      advice = "Set {region} up like the other one.",
   },
   ["ses-endpoint-unknown"] = {
      severity = "unknown", fields = { "pair", "region", "what" }, reference = ENDPOINT,
      text = "Whether {region} is ready for a global endpoint over {pair} is not known: {what}.",
      why = "What was not told is not taken for right.",
      advice = "Give its JSON: --ses {region}=FILE (get-email-identity, get-account).",
   },
})

-- Code and words for each thing that OWN, one region of the pair, lacks.
local function lacks(own)
   local list = {}
   local function add(code, what) list[#list + 1] = { "ses-endpoint-" .. code, what } end
   if own.verified == false then add("fails", "the identity is not verified there") end
   if own.verified == nil then add("unknown", "whether the identity is verified") end
   if own.account and own.account.production == false then add("fails", "the account is in the sandbox there") end
   if own.account and own.account.sending == false then add("fails", "sending is paused there") end
   if own.account == nil or own.account.production == nil then
      add("unknown", "whether the account has production access")
   end
   if own.identity.signing == false then add("fails", "DKIM is switched off there") end
   if own.mail_from.kind == "default" then add("weak", "it has no custom MAIL FROM") end
   if own.mail_from.kind == "custom" and own.mail_from.verdict == "wrong" then
      add("weak", "the records of its MAIL FROM are wrong")
   end
   if own.now.dmarc == "fail" then add("fails", "its mail fails DMARC") end
   return list
end

--- Says for AUDIT's domain whether a global endpoint over PAIR (two regions) would work.
function recipe.endpoint(audit, pair)
   local shown, ready = table.concat(pair, " and "), true
   for _, region in ipairs(pair) do
      local own
      for _, candidate in ipairs(audit.models.ses and audit.models.ses.regions or {}) do
         if candidate.region == region then own = own or candidate end
      end
      for _, item in ipairs(own and lacks(own) or { { "ses-endpoint-unknown", "no identity there was given" } }) do
         ready = false
         audit:find(item[1], { fields = { pair = shown, region = region, what = item[2] } })
      end
   end
   if ready then audit:find("ses-endpoint-ready", { fields = { pair = shown } }) end
end

return recipe
