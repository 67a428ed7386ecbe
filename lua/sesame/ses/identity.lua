-- SPDX-License-Identifier: MIT
-- What a saved `aws sesv2 get-email-identity` (JSON), or a file of Easy DKIM tokens, says of one SES identity. Every field of the JSON is
-- optional: older tools leave some out. It must not look anything up nor judge.
local json = require "sesame.json"

local identity = {}

identity.FILE_MAX = 1024 * 1024 -- octets of a file read
identity.TOKENS_MAX = 3         -- Easy DKIM has three; BYODKIM lists its selector, or nothing

local function text_of(value)
   return type(value) == "string" and json.bytes(value) or nil
end

local function flag_of(value)
   if type(value) == "boolean" then return value end
   return nil
end

local function table_of(value)
   return type(value) == "table" and value or {}
end

-- Tokens are labels; anything else would make names nobody meant.
local function check_tokens(list)
   local tokens = {}
   for i, token in ipairs(list) do
      if type(token) ~= "string" or #token > 63 or not token:find("^[%w-]+$") then
         return nil, ("'%s' is no DKIM token (letters and digits, from the SES console)"):format(tostring(token))
      end
      tokens[i] = token:lower()
   end
   if #tokens > identity.TOKENS_MAX then return nil, ("%d tokens; Easy DKIM has three"):format(#tokens) end
   return tokens
end

identity.check_tokens = check_tokens

--- The fields of a GetEmailIdentity response in TEXT: { tokens, hosted_zone, origin, signing, dkim_status, key_length, mail_from,
-- mail_from_status, on_mx_failure, verified, verification, error, type }, each nil where the JSON is silent. Nil and a message for what is none.
function identity.parse(text)
   local value, reason = json.decode(text)
   if type(value) ~= "table" then return nil, "not JSON: " .. tostring(reason) end
   local dkim, mail_from = table_of(value.DkimAttributes), table_of(value.MailFromAttributes)
   if not (value.DkimAttributes or value.MailFromAttributes or value.IdentityType) then
      return nil, "not the JSON of `aws sesv2 get-email-identity` (no DkimAttributes)"
   end
   local tokens, fault = check_tokens(table_of(dkim.Tokens))
   if not tokens then return nil, fault end
   return {
      tokens = #tokens > 0 and tokens or nil, hosted_zone = text_of(dkim.SigningHostedZone),
      origin = text_of(dkim.SigningAttributesOrigin), signing = flag_of(dkim.SigningEnabled), dkim_status = text_of(dkim.Status),
      key_length = text_of(dkim.CurrentSigningKeyLength), mail_from = text_of(mail_from.MailFromDomain),
      mail_from_status = text_of(mail_from.MailFromDomainStatus), on_mx_failure = text_of(mail_from.BehaviorOnMxFailure),
      verified = flag_of(value.VerifiedForSendingStatus), verification = text_of(value.VerificationStatus),
      error = text_of(table_of(value.VerificationInfo).ErrorType), type = text_of(value.IdentityType),
   }
end

-- A file of tokens: one or more a line, "#" comments.
local function parse_tokens(text)
   local list = {}
   for line in text:gmatch("[^\r\n]+") do
      for token in line:gsub("#.*", ""):gmatch("[^%s,]+") do list[#list + 1] = token end
   end
   local tokens, reason = check_tokens(list)
   if not tokens then return nil, reason end
   if #tokens == 0 then return nil, "holds no token" end
   return { tokens = tokens }
end

--- Reads PATH: JSON where it begins with a brace, else tokens. The identity's fields, or nil and a message that names the file.
function identity.load(path)
   local file, reason = io.open(path, "r")
   if not file then return nil, reason end
   local text = file:read(identity.FILE_MAX + 1)
   file:close()
   if not text then return nil, path .. ": it is empty or cannot be read" end
   if #text > identity.FILE_MAX then return nil, ("%s: over %d octets"):format(path, identity.FILE_MAX) end
   local found, fault
   if text:find("^%s*[{%[]") then found, fault = identity.parse(text) else found, fault = parse_tokens(text) end
   if not found then return nil, ("%s: %s"):format(path, fault) end
   return found
end

return identity
