-- SPDX-License-Identifier: MIT
-- What receivers of RFC 7489, which know the public suffix list and no tree walk, conclude of one message. A function
-- of what sesame.dmarc.align says of it and of what sesame.dmarc.policy found; it looks nothing up.
local psl = require "sesame.dmarc.psl"

local older = {}

-- Whether ITEM, an identifier of a result, is aligned with FROM, where MODE is "r" or "s" (RFC 7489 3.1).
local function aligned(item, from, mode)
   local code = item.reason.code
   if code == "bad-name" or code == "no-pass" or code == "helo" then return false end
   if item.domain == from then return true end
   return mode ~= "s" and psl.organizational_domain(item.domain) == psl.organizational_domain(from)
end

local function any(list, from, mode)
   for _, item in ipairs(list) do
      if aligned(item, from, mode) then return true end
   end
   return false
end

-- The result for identifiers that are ALIGNED, or not, under a POLICY, or none.
local function result_of(policy, is_aligned)
   if not policy then return "none" end
   return is_aligned and "pass" or "fail"
end

--- { result = "pass" | "fail" | "none", policy, policy_domain, organizational_domain, spf_aligned, dkim_aligned } of
-- such receivers for the message of VERDICT (sesame.dmarc.align), whose policy is FOUND (sesame.dmarc.policy); nil
-- where they come to the same, or either is not known.
function older.otherwise(verdict, found)
   local other = found.psl
   if verdict.result == "unknown" or not (other.known and other.organizational_domain) then return nil end
   local modes = other.said or {}
   local spf = any({ verdict.spf }, verdict.from, modes.aspf)
   local dkim = any(verdict.dkim, verdict.from, modes.adkim)
   local out = {
      result = result_of(other.policy, spf or dkim), policy = other.policy, policy_domain = other.policy_domain,
      organizational_domain = other.organizational_domain, spf_aligned = spf, dkim_aligned = dkim,
   }
   local alike = out.result == verdict.result and (out.result ~= "fail" or out.policy == verdict.policy)
   return not alike and out or nil
end

return older
