-- SPDX-License-Identifier: MIT
-- Check of identities of Amazon SES by what SES says of them: signing switched off, replicas, keys of one's own, MAIL
-- FROM states, identities that override the domain's. It must not look anything up; Easy DKIM records are
-- check/easy_dkim's.
local accounts = require "sesame.check.accounts"
local regions = require "sesame.ses.regions"
local ses_words = require "sesame.check.ses_words"

local check = { name = "ses-identity", findings = require "sesame.check.ses_identity_codes" }

local function since(identity)
   if identity.last_success then return ("; last in order on %s"):format(identity.last_success) end
   if identity.last_checked then return ("; last looked at on %s"):format(identity.last_checked) end
   return ""
end

-- A file that was given for the region and speaks of others only.
local function of_others(own, add)
   local others = own.identity.others
   if not others then return end
   add("ses-file-of-others", { subject = own.domain, fields = { region = own.region,
      what = #others > 0 and others or "no identity at all" } })
end

-- Regions that are not in the table, each once.
local function newer(by_region, domain, add)
   for region in pairs(by_region) do
      if not regions.get(region) then
         add("ses-region-newer", { subject = domain, fields = { region = region, date = regions.date } })
      end
   end
end

local STATUS = {
   PENDING = "ses-mail-from-pending", FAILED = "ses-mail-from-failed",
   TEMPORARY_FAILURE = "ses-mail-from-temporary-failure",
}

-- What SES says of MAIL FROM; NAME is what the owner, or DNS, says.
local function mail_from_status(own, add)
   local identity, name = own.identity, own.mail_from.name
   local code = STATUS[identity.mail_from_status or ""]
   if own.mail_from.other then
      add("ses-mail-from-differs", { subject = own.domain, fields = { region = own.region, given = name,
         set = own.mail_from.other.name } })
   elseif code and name then
      local right = own.mail_from.verdict == "right"
      local words = right and "The MX is right now." or own.mail_from.verdict == "wrong" and "The MX is not right."
         or ""
      local fields, entry = { region = own.region, domain = own.domain, now = words }, own.mail_from.entry
      if code == STATUS.FAILED then fields.name = entry and entry.moves and entry.places[own.region] or name end
      add(code, { subject = name, type = "MX", fields = fields })
   end
end

local function byodkim(own, add)
   local dkim = own.dkim
   if dkim.kind ~= "byodkim" then return end
   local function say(code, fields)
      fields.region = own.region
      add(code, { subject = dkim.name or own.domain, type = "TXT", fields = fields })
   end
   if dkim.selector_fault then say("ses-byodkim-selector", { reason = dkim.selector_fault }) end
   if dkim.refused then say("ses-byodkim-refused", { reason = ses_words.refused(dkim.refused) }) end
   if dkim.verdict == "fails" then
      say("ses-byodkim-fails", { reason = ses_words.signing(dkim.reason) })
   elseif dkim.verdict == "verifies" and not dkim.refused and not dkim.waiting then -- else check/ses_byodkim's
      say("ses-byodkim-right", {})
   end
end

-- Replicas (Deterministic Easy DKIM): BY_REGION has the regions of the same identity.
local function replica(own, by_region, add)
   local parent = own.dkim.parent
   if not parent then return end
   local other = by_region[parent]
   local fields = { region = own.region, parent = parent }
   if other and other.dkim.parent then
      add("ses-replica-of-replica", { subject = own.domain, fields = fields })
   elseif other and other.dkim.kind == "byodkim" then
      add("ses-replica-of-byodkim", { subject = own.domain, fields = fields })
   else
      add("ses-replica", { subject = own.domain, fields = fields })
   end
end

-- The same tokens in two regions without a replica: one of them was copied from the other.
local function repeated(list, add)
   local seen = {}
   for _, own in ipairs(list) do
      for _, token in ipairs(own.dkim.kind == "easy" and own.identity.tokens or {}) do
         local other = seen[token]
         if other and other.region ~= own.region then
            add("ses-tokens-repeated", { subject = own.domain, fields = { region = own.region, other = other.region,
               token = token } })
            break
         end
         seen[token] = seen[token] or own
      end
   end
end

-- SES's own word against the identity; while DKIM is pending or failed, the checks of DKIM say so.
local function not_verified(own, add)
   local identity = own.identity
   if identity.verified ~= false or own.address or identity.dkim_status and identity.dkim_status ~= "SUCCESS" then
      return
   end
   local words = {}
   if identity.verification then words[#words + 1] = identity.verification end
   if identity.error then words[#words + 1] = identity.error end
   local why = (#words > 0 and (" (%s)"):format(table.concat(words, ", ")) or "") .. since(identity)
   add("ses-not-verified", { subject = own.domain, fields = { region = own.region, why = why } })
end

local function signing(own, add)
   local identity = own.identity
   local fields = { region = own.region }
   if identity.signing == false and not own.dkim.unset then -- else told with what begins it
      add(identity.dkim_status == "SUCCESS" and "ses-signing-off" or "ses-signing-disabled",
         { subject = own.domain, fields = fields })
   end
   if identity.error and identity.error:find("^REPLICATION") then
      add("ses-replica-failed", { subject = own.domain, fields = { region = own.region, error = identity.error,
         since = since(identity) } })
   end
end

local function address(own, add)
   if own.address then
      local code = own.now.dkim.result == "pass" and "ses-address-signed" or "ses-address-only"
      add(code, { subject = own.domain, fields = { region = own.region } })
   end
end

local function unsigned(identity)
   return identity and (identity.signing == false or identity.dkim_status and identity.dkim_status ~= "SUCCESS")
end

-- The row of ITEM (of overrides), an address, where the identity of its domain in that region has a MAIL FROM name; and
-- that name.
local function beside(model, item, by_region)
   local whole = by_region[item.region or ""]
   if not (item.address and whole and whole.mail_from.kind == "custom") then return nil end
   for _, own in ipairs(model.addresses) do
      if own.name == item.name and own.region == item.region then return own, whole.mail_from.name end
   end
end

-- By what the MAIL FROM name of an address identity is.
local MAIL_FROM_OF = { default = "ses-address-mail-from-default", unknown = "ses-address-mail-from-unknown" }

local function overrides(model, domain, by_region, add)
   for _, item in ipairs(model.overrides) do
      local fields = { region = item.region or "every region", domain = domain }
      local own, mail_from = beside(model, item, by_region)
      if item.address and item.region and not by_region[item.region]
         and not (item.identity and item.identity.dkim_status == "SUCCESS") then
         add("ses-address-only", { subject = item.name, fields = { region = item.region } })
      elseif unsigned(item.identity) then
         add("ses-override-unsigned", { subject = item.name, fields = fields })
      elseif own and MAIL_FROM_OF[own.mail_from.kind] then
         fields.mail_from = mail_from
         add(MAIL_FROM_OF[own.mail_from.kind], { subject = item.name, fields = fields })
      else
         add(item.address and "ses-identity-overrides" or "ses-identity-below",
            { subject = item.name, fields = fields })
      end
   end
   for _, item in ipairs(model.foreign) do
      add("ses-address-foreign", {
         subject = item.name, fields = { region = item.region or "every region", provider = item.name:match("@(.*)$") },
      })
   end
end

--- Findings of MODELS.ses through ADD(code, detail).
function check.run(models, add)
   local model = models.ses
   if not model then return end
   local by_region = {}
   for _, own in ipairs(model.regions) do by_region[own.region] = own end
   for _, own in ipairs(model.regions) do
      local say = accounts.adder(own, add)
      of_others(own, say)
      not_verified(own, say)
      signing(own, say)
      replica(own, by_region, say)
      byodkim(own, say)
      mail_from_status(own, say)
      address(own, say)
   end
   newer(by_region, models.domain.name, add)
   repeated(model.regions, add)
   overrides(model, models.domain.name, by_region, add)
end

return check
