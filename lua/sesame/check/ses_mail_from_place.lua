-- SPDX-License-Identifier: MIT
-- Check of where a custom MAIL FROM name of Amazon SES lies and what hides its records: the identity's domain, aliases,
-- wildcards, delegations, doubled names, servers that differ. And of identities without such a name. It must not look
-- anything up.
local astray = require "sesame.base.astray"
local causes = require "sesame.check.causes"
local names = require "sesame.base.names"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local owners = require "sesame.base.owner"
local publish = require "sesame.check.ses_publish"
local regions = require "sesame.ses.regions"

local check = { name = "ses-mail-from-place" }

local AWS = "Amazon SES developer guide, custom MAIL FROM domain"

local function declared(severity, text, why, advice, fields, fix, command)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = AWS, fix = fix,
      command = command }
end

check.findings = finding.declare("ses-mail-from-place", {
   ["ses-mail-from-is-domain"] = declared("error", "{subject} cannot be its own MAIL FROM name.",
      "SES takes a subdomain of the identity only.", "Choose a name below it, such as bounce.{subject}.", {},
      "console.advice"),
   ["ses-mail-from-outside"] = declared("error", "The MAIL FROM name {subject} is not below {domain}.",
      "SES takes a subdomain of the identity only, and another domain would not align.",
      "Choose a name below it, such as bounce.{domain}.", { "domain" }, "console.advice"),
   ["ses-mail-from-sibling"] = declared("warning",
      "The MAIL FROM name {subject} lies beside the identity {domain}, not below it.",
      "The guide asks for a subdomain of the identity's parent domain, the interface for one of the identity itself. "
         .. "SPF aligns in relaxed mode only.", "If SES refuses it, choose a name such as bounce.{domain}.",
         { "domain" }, "console.advice"),
   ["ses-mail-from-alias"] = declared("error",
      "The MAIL FROM name {subject} is an alias for {target}, which has not what SES wants.",
      "A name with a CNAME has no records of its own (RFC 1034 3.6.2): an MX or TXT record beside it is never seen.",
      "So that SES finds its records: {instead}", { "target", "instead" }, "mail-from.alias"),
   ["ses-mail-from-alias-works"] = declared("warning", "The MAIL FROM name {subject} is an alias for {target}.",
      "It works as long as {target} keeps SES's MX and SPF record; nothing can be published at the name itself.",
      "To depend on nobody: {instead}", { "target", "instead" }, "mail-from.alias"),
   ["ses-mail-from-name-doubled"] = declared("error",
      "The {type} record of {subject} stands at {at}: the domain is there twice.",
      "The DNS panel appended the domain to a name that already had it.",
      "Remove it there, and enter the name relative to the zone, or with a final dot.", { "type", "at" },
      "mail-from.doubled"),
   ["ses-mail-from-name-mistaken"] = declared("error", "The {type} record of {subject} stands at {at}: {how}.",
      "SES looks at {subject} alone. Such names come from a DNS panel that appends the zone to what was entered.",
      "Remove it there, and enter {enter} as its name, which makes this.", { "type", "at", "how", "enter" },
      "mail-from.doubled"),
   ["ses-mail-from-wildcard"] = declared("notice",
      "{subject} has records of its own, so the wildcard *.{parent} no longer answers for {types} there.",
      "A wildcard steps back at every name that exists (RFC 4592 2.2.1): what it lent the name is gone.",
      "Publish at {subject} what is needed there; nothing is inherited.", { "parent", "types" }),
   ["ses-mail-from-wildcard-answers"] = declared("warning", "{types} at {subject} come from the wildcard *.{parent}.",
      "As soon as any record is published at {subject} the wildcard steps back there. Some receivers want the name "
         .. "itself to exist.",
      "Publish the records at the name itself.", { "parent", "types" }, "mail-from.records"),
   ["ses-mail-from-occluded"] = declared("error",
      "{subject} is delegated to {servers}, so its records in the zone above are never seen.",
      "SES and receivers ask the delegated servers.", "Publish the records there, or remove the delegation.",
      { "servers" },
      "console.advice"),
   ["ses-mail-from-inconsistent"] = declared("error",
      "The zone's name servers disagree on {type} of {subject}: {servers}.",
      "SES and receivers meet one answer or the other; MAIL FROM fails at random.",
      "Bring every name server to the same zone.",
      { "type", "servers" }, "console.advice"),
   ["ses-mail-from-found"] = declared("ok", "{subject} was found to be a MAIL FROM name of SES ({region}).",
      "Nobody gave it; its MX is a feedback host of SES.", nil, { "region" }),
   ["ses-mail-from-default"] = declared("warning", "The identity {subject} ({region}) has no custom MAIL FROM name.",
      "SES sends with a MAIL FROM below amazonses.com: SPF passes there, but never aligns with this domain, and every "
         .. "DMARC report shows it. DMARC rests on DKIM alone. Microsoft wants SPF to pass for the sender's own "
         .. "domain.",
      "Set one in SES (put-email-identity-mail-from-attributes) and publish its MX and SPF record.", { "region" },
      "mail-from.name"),
   ["ses-mail-from-not-found"] = declared("notice", "No custom MAIL FROM name of {subject} ({region}) is known.",
      "Under the usual labels none was found. Without one, SES sends with a MAIL FROM below amazonses.com: SPF passes "
         .. "there, but never aligns with this domain, and DMARC rests on DKIM alone.",
      "If there is one, name it (--mail-from {region:sh}=NAME). If not, set one in SES and publish its MX and SPF "
         .. "record.",
      { "region" },
      "mail-from.name"),
   ["ses-mail-from-not-active"] = declared("warning",
      "The records of {mail_from} are published, but SES does not use it for {subject} ({region}).",
      "SES never uses a MAIL FROM name by itself: it has to be set for the identity, in every region.",
      "{command}", { "region", "mail_from" }, "console.advice",
      "aws sesv2 put-email-identity-mail-from-attributes --email-identity {subject:sh} --region {region:sh} "
         .. "--mail-from-domain {mail_from:sh}"),
}, {
   needs = { "domain", "identities", "mail_from" }, rank = 2,
   reveals = causes.all("ses_settled", { "ses-mail-from-shared", "ses-mail-from-wildcard", "ses-strict-spf" }),
   of = {
      ["ses-mail-from-sibling"] = { rank = 3 },
      ["ses-mail-from-alias"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-alias-works"] = {
         rank = 3, reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-name-doubled"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-name-mistaken"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-wildcard-answers"] = { rank = 3 },
      ["ses-mail-from-occluded"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-inconsistent"] = { follows = { "zone-serials-differ" } },
      ["ses-mail-from-default"] = {
         rank = 3, reveals = { "mail-from-mx-dangling", "ses-mail-from-mx-missing", "ses-mail-from-not-active",
            "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-not-found"] = {
         rank = 3, reveals = { "mail-from-mx-dangling", "ses-mail-from-mx-missing", "ses-mail-from-not-active",
            "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-not-active"] = { rank = 3 },
   },
})

local function place(name, domain, add)
   local organization = owners.top(domain)
   if name == domain then
      add("ses-mail-from-is-domain", { subject = name, type = "MX" })
   elseif names.below(names.canonical(name), domain) then
      return
   elseif domain ~= organization and name ~= organization and owners.is_own(domain, name) then
      add("ses-mail-from-sibling", { subject = name, type = "MX", fields = { domain = domain } })
   else
      add("ses-mail-from-outside", { subject = name, type = "MX", fields = { domain = domain } })
   end
end

local function places(entry, domain, add)
   local said = {}
   for _, identity in ipairs(entry.identities) do
      local own = identity.domain or domain
      if not said[own] then place(entry.name, own, add) end
      said[own] = true
   end
   if #entry.identities == 0 then place(entry.name, domain, add) end
end

-- What to do about the alias of ENTRY, which may serve a panel's own hosts: the name goes to SES under another label.
local function instead_of(entry)
   if not entry.moves then return "remove the CNAME and publish the name's own records." end
   local region, list = entry.regions[1] or entry.host.region, {}
   for _, each in ipairs(#entry.regions > 0 and entry.regions or { region }) do list[#list + 1] = entry.places[each] end
   if #list == 0 then return "choose another name below the identity for SES, and set it there." end
   return ("leave the alias to what it serves, set %s as MAIL FROM in SES, and publish its records."):format(
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
         places(entry, domain, add)
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
      if identity.region and not identity.mail_from and not identity.address then without(identity, domain, add) end
   end
end

return check
