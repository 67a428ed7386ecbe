-- SPDX-License-Identifier: MIT
-- What version 1 of the SES interface (`aws ses get-identity-...-attributes`) says: one file tells of several
-- identities by name. The fields get the names that sesame.ses.identity gives version 2's. It must not look anything up
-- nor judge.
local fields_of = require "sesame.ses.fields"
local shape = require "sesame.base.shape"
local identity = require "sesame.ses.identity"

local text_of, flag_of = fields_of.text, fields_of.flag

local classic = {}

-- Of each: the key, the keys that tell it from version 2 (nil: it has none), what each identity's part is made of, and
-- what reads that.
local readers = {
   { "DkimAttributes", { "DkimEnabled", "DkimVerificationStatus", "DkimTokens" },
   { DkimEnabled = "flag", DkimVerificationStatus = "text", DkimTokens = { list = "text" } }, function(item)
      local tokens, fault = identity.check_tokens(shape.is_there(item.DkimTokens) and item.DkimTokens or {})
      if not tokens then return nil, fault end
      local fields = { tokens = #tokens > 0 and tokens or nil,
         dkim_status = identity.status(item.DkimVerificationStatus) }
      fields.signing = flag_of(item.DkimEnabled)
      return fields
   end },
   { "MailFromDomainAttributes", nil, { MailFromDomain = "text", MailFromDomainStatus = "text",
      BehaviorOnMXFailure = "text", BehaviorOnMxFailure = "text" }, function(item)
      local name, reason = identity.domain(item.MailFromDomain)
      if reason then return nil, "MailFromDomain " .. reason end
      return {
         mail_from = name, saved_mail_from = name, mail_from_told = true, mail_from_status = name
            and identity.status(item.MailFromDomainStatus),
         on_mx_failure = identity.status(item.BehaviorOnMXFailure or item.BehaviorOnMxFailure),
      }
   end },
   { "VerificationAttributes", nil, { VerificationStatus = "text", VerificationToken = "text" }, function(item)
      return { verification = identity.status(item.VerificationStatus),
         verification_token = text_of(item.VerificationToken) }
   end },
}

-- Whether VALUE, the part of a reader that tells by the keys WANTED, is version 1's: version 2's holds no objects.
local function fits(value, wanted)
   if not shape.is_there(value) then return false end
   if not wanted then return true end
   for _, item in pairs(type(value) == "table" and value or {}) do
      for _, key in ipairs(wanted) do
         if type(item) == "table" and item[key] ~= nil then return true end
      end
   end
   return false
end

-- The identities of one part join BY_NAME; nil and a message for one of another shape.
local function read_part(part, reader, by_name)
   local fault = shape.fault(part, { map = { fields = reader[3] } }, reader[1])
   if fault then return nil, fault end
   for name, item in pairs(part) do
      if shape.is_there(item) then
         local fields, reason = reader[4](item)
         if not fields then return nil, ("%s of %s: %s"):format(reader[1], name, reason) end
         fields.saved = true
         fields.type = name:find("@", 1, true) and "EMAIL_ADDRESS" or "DOMAIN"
         by_name[name:lower()] = fields
      end
   end
   return true
end

--- The identities of a decoded response VALUE: { [name in lower case] = fields with saved = true }; nil where it is
-- none of version 1's, nil and a message where it holds what is none.
function classic.read(value)
   local by_name, any = {}, false
   for _, reader in ipairs(readers) do
      local part = value[reader[1]]
      if fits(part, reader[2]) then
         local ok, fault = read_part(part, reader, by_name)
         if not ok then return nil, fault end
         any = true
      end
   end
   return any and by_name or nil
end

return classic
