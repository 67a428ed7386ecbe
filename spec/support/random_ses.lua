-- SPDX-License-Identifier: MIT
-- Random zones of a domain that sends through Amazon SES in one to four regions, with the slips people make: at MAIL
-- FROM names, Easy DKIM records, SPF and DMARC. The same number gives the same zone.
local regions = require "sesame.ses.regions"
local ses = require "spec.support.ses"
local damage = require "spec.support.damage"

local random_ses = {}

random_ses.DOMAIN = "acme.example"

local REGIONS = { "us-east-1", "eu-west-1", "ap-southeast-2", "us-west-2", "eu-central-1", "sa-east-1" }

local GOOD = ses.GOOD

local SPF = { -- at a MAIL FROM name
   GOOD, GOOD, GOOD, GOOD, "v=spf1 include:amazonses.com -all", "v=spf1 include:_spf.svc.example ~all", "v=spf1 -all",
   "v=spf1 ip4:198.51.100.0/25 ~all", "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/25 ~all", "v=spf1 +all",
   "v=spf1 include:amazonses.com +all", "v=spf1 include:amazonses.com ?all", "v=spf1 include:amazonses.com",
   "v=spf1 -ip4:198.51.100.7 include:amazonses.com ~all", "v=spf1 include:amazonses.com.acme.example ~all",
   "v=spf1 include:amazonses.com moo ~all", "v=spf1 mx include:amazonses.com ~all", "v=spf1 a ip4:192.0.2.25 ~all",
   "v:spf1 include:amazonses.com ~all", "v=spf1 include:ses.amazonaws.example ~all", "v=spf1 ip4:0.0.0.0/1 ~all",
   "v=spf1 include:gone.svc.example ~all", "\\\"v=spf1 include:amazonses.com ~all\\\"",
   "v=spf1 ~all include:amazonses.com",
   "v=spf1 redirect=amazonses.com", "v=spf1 include: amazonses.com ~all", "v=spf1 include:amazonses.com all",
   "v=spf1 include:amazonses.org ip4:192.0.2.25 ~all", "v=spf1 include:amazonses.com.acme.example -all",
   "v=spf1 include:amazonses.com include:amazonses.com -all", "v=spf1 exists:%{i}._x.svc.example -all",
}

local APEX = {
   "v=spf1 mx -all", "v=spf1 mx -all", "v=spf1 mx ~all", "v=spf1 include:amazonses.com -all", "v=spf1 a mx +all",
   "v=spf1 mx include:_spf.svc.example ?all", "v=spf1 mx", "v=spf1 mx include:gone.svc.example -all",
   "v=spf1 include:deep.svc.example include:deep.svc.example mx a -all", "v=spf1 ip4:192.0.2.300 mx -all",
   "v=spf1 -all",
   "spf1 mx -all", "v=spf1 mx ip4:198.51.100.9 -all ip4:192.0.2.77",
}

local DMARC = {
   "v=DMARC1; p=reject; rua=mailto:d@acme.example", "v=DMARC1; p=reject; rua=mailto:d@acme.example",
   "v=DMARC1; p=none; rua=mailto:d@acme.example", "v=DMARC1; p=quarantine; aspf=s; rua=mailto:d@acme.example",
   "v=DMARC1; p=reject; adkim=s; aspf=s", "v=DMARC1; p=reject; sp=none; rua=mailto:d@acme.example",
   "v=DMARC1; p=quarantine; pct=20; rua=mailto:d@reports.example", "v=DMARC1 p=reject",
   "v=DMARC1; p:reject; rua=d@acme.example",
   "v=DMARC1; p=none", "v=DMARC1; p=rejct; rua=mailto:d@acme.example",
}

local SERVICES = [[
@ IN SOA ns h 1 7200 900 1209600 300
@ IN NS ns
ns IN A 192.0.2.53
_spf IN TXT "v=spf1 ip4:203.0.113.0/28 ~all"
deep IN TXT "v=spf1 include:a1.svc.example include:a2.svc.example a:out.svc.example -all"
a1 IN TXT "v=spf1 ip4:203.0.113.64/28 -all"
a2 IN TXT "v=spf1 ip4:203.0.113.96/28 ip6:2001:db8:1::/48 -all"
out IN A 203.0.113.7
]]

local AMAZON = [[
@ IN SOA ns h 1 7200 900 1209600 900
@ IN NS ns
ns IN A 192.0.2.54
@ IN TXT "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.128/25 ip6:2001:db8:53::/48 -all"
]]

local GOOGLE = [[
@ IN SOA ns h 1 7200 900 1209600 900
@ IN NS ns
ns IN A 192.0.2.55
mx IN A 203.0.113.193
_spf IN TXT "v=spf1 ip4:203.0.113.192/26 ~all"
]]

local function put(lines, format, ...) lines[#lines + 1] = format:format(...) end

local function tools(number)
   local below = damage.numbers(number)
   local function pick(list) return list[1 + below(#list)] end
   local function chance(percent) return below(100) < percent end
   return pick, chance, below
end

-- A SES host as MX at a MAIL FROM name of REGION, or what stands in its place; nil where there is none.
local function mx_of(region, pick, chance)
   local right = regions.get(region).mail_from_mx
   if chance(60) then return { "10 " .. right .. "." } end
   return pick {
      {}, { "20 " .. right .. "." }, { "10 " .. regions.get(pick(REGIONS)).mail_from_mx .. "." },
      { "10 " .. right .. ".", "20 mail.acme.example." }, { "10 mail.acme.example." },
      { "10 " .. right .. ".acme.example." }, { "10 " .. right:gsub("amazonses", "amazonaws") .. "." },
      { ("10 inbound-smtp.%s.amazonaws.com."):format(region) },
      { "10 abcdef123456.q7z2.mail-manager-smtp.amazonaws.com." }, { "10 feedback-smtp.moon-1.amazonses.com." },
      { "10 " .. right .. ".", "10 " .. regions.get(pick(REGIONS)).mail_from_mx .. "." }, { "0 ." },
   }
end

-- The records at one MAIL FROM name.
local function mail_from(world, name, region)
   if world.named[name] then return end
   world.named[name] = true
   local pick, chance, lines = world.pick, world.chance, world.lines
   if chance(8) then
      return put(lines, "%s. IN CNAME %s", name, pick { "acme.example.", "gone.svc.example.", "out.svc.example." })
   end
   local at = chance(5) and name .. ".acme.example" or chance(4) and name:match "^[^.]+" .. "." .. name or name
   for _, value in ipairs(mx_of(region, pick, chance)) do put(lines, "%s. IN MX %s", at, value) end
   if chance(10) then return end
   put(lines, '%s. IN TXT "%s"', at, pick(SPF))
   if chance(4) then put(lines, '%s. IN TXT "%s"', at, pick(SPF)) end
   if chance(5) then put(lines, "%s. IN A 192.0.2.44", at) end
end

-- The CNAME of TOKEN in REGION, right or with a slip.
local function dkim(world, token, region)
   local pick, lines = world.pick, world.lines
   local name, target = token .. "._domainkey.acme.example.", token .. "." .. regions.get(region).dkim_domain .. "."
   if world.chance(85) then return put(lines, "%s IN CNAME %s", name, target) end
   local slip = pick { "none", "relative", "text", "key", "address", "high", "other", "doubled" }
   if slip == "relative" then return put(lines, "%s IN CNAME %sacme.example.", name, target) end
   if slip == "text" then return put(lines, '%s IN TXT "%s"', name, target) end
   if slip == "key" then return put(lines, '%s IN TXT "%s"', name, world.key) end
   if slip == "address" then return put(lines, "%s IN A 192.0.2.99", name) end
   if slip == "high" then return put(lines, "%s.acme.example. IN CNAME %s", token, target) end
   if slip == "other" then return put(lines, "%s IN CNAME %s.dkim.example.", name, token) end
   if slip == "doubled" then return put(lines, "%sacme.example. IN CNAME %s", name, target) end
end

local STATUS = { "SUCCESS", "SUCCESS", "SUCCESS", "PENDING", "FAILED", "TEMPORARY_FAILURE" }

local function identity(world, region, index)
   local pick, chance = world.pick, world.chance
   local own = { region = region, tokens = {}, saved = chance(70) or nil }
   for number = 1, 3 do
      own.tokens[number] = ses.token(index, number)
      dkim(world, own.tokens[number], region)
      put(world.amazon, '%s.%s. IN TXT "%s"', own.tokens[number], regions.get(region).dkim_domain, world.key)
   end
   if own.saved then own.dkim_status = pick(STATUS) end
   local label = pick { "bounce-" .. region, "bounce-" .. region, "bounce", "mail", "send" }
   local name = label .. ".acme.example"
   if chance(88) then own.mail_from, own.mail_from_told = name, true else own.mail_from_told = chance(50) or nil end
   if own.mail_from or chance(40) then mail_from(world, name, region) end
   if own.mail_from and own.saved then own.mail_from_status = pick(STATUS) end
   if own.mail_from and chance(20) then own.on_mx_failure = "REJECT_MESSAGE" end
   return own
end

local function apex(world)
   local pick, chance, lines = world.pick, world.chance, world.lines
   put(lines, "@ IN SOA ns h 1 7200 900 1209600 300\n@ IN NS ns\n@ IN NS ns2\nns IN A 192.0.2.53\nns2 IN A 192.0.2.54\n"
      .. "mail-in IN A 192.0.2.25")
   if chance(70) then put(lines, "@ IN A 192.0.2.80") end
   if chance(85) then put(lines, "@ IN MX 10 mail-in") elseif chance(30) then put(lines, "@ IN MX 1 mx.google.com.")
   elseif chance(30) then put(lines, "@ IN MX 0 .") end
   if chance(4) then put(lines, "@ IN MX 10 %s.", regions.get(pick(REGIONS)).mail_from_mx) end
   if chance(90) then put(lines, '@ 900 IN TXT "%s"', pick(APEX)) end
   if chance(4) then put(lines, '@ 900 IN TXT "%s"', pick(APEX)) end
   if chance(15) then put(lines, '@ 900 IN TXT "site-verification=%s"', ("x"):rep(100)) end
   if chance(88) then
      put(lines, '%s IN TXT "%s"', chance(95) and "_dmarc" or pick { "@", "dmarc", "_dmarc.acme.example" }, pick(DMARC))
   end
   if chance(4) then put(lines, '_dmarc IN TXT "%s"', pick(DMARC)) end
   if chance(6) then put(lines, "* IN MX 10 mail-in") end
   if chance(6) then put(lines, '* IN TXT "%s"', pick { "v=spf1 -all", "wild", GOOD }) end
end

--- World NUMBER: { domain, number, files = { { origin, text } }, identities }.
function random_ses.world(number)
   local world = { lines = {}, amazon = {}, named = {}, key = ses.key() }
   world.pick, world.chance, world.below = tools(number)
   apex(world)
   local identities, count = {}, 1 + world.below(4)
   for index = 1, count do
      local region = REGIONS[1 + (number + index * (1 + world.below(2))) % #REGIONS]
      local known = false
      for _, other in ipairs(identities) do known = known or other.region == region end
      if not known then identities[#identities + 1] = identity(world, region, index) end
   end
   local amazon = { AMAZON }
   for _, region in ipairs(REGIONS) do
      put(amazon, "%s. IN A 192.0.2.90", regions.get(region).mail_from_mx)
   end
   table.move(world.amazon, 1, #world.amazon, #amazon + 1, amazon)
   return {
      domain = random_ses.DOMAIN, number = number, identities = identities,
      files = { { random_ses.DOMAIN, table.concat(world.lines, "\n") .. "\n" },
         { "svc.example", SERVICES },
         { "google.com", GOOGLE }, { "amazonses.com", table.concat(amazon, "\n") .. "\n" } },
   }
end

return random_ses
