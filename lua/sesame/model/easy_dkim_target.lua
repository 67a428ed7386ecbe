-- SPDX-License-Identifier: MIT
-- Where the CNAME of an Easy DKIM record leads, judged by its text alone; and whether addresses are a known proxy's.
-- It must not look anything up.
local addrset = require "sesame.addrset"
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

local function plain(name)
   return (name:lower():gsub("%.$", ""))
end

local function is_token_of(identity, token)
   for _, own in ipairs(identity.tokens) do
      if own:lower() == token then return true end
   end
   return identity.other_tokens ~= nil and identity.other_tokens[token] == true
end

-- A target under amazonses.com.
local function judge_zone(record, token, kind, zone, identity)
   if token ~= record.token then
      return "swapped", is_token_of(identity, token) and "own-token" or "foreign-token"
   end
   if zone == record.target then return "right" end
   if identity.hosted_zone then return "wrong-zone" end
   if kind == "cell" or kind == "unknown" then return "right", "other-zone" end
   return "wrong-zone"
end

-- A target outside amazonses.com: the right one with something behind it, or another suffix.
local function judge_suffix(record, host)
   local tail = host:sub(1, #record.target + 1) == record.target .. "." and host:sub(#record.target + 2)
      or host:match("^" .. record.token:gsub("%p", "%%%0") .. "%.[%w.-]*amazonses%.com%.(.+)$")
   if tail then return "target-doubled", tail end
   local first = host:match("^[^.]+")
   if first == record.token then return "wrong-suffix", host:sub(#first + 2) end
   return "wrong-suffix", "not-ses"
end

--- Status and detail of RECORD ({ token, target }) whose CNAME leads to HOST: "right" (detail "other-zone" for a zone under
-- amazonses.com of another form), "wrong-zone", "swapped" (detail "own-token" or "foreign-token"), "target-doubled" (detail: what
-- was appended), "wrong-suffix" (detail: the suffix, or "not-ses").
function target.judge(record, host, identity)
   host = plain(host)
   local token, kind = regions.dkim_target(host)
   if token then return judge_zone(record, token, kind, host, identity) end
   return judge_suffix(record, host)
end

return target
