-- SPDX-License-Identifier: MIT
-- Custom MAIL FROM names that nobody gave: those a zone file or a recording lists, and usual labels below a domain that
-- sends through Amazon SES. A name counts only where its MX is a feedback host of SES. It must not judge.
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

-- The places among QUESTIONS (for MX), answered by FACTS, that SES bounces to; those it speaks for are of IDENTITIES.
local function places_of(facts, questions, identities)
   local list = {}
   for i, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      local region = region_of(answer)
      if region then
         list[#list + 1] = { name = questions[i].name, region = region, identities = served(identities, region) }
      end
   end
   return list
end

-- Whether a wildcard below DOMAIN has SES's MX: any label would be found.
local function is_wild(facts, domain)
   local nonce = wildcard.nonce(facts, domain)
   return nonce == nil or region_of(facts:get(nonce, "MX")) ~= nil
end

-- Usual labels below the domain of IDENTITIES, or of CONTEXT.
local function guessed(context, identities)
   local domain, questions = context.domain, {}
   for _, identity in ipairs(identities) do domain = identity.domain or domain end
   if not wildcard.nonce(context.facts, domain) then return {} end
   for _, label in ipairs(labels_of(context)) do
      local name = label .. "." .. domain
      if #name <= names.MAX then questions[#questions + 1] = { name = name, type = "MX" } end
   end
   return is_wild(context.facts, domain) and {} or places_of(context.facts, questions, identities)
end

-- Names with an MX that the source lists below the domain: places, at most discover.NAMES_MAX, and how many more there
-- are.
local function listed(context, identities)
   local facts, questions = context.facts, {}
   local below, complete = nil, nil
   if facts.names then below, complete = facts:names(context.domain) end
   for _, entry in ipairs(below or {}) do
      if entry.type == "MX" and entry.name:sub(1, 2) ~= "*." then
         questions[#questions + 1] = { name = entry.name, type = "MX" }
      end
   end
   if #questions == 0 or not complete and is_wild(facts, context.domain) then return {}, 0 end
   local all = places_of(facts, questions, identities)
   local left = math.max(0, #all - discover.NAMES_MAX)
   return table.move(all, 1, #all - left, 1, {}), left
end

--- { { name, region = whose feedback host is its MX, identities = those it speaks for }, ... } found for CONTEXT, and
-- how many more the source lists. Labels are guessed where an identity has no name, or the records show that SES is
-- used.
function discover.names(context, models)
   local identities = wanting(context)
   local list, left = listed(context, identities)
   if #identities == 0 and (#context.identities > 0 or not shows_ses(models)) then return list, left end
   local known = {}
   for _, place in ipairs(list) do known[place.name] = true end
   for _, place in ipairs(guessed(context, identities)) do
      if not known[place.name] then list[#list + 1] = place end
   end
   return list, left
end

return discover
