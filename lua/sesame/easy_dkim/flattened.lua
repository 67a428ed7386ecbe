-- SPDX-License-Identifier: MIT
-- Names that answer with the key of SES though no CNAME stands there: does the DNS provider flatten aliases, or did
-- somebody copy the key? The names of idle tokens tell: a server that follows their targets has them, a copy has not.
-- A function of what was seen; it must not look anything up.
local copy = require "sesame.base.copy"
local status = require "sesame.easy_dkim.status"

local flattened = {}

local function is_idle(key) return key ~= nil and key.known and key.state == "idle" end

-- What the name of RECORD shows of its target: "key" (the one that SES has now), "idle" (nothing, as the target),
-- "absent" (it does not exist, though the target does), "alias", "other"; or nil and why that is not known.
local function shown(record, verdict)
   if not verdict.known then return nil, verdict.because end
   local blank = verdict.detail == "no-key" and is_idle(verdict.key)
   if verdict.status == "txt-in-place" and not blank then
      if verdict.detail == nil and record.hosted.because then return nil, record.hosted.because end
      return verdict.detail == "same" and "key" or "other"
   elseif blank or verdict.status == "missing" and not verdict.wildcard then
      if not record.hosted.known then return nil, record.hosted.because end
      if not is_idle(record.hosted) then return "other" end
      if blank or verdict.there then return "idle" end
      return record.hosted.denied and "other" or "absent"
   end
   return record.found[1] and record.found[1].kind == "cname" and "alias" or "other"
end

local function counted(records, verdicts)
   local made, count, because = {}, { key = 0, idle = 0, absent = 0, alias = 0, other = 0, open = 0 }, nil
   for i, record in ipairs(records) do
      local open
      made[i], open = shown(record, verdicts[i])
      count[made[i] or "open"] = count[made[i] or "open"] + 1
      because = because or open
   end
   return made, count, because
end

local STATUS = { key = true, idle = true }

-- What a name that SHOWS so is, with COUNT of all names: a verdict's status and detail, or nil.
local function seen_as(shows, count)
   if count.alias > 0 or count.key == 0 or not STATUS[shows] then return nil end -- some providers flatten single names
   if count.idle > 0 then return { status = "flattened" } end
   return count.absent > 0 and { status = "txt-in-place", detail = "copied" } or nil
end

-- Whether what is not known could make the names flattened, or could make them copies.
local function is_open(count)
   local keys, idle = count.key + count.open, count.idle + count.open
   return count.open > 0 and count.alias == 0 and keys > 0 and idle > 0 and count.key + count.idle > 0
end

--- VERDICTS on RECORDS ({ found, hosted = the key at the target }), in which names that answer with what stands at
-- their targets are `flattened`, and a copy of the key is told as one ("txt-in-place", "copied"). Where that is not
-- known those names are unknown.
function flattened.settle(records, verdicts)
   local shows, count, because = counted(records, verdicts)
   local list, open = {}, is_open(count)
   local unsure = { status = "unknown", because = because }
   for i, verdict in ipairs(verdicts) do
      local own, more = shows[i]
      if open then more = verdict.known and (not own or STATUS[own]) and unsure
      else more = own and seen_as(own, count) end
      list[i] = more and status.verdict(copy.with({ key = verdict.key }, more)) or verdict
   end
   return list
end

-- What RECORD, judged, says for SES's word: "served" (its name answers with the key SES has now), "fits" (nothing is
-- missing there but what is idle), "open" (it may be one of those), or nil (it is none).
local function part(record)
   local text = record.status == "flattened" or record.status == "txt-in-place"
   if text and record.hosted.known and record.hosted.state == "key" and record.detail ~= "outdated" then
      return not status.is_broken(record) and "served" or nil
   end
   if record.status == "flattened" or record.status == "right" then return "fits" end
   local unsure = not record.hosted.known and not status.is_broken(record)
   if record.status == "unknown" and not record.bogus or text and unsure then return "open" end
   if record.status ~= "missing" or record.wildcard then return nil end
   if is_idle(record.hosted) then return "fits" end
   return not record.hosted.known and "open" or nil
end

--- Whether SES, which counts an identity of RECORDS as verified (DKIM_STATUS), is to be believed although not all of
-- them are CNAMEs: where a name answers with the key it has now, and nothing is missing but what is idle. Nil where
-- that could not be learnt.
function flattened.is_believed(records, dkim_status)
   if dkim_status ~= "SUCCESS" then return false end
   local count = { served = 0, fits = 0, open = 0 }
   for _, record in ipairs(records) do
      local said = part(record)
      if not said then return false end
      count[said] = count[said] + 1
   end
   if count.served + count.open == 0 then return false end
   if count.open > 0 then return nil end
   return true
end

return flattened
