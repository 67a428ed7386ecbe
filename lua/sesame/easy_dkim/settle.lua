-- SPDX-License-Identifier: MIT
-- The verdict on each record of an Easy DKIM identity, from what its name alone showed to what all three together say:
-- where it went, what hides it, what the zone's servers have, in which zone the keys are, whether there is one. Each
-- step takes a verdict and gives one. Functions of what was seen; it must not look anything up.
local copy = require "sesame.base.copy"
local flattened = require "sesame.easy_dkim.flattened"
local status = require "sesame.easy_dkim.status"

local settle = {}

settle.TOKENS = 3 -- of every Easy DKIM identity

-- VERDICT, with MORE in the place of its status, its detail and the fields that belong to them. What was seen of a
-- wildcard, of DNSSEC and of the key stays.
local function instead(verdict, more)
   return status.verdict(copy.with({ wildcard = verdict.wildcard, bogus = verdict.bogus, key = verdict.key }, more))
end

--- VERDICT where the record was FOUND at another name ({ status, at }, or nil).
function settle.elsewhere(verdict, found)
   return found and instead(verdict, found) or verdict
end

--- VERDICT where PARENT is delegated to HOSTS (nil: to nobody): what is missing lies hidden, and what got no answer was
-- asked of its servers. OPEN: the question for them, where that came to nothing.
function settle.occlusion(verdict, parent, hosts, open)
   if open and not hosts and verdict.status == "missing" and not verdict.wildcard then
      return instead(verdict, { status = "unknown", because = open })
   end
   if hosts and verdict.status == "missing" and not verdict.wildcard then
      return instead(verdict, { status = "occluded", by = "NS", at = parent, servers = hosts })
   elseif hosts and verdict.status == "unknown" and not verdict.bogus then
      return copy.with(verdict, { at = parent, servers = hosts })
   end
   return verdict
end

--- VERDICT beside what the zone's own SERVERS (sesame.easy_dkim.probe) have: "inconsistent" where some have the record
-- right and others not; right where all have, whatever the resolver asked still remembers. HOSTED: the key at the
-- target.
function settle.servers(verdict, servers, hosted)
   local good = verdict.status == "right" or verdict.status == "wrong-zone"
   if servers.differ and (good or servers.right) then
      return instead(verdict, { status = "inconsistent", servers = servers.list })
   elseif servers.right and not good and verdict.status ~= "conflict" and verdict.status ~= "unknown" then
      return status.verdict { status = "right", detail = "remembered", key = hosted }
   end
   return verdict
end

local function state_of(key)
   return key and key.state
end

-- The zone that the record leads into, or nil.
local function zone_of(record, verdict, usual)
   if verdict.detail == "remembered" then return usual end
   return record.found[1] and record.found[1].zone
end

-- The zones in which a key of the identity was seen, as a set: behind its aliases, or where the tokens should have
-- theirs. Nil where none was.
local function proven_zones(records, verdicts, usual)
   local zones = {}
   for i, record in ipairs(records) do
      local verdict = verdicts[i]
      local led = (verdict.status == "right" or verdict.status == "wrong-zone") and state_of(verdict.key) == "key"
      local zone = led and zone_of(record, verdict, usual) or record.hosted.state == "key" and usual
      if zone then zones[zone] = true end
   end
   return next(zones) and zones or nil
end

-- A record that leads into another zone than the usual one is right where a key answers: replicas and cells use others.
-- Where no key was seen and OPEN, a question for one of the three, got no answer, nothing is known of it. Where SES
-- told the zone, it is wrong ("certain"); else that is "likely", the more so where a key answers in the usual one
-- alone.
local function in_zone(record, verdict, around, proven, open)
   local zone = zone_of(record, verdict, around.zone)
   if verdict.status == "wrong-zone" and around.zone_certain then
      return instead(verdict, { status = "wrong-zone", detail = "certain" })
   end
   local doubtful = verdict.status == "wrong-zone"
      or verdict.status == "right" and proven and not proven[zone] and not around.zone_certain
   if not doubtful then return verdict end
   local usual = zone == around.zone
   if proven and proven[zone] or not proven and usual then
      return instead(verdict, { status = "right", detail = not usual and "other-zone" or nil })
   elseif not proven and open then
      return instead(verdict, { status = "unknown", detail = "other-zone", because = open })
   end
   return instead(verdict, { status = "wrong-zone", detail = record.hosted.state == "key" and "no-key" or "likely" })
end

-- Why something of the record was not learnt, or nil.
local function cause_of(record, verdict)
   if not verdict.known then return verdict.because end
   return verdict.key and verdict.key.because or record.hosted.because
end

-- { keys, hosted, bits, because }: how many targets lead to a key, for how many tokens SES has one, the smallest
-- modulus, and why something was not learnt (nil where all was).
local function count_keys(records, verdicts)
   local made = { keys = 0, hosted = 0 }
   for i, record in ipairs(records) do
      local verdict = verdicts[i]
      local led = state_of(verdict.key) == "key" and verdict.status ~= "txt-in-place" and verdict.status ~= "flattened"
      if led then made.keys = made.keys + 1 end
      if led or record.hosted.state == "key" then
         local bits = led and verdict.key.bits or record.hosted.bits
         made.hosted, made.bits = made.hosted + 1, math.min(made.bits or bits, bits)
      end
      made.because = made.because or cause_of(record, verdict)
   end
   return made
end

-- A right record without a key is idle as long as another of the three may have one; else the tokens are stale. Two
-- tokens say nothing of the third.
local function with_key(verdict, stale, hosted)
   local key = verdict.key
   if verdict.status == "flattened" then return copy.with(verdict, { idle = state_of(key) ~= "key" }) end
   if verdict.status ~= "right" or state_of(key) == "key" then return copy.with(verdict, { idle = false }) end
   if stale then return instead(verdict, { status = "stale", detail = verdict.detail, idle = false }) end
   return copy.with(verdict, { idle = key ~= nil and key.known and (key.state == "idle" or hosted > 0) })
end

--- The final verdicts on RECORDS ({ token, target, found, hosted }), whose VERDICTS so far are those of their own names
-- and servers; AROUND = { zone, zone_certain }. Returns them, each with `idle`, and { keys, hosted, bits, because } of
-- all.
function settle.together(records, verdicts, around)
   verdicts = flattened.settle(records, verdicts)
   local proven, zoned, final = proven_zones(records, verdicts, around.zone), {}, {}
   local open
   for _, verdict in ipairs(verdicts) do open = open or verdict.because or verdict.key and verdict.key.because end
   for i, record in ipairs(records) do zoned[i] = in_zone(record, verdicts[i], around, proven, open) end
   local counted = count_keys(records, zoned)
   local stale = counted.hosted == 0 and not counted.because and #records == settle.TOKENS
   for i, verdict in ipairs(zoned) do final[i] = with_key(verdict, stale, counted.hosted) end
   return final, counted
end

-- What is to be mended first: what hides everything else comes before the single record.
local ORDER = { "inconsistent", "occluded", "stale", "wrong-zone", "conflict" }

--- The place of the record to be mended before the others, or nil where all are right.
function settle.first(records)
   for i, record in ipairs(records) do
      if record.bogus then return i end
   end
   for _, wanted in ipairs(ORDER) do
      for i, record in ipairs(records) do
         if record.status == wanted then return i end
      end
   end
   for i, record in ipairs(records) do
      if status.is_broken(record) then return i end
   end
   for i, record in ipairs(records) do
      if record.status ~= "right" then return i end
   end
end

local function count(records, wanted)
   local number = 0
   for _, record in ipairs(records) do number = number + (wanted(record) and 1 or 0) end
   return number
end

--- What SES makes of RECORDS: "verifies", "fails" or "unknown", and why: { code = "wrong|unlearnt|otherwise|
-- parent-denied|few-tokens|key-unlearnt|right|believed|perhaps-believed", count = records of that kind, total, keys,
-- lower_bound = whether there may be more of them }. DKIM_STATUS: what SES says of the identity, or nil; it is believed
-- (sesame.easy_dkim.flattened) where no CNAME is seen but the key is.
function settle.identity(records, keys, denied_parent, dkim_status)
   local total = #records
   local function because(code, number) return { code = code, count = number, total = total, keys = keys } end
   local broken = count(records, status.is_broken)
   local right = count(records, function(record) return record.status == "right" end)
   local unlearnt = count(records, function(record) return not record.known end)
   local believed = not denied_parent and flattened.is_believed(records, dkim_status)
   if believed then return "verifies", because("believed", total - right) end
   if believed == nil and broken > 0 then return "unknown", because("perhaps-believed", broken) end
   if broken > 0 then
      local reason = because("wrong", broken)
      reason.lower_bound = unlearnt > 0
      return "fails", reason
   end
   if unlearnt > 0 then return "unknown", because("unlearnt", unlearnt) end
   if right < total then return "unknown", because("otherwise", total - right) end
   if denied_parent then return "unknown", because "parent-denied" end
   if total < settle.TOKENS then return "unknown", because("few-tokens", settle.TOKENS) end
   if keys == 0 then return "unknown", because "key-unlearnt" end
   return "verifies", because("right", total)
end

return settle
