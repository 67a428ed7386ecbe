-- SPDX-License-Identifier: MIT
-- The DMARC policy that applies to an author domain: discovery by RFC 9989, and beside it by RFC 7489, with the
-- differences in words. It must not know where reports go.
local psl = require "sesame.dmarc.psl"
local record = require "sesame.dmarc.record"
local walk = require "sesame.dmarc.walk"

local policy = {}

-- Whether DOMAIN exists: false for NXDOMAIN alone (RFC 9989 3.2.13, RFC 8020), nil where it could not be learnt.
local function exists(facts, domain)
   local answer = facts:get(domain, "TXT")
   if answer.known == "unknown" then return nil, answer.status end
   return answer.status ~= "nxdomain" or #answer:chain() > 0
end

-- What KIND of name the domain is to the record at PLACE; nil where that could not be learnt and would matter.
local function kind_of(facts, found, place, known)
   if place.owner == found.domain then return "own" end
   local said = place.record
   if not said.np or said.np == (said.sp or said.p) then return "sub" end
   local there, status = known, nil
   if there == nil then there, status = exists(facts, found.domain) end
   found.exists = there
   if there == nil then return nil, status end
   return there and "sub" or "nonexistent"
end

local function unknown(found, name, status)
   found.status, found.unlearnt = "unknown", { name = name, status = status }
   found.reason = ("%s could not be learnt: %s"):format(name, status)
   return found
end

-- Differences between both ways, as sentences.
local function differences(found)
   local other, list = found.psl, {}
   if found.unlearnt or other.unlearnt or not found.organizational_domain then return list end
   local function differ(what, here, there)
      if here ~= there then
         list[#list + 1] = ("%s: %s by RFC 9989, %s by RFC 7489"):format(what, here or "none", there or "none")
      end
   end
   if other.organizational_domain then
      differ("the organizational domain", found.organizational_domain, other.organizational_domain)
      if found.policy or other.policy then
         differ("the record is that of", found.policy_domain, other.policy_domain)
         differ("the policy", found.policy, other.policy)
      end
   end
   return list
end

--- Discovery for DOMAIN (A-labels, lower case) over FACTS; waits:
-- { domain, status = "found" | "none" | "unknown", reason (why none or unknown), walk (dmarc_walk.of), queries,
--   organizational_domain or nil, place (of the record, or nil), policy_domain, record (its text), said
--   (dmarc_record.parse),
--   kind = "own" | "sub" | "nonexistent", tag, policy = "none" | "quarantine" | "reject" | nil (after sp, np and t),
--   exists = true | false | nil (asked only where np decides), unlearnt = { name, status } or nil, psl
--   (dmarc_psl.discover),
--   differences = { sentence, ... } }.
-- A record that 4.10.1 has receivers pass over gives status "none" with place set.
-- OPTIONS.exists says whether the domain exists, where that is known.
function policy.discover(facts, domain, options)
   local walked = walk.of(facts, domain)
   local found = {
      domain = domain, walk = walked, queries = walked.queries, organizational_domain = walked.organizational_domain,
      psl = psl.discover(facts, domain, walked), differences = {},
   }
   local place, unlearnt = walk.policy(walked)
   if not place then
      if unlearnt then return unknown(found, unlearnt.name, unlearnt.status) end
      found.status, found.reason = "none", "no DMARC record applies"
      found.differences = differences(found)
      return found
   end
   found.place, found.policy_domain, found.record, found.said = place, place.owner, place.records[1], place.record
   local kind, status = kind_of(facts, found, place, options and options.exists)
   if not kind then return unknown(found, domain, status) end
   found.kind = kind
   found.policy, found.tag = record.policy(found.said, kind)
   found.status = found.policy and "found" or "none"
   if not found.policy then
      found.reason = "the record has no valid policy and no valid rua, so receivers pass over it"
   end
   found.differences = differences(found)
   return found
end

return policy
