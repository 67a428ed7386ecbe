-- SPDX-License-Identifier: MIT
-- Well-known sending services: the name they give their customers for SPF, their DKIM selectors, and whether they can
-- send with a name of the customer's own in the envelope. Dated hints for people: what an include costs and whom it
-- lets send is always learnt from DNS. A verdict rests on that: the table only says where to look.
local canonical = require("sesame.base.names").canonical
local nearest = require "sesame.base.nearest"

local providers = {}

providers.source = "public SPF records and the services' own documentation"
providers.date = "2026-11-25"

-- key: the word a user writes. includes: what goes behind include:, the first is the one to publish; a name below one
-- of these is the same service's. parts: names below that include which people copied into their own record. selectors:
-- DKIM selectors customers get; "*" stands for digits or letters that differ. mx: names that the MX hosts of its
-- customers lie at or below. envelope: who is in MAIL FROM:
--   user the mailbox's own address, so the domain's own record is asked subdomain the customer can (or must) give it a
--   name below the domain; the record there is asked, not the domain's own own the service's domain, so that the
--   customer's record is never asked
local TABLE = {
   { "amazon-ses", "Amazon SES", { "amazonses.com" }, envelope = "subdomain" },
   { "brevo", "Brevo", { "spf.brevo.com", "spf.sendinblue.com" }, { "mail", "brevo1", "brevo2" }, envelope = "own" },
   { "fastmail", "Fastmail", { "spf.messagingengine.com" }, { "fm1", "fm2", "fm3" }, envelope = "user",
      mx = { "messagingengine.com" } },
   { "google", "Google Workspace", { "_spf.google.com" }, { "google" }, envelope = "user",
      parts = { "_netblocks.google.com", "_netblocks2.google.com", "_netblocks3.google.com" },
      mx = { "google.com", "googlemail.com" } },
   { "hubspot", "HubSpot", { "hubspotemail.net" }, { "hs1", "hs2", "hs1-*", "hs2-*" }, envelope = "own" },
   { "icloud", "iCloud Mail", { "icloud.com" }, { "sig1" }, envelope = "user",
      mx = { "mail.icloud.com" } },
   { "klaviyo", "Klaviyo", {}, { "kl", "kl2" }, envelope = "subdomain" },
   { "mailchimp", "Mailchimp", { "servers.mcsv.net" }, { "k1", "k2", "k3" }, envelope = "own" },
   { "mailchimp-transactional", "Mailchimp Transactional", { "spf.mandrillapp.com" }, { "mandrill", "mte1", "mte2" },
      envelope = "subdomain" },
   { "mailgun", "Mailgun", { "mailgun.org" }, { "k1", "mx", "smtp", "mailo", "pic", "krs" }, envelope = "subdomain",
      mx = { "mailgun.org" } },
   { "mailjet", "Mailjet", { "spf.mailjet.com" }, { "mailjet" }, envelope = "subdomain" },
   { "microsoft", "Microsoft 365", { "spf.protection.outlook.com" }, { "selector1", "selector2" }, envelope = "user",
      mx = { "mail.protection.outlook.com", "mx.microsoft" } },
   { "postmark", "Postmark", { "spf.mtasv.net" }, { "pm", "*pm" }, envelope = "own" },
   { "salesforce", "Salesforce", { "_spf.salesforce.com" }, {}, envelope = "user" },
   { "sendgrid", "SendGrid", { "sendgrid.net" }, { "s1", "s2", "m1" }, envelope = "subdomain" },
   { "sparkpost", "SparkPost", { "spf.sparkpostmail.com", "sparkpostmail.com" }, { "scph*" }, envelope = "subdomain" },
   { "zendesk", "Zendesk", { "mail.zendesk.com" }, { "zendesk1", "zendesk2" }, envelope = "user" },
   { "zoho", "Zoho", { "zohomail.com", "zoho.com", "zoho.eu" }, { "zmail", "zoho" }, envelope = "user",
      mx = { "zoho.com", "zoho.eu", "zoho.in" } },
}

-- What people call a service beside its key.
local ALSO = {
   exchange = "microsoft", gmail = "google", ["google-workspace"] = "google", gsuite = "google", m365 = "microsoft",
   mandrill = "mailchimp-transactional", ["microsoft-365"] = "microsoft", ["microsoft365"] = "microsoft",
   o365 = "microsoft", ["office-365"] = "microsoft", office365 = "microsoft", outlook = "microsoft",
   sendinblue = "brevo", ses = "amazon-ses",
}

local list, by_key, by_include, by_mx = {}, {}, {}, {}
for _, row in ipairs(TABLE) do
   local entry = {
      key = row[1], name = row[2], includes = row[3], selectors = row[4] or {}, parts = row.parts or {},
      envelope = row.envelope,
      include = row[3][1],
   }
   list[#list + 1], by_key[entry.key] = entry, entry
   for _, names in ipairs { entry.includes, entry.parts } do
      for _, name in ipairs(names) do by_include[name] = entry end
   end
   for _, name in ipairs(row.mx or {}) do by_mx[name] = entry end
end

--- The entry of the service that receives mail at HOST (lower case, no final dot), the host of an MX record; or nil.
function providers.entry_of_mx(host)
   while host do
      if by_mx[host] then return by_mx[host] end
      host = host:match("^[^.]+%.(.+)$")
   end
end

--- The entry of the service whose include NAME (lower case, no final dot) is, or nil: { key, name, include or nil,
-- includes, parts, selectors, envelope = "user|subdomain|own" }.
function providers.entry_of_include(name)
   while name do
      if by_include[name] then return by_include[name] end
      name = name:match("^[^.]+%.(.+%..+)$")
   end
end

--- The name of the service whose include NAME (lower case, no final dot) is, or nil.
function providers.of_include(name)
   local entry = providers.entry_of_include(name)
   return entry and entry.name
end

--- The entry that WORD means: a key ("google"), a name ("Google Workspace") or an include ("_spf.google.com"), in any
-- case. Nil and the closest keys, as a hint for a message, where there is none.
function providers.find(word)
   local wanted = canonical(word)
   local key = wanted:gsub("[%s_]+", "-")
   key = ALSO[key] or key
   if by_key[key] then return by_key[key] end
   for _, entry in ipairs(list) do
      if entry.name:lower() == wanted then return entry end
   end
   local entry = providers.entry_of_include(wanted)
   if entry then return entry end
   local keys = {}
   for i, each in ipairs(list) do keys[i] = each.key end
   return nil, nearest.hint(wanted, keys)
end

local function matches(pattern, selector)
   if not pattern:find("*", 1, true) then return pattern == selector end
   return selector:find("^" .. pattern:gsub("%-", "%%-"):gsub("%*", "%%w+") .. "$") ~= nil
end

--- The entries whose customers get the DKIM selector SELECTOR, in order of the key; several services use the same word.
function providers.of_selector(selector)
   local found, wanted = {}, selector:lower()
   for _, entry in ipairs(list) do
      for _, pattern in ipairs(entry.selectors) do
         if matches(pattern, wanted) then
            found[#found + 1] = entry
            break
         end
      end
   end
   return found
end

--- Every selector that can be asked for without knowing the customer, each once, in order.
function providers.selectors()
   local seen, found = {}, {}
   for _, entry in ipairs(list) do
      for _, pattern in ipairs(entry.selectors) do
         if not pattern:find("*", 1, true) and not seen[pattern] then
            seen[pattern] = true
            found[#found + 1] = pattern
         end
      end
   end
   table.sort(found)
   return found
end

--- All entries in order of the key.
function providers.list()
   return table.move(list, 1, #list, 1, {})
end

return providers
