-- SPDX-License-Identifier: MIT
-- Model of a key of one's own that Amazon SES signs with (BYODKIM): the record at its selector, and what of it SES
-- would refuse. It must not judge.
local dkim = require "sesame.dkim"
local unknown = require "sesame.base.unknown"
local wait = require "sesame.ses.byodkim_wait"

local byodkim = {}

byodkim.BITS = { 1024, 2048 } -- the sizes SES takes

-- Why SES refuses KEY, or nil.
local function refusal(key)
   if key.type and key.type ~= "rsa" then return { code = "type", type = key.type } end
   if key.bits and (key.bits < byodkim.BITS[1] or key.bits > byodkim.BITS[2]) then
      return { code = "bits", bits = key.bits, least = byodkim.BITS[1], most = byodkim.BITS[2] }
   end
end

local VERDICT = { usable = "verifies", unusable = "fails", revoked = "fails", ["no-key"] = "fails", none = "fails",
   depends = "unknown" }

--- { kind = "byodkim", verdict = "verifies|fails|unknown", reason = { code = "no-selector|bad-name|record-unlearnt" or
-- the status of sesame.dkim.check }, known and because, selectors, name, records, bits, refused = why SES would refuse
-- it ({ code = "type", type } or { code = "bits", bits, least, most }) or nil, selector_fault = what is wrong with the
-- selector or nil, waiting = what it means that SES does not count it as verified though nothing is wrong with it
-- (sesame.ses.byodkim_wait) or nil } of IDENTITY, its selector being given or listed as its only token.
function byodkim.of(context, identity)
   local selector = identity.selector or identity.tokens and #identity.tokens == 1 and identity.tokens[1] or nil
   local model = unknown.mark { kind = "byodkim", selectors = { selector }, verdict = "unknown",
      reason = { code = "no-selector" }, records = {} }
   if not selector then return unknown.mark(model, unknown.untold(identity.domain)) end
   model.name = ("%s._domainkey.%s"):format(selector:lower(), identity.domain)
   model.selector_fault = dkim.selector_fault(selector)
   if not dkim.name(selector, identity.domain) then
      model.verdict, model.reason = "fails", { code = "bad-name" }
      return model
   end
   local answer = context.facts:get(model.name, "TXT")
   local open = unknown.unlearnt(answer)
   if open then
      model.reason = { code = "record-unlearnt", status = open.status }
      return unknown.mark(model, open)
   end
   for i = 1, answer.known == "present" and #answer or 0 do model.records[i] = answer[i] end
   local judged = dkim.check(model.records)
   local status = judged and judged.status or "unusable"
   model.verdict, model.reason = VERDICT[status], { code = status }
   local key = judged and judged.records[1]
   if key then
      model.bits, model.refused = key.bits, refusal(key)
   end
   if model.verdict == "verifies" and not model.refused and not model.selector_fault then
      model.waiting = wait.of(identity, context.facts, answer)
   end
   return model
end

return byodkim
