-- SPDX-License-Identifier: MIT
-- Random zones with faults, as master files: the zone of "acme.test", and those of two services it uses. The same seed
-- gives the same zone.
local property = require "spec.support.property"

local faulty = {}

local DOMAIN = "acme.test"

local function generator(seed)
   local below = property.places(seed)
   return below, function(list) return list[below(#list)] end, function(percent) return below(100) <= percent end
end

local SERVICES = [[
@ORIGIN svc.test.
@ IN SOA ns.svc.test. h.svc.test. 1 7200 900 1209600 300
@ IN NS ns.svc.test.
ns IN A 192.0.2.53
_spf IN TXT "v=spf1 ip4:198.51.100.0/26 ~all"
deep IN TXT "v=spf1 include:a1.svc.test include:a2.svc.test include:a3.svc.test a:out.svc.test ~all"
a1 IN TXT "v=spf1 ip4:198.51.100.64/28 -all"
a2 IN TXT "v=spf1 include:_spf.svc.test -all"
a3 IN TXT "v=spf1 ip4:198.51.100.128/28 ip6:2001:db8:1::/48 -all"
out IN A 198.51.100.7
twice IN TXT "v=spf1 -all"
twice IN TXT "v=spf1 ~all"
open IN TXT "v=spf1 +all"
bad IN TXT "v=spf1 moo -all"
mx1 IN A 198.51.100.25
mx2 IN CNAME mx1
]]

local TERMS = {
   "mx", "a", "a:mail.acme.test", "a:gone.acme.test", "a:gone2.acme.test", "mx:gone.acme.test", "ip4:192.0.2.10",
   "ip4:192.0.2.0/28", "ip4:10.0.0.0/8", "ip6:2001:db8::/64", "include:_spf.svc.test", "include:deep.svc.test",
   "include:gone.svc.test", "include:twice.svc.test", "include:bad.svc.test", "include:_more.acme.test",
   "include:a1.svc.test", "include:a2.svc.test", "exists:%{i}._x.acme.test", "ptr", "?include:_spf.svc.test",
   "-ip4:192.0.2.3", "include:acme.test", "ip4:192.0.2.300", "ipv4:192.0.2.9", "ip4=192.0.2.9", "include:",
   "include:open.svc.test", "ip4:0.0.0.0/1", "a:192.0.2.4", "x-note=kept",
}

local ENDS = {
   "~all", "~all", "-all", "-all", "?all", "+all", "", "~all", "-all ip4:192.0.2.77", "~all redirect=_spf.svc.test",
   "redirect=_spf.svc.test",
}

local HEADS = { "v=spf1", "v=spf1", "v=spf1", "v=spf1", "V=SPF1", "v=spf1;", "spf1", " v=spf1", "v=spf 1",
   "\\\"v=spf1" }

local function record(below, pick, chance)
   local parts = { chance(85) and "v=spf1" or pick(HEADS) }
   for _ = 1, below(7) do parts[#parts + 1] = pick(TERMS) end
   if chance(15) then parts[#parts + 1] = parts[#parts] end
   parts[#parts + 1] = pick(ENDS)
   if chance(5) then parts[#parts + 1] = "v=spf1 ip4:192.0.2.88 -all" end
   return (table.concat(parts, " "):gsub(" $", ""))
end

local POLICIES = {
   "v=DMARC1; p=none", "v=DMARC1; p=reject", "v=DMARC1; p=quarantine; pct=50", "v=dmarc1; p=none", "v=DMARC1 p=none",
   " v=DMARC1; p=reject",
   "p=none; v=DMARC1", "v=DMARC1; p=none; rua=mailto:d@acme.test", "DMARC1; p=none",
}

local OTHER = {
   "google-site-verification=abc", "MS=ms12345678", "spf2.0/pra -all", "v=DMARC1; p=none", "just words", "v=DKIM1; p=",
   ("x"):rep(180), ("y"):rep(240), "a \\\"quoted\\\" \\\\ text",
}

local MAIL_HOSTS = {
   "10 mail.acme.test.", "20 mail2.acme.test.", "10 gone.acme.test.", "0 .", "10 192.0.2.25.",
   "10 mx1.svc.test.", "30 mx2.svc.test.", "5 alias.acme.test.",
}

local PLACES = { "_dmarc", "_dmarc", "_dmarc", "_dmarc", "dmarc", "_dmarc._dmarc", "_dmarc.acme.test", "@" }

local function put(lines, format, ...) lines[#lines + 1] = format:format(...) end

--- The text of zone number SEED: { domain, files = { { origin, text } } }.
function faulty.zone(seed)
   local below, pick, chance = generator(seed)
   local lines = {}
   put(lines, "@ IN SOA ns h 1 7200 900 1209600 300\n@ IN NS ns\nns IN A 192.0.2.53\nmail IN A 192.0.2.25\nmail2 IN "
      .. "AAAA 2001:db8::25")
   put(lines, "alias IN CNAME mail")
   put(lines, '_more IN TXT "v=spf1 a:gone3.acme.test ip4:192.0.2.128/28 -all"')
   if chance(60) then put(lines, "@ IN A 192.0.2.80") end
   local alias = chance(3)
   if chance(92) then
      for _ = 1, chance(12) and 2 or 1 do put(lines, '@ %d IN TXT "%s"', 900, record(below, pick, chance)) end
   end
   for _ = 1, below(4) - 1 do put(lines, '@ 900 IN TXT "%s"', pick(OTHER)) end
   if chance(8) then put(lines, '@ IN SPF "v=spf1 -all"') end
   for _ = 1, below(4) - 1 do put(lines, "@ IN MX %s", pick(MAIL_HOSTS)) end
   if alias then
      put(lines, "_dmarc IN CNAME gone.svc.test.")
   else
      for _ = 1, below(3) - 1 + (chance(50) and 1 or 0) do
         put(lines, '%s IN TXT "%s"', pick(PLACES), pick(POLICIES))
      end
   end
   if chance(8) then put(lines, '*%s IN TXT "wild"', pick { "", "._domainkey" }) end
   if chance(8) then put(lines, "* IN MX 10 mail") end
   return { domain = DOMAIN, files = { { DOMAIN, table.concat(lines, "\n") .. "\n" },
      { "svc.test", (SERVICES:gsub("^[^\n]+\n", "")) } } }
end

return faulty
