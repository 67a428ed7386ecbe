-- SPDX-License-Identifier: MIT
-- Is a domain that sends through Amazon SES ready for production access, and for what Gmail, Yahoo and Microsoft ask of
-- senders? A function of the other models: each requirement gets a state. It must not ask, nor know findings.
local readiness = {}

--- Where the requirements come from, and the day they were read.
readiness.source =
   "Gmail sender guidelines (81126), Yahoo sender hub, Microsoft high-volume senders, AWS production access"
readiness.date = "2026-11-23"

readiness.WEAK_BITS, readiness.GOOD_BITS = 1024, 2048

-- Folds states of all regions: one "no" decides, then one that is not known.
local function all(list)
   local unknown = #list == 0
   for _, state in ipairs(list) do
      if state == "no" then return "no" end
      unknown = unknown or state == "unknown"
   end
   return unknown and "unknown" or "yes"
end

local function state_of(value)
   if value == nil then return "unknown" end
   return value and "yes" or "no"
end

-- The state over all regions of what READ(own, stream in use) says: true, false or nil.
local function over(models, read)
   local list = {}
   for i, own in ipairs(models.ses.regions) do list[i] = state_of(read(own, own.now)) end
   return all(list)
end

local function passed(part)
   if part.result == "unknown" then return nil end
   return part.result == "pass"
end

-- a or b, where nil is not known.
local function either(a, b)
   if a or b then return true end
   if a == nil or b == nil then return nil end
   return false
end

local function both(a, b)
   if a == false or b == false then return false end
   if a == nil or b == nil then return nil end
   return true
end

local function key_bits(least)
   return function(own)
      if own.dkim.verdict == "unknown" or not own.dkim.bits then return own.dkim.verdict == "fails" and false or nil end
      return own.dkim.bits >= least
   end
end

local readers = {}

function readers.spf_or_dkim(models)
   return over(models, function(_, now) return either(passed(now.spf), passed(now.dkim)) end)
end

function readers.spf(models) return over(models, function(_, now) return passed(now.spf) end) end

-- SPF for the sender's own domain, as Microsoft reads it: a pass for amazonses.com is none.
function readers.spf_own(models)
   return over(models, function(_, now)
      if now.mail_from == "default" and now.spf.result ~= "unknown" then return false end
      return now.spf.aligned == nil and nil or passed(now.spf)
   end)
end

function readers.dkim(models) return over(models, function(_, now) return passed(now.dkim) end) end

function readers.aligned(models)
   return over(models, function(_, now) return either(now.spf.aligned, now.dkim.aligned) end)
end

function readers.dmarc(models)
   return over(models, function(_, now)
      if now.dmarc == "unknown" and now.policy == nil then return nil end
      return now.policy ~= nil
   end)
end

function readers.bits_least(models) return over(models, key_bits(readiness.WEAK_BITS)) end
function readers.bits_good(models) return over(models, key_bits(readiness.GOOD_BITS)) end

function readers.verified(models)
   return over(models, function(own) return own.verified end)
end

function readers.mail_from(models)
   return over(models, function(own)
      local mail_from = own.mail_from
      if mail_from.kind == "unknown" or mail_from.verdict == "unknown" then return nil end
      return both(mail_from.kind == "custom", mail_from.verdict == "right")
   end)
end

function readers.production(models)
   return over(models, function(own) return own.account and own.account.production end)
end

function readers.sending(models)
   return over(models, function(own)
      local known = own.account
      if not known then return nil end
      local stopped = known.sending == false or known.enforcement == "SHUTDOWN"
      return both(not stopped, known.sending)
   end)
end

function readers.described(models)
   return over(models, function(own)
      local known = own.account
      if not known or known.website == nil and known.mail_type == nil then return nil end
      return known.website ~= nil and known.mail_type ~= nil
   end)
end

-- Yahoo asks for an SOA record: the names must exist by themselves, not by a wildcard.
function readers.exists(models)
   if models.domain.exists ~= true then return "unknown" end
   for _, entry in ipairs(models.mail_from) do
      local wild = entry.wildcard
      if wild and (wild.MX == "answers" or wild.TXT == "answers") then return "no" end
   end
   return "yes"
end

function readers.hidden() return "not-visible" end

--- The state of every requirement (sesame.ses.requirements) for MODELS: { { id, provider = "aws|gmail|yahoo|microsoft",
-- audience = "all|bulk|production", state = "yes|no|unknown|not-visible", rule }, ... } in the order of the table; an
-- empty list where no identity of SES is known. By id, what is asked in words: sesame.check.readiness_words; the codes
-- that explain it: sesame.check.readiness_codes.
function readiness.of(models)
   local list = {}
   if not models.ses or #models.ses.regions == 0 then return list end
   for i, row in ipairs(require "sesame.ses.requirements") do
      list[i] = {
         id = row.id, provider = row.provider, audience = row.audience,
         state = readers[row.reads or "hidden"](models),
         rule = row.rule,
      }
   end
   return list
end

return readiness
