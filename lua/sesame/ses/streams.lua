-- SPDX-License-Identifier: MIT
-- What receivers make of mail that Amazon SES sends for a domain: SPF, DKIM and DMARC, with the custom MAIL FROM name
-- and with SES's own, and what is left when one of them breaks. From records and what SES says; it must not judge.
local align = require "sesame.dmarc.align"
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local unknown = require "sesame.base.unknown"

local streams = {}

-- its mail has plain amazonses.com in MAIL FROM, every other region's a name below it
local DEFAULT_REGION = "us-east-1"

--- The MAIL FROM domain that SES uses in REGION where no custom one works.
function streams.default_domain(region)
   return region == DEFAULT_REGION and "amazonses.com" or region .. ".amazonses.com"
end

-- Statuses in which SES does not sign (yet, or any more).
local UNSIGNED = { PENDING = true, FAILED = true, NOT_STARTED = true }

-- What DKIM says of mail for OWN (a region of sesame.model.ses): result and why it is no pass ({ code, ... }).
local function dkim_of(own)
   local identity, dkim = own.identity, own.dkim
   if identity.signing == false then return "none", { code = "signing-off" } end
   if identity.dkim_status and UNSIGNED[identity.dkim_status] then
      return "none", { code = "not-signing", status = identity.dkim_status }
   end
   if dkim.verdict == "verifies" then return "pass" end
   if dkim.verdict == "fails" then return "fail", dkim.reason end
   if identity.dkim_status == "SUCCESS" then return "pass" end
   return "unknown", dkim.reason
end

-- Both kinds of stream as far as SPF goes: the domain in MAIL FROM and the result there. Where nobody told whether
-- there is a custom MAIL FROM name, and none was found, there may still be one.
local function spf_of(own, kind)
   local mail_from = own.mail_from
   if kind == "default" then
      local open = mail_from.kind == "unknown"
      return { domain = streams.default_domain(own.region), result = open and "unknown" or "pass",
         because = open and mail_from.because or nil }
   end
   local used = mail_from.other or mail_from -- what SES says of it goes before what its owner does
   local sending = used.entry and used.entry.sending
   return { domain = used.name, result = sending and sending.result or "unknown",
      because = sending and sending.because or not sending and unknown.untold(own.domain) or nil }
end

-- DMARC with what passes: true aligned, false not, nil not known.
local function outcome(spf, dkim, applies)
   if applies == "none" then return "none" end
   if spf or dkim then return applies == "unknown" and "unknown" or "pass" end
   if spf == nil or dkim == nil or applies == "unknown" then return "unknown" end
   return "fail"
end

-- What DMARC rests on.
local function rests_on(spf, dkim)
   if spf and dkim then return "both" end
   if spf then return dkim == false and "spf" or "unknown" end
   if dkim then return spf == false and "dkim" or "unknown" end
   if spf == nil or dkim == nil then return "unknown" end
   return "none"
end

local function with_result(judged, result)
   if result == "unknown" then return nil end
   return judged and judged.aligned or false
end

-- Relaxed alignment of IDENTIFIER as if FROM, which has no policy, had one.
local function as_if(from, identifier, unsure)
   if identifier.result == "unknown" then return nil end
   local registrable = core.domain.registrable
   local same = (registrable(identifier.domain) or identifier.domain) == (registrable(from) or from)
   if identifier.result == "pass" and same then return not unsure or nil end
   return false
end

-- One stream: KIND of MAIL FROM, judged over FACTS. UNSURE: whether SES uses that MAIL FROM is not known.
local function stream(facts, from, own, kind, policy, unsure)
   local open = own.mail_from.because or unknown.untold(own.domain)
   local spf = spf_of(own, kind)
   local result, why = dkim_of(own)
   local dkim = { domain = own.domain, result = result, selector = own.dkim.selectors[1] }
   local function would(domain, given) return { domain = domain, result = given == "unknown" and "pass" or given } end
   local verdict = align.message(facts, {
      from = from, spf = would(spf.domain, spf.result), dkim = { would(dkim.domain, result) }, policy = policy,
   })
   local spf_aligned = with_result(verdict.spf, spf.result)
   local dkim_aligned = with_result(verdict.dkim[1], result)
   if unsure and spf_aligned or verdict.spf.aligned == nil and spf.result == "pass" then spf_aligned = nil end
   if verdict.dkim[1].aligned == nil and result == "pass" then dkim_aligned = nil end
   if policy.status == "none" then
      spf_aligned, dkim_aligned = as_if(from, spf, unsure), as_if(from, dkim)
   end
   local applies = verdict.result == "none" and "none" or policy.status == "unknown" and "unknown" or "yes"
   return {
      from = from, mail_from = kind, policy = policy.policy,
      spf = unknown.mark({ domain = spf.domain, result = spf.result, aligned = spf_aligned, mode = verdict.spf.mode,
         judged = verdict.spf }, spf_aligned == nil and (spf.because or verdict.spf.because or open) or nil),
      dkim = unknown.mark({ domain = dkim.domain, result = result, aligned = dkim_aligned,
         mode = verdict.dkim[1].mode, reason = why, judged = verdict.dkim[1] },
         dkim_aligned == nil and (own.dkim.because or verdict.dkim[1].because or unknown.untold(own.domain)) or nil),
      dmarc = outcome(spf_aligned, dkim_aligned, applies), without_spf = outcome(false, dkim_aligned, applies),
      without_dkim = outcome(spf_aligned, false, applies), rests_on = rests_on(spf_aligned, dkim_aligned),
   }
end

local NOT_IN_USE = { PENDING = true, FAILED = true, TEMPORARY_FAILURE = true }

-- What SES does now: "custom", "default", "refused" (it takes no mail), or "unknown".
local function in_use(own)
   local mail_from = own.mail_from
   if mail_from.kind ~= "custom" then return mail_from.kind end
   local verdict = mail_from.other and "unknown" or mail_from.verdict -- that of the MX of another name
   local failing = verdict == "wrong" or mail_from.status and NOT_IN_USE[mail_from.status]
   if failing then return mail_from.on_failure == "REJECT_MESSAGE" and "refused" or "default" end
   if verdict == "unknown" and mail_from.status ~= "SUCCESS" then return "unknown" end
   return "custom"
end

--- The streams of OWN (a region of sesame.model.ses) for mail with the audited domain in From; the one in use comes
-- first: { { from,
-- mail_from = "custom" | "default", used = true | false | nil (not known), refused = whether SES takes no mail at all
-- (nil: not known), policy,
-- spf = { domain, result, known and because, aligned (nil where not known), mode, judged = as sesame.dmarc.align
-- judges it }, dkim = { the same, reason = { code, ... } where SES does not sign, or its records fail }, dmarc =
-- "pass" | "fail" | "none" (no policy) | "unknown", without_spf, without_dkim = the same were that one broken,
-- rests_on = "both" | "spf" | "dkim" | "none" | "unknown" }, ... }.
function streams.of(context, own)
   local policy = require("sesame.dmarc.policy").discover(context.facts, context.domain)
   local used, list = in_use(own), {}
   local held = own.mail_from.kind == "custom" and own.mail_from.on_failure == "REJECT_MESSAGE"
   local open = held and used ~= "refused" and own.mail_from.verdict == "unknown" -- SES looks at the MX again and again
   local kinds = own.mail_from.kind == "custom" and { "custom", "default" } or { "default" }
   for i, kind in ipairs(kinds) do
      list[i] = stream(context.facts, context.domain, own, kind, policy, used == "unknown")
      if own.refused and own.refused ~= "unknown" then list[i].refused = true
      elseif not (open or own.refused) then list[i].refused = used == "refused" end
      if used ~= "unknown" then list[i].used = used == kind end
   end
   if used == "default" then
      table.sort(list, function(a, b) return a.mail_from == "default" and b.mail_from ~= "default" end)
   end
   return list
end

local WAITING = { PENDING = true, TEMPORARY_FAILURE = true }

-- Whether SES still refuses an identity that it does not verify yet, once it has looked at its DKIM records: by their
-- verdict.
local LATER = { fails = "unverified", unknown = "unknown" }

--- The stream that OWN would have in use once SES has looked at today's records; nil where SES waits for nothing. A key
-- of one's own that SES is known not to take is nothing it waits for; one that it may not have is taken for the right
-- one (`waiting` of sesame.ses.byodkim tells of the doubt).
function streams.settled(context, own)
   local not_taken = own.dkim.waiting and own.dkim.waiting.state == "unmatched"
   local unseen = own.dkim.unseen -- it sees none of today's records
   local waits = WAITING[own.identity.dkim_status or ""] and not (not_taken or unseen)
   local held = WAITING[own.mail_from.status or ""]
   if not waits and not held then return nil end
   local later = copy.without(own, "streams")
   if waits and own.refused then later.refused = LATER[own.dkim.verdict] end
   if waits then later.identity = copy.without(own.identity, "dkim_status") end
   if held then later.mail_from = copy.without(own.mail_from, "status") end
   return streams.of(context, later)[1]
end

return streams
