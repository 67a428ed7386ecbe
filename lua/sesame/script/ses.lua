-- SPDX-License-Identifier: MIT
-- What several recipes about SES share: identities narrowed to some regions, tables of regions side by side, the
-- finding that no identity was given, and why SES uses a MAIL FROM of its own. Over an audit of sesame.script. It must
-- not know the command line.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"
local matrix = require "sesame.report.ses_matrix_text"
local regions = require "sesame.ses.regions"

local recipe = {}

--- The checks about SES, for audit:check.
recipe.checks = {
   "ses-identity", "ses-byodkim", "ses-account", "ses-tenant", "easy-dkim", "easy-dkim-pending", "ses-mail-from",
   "ses-mail-from-spf", "ses-mail-from-place", "ses-mail",
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

local POOL = { GLOBAL = "all regions", REGIONAL = "its region" }

-- The plan of ACCOUNT, and the one to come; nil where nothing is said.
local function plan_of(account)
   local plan, following = account.plan, account.next_plan
   if following and following ~= plan then return ("%s, next %s"):format(text(plan), following) end
   return plan
end

-- What newer replies say of accounts in LIST: columns that any of them fills, and a function (account) for the cells.
local function newer_columns(list)
   local shown, titles = {}, {}
   local all = { { "pool", function(account) return account.pool and (POOL[account.pool] or account.pool) end },
      { "plan", plan_of } }
   for _, column in ipairs(all) do
      for _, own in ipairs(list) do
         if own.account and column[2](own.account) then
            shown[#shown + 1], titles[#titles + 1] = column[2], column[1]
            break
         end
      end
   end
   return titles, function(account, row)
      for _, cell in ipairs(shown) do row[#row + 1] = text(cell(account)) end
      return row
   end
end

local function account_rows(list)
   local rows = {}
   local titles, fill = newer_columns(list)
   for _, own in ipairs(list) do
      local account = own.account
      if account then
         local access = account.production and "production" or account.production == false and "sandbox" or "?"
         local sending = account.sending and "on" or account.sending == false and "paused" or "?"
         local quota = account.quota and account.quota.day
         rows[#rows + 1] = fill(account, { own.region, access, sending, quota and ("%.0f"):format(quota) or "?",
            text(account.enforcement) })
      end
   end
   return rows, titles
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
   local accounts, titles = account_rows(list)
   if #accounts > 0 then
      audit:section { title = "Account", rows = accounts,
         columns = { "region", "access", "sending", "a day", "state", table.unpack(titles) } }
   end
end

local DEFAULT = causes.all("mail_from", { "ses-mail-from-default", "ses-mail-from-failed" })

--- What findings about mail from SES follow from, by what is wrong.
recipe.follows = {
   default = DEFAULT, spf = causes.mail_from_spf, strict = { "ses-strict-spf" },
   dkim = causes.all("easy_dkim", "byodkim", "signing"), unlearnt = causes.unlearnt,
}

--- A function (severity, text, why, advice, fields, follows, rank: 2 unless given) that declares a finding of REFERENCE
-- whose records other findings name.
function recipe.declarer(reference)
   return function(severity, says, why, advice, fields, follows, rank)
      local unfixable = (severity == "error" or severity == "warning") and "the findings beside it name the records"
      return {
         severity = severity, text = says, why = why, advice = advice, fields = fields, reference = reference,
         unfixable = unfixable or nil, rank = rank or 2, follows = follows,
      }
   end
end

--- The finding of recipes that have nothing to judge, for their `codes`.
recipe.none = finding.declare("recipe regions", {
   ["ses-no-identity"] = {
      rank = 3,
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

--- Why SES uses a MAIL FROM of its own for OWN, in words.
function recipe.why_default(own)
   local mail_from = own.mail_from
   if mail_from.kind == "default" then return "no custom MAIL FROM is set for the identity there." end
   if mail_from.kind == "unknown" then return "no custom MAIL FROM is known for the identity there." end
   if mail_from.verdict == "wrong" then
      return ("the MX records of %s are not what SES wants."):format(mail_from.name)
   end
   if mail_from.status then return ("the status of %s is %s."):format(mail_from.name, mail_from.status) end
   return ("%s is not in use."):format(mail_from.name)
end

return recipe
