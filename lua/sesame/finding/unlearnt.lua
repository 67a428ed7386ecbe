-- SPDX-License-Identifier: MIT
-- What to do about a question that was not answered, by the source that was asked: the one place that says so. A
-- function of the source (`situation` of sesame.facts) and of the question. It must not know any finding's code.
local below = require("sesame.base.names").below
local bounds = require "sesame.base.bounds"
local grouped = require("sesame.base.counts").grouped

local unlearnt = {}

unlearnt.ZONES = 10 -- apexes named in one sentence

local AGAIN <const> = "Try again, or ask another resolver with --server."

-- Statuses by which zone files alone say that the answer lies elsewhere.
local ELSEWHERE = { ["not-in-zone"] = true, referral = true }

--- Whether NAME lies in one of ZONES, a list of apexes.
function unlearnt.covered(name, zones)
   for _, apex in ipairs(zones) do
      if below(name:lower(), apex:lower()) then return true end
   end
   return false
end

local covered = unlearnt.covered

--- "your zones are: a.example, b.example", or nil where ZONES, a list of apexes, is empty.
function unlearnt.your_zones(zones)
   if #zones == 0 then return nil end
   local list, left = bounds.first(zones, unlearnt.ZONES)
   local words = table.concat(list, ", ")
   return ("your zones are: %s%s"):format(words, left > 0 and (" and %s more"):format(grouped(left)) or "")
end

local your_zones, by_kind = unlearnt.your_zones, {}

function by_kind.live(_, _, declared) return declared or AGAIN end

by_kind.other = by_kind.live

-- Where an answer of DNS is missing, a zone that was given and is not the name's may be why DNS was asked at all.
local function beside_zones(situation, failed, declared)
   local advice, zones = declared or AGAIN, your_zones(situation.zones)
   if not zones or covered(failed.name, situation.zones) then return advice end
   return ("%s; %s."):format(advice:gsub("%.$", ""), zones)
end

function by_kind.zones(situation, failed, declared)
   if not situation.offline then return beside_zones(situation, failed, declared) end
   local zones = your_zones(situation.zones) or "no zone was given"
   if not ELSEWHERE[failed.status] then
      return ("Look into the zone files: they answer so by themselves; %s."):format(zones)
   elseif covered(failed.name, situation.zones) then
      local which = failed.status == "referral" and "is delegated there" or "it leads to"
      return ("Give the zone that %s with --zone FILE, or leave --offline out; %s."):format(which, zones)
   end
   return ("Give its zone with --zone FILE, or leave --offline out; %s."):format(zones)
end

function by_kind.replay(_, failed)
   if failed.status == "not-recorded" then
      return "Record again, with the options of this run and --record FILE: the recording has no answer to that."
   elseif ELSEWHERE[failed.status] then
      return "Record again with its zone (--zone FILE), or without --offline: the recording was made of zone files."
   end
   return "Record again: the recording holds the failure, and a replay asks nobody."
end

--- What to do about FAILED { name, status }, a question that was not answered where SITUATION (sesame.facts) is what
-- was asked: one sentence. DECLARED is the advice for a resolver that is asked, where it is not the usual one.
function unlearnt.advice(situation, failed, declared)
   return (by_kind[situation.kind] or by_kind.other)(situation, failed, declared)
end

-- The question that left ITEM open, or nil where it is not one of those.
local function failed_of(item)
   if item.severity ~= "unknown" then return nil end
   if item.because and item.because[1] then return item.because[1] end
   local fields = item.fields
   if type(fields.status) ~= "string" then return nil end
   return { name = fields.name or fields.host or item.subject, status = fields.status }
end

--- Gives those of FOUND (findings, the caller's own) that could not be learnt the advice that fits SITUATION. Returns
-- FOUND.
function unlearnt.advise(found, situation)
   for _, item in ipairs(found) do
      local failed = failed_of(item)
      if failed then item.advice = unlearnt.advice(situation, failed, item.advice) end
   end
   return found
end

return unlearnt
