-- SPDX-License-Identifier: MIT
-- What saved JSON says of an SES account in one region (`aws sesv2 get-account`, or version 1's get-send-quota and
-- get-account-sending-enabled), and of its identities (list-email-identities, list-identities). It must not look
-- anything up nor judge.
local core = require "sesame.core"
local fields = require "sesame.ses.fields"
local json = require "sesame.base.json"
local identity = require "sesame.ses.identity"

local account = {}

local text_of, flag_of, number_of, table_of = fields.text, fields.flag, fields.number, fields.table

account.SANDBOX_QUOTA = 200 -- messages a day that an account in the sandbox may send
account.LISTED_MAX = 20000  -- identities read of one list; a region holds 10,000

local function quota_of(value)
   if type(value.Max24HourSend) ~= "number" then return nil end
   return { day = value.Max24HourSend, second = number_of(value.MaxSendRate), sent = number_of(value.SentLast24Hours) }
end

--- The fields of a decoded GetAccount response: { production, sending, enforcement, quota = { day, second, sent },
-- mail_type, website, review, case }, each nil where the JSON is silent; nil where VALUE is no such response.
function account.read(value)
   local quota = type(value.SendQuota) == "table" and next(value.SendQuota) ~= nil
   if flag_of(value.ProductionAccessEnabled) == nil and not quota and not text_of(value.EnforcementStatus) then
      return nil
   end
   local details = table_of(value.Details)
   local review = table_of(details.ReviewDetails)
   return {
      production = flag_of(value.ProductionAccessEnabled), sending = flag_of(value.SendingEnabled),
      enforcement = text_of(value.EnforcementStatus), quota = quota_of(table_of(value.SendQuota)),
      mail_type = text_of(details.MailType),
      website = text_of(details.WebsiteURL), review = text_of(review.Status), case = text_of(review.CaseId),
   }
end

--- The same of version 1's get-send-quota or get-account-sending-enabled. Version 1 has no word for the sandbox: its
-- quota tells.
function account.read_classic(value)
   local quota = quota_of(value)
   if quota then return { quota = quota } end
   if type(value.Enabled) == "boolean" and next(value, next(value)) == nil then return { sending = value.Enabled } end
end

-- Whether NAME is a domain, or an address at one.
local function is_identity(name)
   return core.domain.to_ascii(name:match("@([^@]*)$") or name) ~= nil
end

local function listed(item)
   if type(item) == "string" then
      if not is_identity(item) then return nil end
      return { name = json.bytes(item):lower(), type = item:find("@", 1, true) and "EMAIL_ADDRESS" or "DOMAIN" }
   end
   local name = text_of(table_of(item).IdentityName)
   return name and is_identity(name) and {
      name = name:lower(), type = text_of(item.IdentityType), sending = flag_of(item.SendingEnabled),
      verification = identity.status(item.VerificationStatus),
   }
end

--- The identities of a decoded ListEmailIdentities or ListIdentities response: { { name (lower case), type, sending,
-- verification }, ... } in order of name; nil where VALUE is no such response.
function account.read_list(value)
   local items = value.EmailIdentities or value.Identities
   if type(items) ~= "table" then return nil end
   local list = {}
   for i, item in ipairs(items) do
      if i > account.LISTED_MAX then break end
      list[#list + 1] = listed(item) or nil
   end
   table.sort(list, function(a, b) return a.name < b.name end)
   return list
end

return account
