-- SPDX-License-Identifier: MIT
-- What a text with which mail was refused means: SES's (sesame.check.ses_refusals) or a receiver's enhanced status code
-- (sesame.check.ses_replies); and which region, identity, configuration set or tenant it names. It must not look
-- anything up; the text may be anybody's.
local core = require "sesame.core"
local finding = require "sesame.finding"
local nearest = require "sesame.base.nearest"
local refusals = require "sesame.check.ses_refusals"
local regions = require "sesame.ses.regions"
local replies = require "sesame.check.ses_replies"

local refused = {}

refused.TEXT_MAX = 8192 -- octets of a text that are read
refused.NAMED_MAX = 10  -- identities of a text that are told

-- TEXT in one line: what SMTP puts before a further line is left out.
local function in_one_line(text)
   text = "\n" .. text:sub(1, refused.TEXT_MAX)
   text = text:gsub("[\r\n]+([45]%d%d)%-([45]%.%d+%.%d+) ", "\n%1 %2 ")
   local seen = {}
   text = text:gsub("\n([45]%d%d)[- ]([45]%.%d+%.%d+) ", function(code, enhanced)
      if seen[enhanced] then return " " end
      seen[enhanced] = true
      return (" %s %s "):format(code, enhanced)
   end)
   return (text:gsub("[%c%s]+", " "):gsub("^ ", ""))
end

-- Whether FOLDED holds all PARTS in their order.
local function holds(folded, parts)
   local at = 1
   for _, part in ipairs(parts) do
      local from, to = folded:find(part, at, true)
      if not from then return false end
      at = to + 1
   end
   return true
end

local function row_of(folded)
   for _, row in ipairs(refusals.list()) do
      for _, parts in ipairs(row.fits) do
         if holds(folded, parts) then return row end
      end
   end
end

-- ---- what the text names ----

local function region_of(folded)
   local named = folded:match "in region ([%l%d-]+)" or folded:match "arn:aws[%l-]*:ses:([%l%d-]+):"
      or folded:match "email%-smtp%.([%l%d-]+)%.amazonaws" or folded:match "%f[%w]email%.([%l%d-]+)%.amazonaws"
   if named and regions.find(named) then return named end
   for word in folded:gmatch "%f[%w-]%l%l%l?%l?%-[%l-]+%-%d%f[^%w-]" do
      if regions.get(word) then return word end
   end
end

local ADDRESS_MAX <const> = 254 -- octets of an address in an envelope (RFC 5321 4.5.3.1.3)

-- WORD as an identity: an address or a domain, without what stands around it; nil for what is none.
local function identity_of(word)
   word = word:match "identity/([^%s,;]+)" or word:match "<([^<>%s]+)>" or word
   word = word:gsub("^[\"'`%[(]+", ""):gsub("[\"'`%]).,;:]+$", "")
   local before, domain = word:match "^([%w!#$%%&*+/=?^_{|}~.-]+)@([^@]+)$"
   domain = domain or word
   if #word > ADDRESS_MAX then return nil end
   if not domain:find("^[%w_-][%w._-]*%.%w[%w-]*$") then return nil end
   local name = core.domain.to_ascii(domain)
   return name and (before and before .. "@" .. name or name) or nil
end

-- Where the names of identities begin: behind these words, and whether several may stand there, with commas between.
local PLACES = {
   { "failed the check in region [%l%d-]+: *", true }, { ":identity/", false }, { "email identity ", false },
   { "sending domain ", false }, { "unauthenticated email from ", false }, { "mail from domain ", false },
   { "domain ", false },
}

local function identities_of(plain, folded)
   local list, seen = {}, {}
   local function add(word)
      local name = identity_of(word)
      if not name or seen[name] or #list >= refused.NAMED_MAX then return end
      seen[name], list[#list + 1] = true, name
   end
   for _, place in ipairs(PLACES) do
      local _, to = folded:find(place[1])
      if to and place[2] then
         for word in plain:sub(to + 1):gmatch "[^,]+" do add(word:match "^%s*(.-)%s*$") end
      elseif to then
         add(plain:sub(to + 1):match "^%S+" or "")
      end
      if #list > 0 then return list end
   end
   for word in plain:gmatch "[^%s<>\"'`,;:()%[%]]+@[^%s<>\"'`,;:()%[%]]+" do add(word) end
   return list
end

local NO_NAMES = { is = true, does = true, has = true, was = true, ["not"] = true, that = true, ["for"] = true }

-- The name behind KIND ("configuration set", "tenant").
local function name_of(plain, folded, kind)
   local _, to = folded:find(kind .. " ", 1, true)
   local name = to and plain:sub(to + 1):match "^[<\"'`%[]*([%w_-]+)"
   return name and #name <= 64 and not NO_NAMES[name:lower()] and name or nil
end

-- ---- a receiver's ----

local PROVIDERS = {
   { "microsoft", { "protection.outlook.com", "microsoft", "office365", "prod.outlook", "hotmail" } },
   { "gmail", { "gsmtp", "support.google.com", "gmail" } },
}

local function provider_of(folded)
   for _, provider in ipairs(PROVIDERS) do
      for _, word in ipairs(provider[2]) do
         if folded:find(word, 1, true) then return provider[1] end
      end
   end
end

-- What the first enhanced status code of FOLDED that is known means: a list of sesame.check.ses_replies.
local function reply_of(folded)
   for code in folded:gmatch "%f[%w.][45]%.%d%d?%d?%.%d%d?%d?%f[^%w.]" do
      local list = replies.find(code, provider_of(folded)) or {}
      if #list > 0 then return list end
   end
   return {}
end

local function commands_of(run, fields)
   local list = {}
   for i, command in ipairs(run) do list[i] = finding.render(command, fields, fields.domain) end
   return list
end

-- An entry: what is MEANT, with what is NAMED by the text.
local function entry(meant, named)
   local first = named.identities[1]
   local fields = {
      identity = first or "IDENTITY", domain = first and (first:match "@(.*)$" or first) or "DOMAIN",
      region = named.region or "REGION", set = named.set or "SET", tenant = named.tenant or "TENANT",
   }
   return {
      id = meant.id, by = meant.by or "ses", error = meant.error, said = meant.said and meant.said:gsub("{region}",
         named.region or "REGION") or nil, means = meant.means, codes = meant.codes,
      temporary = meant.temporary == true, commands = commands_of(meant.run, fields), advice = meant.advice,
      region = named.region, identities = named.identities, set = named.set, tenant = named.tenant,
   }
end

local RUN = { "sesame check {domain:sh}" }

-- ROW of a receiver's with what its code means.
local function of_receiver(row)
   local known = replies.find(row.code, row.by)[1]
   return { id = row.id, by = row.by, error = row.error, said = row.said, means = known.text .. ".",
      codes = known.codes, run = row.run }
end

--- What TEXT means, as a list: { id, by = "ses|gmail|microsoft|rfc", error, said (the words that are known, or nil),
-- means, codes = globs of findings, temporary, commands, advice or nil, region, identities, set, tenant (what the text
-- names, or nil) }. Empty where it is no refusal that is known. Case and whitespace do not matter.
function refused.find(text)
   local plain = in_one_line(text)
   local folded = plain:lower()
   local named = { region = region_of(folded), identities = identities_of(plain, folded),
      set = name_of(plain, folded, "configuration set"), tenant = name_of(plain, folded, "tenant") }
   local row = row_of(folded)
   local replied = (not row or row.id == "rejected") and reply_of(folded) or {}
   if #replied == 0 then
      return row and { entry(row.by and of_receiver(row) or row, named) } or {}
   end
   local list = {}
   for i, reply in ipairs(replied) do
      list[i] = entry({ id = reply.provider .. "-" .. reply.code, by = reply.provider, error = reply.code,
         means = reply.text .. ".", codes = reply.codes, temporary = reply.temporary, run = RUN }, named)
   end
   return list
end

local ALIKE <const> = 2 / 3 -- of the words of a text that is known, which have to stand in one that is not

-- Whether most words of SAID stand in TEXT, or come close.
local function is_near(said, words)
   local total, met = 0, 0
   for word in said:lower():gmatch "%a%a%a+" do
      total = total + 1
      for other in pairs(words) do
         if nearest.distance(word, other) <= #word // 4 then
            met = met + 1
            break
         end
      end
   end
   return total > 1 and met / total >= ALIKE
end

local WORDS_MAX = 60 -- words of a text that are compared

--- The known texts that TEXT, which is none, comes near: at most nearest.MOST.
function refused.near(text)
   local words, count, list = {}, 0, {}
   for word in in_one_line(text):lower():gmatch "%f[%w]%a%a%a+" do
      if #word <= nearest.LENGTH_MAX and not words[word] and count < WORDS_MAX then
         words[word], count = true, count + 1
      end
   end
   for _, row in ipairs(refusals.list()) do
      if #list < nearest.MOST and is_near(refusals.said(row.id), words) then list[#list + 1] = refusals.said(row.id) end
   end
   return list
end

return refused
