-- SPDX-License-Identifier: MIT
-- What saved JSON says of an SES account in one region (`aws sesv2 get-account`, or version 1's get-send-quota and
-- get-account-sending-enabled), and of its identities (list-email-identities, list-identities). It must not look
-- anything up nor judge.
local core = require "sesame.core"
local fields = require "sesame.ses.fields"
local json = require "sesame.base.json"
local identity = require "sesame.ses.identity"
local shape = require "sesame.base.shape"

local account = {}

local text_of, flag_of, number_of, table_of = fields.text, fields.flag, fields.number, fields.table

account.SANDBOX_QUOTA = 200 -- messages a day that an account in the sandbox may send
account.LISTED_MAX = 20000  -- identities read of one list; a region holds 10,000

local SHAPE = { fields = {
   ProductionAccessEnabled = "flag", SendingEnabled = "flag", EnforcementStatus = "text",
   SendQuota = { fields = { Max24HourSend = "number", MaxSendRate = "number", SentLast24Hours = "number" } },
   Details = { fields = { MailType = "text", WebsiteURL = "text",
      ReviewDetails = { fields = { Status = "text", CaseId = "text" } } } },
   Max24HourSend = "number", MaxSendRate = "number", SentLast24Hours = "number", Enabled = "flag",
} }

-- What is no identity, for NAME of a list: an address at a domain, or a domain.
local function name_fault(name)
   local bytes = json.bytes(name)
   if core.domain.to_ascii(bytes:match("@([^@]*)$") or bytes) == nil then
      return ("'%s' is neither a domain nor an address"):format(bytes)
   end
end

local NAME = { "text", most = 320, check = name_fault }

local LISTED = { fields = {
   EmailIdentities = { list = { need = { "IdentityName" }, fields = { IdentityName = NAME, IdentityType = "text",
      SendingEnabled = "flag", VerificationStatus = "text" } } },
   Identities = { list = NAME },
} }

-- VALUE where it is one word as SES has them ("GLOBAL"): newer fields, whose form may change.
local function word_of(value)
   local text = text_of(value)
   return text and #text <= 64 and text:find "^[%w_-]+$" and text or nil
end

local function quota_of(value)
   if type(value.Max24HourSend) ~= "number" then return nil end
   return { day = value.Max24HourSend, second = number_of(value.MaxSendRate), sent = number_of(value.SentLast24Hours) }
end

--- The fields of a decoded GetAccount response: { production, sending, enforcement, quota = { day, second, sent },
-- mail_type, website, review, case, pool ("GLOBAL": shared addresses of other regions may send too; "REGIONAL"), plan
-- and next_plan (of prices) }, each nil where the JSON is silent; nil where VALUE is no such response, nil and a
-- message where it is one of another shape.
function account.read(value)
   local quota = shape.is_there(value.SendQuota) and (type(value.SendQuota) ~= "table" or next(value.SendQuota) ~= nil)
   if not (quota or shape.is_there(value.ProductionAccessEnabled) or shape.is_there(value.EnforcementStatus)) then
      return nil
   end
   local fault = shape.fault(value, SHAPE)
   if fault then return nil, "not the JSON of `aws sesv2 get-account`: " .. fault end
   local details = table_of(value.Details)
   local review, prices = table_of(details.ReviewDetails), table_of(value.PricingAttributes)
   return {
      production = flag_of(value.ProductionAccessEnabled), sending = flag_of(value.SendingEnabled),
      enforcement = text_of(value.EnforcementStatus), quota = quota_of(table_of(value.SendQuota)),
      mail_type = text_of(details.MailType),
      website = text_of(details.WebsiteURL), review = text_of(review.Status), case = text_of(review.CaseId),
      pool = word_of(table_of(value.DeliveryAttributes).SharedPoolDeliveryMode),
      plan = word_of(prices.CurrentPlan), next_plan = word_of(prices.NextPlan),
   }
end

--- The same of version 1's get-send-quota or get-account-sending-enabled. Version 1 has no word for the sandbox: its
-- quota tells.
function account.read_classic(value)
   local alone = shape.is_there(value.Enabled) and next(value, next(value)) == nil
   if not (shape.is_there(value.Max24HourSend) or alone) then return nil end
   local fault = shape.fault(value, SHAPE)
   if fault then return nil, "not the JSON of `aws ses get-send-quota`: " .. fault end
   return alone and { sending = value.Enabled } or { quota = quota_of(value) }
end

local function listed(item)
   if type(item) == "string" then
      return { name = json.bytes(item):lower(), type = item:find("@", 1, true) and "EMAIL_ADDRESS" or "DOMAIN" }
   end
   return {
      name = text_of(item.IdentityName):lower(), type = text_of(item.IdentityType),
      sending = flag_of(item.SendingEnabled),
      verification = identity.status(item.VerificationStatus),
   }
end

--- The identities of a decoded ListEmailIdentities or ListIdentities response: { { name (lower case), type, sending,
-- verification }, ... } in order of name, with `partial` where there are more; nil where VALUE is no such response, nil
-- and a message where it is one of another shape.
function account.read_list(value)
   local items = shape.is_there(value.EmailIdentities) and value.EmailIdentities or value.Identities
   if not shape.is_there(items) then return nil end
   local fault = shape.fault(value, LISTED)
   if fault then return nil, "not the JSON of `aws sesv2 list-email-identities`: " .. fault end
   local list = {}
   for i, item in ipairs(items) do
      if i > account.LISTED_MAX then break end
      list[i] = listed(item)
   end
   list.partial = (#items > account.LISTED_MAX or shape.is_there(value.NextToken)) and true or nil
   table.sort(list, function(a, b) return a.name < b.name end)
   return list
end

return account
