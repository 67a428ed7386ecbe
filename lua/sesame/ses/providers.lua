-- SPDX-License-Identifier: MIT
-- Names that well-known sending services give their customers for SPF, so that a tree can say whose an include is. A dated hint for people:
-- what an include costs is always learnt from DNS. It must not be used for a verdict.
local providers = {}

providers.source = "public SPF records and provider documentation"
providers.date = "2026-11-23"

-- The name in include:, and whose it is. A name below one of these is the same provider's.
local INCLUDES = {
   ["amazonses.com"] = "Amazon SES", ["_spf.google.com"] = "Google", ["_netblocks.google.com"] = "Google",
   ["_netblocks2.google.com"] = "Google", ["_netblocks3.google.com"] = "Google", ["spf.protection.outlook.com"] = "Microsoft 365",
   ["sendgrid.net"] = "SendGrid", ["mailgun.org"] = "Mailgun", ["servers.mcsv.net"] = "Mailchimp",
   ["spf.mandrillapp.com"] = "Mailchimp Transactional", ["spf.messagingengine.com"] = "Fastmail",
   ["_spf.salesforce.com"] = "Salesforce", ["mail.zendesk.com"] = "Zendesk", ["spf.mailjet.com"] = "Mailjet",
   ["spf.sparkpostmail.com"] = "SparkPost", ["spf.mtasv.net"] = "Postmark", ["zoho.com"] = "Zoho", ["zohomail.com"] = "Zoho",
   ["hubspotemail.net"] = "HubSpot", ["spf.brevo.com"] = "Brevo",
}

--- The provider whose include NAME (lower case, no final dot) is, or nil.
function providers.of_include(name)
   while name do
      if INCLUDES[name] then return INCLUDES[name] end
      name = name:match("^[^.]+%.(.+%..+)$")
   end
end

--- All names: { { include, provider }, ... } in order of the include.
function providers.list()
   local list = {}
   for include, provider in pairs(INCLUDES) do list[#list + 1] = { include = include, provider = provider } end
   table.sort(list, function(a, b) return a.include < b.include end)
   return list
end

return providers
