-- SPDX-License-Identifier: MIT
-- The verdict on one Easy DKIM record from what was seen at its name. It must not compare records, nor look for lost
-- ones.
local core = require "sesame.core"
local look = require "sesame.easy_dkim.look"
local names = require "sesame.base.names"
local target = require "sesame.easy_dkim.target"

local judge = {}

local TXT_BORDER = '^[%s"]*(.-)[%s"]*$' -- what people paste around a value

-- Sets the key that the alias leads to; the server must lead there itself, as it does for receivers.
local function reach_key(record, seen, facts)
   look.read_key(record, seen.txt)
   local lost = seen.cname.known == "present" and seen.txt.known == "absent" and #seen.txt:chain() == 0
   if record.key ~= "unknown" and not lost then return end
   local direct = facts:get(seen.target, "TXT")
   if lost and direct.known ~= "present" then return end
   if direct.known == "unknown" then
      record.key, record.cause = "unknown", seen.txt.status
      return
   end
   record.status = "target-unresolved"
   look.read_key(record, direct)
end

local function alias(record, seen, identity, around)
   record.status, record.detail = target.judge(record, seen.target, identity)
   if record.status ~= "right" and seen.dname then
      record.status, record.detail = "occluded", "DNAME"
      record.at, record.servers = seen.dname.owner, { seen.dname.target }
      return
   end
   if record.status ~= "right" and look.is_wildcard(seen, around.nonce) then
      record.status, record.detail, record.wildcard = "missing", nil, true
      return
   end
   local other = look.beside(seen, around.facts)
   if other then
      record.status, record.detail = "conflict", other
   elseif record.status == "right" or record.status == "wrong-zone" then
      reach_key(record, seen, around.facts)
   end
end

local function same_text(a, b)
   return a:gsub("%s", "") == b:gsub("%s", "")
end

-- A TXT in place of the CNAME: the target pasted as text, a copy of the key SES has now ("same"), one it had
-- ("outdated"), or no key.
local function text(record, seen, around)
   record.status = "txt-in-place"
   for i = 1, #seen.txt do
      local pasted = names.canonical(seen.txt[i]:match(TXT_BORDER))
      if target.zone(record.token, pasted) then
         record.detail = "target-as-text"
         return
      end
   end
   look.read_key(record, seen.txt)
   if record.key ~= "key" then
      record.detail = "no-key"
      return
   end
   local hosted = around.facts:get(record.target, "TXT")
   for i = 1, hosted.known == "present" and #hosted or 0 do
      if hosted[i]:find("%S") then record.detail = same_text(hosted[i], seen.txt[1]) and "same" or "outdated" end
   end
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

local function unlearnt(record, answer, identity, facts)
   record.status, record.cause = "unknown", answer.status
   local referral = referral_of(answer, identity.domain)
   if referral then record.at, record.servers = referral.at, referral.hosts end
   if answer.status ~= "servfail" then return end
   local unchecked = facts:get(record.name, answer.type, { cd = true })
   -- a question not asked before shows that the resolver has not come round meanwhile
   if unchecked.known ~= "unknown" and facts:get(record.name, "MX").status == "servfail" then
      record.cause = "dnssec-bogus"
   end
end

local function nothing(record, seen, identity, around)
   if is_denied(seen) then
      record.status = "missing"
      return
   end
   for _, answer in ipairs { seen.cname, seen.txt } do
      if answer.known == "unknown" then return unlearnt(record, answer, identity, around.facts) end
   end
   if seen.a.known == "present" or seen.aaaa.known == "present" then
      record.status, record.detail = "proxied", target.is_cloudflare(seen.a, seen.aaaa) and "cloudflare" or nil
   elseif seen.a.known == "unknown" then
      unlearnt(record, seen.a, identity, around.facts)
   else
      record.status = "missing"
   end
end

--- Gives RECORD { token, name, target } of IDENTITY its status, detail, found, ttl (of the answer, seconds), txt (what
-- is told of a selector) and key where there is one. SEEN as easy_dkim_look has it; AROUND = { facts, nonce = what is
-- seen at a name nobody publishes }.
function judge.record(record, seen, identity, around)
   record.found, record.ttl, record.txt = look.found(seen), seen.cname.ttl, look.selector(seen, record.token)
   if seen.target then return alias(record, seen, identity, around) end
   local known = seen.cname.known ~= "unknown"
   if known and look.is_wildcard(seen, around.nonce) then
      record.status, record.wildcard = "missing", true
   elseif known and seen.txt.known == "present" then
      text(record, seen, around)
   else
      nothing(record, seen, identity, around)
   end
end

return judge
