-- SPDX-License-Identifier: MIT
-- What the MX records of a custom MAIL FROM name are to Amazon SES: the one feedback host it wants, or in which way
-- not. It must not know findings.
local regions = require "sesame.ses.regions"
local unknown = require "sesame.base.unknown"

local host = {}

local function has(list, value)
   for _, item in ipairs(list) do
      if item == value then return true end
   end
   return false
end

-- Whether SES says of every identity of ENTRY whose JSON was given that the name is in order.
local function accepted(entry)
   local any = false
   for _, identity in ipairs(entry.identities) do
      local status = identity.mail_from_status
      if status and status ~= "SUCCESS" then return false end
      any = any or status ~= nil
   end
   return any
end

-- A host that has the preference before it: "10 feedback-smtp..." typed into the field for the host.
local function without_preference(text)
   return (text:lower():gsub("\\032", " "):gsub("^%d+[%s.]*", ""))
end

-- Hosts of SES that are for something else: they receive mail, or take what is to be sent.
local OTHER_HOSTS = { inbound = true, ["inbound-wrong-suffix"] = true, ["mail-manager"] = true, smtp = true }

-- The state of one host, and the region it names.
local function single(entry, text)
   local lower = text:lower()
   local kind, region = regions.host(text)
   local doubled = lower:match("^feedback%-smtp%.([%w-]+)%.amazonses%.com%..")
   if kind == "mail-from-wrong-suffix" then return "wrong-suffix", region end
   if OTHER_HOSTS[kind] then return "receives" end
   if doubled then return "host-doubled", doubled end
   local inner, named = regions.host(without_preference(text))
   if not kind and inner then return "host-preference", named end
   if kind ~= "mail-from" then return "not-ses" end
   local one = regions.get(region) or has(entry.regions, region) or regions.may_be_newer(region)
   if not one then return "unknown-region", region end
   if #entry.regions == 0 or has(entry.regions, region) then return "right", region end
   return accepted(entry) and "other-region" or "wrong-region", region
end

-- A feedback host beside hosts that are none, or just too many.
local function several(hosts)
   local feedback, others = 0, {}
   for _, each in ipairs(hosts) do
      if regions.host(each.host) == "mail-from" then feedback = feedback + 1 else others[#others + 1] = each.host end
   end
   if feedback > 0 and #others > 0 then return "also-receives", others end
   return "mx-several", others
end

local TAKEN = { right = true, ["other-region"] = true }

--- What the MX of ENTRY (sesame.model.mail_from, with mx, regions and identities) is: { state, region = the one it
-- names or nil, others = hosts that are none of SES's, known and because, takes = where known whether SES can
-- take it }. State: right, other-region (SES says it is in order), mx-missing, mx-several, also-receives,
-- wrong-region, unknown-region, wrong-suffix, receives, host-preference, host-doubled, not-ses, unknown.
function host.judge(entry)
   local mx = entry.mx
   if mx.known == "unknown" then return unknown.mark({ state = "unknown" }, mx.because) end
   if mx.known == "absent" then return unknown.mark { state = "mx-missing", takes = false } end
   if #mx.hosts > 1 then
      local state, others = several(mx.hosts)
      return unknown.mark { state = state, others = others, takes = false }
   end
   local state, region = single(entry, mx.hosts[1].host)
   return unknown.mark { state = state, region = region, takes = TAKEN[state] == true }
end

return host
