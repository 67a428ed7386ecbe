-- SPDX-License-Identifier: MIT
-- What a saved `aws sesv2 get-email-identity` (JSON) says of one SES identity, and Easy DKIM tokens checked. Every
-- field of the JSON is optional: older tools leave some out. It must not look anything up nor judge.
local core = require "sesame.core"
local fields = require "sesame.ses.fields"
local json = require "sesame.base.json"
local shape = require "sesame.base.shape"

local identity = {}

local text_of, flag_of, table_of = fields.text, fields.flag, fields.table

identity.TOKENS_MAX = 3 -- Easy DKIM has three; BYODKIM lists its selector, or nothing

-- Tokens are labels; anything else would make names nobody meant.
local function check_tokens(list)
   local tokens, seen = {}, {}
   for i, token in ipairs(list) do
      if #token > 63 or not token:find("^[%w-]+$") then
         return nil, ("'%s' is no DKIM token (letters and digits, from the SES console)"):format(token)
      end
      tokens[i] = token:lower()
      if seen[tokens[i]] then return nil, ("the token '%s' is given twice"):format(tokens[i]) end
      seen[tokens[i]] = true
   end
   if #tokens > identity.TOKENS_MAX then return nil, ("%d tokens; Easy DKIM has three"):format(#tokens) end
   return tokens
end

identity.check_tokens = check_tokens

local EASY_MIN <const> = 20 -- Easy DKIM's have 32 letters and digits; what people type in their place has fewer

--- LIST as check_tokens has it, where it must be Easy DKIM's own: words that are none are refused.
function identity.check_easy(list)
   local tokens, fault = check_tokens(list)
   for _, token in ipairs(tokens or {}) do
      if #token < EASY_MIN or token:find "^example" then
         return nil, ("'%s' is no DKIM token: those of Easy DKIM have 32 letters and digits"):format(token)
      end
   end
   return tokens, fault
end

--- VALUE of JSON as a domain in A-labels; nil where there is none, nil and a reason where it is no domain.
function identity.domain(value)
   local text = text_of(value)
   if not text or text == "" then return nil end
   local name, message = core.domain.to_ascii(text)
   if not name then return nil, ("'%s' is no domain: %s"):format(text, message) end
   return name
end

--- A status or behaviour as version 2 of the API spells it ("TemporaryFailure" and "UseDefaultValue" are version 1's),
-- or nil.
function identity.status(value)
   local text = text_of(value)
   return text and (text:gsub("(%l)(%u)", "%1_%2"):upper()) or nil
end

--- A time as text: AWS tools write it as such, or as seconds since 1970.
function identity.time(value)
   if type(value) == "number" and value >= 0 and value < 2 ^ 40 then
      return os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(value))
   end
   return text_of(value)
end

-- The SOA record that SES met when it last looked, where it says so.
local function soa_of(info)
   local soa = table_of(info.SOARecord)
   if not (soa.PrimaryNameServer or soa.SerialNumber) then return nil end
   return { primary = text_of(soa.PrimaryNameServer), contact = text_of(soa.AdminEmail),
      serial = math.tointeger(soa.SerialNumber) }
end

-- Each part may be left out or null; older tools leave some out.
local SHAPE = { fields = {
   IdentityType = "text", FeedbackForwardingStatus = "flag", VerifiedForSendingStatus = "flag",
   VerificationStatus = "text",
   DkimAttributes = { fields = {
      SigningEnabled = "flag", Status = "text", Tokens = { list = "text" }, SigningHostedZone = "text",
      SigningAttributesOrigin = "text", CurrentSigningKeyLength = "text", NextSigningKeyLength = "text",
      LastKeyGenerationTimestamp = "time",
   } },
   MailFromAttributes = { fields = { MailFromDomain = "text", MailFromDomainStatus = "text",
      BehaviorOnMxFailure = "text" } },
   VerificationInfo = { fields = { LastCheckedTimestamp = "time", LastSuccessTimestamp = "time", ErrorType = "text",
      SOARecord = { fields = { PrimaryNameServer = "text", AdminEmail = "text", SerialNumber = "whole" } } } },
} }

--- Whether VALUE, decoded JSON, speaks of one identity.
function identity.is_one(value)
   return shape.is_there(value.DkimAttributes) or shape.is_there(value.MailFromAttributes)
      or shape.is_there(value.IdentityType)
end

--- The fields of a decoded GetEmailIdentity response VALUE: { tokens, hosted_zone, origin, signing, dkim_status,
-- key_length, next_key_length, last_key, mail_from and saved_mail_from (the same), mail_from_told (whether the JSON
-- speaks of it), mail_from_status, on_mx_failure, verified, verification, error, last_checked, last_success, soa,
-- feedback, type, dkim_empty = whether its part on DKIM is there and holds nothing,
-- saved = true }, each nil where the JSON is silent. Nil and a message for what is none.
function identity.read(value)
   if not identity.is_one(value) then
      return nil, "not the JSON of `aws sesv2 get-email-identity` (no DkimAttributes)"
   end
   local fault = shape.fault(value, SHAPE)
   if fault then return nil, "not the JSON of `aws sesv2 get-email-identity`: " .. fault end
   local dkim, mail_from = table_of(value.DkimAttributes), table_of(value.MailFromAttributes)
   local info = table_of(value.VerificationInfo)
   local tokens
   tokens, fault = check_tokens(table_of(dkim.Tokens))
   if not tokens then return nil, "DkimAttributes.Tokens: " .. fault end
   if dkim.Tokens and type(dkim.Tokens[1]) == "string" and dkim.Tokens[1]:find "^EXAMPLE" then
      return nil, ("DkimAttributes.Tokens: '%s' stands in the documentation; save what your own account answers")
         :format(dkim.Tokens[1])
   end
   local name, reason = identity.domain(mail_from.MailFromDomain)
   if reason then return nil, "MailFromAttributes.MailFromDomain " .. reason end
   local zone
   zone, reason = identity.domain(dkim.SigningHostedZone)
   if reason then return nil, "DkimAttributes.SigningHostedZone " .. reason end
   return {
      saved = true, tokens = #tokens > 0 and tokens or nil, hosted_zone = zone,
      origin = text_of(dkim.SigningAttributesOrigin), signing = flag_of(dkim.SigningEnabled),
      dkim_status = identity.status(dkim.Status),
      key_length = text_of(dkim.CurrentSigningKeyLength), next_key_length = text_of(dkim.NextSigningKeyLength),
      last_key = identity.time(dkim.LastKeyGenerationTimestamp), mail_from = name, saved_mail_from = name,
      mail_from_told = type(value.MailFromAttributes) == "table",
      mail_from_status = identity.status(mail_from.MailFromDomainStatus),
      on_mx_failure = identity.status(mail_from.BehaviorOnMxFailure),
      verified = flag_of(value.VerifiedForSendingStatus), verification = identity.status(value.VerificationStatus),
      error = text_of(info.ErrorType), last_checked = identity.time(info.LastCheckedTimestamp),
      last_success = identity.time(info.LastSuccessTimestamp), soa = soa_of(info),
      feedback = flag_of(value.FeedbackForwardingStatus),
      dkim_empty = type(value.DkimAttributes) == "table" and next(dkim) == nil or nil,
      type = text_of(value.IdentityType),
   }
end

--- The same of TEXT.
function identity.parse(text)
   local value, reason = json.decode(text)
   if type(value) ~= "table" then return nil, "not JSON: " .. tostring(reason) end
   return identity.read(value)
end

--- Reads PATH, saved JSON of any kind or tokens: see sesame.ses.saved.
function identity.load(path)
   return require("sesame.ses.saved").load(path)
end

return identity
