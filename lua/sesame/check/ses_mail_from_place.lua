-- SPDX-License-Identifier: MIT
-- Check of where a custom MAIL FROM name of Amazon SES lies and what hides its records: the identity's domain, aliases,
-- wildcards, delegations, doubled names, servers that differ. And of identities without such a name. It must not look
-- anything up.
local accounts = require "sesame.check.accounts"
local astray = require "sesame.base.astray"
local evidence = require "sesame.check.evidence"
local lies = require "sesame.ses.mail_from_lies"
local publish = require "sesame.check.ses_publish"
local records = require "sesame.base.records"
local regions = require "sesame.ses.regions"

local check = { name = "ses-mail-from-place", findings = require "sesame.check.ses_mail_from_place_codes" }

-- The records of names to take in place of DOMAIN, which is the MAIL FROM name of some of IDENTITIES; and the names.
local function below(domain, identities)
   local all, list = {}, {}
   for _, identity in ipairs(identities) do
      if identity.place and identity.mail_from and lies.at(identity.mail_from, domain) == "domain" then
         all = records.join(all, publish.both({ name = identity.place }, identity.region))
         list[#list + 1] = identity.place
      end
   end
   return all, list
end

local function place(name, domain, identities, add)
   local at = lies.at(name, domain)
   if at == "domain" then
      local sets, found = below(domain, identities)
      local instead = #found > 0 and ("set %s in SES, and publish its records."):format(table.concat(found, " and "))
         or ("such as bounce.%s."):format(domain)
      add("ses-mail-from-is-domain", { subject = name, type = "MX", fields = { instead = instead }, records = sets })
   elseif at ~= "below" then
      add("ses-mail-from-" .. at, { subject = name, type = "MX", fields = { domain = domain } })
   end
end

local function places(entry, domain, identities, add)
   local said = {}
   for _, identity in ipairs(entry.identities) do
      local own = identity.domain or domain
      if not said[own] then place(entry.name, own, identities, add) end
      said[own] = true
   end
   if #entry.identities == 0 then place(entry.name, domain, identities, add) end
end

-- Labels that hosting panels make an alias of, for the mailboxes and webmail; those use them without asking.
local PANEL = { autoconfig = true, autodiscover = true, email = true, imap = true, mail = true, pop = true,
   smtp = true, webmail = true }

-- What the alias at NAME serves, in words.
local function served(name)
   if not PANEL[name:match "^[^.]+"] then return "leave the alias to what it serves, set" end
   return "do not remove the alias, by which panels reach the mailboxes and webmail; set"
end

-- What to do about the alias of ENTRY, which may serve a panel's own hosts: the name goes to SES under another label.
local function instead_of(entry)
   if not entry.moves then return "remove the CNAME and publish the name's own records." end
   local region, list = entry.regions[1] or entry.host.region, {}
   for _, each in ipairs(#entry.regions > 0 and entry.regions or { region }) do list[#list + 1] = entry.places[each] end
   if #list == 0 then return "choose another name below the identity for SES, and set it there." end
   return ("%s %s as MAIL FROM in SES, and publish its records."):format(served(entry.name),
      table.concat(list, " and "))
end

-- The records that take the place of those behind the alias.
local function in_place_of(entry)
   if not entry.moves then return publish.both(entry, entry.regions[1]) end
   if #entry.regions == 0 then return publish.both(entry, entry.host.region) end
   return publish.separate(entry)
end

local function alias(entry, add)
   if not entry.alias then return end
   local works = entry.host.takes and entry.sending.result == "pass"
   local open = entry.spf.known == "unknown" or entry.sending.result == "unknown"
   if entry.mx.known == "unknown" or entry.host.takes and open then return end -- told as what could not be learnt
   add(works and "ses-mail-from-alias-works" or "ses-mail-from-alias", {
      subject = entry.name, type = "CNAME", fields = { target = entry.alias, instead = instead_of(entry) },
      records = in_place_of(entry),
      evidence = evidence.chain(entry.name, { entry.alias }),
   })
end

-- How the name of RECORD came about, in words; nil where the domain is there twice.
local function how_of(record)
   if record.label then return record.label .. " is there twice" end
   return record.other and ("its name was written with %s, and the zone was appended"):format(record.other)
end

local function doubled(entry, apex, add)
   for _, record in ipairs(entry.doubled) do
      local meant, how = publish.of_type(entry, record.type, entry.regions[1]), how_of(record)
      local fields = { type = record.type, at = record.name, how = how,
         enter = how and astray.enter(entry.name, apex) or nil }
      add(how and "ses-mail-from-name-mistaken" or "ses-mail-from-name-doubled", {
         subject = entry.name, type = record.type, fields = fields,
         evidence = { evidence.record(record.name, record.type, record.value) }, records = meant,
      })
   end
end

local function wildcard(entry, add)
   local wild = entry.wildcard
   for _, case in ipairs { { "hidden", "ses-mail-from-wildcard" }, { "answers", "ses-mail-from-wildcard-answers" } } do
      local types = {}
      for _, rrtype in ipairs { "MX", "TXT" } do
         if wild[rrtype] == case[1] then types[#types + 1] = rrtype end
      end
      if #types > 0 then
         add(case[2], {
            subject = entry.name, fields = { parent = wild.parent, types = table.concat(types, " and ") },
            records = case[1] == "answers" and publish.both(entry, entry.regions[1]) or nil,
         })
      end
   end
end

local function hidden(entry, add)
   if entry.delegated then
      add("ses-mail-from-occluded", {
         subject = entry.name, type = "NS", fields = { servers = entry.delegated },
         records = publish.both(entry, entry.regions[1]),
         evidence = evidence.all(entry.name, "NS", entry.delegated),
      })
   end
   for _, difference in ipairs(entry.differences) do
      local parts = {}
      for i, server in ipairs(difference.servers) do
         parts[i] = ("%s says %s"):format(server.host, server.value == "" and "nothing"
            or server.value:gsub("\n", ", "))
      end
      add("ses-mail-from-inconsistent", {
         subject = entry.name, type = difference.type, fields = { type = difference.type,
            servers = table.concat(parts, "; ") },
      })
   end
end

-- An identity for which no MAIL FROM name was given.
local function without(identity, domain, add)
   local owner, region = identity.domain or domain, identity.region
   local detail = {
      subject = owner, fields = { region = region },
      records = identity.place and publish.both({ name = identity.place }, region) or nil,
   }
   if identity.found_mail_from and identity.mail_from_told then
      detail.fields.mail_from, detail.records = identity.found_mail_from, nil
      add("ses-mail-from-not-active", detail)
   elseif not identity.found_mail_from and #(identity.open or {}) == 0 then -- else it may be there
      add(identity.mail_from_told and "ses-mail-from-default" or "ses-mail-from-not-found", detail)
   end
end

--- Findings of MODELS (mail_from, identities, domain) through ADD(code, detail).
function check.run(models, add)
   local domain = models.domain.name
   for _, entry in ipairs(models.mail_from) do
      if entry.ses then
         places(entry, domain, models.identities or {}, add)
         alias(entry, add)
         doubled(entry, models.domain.zone, add)
         wildcard(entry, add)
         hidden(entry, add)
         if entry.found then
            local _, region = regions.host(entry.mx.hosts[1].host)
            region = region or "?"
            add("ses-mail-from-found", { subject = entry.name, type = "MX", fields = { region = region },
               rests = { entry.search } })
         end
      end
   end
   for _, identity in ipairs(models.identities or {}) do
      if identity.region and not identity.mail_from and not identity.address then
         without(identity, domain, accounts.adder(identity, add))
      end
   end
end

return check
