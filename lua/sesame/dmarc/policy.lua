-- SPDX-License-Identifier: MIT
-- The DMARC policy that applies to an author domain: discovery by RFC 9989, and beside it by RFC 7489, with the
-- differences. It must not know where reports go.
local psl = require "sesame.dmarc.psl"
local record = require "sesame.dmarc.record"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.dmarc.walk"

local policy = {}

-- Whether DOMAIN exists: false for NXDOMAIN alone (RFC 9989 3.2.13, RFC 8020), nil where it could not be learnt.
local function exists(facts, domain)
   local answer = facts:get(domain, "TXT")
   local open = unknown.unlearnt(answer)
   if open then return nil, open end
   return answer.status ~= "nxdomain" or #answer:chain() > 0
end

-- What KIND of name the domain is to the record at PLACE; nil where that could not be learnt and would matter.
local function kind_of(facts, found, place, known)
   if place.owner == found.domain then return "own" end
   local said = place.record
   if not said.np or said.np == (said.sp or said.p) then return "sub" end
   local there, open = known, nil
   if there == nil then there, open = exists(facts, found.domain) end
   found.exists = there
   if open then return nil, open end
   return there and "sub" or "nonexistent"
end

local function undetermined(found, because)
   found.status, found.reason = "unknown", { code = "unlearnt", open = because }
   return unknown.mark(found, because)
end

-- Differences between both ways.
local function differences(found)
   local other, list = found.psl, {}
   if not (other.known and found.organizational_domain) then return list end
   local function differ(what, here, there)
      if here ~= there then
         list[#list + 1] = { what = what, here = here, there = there }
      end
   end
   if other.organizational_domain then
      differ("organization", found.organizational_domain, other.organizational_domain)
      if found.policy or other.policy then
         differ("record", found.policy_domain, other.policy_domain)
         differ("policy", found.policy, other.policy)
      end
   end
   return list
end

--- Discovery for DOMAIN (A-labels, lower case) over FACTS; waits:
-- { domain, status = "found" | "none" | "unknown", known and because (sesame.base.unknown), reason = { code =
-- "no-record" |
--   "passed-over" | "unlearnt" } where none is found, walk (dmarc_walk.of), queries,
--   organizational_domain or nil, place (of the record, or nil), policy_domain, record (its text), said
--   (dmarc_record.parse),
--   kind = "own" | "sub" | "nonexistent", tag, policy = "none" | "quarantine" | "reject" | nil (after sp, np and t),
--   exists = true | false | nil (asked only where np decides), psl (dmarc_psl.discover), differences = { { what =
--   "organization" | "record" | "policy", here = by RFC 9989 or nil, there = by RFC 7489 or nil }, ... } }.
-- A record that 4.10.1 has receivers pass over gives status "none" with place set.
-- OPTIONS.exists says whether the domain exists, where that is known.
function policy.discover(facts, domain, options)
   local walked = walk.of(facts, domain)
   local found = {
      domain = domain, walk = walked, queries = walked.queries, organizational_domain = walked.organizational_domain,
      psl = psl.discover(facts, domain, walked), differences = {},
   }
   local place, open = walk.policy(walked)
   if open then return undetermined(found, open) end
   if not place then
      found.status, found.reason = "none", { code = "no-record" }
      found.differences = differences(found)
      return unknown.mark(found)
   end
   found.place, found.policy_domain, found.record, found.said = place, place.owner, place.records[1], place.record
   local kind, why = kind_of(facts, found, place, options and options.exists)
   if not kind then return undetermined(found, why) end
   found.kind = kind
   found.policy, found.tag = record.policy(found.said, kind)
   found.status = found.policy and "found" or "none"
   if not found.policy then
      found.reason = { code = "passed-over" }
   end
   found.differences = differences(found)
   return unknown.mark(found)
end

return policy
