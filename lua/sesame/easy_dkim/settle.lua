-- SPDX-License-Identifier: MIT
-- What the three records of an Easy DKIM identity are together: in which zone its keys are, whether there is one, and
-- what SES makes of it. A function of judged records; it must not look anything up.
local target = require "sesame.easy_dkim.target"

local settle = {}

local TOKENS = 3 -- of every Easy DKIM identity

-- Statuses that keep SES from finding the CNAME it wants.
local BROKEN = {
   missing = true, misplaced = true, ["name-doubled"] = true, ["target-doubled"] = true, ["wrong-suffix"] = true,
   swapped = true, proxied = true, conflict = true, stale = true, occluded = true, ["underscore-refused"] = true,
}

local function is_broken(record)
   return BROKEN[record.status] or record.status == "wrong-zone" and record.detail == "certain"
      or record.status == "txt-in-place" and record.detail ~= "same" and record.detail ~= nil
end

local function zone_of(record)
   if record.detail == "remembered" then return target.zone(record.token, record.target) end
   local value = (record.found[1] or ""):match("^CNAME (.*)$")
   return value and target.zone(record.token, value)
end

-- The zones in which a key of the identity was seen: behind its aliases, or where the tokens should have theirs.
local function proven_zones(model)
   local zones, any = {}, false
   for _, record in ipairs(model.records) do
      local led = (record.status == "right" or record.status == "wrong-zone") and record.key == "key"
      local zone = led and zone_of(record) or record.hosted == "key" and model.zone
      if zone then zones[zone], any = true, true end
   end
   return any and zones or nil
end

-- The records that lead into another zone than the usual one are right where a key answers: replicas and cells use
-- others. Where nobody answered for a key, nothing is known of them. Where SES told the zone, they are wrong
-- ("certain"); else that is "likely", the more so where a key answers in the usual one alone.
local function settle_zones(model)
   local proven = proven_zones(model)
   for _, record in ipairs(model.records) do
      local zone = zone_of(record)
      if record.status == "wrong-zone" and model.zone_certain then
         record.detail = "certain"
      elseif record.status == "wrong-zone" or record.status == "right" and proven and not proven[zone]
         and not model.zone_certain then
         local usual = zone == model.zone
         if proven and proven[zone] or not proven and usual then
            record.status, record.detail = "right", not usual and "other-zone" or nil
         elseif not proven and record.key == "unknown" then
            record.status, record.detail = "unknown", "other-zone"
         else
            record.status, record.detail = "wrong-zone", record.hosted == "key" and "no-key" or "likely"
         end
      end
   end
end

local function count_keys(model)
   model.keys, model.hosted, model.unlearnt = 0, 0, false
   for _, record in ipairs(model.records) do
      local led = record.key == "key" and record.status ~= "txt-in-place"
      if led then
         model.keys = model.keys + 1
      end
      if led or record.hosted == "key" then
         local bits = led and record.bits or record.hosted_bits
         model.hosted, model.bits = model.hosted + 1, math.min(model.bits or bits, bits)
      end
      if record.status == "unknown" or record.key == "unknown" or record.hosted == "unknown" then
         model.unlearnt = true
      end
   end
end

-- A right record without a key is idle as long as another of the three may have one; else the tokens are stale. Two
-- tokens say nothing of the third.
local function settle_keys(model)
   local stale = model.hosted == 0 and not model.unlearnt and #model.records == TOKENS
   for _, record in ipairs(model.records) do
      if record.status == "right" and record.key ~= "key" then
         if stale then record.status = "stale" end
         record.idle = record.status == "right" and record.key ~= "unknown"
            and (record.key == "idle" or model.hosted > 0)
      end
   end
end

-- What is to be mended first: what hides everything else comes before the single record.
local ORDER = { "dnssec-bogus", "inconsistent", "occluded", "stale", "wrong-zone", "conflict" }

local function first_of(model)
   for _, wanted in ipairs(ORDER) do
      for i, record in ipairs(model.records) do
         if record.status == wanted or record.cause == wanted then return i end
      end
   end
   for i, record in ipairs(model.records) do
      if is_broken(record) then return i end
   end
   for i, record in ipairs(model.records) do
      if record.status ~= "right" then return i end
   end
end

local function count(model, wanted)
   local number = 0
   for _, record in ipairs(model.records) do number = number + (wanted(record) and 1 or 0) end
   return number
end

-- How many of TOTAL, as a sentence begins.
local function share(number, total, one, many)
   return ("%d of %d records %s"):format(number, total, number == 1 and one or many)
end

local function verdict(model)
   local total = #model.records
   local broken = count(model, is_broken)
   local right = count(model, function(record) return record.status == "right" end)
   local unlearnt = count(model, function(record) return record.status == "unknown" end)
   if broken > 0 then return "fails", share(broken, total, "is wrong", "are wrong") end
   if unlearnt > 0 then return "unknown", share(unlearnt, total, "could not be learnt", "could not be learnt") end
   if right < total then
      return "unknown", share(total - right, total, "is not as SES wants it, but might do",
         "are not as SES wants them, but might do")
   end
   if model.denied_parent then return "unknown", "all records are right, but the name above them is denied" end
   if total < TOKENS then
      return "unknown", ("%d of %d tokens were given, and those records are right"):format(total, TOKENS)
   end
   if model.keys == 0 then return "unknown", "all records are right, but whether a key answers could not be learnt" end
   return "verifies", ("all %d records are right and %d of them %s a key"):format(total, model.keys, model.keys == 1
      and "holds" or "hold")
end

--- Completes MODEL, whose records are judged: zones, idle and stale targets, keys, bits, unlearnt.
function settle.records(model)
   settle_zones(model)
   count_keys(model)
   settle_keys(model)
end

--- Sets verdict, reason and first, the place of the record to be mended before the others.
function settle.identity(model)
   model.verdict, model.reason = verdict(model)
   model.first = first_of(model)
end

return settle
