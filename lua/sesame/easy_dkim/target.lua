-- SPDX-License-Identifier: MIT
-- Where the CNAME of an Easy DKIM record leads, judged by its text alone; and whether addresses are a known proxy's.
-- It must not look anything up.
local addrset = require "sesame.addrset"
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"

local target = {}

-- Ranges Cloudflare publishes for its proxy, as remembered in 2026: a hint for the wording, never a verdict.
local CLOUDFLARE = {
   "173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22", "141.101.64.0/18", "108.162.192.0/18",
   "190.93.240.0/20", "188.114.96.0/20", "197.234.240.0/22", "198.41.128.0/17", "162.158.0.0/15", "104.16.0.0/13",
   "104.24.0.0/14", "172.64.0.0/13", "131.0.72.0/22", "2400:cb00::/32", "2606:4700::/32", "2803:f800::/32",
   "2405:b500::/32", "2405:8100::/32", "2a06:98c0::/29", "2c0f:f248::/32",
}

local proxy

--- Whether every address in ANSWERS (A and AAAA) lies in a range of Cloudflare's proxy.
function target.is_cloudflare(...)
   proxy = proxy or addrset.new(CLOUDFLARE)
   local any = false
   for _, answer in ipairs { ... } do
      for i = 1, answer.known == "present" and #answer or 0 do
         if not proxy:contains(answer[i]) then return false end
         any = true
      end
   end
   return any
end

local TOKEN_MIN = 20 -- characters; those of SES have 32, and no word of a zone comes near

local function is_token_of(identity, token)
   for _, own in ipairs(identity.tokens) do
      if own:lower() == token then return true end
   end
   return identity.other_tokens ~= nil and identity.other_tokens[token] == true
end

-- A target under amazonses.com.
local function judge_zone(record, token, host, identity)
   if token ~= record.token then
      if is_token_of(identity, token) then return { status = "swapped", detail = "own-token" } end
      if #token < TOKEN_MIN or not token:find("^[%w-]+$") then
         return { status = "wrong-suffix", detail = "no-token" }
      end
      return { status = "swapped", detail = "foreign-token" }
   end
   return { status = host == record.target and "right" or "wrong-zone" }
end

-- What stands behind a whole target: the right one, or one of any zone of SES.
local function appended(record, host)
   if host:sub(1, #record.target + 1) == record.target .. "." then return host:sub(#record.target + 2) end
   local first, rest = host:match("^([^.]+)%.(.+)$")
   if first ~= record.token then return nil end
   local _, to = rest:find("amazonses.com", 1, true)
   return to and rest:sub(to + 1):match("^%.(.+)$")
end

--- What RECORD ({ token, target }) is whose CNAME leads to HOST, as a verdict (sesame.easy_dkim.status): right;
-- wrong-zone (the right token in another zone under amazonses.com, which need not be wrong); swapped; target-doubled
-- (`tail`: what was appended); wrong-suffix.
function target.judge(record, host, identity)
   host = names.canonical(host)
   local tail = appended(record, host)
   if tail then return { status = "target-doubled", tail = tail } end
   local token = regions.dkim_target(host)
   if token then return judge_zone(record, token, host, identity) end
   return { status = "wrong-suffix", detail = host:match("^[^.]+") == record.token and "other-suffix" or "not-ses" }
end

--- The zone of HOST, the target of TOKEN's record: what follows the token; nil where it is another's.
function target.zone(token, host)
   host = names.canonical(host)
   return host:sub(1, #token + 1) == token .. "." and host:sub(#token + 2) or nil
end

--- The zone in which SES keeps the keys of IDENTITY, and whether SES said so itself. A replica has its parent's (which
-- is inferred, not certain); else it is that of the region, and for one newer than the table the one it would have if
-- it is like those that came last.
function target.expected_zone(identity)
   if identity.hosted_zone then return names.canonical(identity.hosted_zone), true end
   local region = regions.find(regions.of_origin(identity.origin) or identity.region or "")
   if region and region.newer then return ("dkim.%s.amazonses.com"):format(region.region), false end
   return region and region.dkim_domain or regions.default_dkim_domain, false
end

return target
