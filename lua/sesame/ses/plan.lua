-- SPDX-License-Identifier: MIT
-- The records that a domain and its identities of Amazon SES need: Easy DKIM or BYODKIM, MAIL FROM for each region, a
-- first DMARC record. What is there already is sesame.ses.plan_state's business. It must not know how a plan is shown.
local mail_from_name = require "sesame.ses.mail_from_name"
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"
local unknown = require "sesame.base.unknown"

local plan = {}

plan.SPF = "v=spf1 include:amazonses.com ~all"
plan.PREFERENCE = 10 -- of the MAIL FROM's MX, as AWS documents it
-- Characters of a domain that leave room for the records of Easy DKIM, tokens not known yet included (RFC 1035 2.3.4).
plan.DOMAIN_MAX = names.MAX - #"REPLACE-ME-AP-NORTHEAST-3-TOKEN-1._domainkey."
plan.TTL = 300       -- seconds: a mistake in a new record is soon forgotten

-- WHY: { code, ... }, what the record is for.
local function record(region, kind, name, rrtype, value, why)
   return { region = region, kind = kind, name = name, type = rrtype, value = value, ttl = plan.TTL, why = why }
end

-- ---- DKIM ----

-- The DKIM zone of IDENTITY; a placeholder, and true, for a region newer than the table of which SES was not asked.
local function zone_of(identity)
   if identity.hosted_zone then return names.canonical(identity.hosted_zone) end
   local region = regions.find(regions.of_origin(identity.origin) or identity.region or "")
   if region and region.newer then return ("REPLACE-ME-%s-DKIM-ZONE"):format(region.region:upper()), true end
   return region and region.dkim_domain or regions.default_dkim_domain
end

local function placeholder(region, number)
   return ("REPLACE-ME-%s-TOKEN-%d"):format(region:upper(), number)
end

-- Three CNAME records; tokens that are not known are placeholders, and the DKIM zone is then the region's usual one.
local function easy_dkim(made, identity, domain)
   if #domain > plan.DOMAIN_MAX then
      made.too_long = true
      return
   end
   local tokens, region = identity.tokens, identity.region or "unknown"
   local zone, open = zone_of(identity)
   for i = 1, tokens and #tokens or 3 do
      local token = tokens and names.canonical(tokens[i]) or placeholder(region, i)
      local item = record(region, "Easy DKIM", ("%s._domainkey.%s"):format(token, domain), "CNAME",
         token .. "." .. zone, { code = "easy-dkim", number = i, region = region })
      if not tokens then
         item.placeholder = { name = token, code = "token", number = i, domain = domain, region = region }
      elseif open then
         item.placeholder = { name = zone, code = "zone", region = region }
      end
      made.records[#made.records + 1] = item
   end
end

-- One TXT record serves every region and account that has the private key.
local function own_key(made, identity, domain, args)
   local selector = args.selector or identity.selector or identity.tokens and identity.tokens[1]
      or "REPLACE-ME-SELECTOR"
   local name = ("%s._domainkey.%s"):format(names.canonical(selector), domain)
   for _, item in ipairs(made.records) do
      if item.name == name then return end
   end
   local text = args.record or "v=DKIM1; k=rsa; p=REPLACE-ME-PUBLIC-KEY"
   local item = record(identity.region, "BYODKIM", name, "TXT", text, { code = "own-key" })
   if not args.record then item.placeholder = { name = "REPLACE-ME-PUBLIC-KEY", code = "public-key" } end
   made.records[#made.records + 1] = item
end

local function add_dkim(made, identity, domain, args)
   if args.selector or identity.origin == "EXTERNAL" or identity.selector then
      return own_key(made, identity, domain, args)
   end
   local parent = args.replicas or regions.of_origin(identity.origin)
   if parent and parent ~= identity.region and not identity.tokens then
      made.replicas[#made.replicas + 1] = { region = identity.region, parent = parent }
      return
   end
   for _, item in ipairs(made.records) do
      local first = identity.tokens and names.canonical(identity.tokens[1]) .. "._domainkey." .. domain
      if item.name == first then
         made.replicas[#made.replicas + 1] = { region = identity.region, parent = item.region }
         return
      end
   end
   easy_dkim(made, identity, domain)
end

-- ---- MAIL FROM ----

local function add_mail_from(made, identity, domain, name)
   local known = regions.get(identity.region or "")
   local host = known and known.mail_from_mx or ("feedback-smtp.%s.amazonses.com"):format(identity.region)
   made.mail_from[#made.mail_from + 1] = { region = identity.region, name = name, domain = domain }
   for _, item in ipairs(made.records) do
      if item.name == name then return end -- shared with another region: one MX serves both
   end
   made.records[#made.records + 1] = record(identity.region, "MAIL FROM", name, "MX",
      { preference = plan.PREFERENCE, exchange = host },
      { code = "mail-from-mx", region = identity.region, domain = domain })
   made.records[#made.records + 1] = record(identity.region, "MAIL FROM", name, "TXT", plan.SPF,
      { code = "mail-from-spf", region = identity.region, domain = domain })
end

-- ---- DMARC ----

local function add_dmarc(made, domain, args)
   local found = made.dmarc
   if found.status ~= "none" or found.place then return end
   local text = ("v=DMARC1; p=%s; rua=mailto:%s"):format(args.policy or "none", args.rua or "dmarc-reports@" .. domain)
   made.records[#made.records + 1] = record(nil, "DMARC", "_dmarc." .. domain, "TXT", text,
      { code = args.policy and "chosen-policy" or "first-policy" })
   made.rua = args.rua or "dmarc-reports@" .. domain
end

--- Identities of AUDIT's domain, and one for each of ARGS.regions that has none: what a plan is made for.
function plan.identities(audit, args)
   local list, known = {}, {}
   for _, identity in ipairs(audit.identities) do
      if identity.region and not identity.inherited and regions.find(identity.region) then
         if not known[identity.region] then list[#list + 1] = identity end
         known[identity.region] = true
      end
   end
   for _, region in ipairs(args.regions or {}) do
      if not known[region] then
         list[#list + 1], known[region] = { region = region, domain = audit.domain, wanted = true }, true
      end
   end
   table.sort(list, function(a, b) return a.region < b.region end)
   return list
end

--- What AUDIT's domain needs for SES: { domain, records = { { region, kind, name, type, value, ttl, why = { code,
-- number, region, domain }, placeholder = { name, code = "token|public-key|zone", number, domain, region } or nil } },
-- mail_from = { { region, name } }, replicas = { { region, parent } } that need no records of their own, identities,
-- inherited (those of a name above, where there are no others), dmarc (the policy found), rua, nameless = { { region,
-- known, because } } without a free MAIL FROM name }. ARGS: regions, replicas (a region), mail_from (a label), selector
-- and record (BYODKIM), policy, rua. The words: sesame.report.ses_plan_text. Waits.
function plan.build(audit, args)
   local domain = audit.domain
   local made = { domain = domain, records = {}, mail_from = {}, replicas = {}, nameless = {},
      identities = plan.identities(audit, args) }
   made.inherited = {}
   for _, identity in ipairs(audit.identities) do
      if identity.inherited and #made.identities == 0 then made.inherited[#made.inherited + 1] = identity end
   end
   made.dmarc = require("sesame.dmarc.policy").discover(audit.facts, domain)
   local taken, several = {}, #made.identities > 1
   for _, replica in ipairs { false, true } do -- a replica uses the records of its parent, which come first
      for _, identity in ipairs(made.identities) do
         if (regions.of_origin(identity.origin) ~= nil) == replica then add_dkim(made, identity, domain, args) end
      end
   end
   for _, identity in ipairs(made.identities) do
      local name, because = identity.mail_from or identity.found_mail_from, nil
      if not name then
         name, because = mail_from_name.choose(audit.facts, domain, identity.region,
            { several = several, taken = taken, label = args.mail_from })
      end
      if name then
         taken[names.canonical(name)] = true
         add_mail_from(made, identity, domain, names.canonical(name))
      else
         made.nameless[#made.nameless + 1] = unknown.mark({ region = identity.region }, because)
      end
   end
   add_dmarc(made, domain, args)
   return made
end

return plan
