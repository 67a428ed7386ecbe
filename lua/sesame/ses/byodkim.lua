-- SPDX-License-Identifier: MIT
-- Model of a key of one's own that Amazon SES signs with (BYODKIM): the record at its selector, and what of it SES
-- would refuse. It must not judge.
local dkim = require "sesame.dkim"

local byodkim = {}

byodkim.BITS = { 1024, 2048 } -- the sizes SES takes

-- Why SES refuses KEY, or nil.
local function refusal(key)
   if key.type and key.type ~= "rsa" then return ("it is an %s key; SES takes RSA only"):format(key.type) end
   if key.bits and (key.bits < byodkim.BITS[1] or key.bits > byodkim.BITS[2]) then
      return ("it has %d bits; SES takes %d to %d"):format(key.bits, byodkim.BITS[1], byodkim.BITS[2])
   end
end

local VERDICT = { usable = "verifies", unusable = "fails", revoked = "fails", ["no-key"] = "fails", none = "fails",
   depends = "unknown" }

local WORDS = {
   usable = "the key is there", unusable = "the key cannot be used", revoked = "the key is revoked (empty p=)",
   ["no-key"] = "there is no key record", none = "there is no record", depends = "several records differ",
}

--- { kind = "byodkim", verdict = "verifies|fails|unknown", reason, selectors, name, records, bits, refused = why SES
-- would refuse it or nil, selector_fault = what is wrong with the selector or nil } of IDENTITY, its selector being
-- given or listed as its only token.
function byodkim.of(context, identity)
   local selector = identity.selector or identity.tokens and #identity.tokens == 1 and identity.tokens[1] or nil
   local model = { kind = "byodkim", selectors = { selector }, verdict = "unknown",
      reason = "its selector is not known", records = {} }
   if not selector then return model end
   model.name = ("%s._domainkey.%s"):format(selector:lower(), identity.domain)
   model.selector_fault = dkim.selector_fault(selector)
   if not dkim.name(selector, identity.domain) then
      model.verdict, model.reason = "fails", "its name is too long, or is none"
      return model
   end
   local answer = context.facts:get(model.name, "TXT")
   if answer.known == "unknown" then
      model.reason = "its record could not be learnt: " .. answer.status
      return model
   end
   for i = 1, answer.known == "present" and #answer or 0 do model.records[i] = answer[i] end
   local judged = dkim.check(model.records)
   local status = judged and judged.status or "unusable"
   model.verdict, model.reason = VERDICT[status], WORDS[status]
   local key = judged and judged.records[1]
   if key then
      model.bits, model.refused = key.bits, refusal(key)
   end
   return model
end

return byodkim
