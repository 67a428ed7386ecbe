-- SPDX-License-Identifier: MIT
-- Model of Amazon SES as a domain uses it: for each identity what signs, what MAIL FROM it has, and what becomes of its
-- mail; and traces of SES in the domain's records. Built from the models of Easy DKIM, MAIL FROM and DMARC. It must not
-- judge.
local byodkim = require "sesame.ses.byodkim"
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local heard = require "sesame.facts.heard"
local lies = require "sesame.ses.mail_from_lies"
local names = require "sesame.base.names"
local refusal = require "sesame.ses.refusal"
local regions = require "sesame.ses.regions"
local streams = require "sesame.ses.streams"
local unknown = require "sesame.base.unknown"

local ses = {}

local VERDICT = { ["true"] = "right", ["false"] = "wrong" }

local DOMAIN_MAX = names.MAX - #"_amazonses." -- RFC 1035 2.3.4
local TOKEN_MIN = 40 -- characters of a verification token; it has 44
local OVERRIDES_MAX = 100 -- identities of addresses and names below that are told of

-- What signs for IDENTITY: { kind, verdict, reason = { code, ... }, known, because, bits, selectors, parent, unset =
-- whether Easy DKIM never began, and nothing is published, unseen = whether SES asks another zone than this }.
local function signing(context, identity, models)
   local parent = regions.of_origin(identity.origin)
   if identity.origin == "EXTERNAL" or identity.selector then return byodkim.of(context, identity) end
   for _, easy in ipairs(models.easy_dkim or {}) do
      if easy.region == identity.region and easy.domain == identity.domain and easy.records[1]
         and identity.tokens and easy.records[1].token == identity.tokens[1] then
         return {
            kind = parent and "replica" or "easy", verdict = easy.verdict, reason = easy.reason, bits = easy.bits,
            parent = parent, known = easy.known, because = easy.because,
            selectors = identity.tokens, open = easy.open, unseen = easy.pending and easy.pending.elsewhere ~= nil,
            unset = easy.pending ~= nil and easy.pending.waiting == "set-up",
         }
      end
   end
   return {
      kind = parent and "replica" or "unknown", verdict = "unknown", known = false, reason = { code = "nothing-told" },
      because = unknown.untold(identity.domain),
      parent = parent,
      selectors = {},
   }
end

local function entry_of(name, models)
   for _, entry in ipairs(models.mail_from) do
      if name and entry.name == names.canonical(name) then return entry end
   end
end

-- The MAIL FROM of IDENTITY: { kind = "custom|default|unknown", name, verdict = "right|wrong|unknown|none", known,
-- because, entry, status, on_failure, other = { name, entry } of the one that SES says it uses, where that is another
-- }.
local function mail_from_of(identity, models)
   local name = identity.mail_from or not identity.mail_from_told and identity.found_mail_from or nil
   local entry = entry_of(name, models)
   local because = entry and entry.host and entry.host.because
   if not name and not identity.mail_from_told then because = unknown.untold(identity.domain) end
   local own = { name = name, status = identity.mail_from_status, on_failure = identity.on_mx_failure, entry = entry }
   local saved = identity.saved_mail_from
   if name and saved and names.canonical(saved) ~= names.canonical(name) then
      own.other = { name = names.canonical(saved), entry = entry_of(saved, models) }
   end
   if not name then
      own.kind, own.verdict = identity.mail_from_told and "default" or "unknown", "none"
   else
      own.kind, own.verdict = "custom", entry and entry.host and VERDICT[tostring(entry.host.takes)] or "unknown"
      local at = lies.at(name, identity.domain) -- SES takes a name below it only
      if at == "domain" or at == "outside" and own.status ~= "SUCCESS" then own.verdict = "wrong" end
   end
   return unknown.mark(own, because)
end

-- Whether SES may send as the identity: as its JSON says, else as the DKIM records make likely.
local function verified(identity, dkim)
   if identity.verified ~= nil then return identity.verified, "json" end
   if identity.verification then return identity.verification == "SUCCESS", "json" end
   if identity.dkim_status then return identity.dkim_status == "SUCCESS", "json" end
   if dkim.verdict == "verifies" then return true, "dns" end
   if dkim.verdict == "fails" then return false, "dns" end
   return nil, nil
end

-- The hosts of MX that may receive mail: all but the null MX and SES's feedback hosts, as the values of a set.
local function receivers(mx)
   local list = {}
   for _, host in ipairs(mx.hosts) do
      local feeds = host.null or (regions.host(host.host) or ""):find "^mail%-from"
      if not feeds then list[#list + 1] = { preference = host.preference, exchange = host.host } end
   end
   return list
end

-- The MX hosts of the domain itself that are SES's: { { host, text, preference, kind, region, others = the MX values
-- that may receive mail, known = of its address } }.
local function inbound(models)
   local list = {}
   for _, host in ipairs(models.mx and models.mx.hosts or {}) do
      local kind, region = regions.host(host.host)
      if kind and kind ~= "smtp" then
         list[#list + 1] = { host = host.host, text = host.text, preference = host.preference, kind = kind,
            region = region, others = receivers(models.mx), known = host.known }
      end
   end
   return list
end

-- TXT records of the verification that DKIM replaced: { { name, value } }.
local function legacy(context)
   local domain, list = context.domain, {}
   if #domain > DOMAIN_MAX then return list end
   local answers = context.facts:get_all { { name = "_amazonses." .. domain, type = "TXT" },
      { name = domain, type = "TXT" } }
   for i, answer in ipairs(answers) do
      for j = 1, answer.known == "present" and #answer or 0 do
         local value = answer[j]
         local token = i == 1 and #value >= TOKEN_MIN and value:find "^[%w+/]+=*$"
         if token or value:lower():find("^amazonses:") then list[#list + 1] = { name = answer.name, value = value } end
      end
   end
   table.sort(list, function(a, b) return a.name .. "\0" .. a.value < b.name .. "\0" .. b.value end)
   return list
end

-- Identities with settings of their own at or below the domain, given or in a list: { { name, region, address, identity
-- or nil } }.
local function overrides(context)
   local list, seen = {}, {}
   local function add(name, region, identity)
      local key = name .. " " .. (region or "")
      if seen[key] or #list >= OVERRIDES_MAX then return end
      seen[key] = true
      list[#list + 1] = { name = name, region = region, address = name:find("@", 1, true) ~= nil, identity = identity }
   end
   for _, given in ipairs(context.overrides) do
      if not given.foreign then add(given.address or given.domain, given.region, given) end
   end
   for _, identity in ipairs(context.identities) do
      for _, item in ipairs(identity.listed or {}) do
         local owner = item.name:match("@(.*)$") or item.name
         if item.name ~= context.domain and core.domain.within(owner, context.domain) then
            add(item.name, identity.region)
         end
      end
   end
   table.sort(list, function(a, b) return a.name .. " " .. (a.region or "") < b.name .. " " .. (b.region or "") end)
   return list
end

-- Addresses of domains that belong to a mailbox provider, among the account's identities.
local function foreign(context)
   local providers, list, seen = require "sesame.mail.freemail", {}, {}
   for _, identity in ipairs(context.identities) do
      for _, item in ipairs(identity.listed or {}) do
         if item.name:find("@", 1, true) and providers.has(item.name:match("@(.*)$")) and not seen[item.name] then
            seen[item.name] = true
            list[#list + 1] = { name = item.name, region = identity.region }
         end
      end
   end
   for _, given in ipairs(context.overrides) do
      if given.foreign then list[#list + 1] = { name = given.address, region = given.region } end
   end
   return list
end

-- Whether anything says that SES is used.
local function used(context, models)
   if #context.identities > 0 or #context.overrides > 0 then return true end
   for _, entry in ipairs(models.mail_from) do
      if entry.ses then return true end
   end
   return false
end

-- The questions behind OWN that came to nothing: THOSE asked while it was made, and those of its parts.
local function with_open(own, those)
   local list = table.move(those, 1, #those, 1, {})
   local entry = own.mail_from.entry
   for _, open in ipairs { own.dkim.open or {}, entry and entry.open or {}, own.identity.open or {} } do
      table.move(open, 1, #open, #list + 1, list)
   end
   own.open = list
   return own
end

local function region_model(context, identity, models)
   local own = {
      region = identity.region, domain = identity.domain, inherited = identity.inherited == true, identity = identity,
      account = identity.account, account_name = identity.account_name, name = identity.address,
      address = identity.type == "EMAIL_ADDRESS",
   }
   own.dkim = signing(context, identity, models)
   own.mail_from = mail_from_of(identity, models)
   own.verified, own.verified_by = verified(identity, own.dkim)
   own.refused = refusal.of(identity)
   if own.refused then own.verified, own.verified_by = false, "json" end
   own.streams = streams.of(context, own)
   own.now, own.settled = own.streams[1], streams.settled(context, own)
   return own
end

-- The identity of ITEM, one of an address (of overrides): what its file says, else what lists of its region do.
local function address_identity(context, item)
   local own = { domain = context.domain, region = item.region, address = item.name, type = "EMAIL_ADDRESS" }
   for _, identity in ipairs(context.identities) do
      if identity.region == item.region then
         own.listed, own.account = own.listed or identity.listed, own.account or identity.account
      end
   end
   for _, listed in ipairs(own.listed or {}) do
      if listed.name == item.name then own.verification = listed.verification end
   end
   local told = copy.with(own, item.identity or {})
   told.type, told.domain = own.type, own.domain
   return told
end

-- Identities of addresses at the domain, beside those of the domain: entries as `regions` has them, with `name`.
local function addresses(context, models, items)
   local list = {}
   for _, item in ipairs(items) do
      if item.address and item.region and item.name:match("@(.*)$") == context.domain then
         local identity = address_identity(context, item)
         local open, own = heard.during(context.facts, function() return region_model(context, identity, models) end)
         list[#list + 1] = with_open(own, open)
      end
   end
   return list
end

--- { regions = { { region, domain, inherited, identity, account, account_name (of sesame.ses.accounts), verified,
-- verified_by, refused (of sesame.ses.refusal), dkim, mail_from, streams, now, open = questions behind it that came to
-- nothing }, ... } in order of region, addresses = the same of identities of addresses beside them (with name),
-- inbound, legacy, overrides, foreign, used }; doc/ses.md describes them. MODELS needs mail_from, identities,
-- easy_dkim, mx and domain.
function ses.build(context, models)
   local model = { regions = {}, addresses = {}, inbound = inbound(models), legacy = {}, overrides = {}, foreign = {},
      used = used(context, models) }
   if not model.used then return model end
   for _, identity in ipairs(models.identities) do
      if identity.region then
         local open, own = heard.during(context.facts, function() return region_model(context, identity, models) end)
         model.regions[#model.regions + 1] = with_open(own, open)
      end
   end
   table.sort(model.regions, function(a, b)
      if a.region ~= b.region then return a.region < b.region end
      if a.account_name ~= b.account_name then return (a.account_name or "") < (b.account_name or "") end
      return (a.dkim.selectors[1] or "") < (b.dkim.selectors[1] or "")
   end)
   model.legacy, model.overrides, model.foreign = legacy(context), overrides(context), foreign(context)
   model.addresses = addresses(context, models, model.overrides)
   return model
end

return ses
