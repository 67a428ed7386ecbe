-- SPDX-License-Identifier: MIT
-- Every status that an Easy DKIM record can have, with its details, and whether it keeps SES from finding the CNAME it
-- wants. Nothing else is a verdict: what is not in the table raises. Data; it must not phrase what it means for people.
local copy = require "sesame.base.copy"
local unknown = require "sesame.base.unknown"

local status = {}

-- `broken`: SES certainly does not find its CNAME. `details`: those it may have, each true where it makes the status
-- broken by itself; `plain = false`: it always has one.
status.all = {
   -- the CNAME that SES waits for; detail: every server of the zone has it, though the resolver asked remembers what
   -- was there before; or it leads into another zone than the region's usual one, where a key answers
   right = { details = { remembered = false, ["other-zone"] = false } },
   -- nothing there (`there`: the name exists all the same), or (`wildcard`) only what a wildcard answers
   missing = { broken = true },
   -- found at `at`, where SES does not look
   misplaced = { broken = true },
   -- found at `at`, where the domain stands twice
   ["name-doubled"] = { broken = true },
   -- found at `at`, where `label` (one of the domain's, or _domainkey) stands twice
   ["label-doubled"] = { broken = true },
   -- found at `at`, where the name is that of another domain (`other`), with the zone behind it
   ["other-domain"] = { broken = true },
   -- found at `at`, whose label is domainkey
   ["underscore-refused"] = { broken = true },
   -- the right target with `tail` appended
   ["target-doubled"] = { broken = true },
   -- a target that is no name of SES: the token under another suffix, under amazonses.com without a token, or neither
   ["wrong-suffix"] = { broken = true, plain = false,
      details = { ["other-suffix"] = false, ["no-token"] = false, ["not-ses"] = false } },
   -- the right token in another DKIM zone: SES told the zone (certain); a key answers in the usual one alone (no-key);
   -- or no key was seen anywhere (likely)
   ["wrong-zone"] = { details = { certain = true, likely = false, ["no-key"] = false } },
   -- the target is that of another token: one of the identity's or of its other regions, or a foreign one
   swapped = { broken = true, plain = false, details = { ["own-token"] = false, ["foreign-token"] = false } },
   -- a TXT in place of the CNAME: the target as text, no key, a key SES had (outdated), the one it has (same), which
   -- certainly somebody copied (copied); no detail where SES showed none to compare with
   ["txt-in-place"] = { details = { ["target-as-text"] = true, ["no-key"] = true, outdated = true, same = false,
      copied = false } },
   -- no CNAME, but what stands at its target, as a DNS provider answers that flattens aliases
   flattened = {},
   -- addresses, and neither CNAME nor TXT; detail: all of them are Cloudflare's
   proxied = { broken = true, details = { cloudflare = false } },
   -- data of the type `beside` at the name of the CNAME ("CNAME": several of them)
   conflict = { broken = true },
   -- the record of `by` ("NS" or "DNAME") at `at` leads the name away to `servers`
   occluded = { broken = true },
   -- right, but none of the three targets holds a key
   stale = { broken = true, details = { remembered = false, ["other-zone"] = false } },
   -- right, but the servers do not lead to the key behind it
   ["target-unresolved"] = {},
   -- the zone's own servers disagree; `servers` says who has what
   inconsistent = {},
   -- not learnt (known = false, because), with `at` and `servers` of a delegation that was met; detail: the CNAME leads
   -- into another zone than the usual one, and whether a key answers there was not learnt
   unknown = { details = { ["other-zone"] = false } },
}

--- A verdict with the fields of VERDICT { status, detail or nil, because where it is unknown, ... } and `known`, held
-- against the table; raises for what is not declared there.
function status.verdict(verdict)
   local declared = status.all[verdict.status]
   if not declared then error(("easy_dkim: status '%s' is not declared"):format(tostring(verdict.status)), 2) end
   local detail = verdict.detail
   if detail == nil and declared.plain == false or detail ~= nil and (declared.details or {})[detail] == nil then
      error(("easy_dkim: status '%s' has no detail '%s'"):format(verdict.status, tostring(detail)), 2)
   end
   if (verdict.status == "unknown") ~= (verdict.because ~= nil) then
      error(("easy_dkim: status '%s' %s a cause"):format(verdict.status, verdict.because and "has" or "lacks"), 2)
   end
   return unknown.mark(copy.with(verdict), verdict.because)
end

--- Whether VERDICT keeps SES from finding its CNAME.
function status.is_broken(verdict)
   local declared = status.all[verdict.status]
   return declared.broken or verdict.detail ~= nil and declared.details[verdict.detail] or false
end

return status
