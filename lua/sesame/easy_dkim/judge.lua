-- SPDX-License-Identifier: MIT
-- The verdict on one Easy DKIM record from what was seen at its name. It must not compare records, nor look for lost
-- ones.
local core = require "sesame.core"
local look = require "sesame.easy_dkim.look"
local names = require "sesame.base.names"
local status = require "sesame.easy_dkim.status"
local target = require "sesame.easy_dkim.target"
local unknown = require "sesame.base.unknown"

local judge = {}

local TXT_BORDER = '^[%s"]*(.-)[%s"]*$' -- what people paste around a value

local verdict = status.verdict

-- The key that the alias leads to, and whether the server leads there itself, as it does for receivers.
local function reached(seen, facts)
   local key = look.key(seen.txt)
   local lost = seen.cname.known == "present" and seen.txt.known == "absent" and #seen.txt:chain() == 0
   if not lost then return key, true end
   local direct = facts:get(seen.target, "TXT")
   if direct.known ~= "present" then return key, true end
   return look.key(direct), false
end

local function alias(record, seen, identity, around)
   local led = target.judge(record, seen.target, identity)
   local of_ses = led.status == "right" or led.status == "wrong-zone"
   if not of_ses then look.waive_ends(around.facts, { seen.txt }) end
   if led.status ~= "right" and seen.dname then
      return verdict { status = "occluded", by = "DNAME", at = seen.dname.owner, servers = { seen.dname.target } }
   end
   for _, answer in ipairs { seen.cname, around.nonce.cname } do -- a DNAME or a wildcard may have made it
      if led.status ~= "right" and answer.known == "unknown" then
         return verdict { status = "unknown", because = unknown.unlearnt(answer) }
      end
   end
   if led.status ~= "right" and look.is_wildcard(seen, around.nonce) then
      return verdict { status = "missing", wildcard = true }
   end
   local other = look.beside(seen, around.facts)
   if other then return verdict { status = "conflict", beside = other } end
   if not of_ses then return verdict(led) end
   local key, itself = reached(seen, around.facts)
   return verdict { status = itself and led.status or "target-unresolved", key = key }
end

local function same_text(a, b)
   return a:gsub("%s", "") == b:gsub("%s", "")
end

-- How the key in a TXT record compares with what SES has: "same", "outdated", or nil where SES showed none.
local function compared(record, seen, facts)
   local hosted, detail = facts:get(record.target, "TXT"), nil
   for i = 1, hosted.known == "present" and #hosted or 0 do
      if hosted[i]:find("%S") then detail = same_text(hosted[i], seen.txt[1]) and "same" or "outdated" end
   end
   return detail
end

-- A TXT in place of the CNAME: the target pasted as text, a copy of the key SES has now ("same"), one it had
-- ("outdated"), or no key.
local function text(record, seen, around)
   for i = 1, #seen.txt do
      local pasted = names.canonical(seen.txt[i]:match(TXT_BORDER))
      if target.zone(record.token, pasted) then
         return verdict { status = "txt-in-place", detail = "target-as-text" }
      end
   end
   local key = look.key(seen.txt)
   local detail = "no-key"
   if key.state == "key" then detail = compared(record, seen, around.facts) end
   return verdict { status = "txt-in-place", detail = detail, key = key }
end

-- Whether the name was denied: then nothing of any type is there.
local function is_denied(seen)
   for _, answer in ipairs { seen.cname, seen.txt, seen.a, seen.aaaa } do
      if answer.status == "nxdomain" and #answer:chain() == 0 then return true end
   end
   return false
end

-- The name servers that an unfinished answer refers to, below the identity's domain: { at = name, hosts }, or nil.
local function referral_of(answer, domain)
   if answer.status ~= "referral" then return nil end
   local at, hosts
   for _, entry in ipairs(answer:section("authority")) do
      local owner = entry.name:lower()
      if entry.type == "NS" and owner ~= domain and core.domain.within(owner, domain) then
         at, hosts = owner, hosts or {}
         hosts[#hosts + 1] = entry.value
      end
   end
   if hosts then table.sort(hosts) end
   return hosts and { at = at, hosts = hosts }
end

judge.referral_of = referral_of

-- Whether SERVFAIL for the name is a fault of DNSSEC: it vanishes with checking disabled (RFC 4035 5.5). A question not
-- asked before shows that the resolver has not come round meanwhile.
local function is_bogus(facts, answer)
   return answer.status == "servfail" and facts:get(answer.name, answer.type, { cd = true }).known ~= "unknown"
      and facts:get(answer.name, "MX").status == "servfail"
end

local function unlearnt(answer, identity, facts)
   local referral = referral_of(answer, identity.domain) or {}
   local bogus = is_bogus(facts, answer)
   local cause = unknown.because(answer.name, answer.type, bogus and "dnssec-bogus" or answer.status)
   return verdict {
      status = "unknown", because = cause, bogus = bogus or nil, at = referral.at, servers = referral.hosts,
   }
end

local function nothing(seen, identity, around)
   if is_denied(seen) then return verdict { status = "missing" } end
   for _, answer in ipairs { seen.cname, seen.txt } do
      if answer.known == "unknown" then return unlearnt(answer, identity, around.facts) end
   end
   if seen.a.known == "present" or seen.aaaa.known == "present" then
      for _, answer in ipairs { around.nonce.a, around.nonce.aaaa } do -- perhaps a wildcard's
         if answer.known == "unknown" then return unlearnt(answer, identity, around.facts) end
      end
      return verdict { status = "proxied", detail = target.is_cloudflare(seen.a, seen.aaaa) and "cloudflare" or nil }
   elseif seen.a.known == "unknown" then
      return unlearnt(seen.a, identity, around.facts)
   end
   return verdict { status = "missing", there = true }
end

--- The verdict (sesame.easy_dkim.status) on RECORD { token, name, target } of IDENTITY by what is SEEN at its name
-- (sesame.easy_dkim.look) alone, with `key` (look.key) where one was looked at, `wildcard` where one answers, `bogus`
-- where DNSSEC fails. AROUND = { facts, nonce = what is seen at a name nobody publishes }.
function judge.record(record, seen, identity, around)
   if seen.target then return alias(record, seen, identity, around) end
   local known = seen.cname.known ~= "unknown"
   if known and seen.txt.known == "present" and around.nonce.txt.known == "unknown" then
      return verdict { status = "unknown", because = unknown.unlearnt(around.nonce.txt) } -- perhaps a wildcard's
   end
   if known and look.is_wildcard(seen, around.nonce) then return verdict { status = "missing", wildcard = true } end
   if known and seen.txt.known == "present" then return text(record, seen, around) end
   return nothing(seen, identity, around)
end

return judge
