-- SPDX-License-Identifier: MIT
-- Check of one message that was sent: which region of Amazon SES, which envelope, whose signature, and what DMARC makes
-- of it. Speaks only where a message was given. It must not look anything up.
local align_words = require "sesame.check.align_words"
local codes = require "sesame.check.mail_codes"
local signature_words = require "sesame.check.signature_words"

local check = { name = "mail", findings = codes }

local function reasons(list)
   local out = {}
   for i, item in ipairs(list) do out[i] = signature_words(item) end
   return table.concat(out, "; ")
end

-- The fields that name REGION, each once.
local function fields_naming(found, region)
   local fields, seen = {}, {}
   for _, witness in ipairs(found.witnesses) do
      if witness.region == region and not seen[witness.field] then
         seen[witness.field], fields[#fields + 1] = true, witness.field
      end
   end
   return fields
end

local function say_region(read, subject, add)
   local found = read.trace
   if not found.sent then return add("message-not-ses", { subject = subject }) end
   if #found.regions > 1 then
      add("message-region-conflict", { subject = subject, fields = { regions = found.regions } })
   end
   if read.region then
      add("message-region", { subject = subject, fields = { region = read.region,
         fields = fields_naming(found, read.region) } })
   elseif #found.regions == 1 then
      add("message-region-of-host", { subject = subject, fields = { region = found.regions[1] } })
   elseif #found.regions == 0 then
      add("message-region-unclear", { subject = subject })
   end
end

-- The identity of the author's own address in the region that sent, where the domain's there has a MAIL FROM name; and
-- that name.
local function address_identity(read, model)
   for _, own in ipairs(model and model.addresses or {}) do
      if own.name == read.from.address and own.region == read.region and own.mail_from.kind ~= "custom" then
         for _, whole in ipairs(model.regions) do
            if whole.region == own.region and whole.mail_from.kind == "custom" then return own, whole.mail_from.name end
         end
      end
   end
end

local ENVELOPE = {
   default = function(read, models)
      if read.from.domain and require("sesame.ses.trace").is_ses(read.from.domain) then return nil end
      local own, mail_from = address_identity(read, models.ses)
      if own then
         return "message-address-identity", { address = own.name, region = own.region, mail_from = mail_from }
      end
      return "message-mail-from-default", { region = read.region or "the identity's region" }
   end,
   custom = function(read)
      if read.region and read.return_path.region ~= read.region then
         return "message-mail-from-region", { region = read.region, found = read.return_path.region }
      end
      return "message-mail-from-custom", {}
   end,
   other = function(read) return read.trace.sent and "message-mail-from-other" or nil, {} end,
   unknown = function(read) return "message-mail-from-unknown", { status = read.return_path.because.status } end,
}

local function say_envelope(read, subject, models, add)
   local path = read.return_path
   if not path then return add("message-return-path-missing", { subject = subject }) end
   if read.envelope == "null" then
      return add(read.bounce and "message-ses-bounce" or "message-return-path-null", { subject = subject })
   end
   if path.count > 1 then
      add("message-return-path-several", { subject = subject, fields = { count = path.count, path = path.text } })
   end
   local say = ENVELOPE[read.envelope]
   local code, fields
   if say then code, fields = say(read, models) end
   if code then
      fields.path = #path.text > 60 and path.text:match("@[^@]*$") and "..." .. path.text:match("@[^@]*$") or path.text
      add(code, { subject = subject, fields = fields })
   end
   local spf = read.spf
   if read.envelope ~= "default" and spf and spf.word and spf.today and spf.word ~= spf.today then
      add("message-spf-changed", { subject = subject, fields = { domain = spf.domain, word = spf.word,
         today = spf.today, ip = spf.ip } })
   end
end

local STATE = { usable = "its key is published", depends = "several keys are published" }

-- The code where ENTRY failed for its key alone, by whose key it is: SES's own, or one that the owner gave to SES, as
-- one of IDENTITIES tells. Nil where it may be any other's.
local function other_key(entry, identities)
   if entry.served then return "message-signature-other-key" end
   for _, identity in ipairs(identities or {}) do
      local selector = identity.selector or identity.tokens and identity.tokens[1]
      if identity.origin == "EXTERNAL" and identity.domain == entry.domain and selector
         and selector:lower() == entry.selector then
         return "message-signature-own-key"
      end
   end
end

local function say_one(read, entry, models, add)
   local subject = read.from.domain or models.domain.name
   local domain = entry.domain or "no domain"
   local function say(code, fields)
      fields.domain = domain
      add(code, { subject = subject, type = "TXT", fields = fields })
   end
   if #entry.notes > 0 and not entry.ses then say("message-signature-noted", { reasons = reasons(entry.notes) }) end
   if #entry.faults > 0 then return say("message-signature-invalid", { reasons = reasons(entry.faults) }) end
   if entry.key == "unknown" then
      say("message-key-unknown", { status = entry.because.status })
   elseif not STATE[entry.key] and not entry.ses then
      say("message-key-gone", { key = entry.key == "none" and "no TXT record" or entry.key })
   end
   local code = entry.other_key and other_key(entry, models.identities)
   if code then
      return say(code, { by = entry.by, other = entry.other_key, name = entry.name, selector = entry.selector })
   elseif entry.word and entry.word ~= "pass" then
      return say("message-signature-failed", { by = entry.by, result = entry.word, name = entry.name })
   end
   if entry.ses and not (read.from.domain and require("sesame.ses.trace").is_ses(read.from.domain)) then return end
   if entry.aligned == false and entry.result == "pass" and read.from.domain then
      say("message-signature-unaligned", { author = read.from.domain })
   elseif entry.result == "pass" then
      local state = entry.word and entry.by .. " says it passed" or STATE[entry.key]
      say("message-signature", { selector = entry.selector, state = state })
   end
end

local function say_signatures(read, models, subject, add)
   local others = 0
   for _, entry in ipairs(read.signatures) do
      if not entry.ses then others = others + 1 end
      say_one(read, entry, models, add)
   end
   local from_ses = read.from.domain and require("sesame.ses.trace").is_ses(read.from.domain)
   if #read.signatures == 0 then
      add("message-unsigned", { subject = subject })
   elseif others == 0 and not from_ses and not read.bounce then
      add("message-signed-by-ses-only",
         { subject = subject, fields = { region = read.region or "the identity's region" } })
   end
   if read.dkim2 > 0 then add("message-dkim2", { subject = subject, fields = { count = read.dkim2 } }) end
   if read.arc > 0 then add("message-arc", { subject = subject, fields = { count = read.arc } }) end
end

--- Findings of MODELS.message (sesame.model.mail), where there is one, through ADD(code, detail).
function check.run(models, add)
   local read = models.message
   if not read then return end
   local subject = read.from.domain or models.domain.name
   if read.faults > 0 then add("message-header-faulty", { subject = subject, fields = { count = read.faults } }) end
   if not read.from.domain then
      add("message-author-unclear", { subject = subject, fields = { count = #read.from.domains } })
   end
   say_region(read, subject, add)
   say_envelope(read, subject, models, add)
   say_signatures(read, models, subject, add)
   if read.from.domain then
      local result = read.dmarc.result
      add(read.bounce and result == "fail" and "message-bounce-dmarc" or "message-dmarc-" .. result,
         { subject = subject, fields = { explanation = align_words.explanation(read.dmarc) } })
   end
end

return check
