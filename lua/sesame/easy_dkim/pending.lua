-- SPDX-License-Identifier: MIT
-- Model of an Easy DKIM identity that SES has not verified (or no longer): does waiting help, for how long, and does
-- what SES says belong to this domain at all? It must not judge single records; that is done by sesame.model.easy_dkim.
local core = require "sesame.core"
local names = require "sesame.base.names"
local time = require "sesame.base.time"

local pending = {}

--- Seconds for which SES looks for the records, once asked for and again after it lost them (SES developer guide,
-- verifying identities).
pending.WINDOW = 72 * 3600

local function seconds_of(text)
   return text and time.parse(text) or nil
end

-- When SES began to look, and how that is known: told with --requested, else the day the keys were made.
local function window_of(identity, now)
   local from, basis = identity.requested, "requested"
   if not from then from, basis = seconds_of(identity.last_key), "last-key" end
   if not from then return nil end
   local ends = from + pending.WINDOW
   return { from = from, ends = ends, left = math.max(0, ends - now), over = ends <= now, basis = basis }
end

local function soa_of(context, identity)
   if not identity.apex then return nil end
   local answer = context.facts:get(identity.apex, "SOA")
   return answer.known == "present" and answer[1] or nil, answer
end

-- How long a resolver may go on denying a name that is there by now: RFC 2308 5, the smaller of the SOA's minimum and
-- its TTL. A resolver's TTL has run down already, so that only an authoritative one counts.
local function negative_of(soa, answer, identity, now)
   if not soa then return nil end
   local seconds = answer.aa and answer.ttl > 0 and math.min(soa.minimum, answer.ttl) or soa.minimum
   local checked = seconds_of(identity.last_checked)
   local from = checked and math.min(checked, now) or now
   return { seconds = seconds, ends = from + seconds, from = checked and "last-checked" or "now" }
end

-- The hosts that ANSWER, of NS records, names, in order; nil where that could not be learnt.
local function hosts_of(answer)
   local list = {}
   if not answer or answer.known == "unknown" then return nil end
   for i = 1, answer.known == "present" and #answer or 0 do list[i] = names.canonical(answer[i]) end
   table.sort(list)
   return list
end

-- Whether two lists of names share one.
local function share(a, b)
   local set = {}
   for _, name in ipairs(a) do set[name] = true end
   for _, name in ipairs(b) do
      if set[name] then return true end
   end
   return false
end

-- The hosts to which DNS beneath master files leads for APEX, or nil.
local function led_to(context, apex)
   return context.facts.beneath and hosts_of(context.facts:beneath(apex, "NS")) or nil
end

-- What SES saw of the zone when it last looked, beside what it is now: "same", "older" (the zone has changed since),
-- "other" (another primary: other servers, or another domain's zone), nil where nobody can say; and of another zone {
-- seen, primary = their primaries, servers = the hosts of this one, led = those to which DNS leads by now, or nil }.
-- Each of several servers may call itself primary.
local function compare_soa(context, identity, soa)
   local seen = identity.soa
   if not (seen and soa) then return nil end
   local met, own = seen.primary and names.canonical(seen.primary), names.canonical(soa.primary)
   if met and met ~= own then
      local servers = hosts_of(context.facts:get(identity.apex, "NS"))
      if not servers or share(servers, { met }) then return nil end
      local led = led_to(context, identity.apex)
      if led and share(servers, led) then return "older" end -- the delegation was changed since
      return "other", { seen = met, primary = own, servers = servers, led = led }
   end
   if not seen.serial then return nil end
   return seen.serial == soa.serial and "same" or "older"
end

local function all_missing(model)
   for _, record in ipairs(model.records) do
      if record.status ~= "missing" then return false end
   end
   return #model.records > 0
end

-- Whether no record was published yet, as far as was learnt.
local function none_published(model)
   for _, record in ipairs(model.records) do
      local unseen = record.status == "missing" or record.status == "unknown"
      if not unseen or record.wildcard or record.bogus then return false end
   end
   return #model.records > 0
end

-- Reasons to doubt that the saved JSON, which does not name its identity, is of this domain: a list of { kind, value }.
local function doubts_of(identity, model, soa, elsewhere)
   local list, name = {}, identity.saved_mail_from
   if identity.type and identity.type ~= "DOMAIN" and identity.type ~= "MANAGED_DOMAIN" then
      list[#list + 1] = { kind = "type", value = identity.type }
   end
   local root = core.domain.registrable(identity.domain) or identity.domain
   if name and not core.domain.within(names.canonical(name), root) then
      list[#list + 1] = { kind = "mail-from", value = name }
   end
   if soa == "other" and not elsewhere then list[#list + 1] = { kind = "soa", value = identity.soa.primary } end
   if all_missing(model) and identity.saved and identity.dkim_status ~= "NOT_STARTED" then
      list[#list + 1] = { kind = model.hosted == 0 and model.known and "dead-tokens" or "all-missing",
         value = identity.domain }
   end
   return list
end

local STOPPED = { FAILED = true, NOT_STARTED = true }

-- Whether SES asks another zone than the one at hand: it met one, and the JSON is of this domain, since one of its
-- records is here. What SES has verified it met then, wherever it looked last.
local function is_elsewhere(soa, status, model)
   return soa == "other" and status ~= "SUCCESS" and #model.records > 0 and not all_missing(model)
end

-- "done", "helps", "elsewhere" (the records are right in a zone that SES does not ask), "mend" (waiting does not help),
-- "restart" (SES has stopped looking), "mend-and-restart", "set-up" (it never began, and nothing is published), "lost"
-- (verified once, and the records are wrong now), "unknown".
local function waiting_of(status, model, window, elsewhere)
   local verdict = model.verdict
   if status == "NOT_STARTED" and none_published(model) then return "set-up" end
   local stopped = STOPPED[status] or (status == "PENDING" or status == nil) and window and window.over
      and window.basis == "requested"
   if verdict == "unknown" then return stopped and "restart" or "unknown" end
   if status == "SUCCESS" then return verdict == "verifies" and "done" or "lost" end
   if stopped then return verdict == "verifies" and "restart" or "mend-and-restart" end
   return verdict ~= "verifies" and "mend" or elsewhere and "elsewhere" or "helps"
end

--- Whether waiting helps IDENTITY { domain, region, apex, requested = seconds since 1970 or nil, and what saved JSON
-- says: dkim_status, last_checked, last_key, error, soa, saved_mail_from, type }, whose Easy DKIM model is MODEL. Nil
-- where neither a status nor a time is known; else { status, now, waiting (above), window = { from, ends, left, over,
-- basis = "requested|last-key" } or nil,
-- negative = { seconds, ends, from = "last-checked|now" } or nil (until when a resolver may deny what is there),
-- checked = when SES looked last, error = VerificationInfo.ErrorType, soa = "same|older|other" or nil, elsewhere =
-- where SES asks another zone than this { seen, primary = their primaries, servers = the hosts of this one, led = those
-- to which DNS beneath master files leads by now, or nil } or nil,
-- doubts = { { kind = "type|mail-from|soa|dead-tokens|all-missing", value } } }. Times are seconds since 1970, by the
-- facts' clock.
function pending.build(context, identity, model)
   if not (identity.dkim_status or identity.requested) then return nil end
   local now = math.floor(context.facts:clock())
   local soa, answer = soa_of(context, identity)
   local seen, other = compare_soa(context, identity, soa)
   local elsewhere = is_elsewhere(seen, identity.dkim_status, model) and other or nil
   local window = window_of(identity, now)
   return {
      status = identity.dkim_status, now = now, window = window, elsewhere = elsewhere,
      waiting = waiting_of(identity.dkim_status, model, window, elsewhere),
      negative = negative_of(soa, answer, identity, now), checked = seconds_of(identity.last_checked),
      error = identity.error, soa = seen,
      doubts = doubts_of(identity, model, seen, elsewhere),
   }
end

return pending
