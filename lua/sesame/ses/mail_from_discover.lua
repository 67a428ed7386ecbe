-- SPDX-License-Identifier: MIT
-- Custom MAIL FROM names that nobody gave: usual labels below a domain that sends through Amazon SES. A name counts
-- only where its MX is a feedback host of SES. It must not judge.
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"
local spf = require "sesame.spf"
local spf_term = require "sesame.spf.term"
local wildcard = require "sesame.facts.wildcard"

local discover = {}

discover.NAMES_MAX = 80 -- names asked for one domain

-- What the guides and provisioning tools of SES call it.
local LABELS = {
   "bounce", "bounces", "mail", "mailfrom", "mail-from", "mf", "ses", "send", "email", "return", "feedback",
   "notifications", "em", "smtp",
}

-- With several regions each has a name of its own.
local REGIONAL = { "bounce", "bounces", "mail", "mailfrom", "ses", "send" }

-- Identities whose MAIL FROM name is not known, and the domain names are looked for below.
local function wanting(context)
   local list = {}
   for _, identity in ipairs(context.identities) do
      if not identity.mail_from then list[#list + 1] = identity end
   end
   return list
end

-- Whether the records show that SES sends for the domain, without being told.
local function shows_ses(models)
   for _, record in ipairs(models.spf and models.spf.records or {}) do
      if spf_term.include_of(spf.parse(record), "amazonses.com") then return true end
   end
   return false
end

local function labels_of(context)
   local list, seen, order = {}, {}, {}
   local function add(label)
      if not seen[label] and #list < discover.NAMES_MAX then
         seen[label] = true
         list[#list + 1] = label
      end
   end
   for _, label in ipairs(LABELS) do add(label) end
   for _, identity in ipairs(context.identities) do
      if identity.region and not seen[identity.region] then order[#order + 1] = identity.region end
   end
   for _, region in ipairs(order) do
      add(region)
      for _, label in ipairs(REGIONAL) do
         add(label .. "-" .. region)
         add(label .. "-" .. region:match("^%a+"))
      end
   end
   return list
end

local function region_of(answer)
   for i = 1, answer.known == "present" and #answer or 0 do
      local kind, region = regions.host(answer[i].exchange)
      if kind == "mail-from" or kind == "mail-from-wrong-suffix" then return region end
   end
end

-- The identities of IDENTITIES that REGION's MX speaks for.
local function served(identities, region)
   local list = {}
   for _, identity in ipairs(identities) do
      if identity.region == region then list[#list + 1] = identity end
   end
   return list
end

--- { { name, region = whose feedback host is its MX, identities = those it speaks for }, ... } found for CONTEXT.
-- Nothing is asked where every identity has its name, or nothing shows that SES is used.
function discover.names(context, models)
   local identities = wanting(context)
   if #identities == 0 and (#context.identities > 0 or not shows_ses(models)) then return {} end
   local domain, questions, list = context.domain, {}, {}
   for _, identity in ipairs(identities) do domain = identity.domain or domain end
   local nonce_name = wildcard.nonce(context.facts, domain)
   if not nonce_name then return {} end
   for _, label in ipairs(labels_of(context)) do
      local name = label .. "." .. domain
      if #name <= names.MAX then questions[#questions + 1] = { name = name, type = "MX" } end
   end
   local nonce = context.facts:get(nonce_name, "MX")
   if region_of(nonce) then return {} end -- a wildcard: any label would be found
   for i, answer in ipairs(context.facts:get_all(questions)) do
      local region = region_of(answer)
      if region then
         list[#list + 1] = { name = questions[i].name, region = region, identities = served(identities, region) }
      end
   end
   return list
end

return discover
