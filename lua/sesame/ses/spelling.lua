-- SPDX-License-Identifier: MIT
-- Replies of the SES interface as its own documentation spells and nests them: other languages' libraries write
-- dkimAttributes or dkim_attributes, `--query` takes a part out, some commands give less. It must not judge.
local shape = require "sesame.base.shape"

local spelling = {}

local DEPTH_MAX <const> = 64 -- levels, as sesame.base.json reads them

-- Every key that sesame.ses.identity, account, classic and tenancy read.
local KEYS = [[IdentityType FeedbackForwardingStatus VerifiedForSendingStatus VerificationStatus DkimAttributes
   SigningEnabled Status Tokens SigningHostedZone SigningAttributesOrigin CurrentSigningKeyLength NextSigningKeyLength
   LastKeyGenerationTimestamp MailFromAttributes MailFromDomain MailFromDomainStatus BehaviorOnMxFailure
   VerificationInfo LastCheckedTimestamp LastSuccessTimestamp ErrorType SOARecord PrimaryNameServer AdminEmail
   SerialNumber ProductionAccessEnabled SendingEnabled EnforcementStatus SendQuota Max24HourSend MaxSendRate
   SentLast24Hours Details MailType WebsiteURL ReviewDetails CaseId Enabled EmailIdentities IdentityName Identities
   NextToken
   DkimEnabled DkimVerificationStatus DkimTokens DkimStatus MailFromDomainAttributes VerificationAttributes
   VerificationToken
   Tenant Tenants TenantName TenantId TenantArn SendingStatus ReputationEntity ReputationEntities
   ReputationEntityReference ReputationEntityType SendingStatusAggregate ReputationImpact CustomerManagedStatus
   AwsSesManagedStatus Cause ResourceTenants TenantResources ResourceArn
   DeliveryAttributes SharedPoolDeliveryMode PricingAttributes CurrentPlan NextPlan]]

local function folded(key) return (key:gsub("_", ""):lower()) end

local RIGHT, KNOWN = {}, { BehaviorOnMXFailure = true }
for key in KEYS:gmatch "%S+" do RIGHT[folded(key)], KNOWN[key] = key, true end

-- VALUE, decoded JSON, with its keys respelled in place. Names of identities hold a dot and fit none.
local function respell(value, depth)
   if type(value) ~= "table" or depth > DEPTH_MAX then return value end
   local renames = {}
   for key, item in pairs(value) do
      local right = type(key) == "string" and not KNOWN[key] and RIGHT[folded(key)]
      if right and value[right] == nil then renames[key] = right end
      respell(item, depth + 1)
   end
   for key, right in pairs(renames) do
      value[right], value[key] = value[key], nil
   end
   return value
end

-- Whether every item of LIST is of KIND (of type), and TEST, if any, is true of it.
local function all(list, kind, test)
   for _, item in ipairs(list) do
      if type(item) ~= kind or test and not test(item) then return false end
   end
   return #list > 0
end

local function is_name(text) return text:find "[.@]" ~= nil end

local function is_entry(item) return type(item.IdentityName) == "string" end

-- A list that stands alone: tokens, names of identities, or identities.
local function of_list(list)
   if all(list, "table", is_entry) then return { EmailIdentities = list } end
   if all(list, "string", is_name) then return { Identities = list } end
   if all(list, "string") then return { DkimAttributes = { Tokens = list } } end
   return list
end

local there = shape.is_there

--- VALUE, decoded JSON, in the form of `get-email-identity`, `get-account` or `list-email-identities`, as far as it
-- holds anything of these; changed in place. What it is not stays as it is.
function spelling.whole(value)
   if type(value) ~= "table" then return value end
   respell(value, 1)
   if value[1] ~= nil then return of_list(value) end
   if there(value.DkimAttributes) or there(value.MailFromAttributes) then return value end
   if there(value.DkimTokens) then -- verify-domain-dkim, put-email-identity-dkim-signing-attributes
      return { DkimAttributes = { Tokens = value.DkimTokens, Status = value.DkimStatus,
         SigningHostedZone = value.SigningHostedZone } }
   elseif all(there(value.Tokens) and type(value.Tokens) == "table" and value.Tokens or {}, "string")
      or there(value.SigningEnabled) and there(value.Status) then
      return { DkimAttributes = value } -- --query DkimAttributes
   elseif there(value.MailFromDomain) then
      return { MailFromAttributes = value }
   end
   return value
end

return spelling
