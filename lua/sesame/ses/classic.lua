-- SPDX-License-Identifier: MIT
-- What version 1 of the SES interface (`aws ses get-identity-...-attributes`) says: one file tells of several
-- identities by name. The fields get the names that sesame.ses.identity gives version 2's. It must not look anything up
-- nor judge.
local text_of = require("sesame.ses.fields").text
local identity = require "sesame.ses.identity"

local classic = {}

local readers = {
   { "DkimAttributes", { "DkimEnabled", "DkimVerificationStatus", "DkimTokens" }, function(item)
      local tokens, fault = identity.check_tokens(type(item.DkimTokens) == "table" and item.DkimTokens or {})
      if not tokens then return nil, fault end
      local fields = { tokens = #tokens > 0 and tokens or nil,
         dkim_status = identity.status(item.DkimVerificationStatus) }
      if type(item.DkimEnabled) == "boolean" then fields.signing = item.DkimEnabled end
      return fields
   end },
   { "MailFromDomainAttributes", nil, function(item)
      local name, reason = identity.domain(item.MailFromDomain)
      if reason then return nil, "MailFromDomain " .. reason end
      return {
         mail_from = name, saved_mail_from = name, mail_from_told = true, mail_from_status = name
            and identity.status(item.MailFromDomainStatus),
         on_mx_failure = identity.status(item.BehaviorOnMXFailure or item.BehaviorOnMxFailure),
      }
   end },
   { "VerificationAttributes", nil, function(item)
      return { verification = identity.status(item.VerificationStatus),
         verification_token = text_of(item.VerificationToken) }
   end },
}

local function fits(item, wanted)
   if type(item) ~= "table" then return false end
   for _, key in ipairs(wanted or {}) do
      if item[key] ~= nil then return true end
   end
   return wanted == nil
end

--- The identities of a decoded response VALUE: { [name in lower case] = fields with saved = true }; nil where it is
-- none of version 1's, nil and a message where it holds a token that is none.
function classic.read(value)
   local by_name
   for _, reader in ipairs(readers) do
      for name, item in pairs(type(value[reader[1]]) == "table" and value[reader[1]] or {}) do
         if type(name) == "string" and fits(item, reader[2]) then
            local fields, fault = reader[3](item)
            if not fields then return nil, fault end
            by_name = by_name or {}
            fields.saved = true
            fields.type = name:find("@", 1, true) and "EMAIL_ADDRESS" or "DOMAIN"
            by_name[name:lower()] = fields
         end
      end
   end
   return by_name
end

return classic
