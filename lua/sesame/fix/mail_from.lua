-- SPDX-License-Identifier: MIT
-- Fixes of custom MAIL FROM names of Amazon SES: the MX, the SPF record, aliases, doubled names, wildcards. Functions
-- of models; what may serve another purpose goes only when asked.
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local publish = require "sesame.check.ses_publish"
local records = require "sesame.base.records"
local regions = require "sesame.ses.regions"
local shell = require "sesame.base.shell"
local spf = require "sesame.spf"
local terms = require "sesame.fix.spf_terms"

local mail_from = { subject = "mail-from", builders = {} }

local builders = mail_from.builders

local function entry_of(audit, name)
   for _, entry in ipairs(audit.models.mail_from or {}) do
      if entry.name == name then return entry end
   end
end

-- The values of the records FINDING publishes, by type.
local function published(finding)
   local by_type = {}
   for _, set in ipairs(finding.records) do by_type[set.type] = set.values[#set.values] end
   return by_type
end

-- The name whose zone holds the MX of ENTRY, and the whole set is put in its place.
local function only(finding, why)
   local value = published(finding).MX
   if not value then return nil end
   return change.replace(finding.subject, "MX", nil, { value }, why)
end

local WHY_MX = "SES wants this MX, and no other, at a MAIL FROM name."

-- Hosts that may receive mail of the owner's.
local SHARED = { ["ses-mail-from-also-receives"] = true, ["ses-mail-from-not-ses"] = true,
   ["ses-mail-from-receives"] = true }

local function unknown_region(finding)
   return "the region is not known: name it with --mail-from REGION=" .. shell.quote(finding.subject)
end

--- The one MX that SES wants. Another host of the owner's goes only when asked.
function builders.mx(finding)
   local one = only(finding, WHY_MX)
   if not one then return nil, unknown_region(finding) end
   if not SHARED[finding.code] then return { changes = { one } } end
   return {
      choices = {
         { text = ("nothing is received at %s: keep the MX of SES alone"):format(finding.subject), changes = { one } },
         { text = "mail is received there: choose another name below the identity for SES, and set it there",
            steps = { {
            text = "Set the new MAIL FROM name for the identity in SES, and publish its MX and SPF record there.",
            command = "aws sesv2 put-email-identity-mail-from-attributes --email-identity IDENTITY --mail-from-domain "
               .. "NAME",
         } } },
      },
   }
end

-- Nothing is written at the end of an alias to let SES send: what stands there is another name's.
local BEHIND = "the name is an alias, and its records are another name's: choose another label for MAIL FROM"

--- An SPF record that lets SES send; what it lets send besides stays, but for copies of SES's addresses.
function builders.spf(finding, audit)
   local entry = entry_of(audit, finding.subject)
   if not entry then return nil, "the name is not asked for any more" end
   if #entry.spf.chain > 0 then return nil, BEHIND end
   local why = "SPF is looked up at the MAIL FROM name; SES's addresses are there."
   local record, miss, whole = entry.spf.records[1], entry.spf.near_misses[1], publish.spf_text(entry)
   local function replace(old, new) return { change.replace(entry.name, "TXT", { old }, { new }, why) } end
   if not record and miss then return { changes = replace(miss.value, whole) } end
   if not record then return { changes = { change.add(entry.name, "TXT", { whole }, why) } } end
   local lets = { "include:amazonses.com" }
   if #spf.parse(whole).terms <= 2 then return { changes = replace(record, whole), lets = lets } end
   return {
      lets = lets,
      choices = {
         { text = "SES before what is there", safe = true, changes = replace(record, whole) },
         { text = "SES alone: nothing else sends with this name in the envelope",
            changes = replace(record, publish.SPF) },
      },
   }
end

--- A record that lets anyone send, closed; where SES uses the name, its include stays or comes in.
function builders.close(finding, audit)
   local entry = entry_of(audit, finding.subject)
   if not entry then return nil, "the name is not asked for any more" end
   local offer, reason = terms.builders.close(finding, audit)
   if not offer then return nil, reason end
   local ses = entry.ses and #entry.spf.chain == 0
   for _, choice in ipairs(ses and offer.choices or {}) do
      for _, item in ipairs(choice.changes) do item.values = { publish.in_front(item.values[1]) } end
   end
   return offer
end

local function both(finding, why)
   local values, changes = published(finding), {}
   if values.MX then changes[#changes + 1] = change.replace(finding.subject, "MX", nil, { values.MX }, why) end
   if values.TXT then changes[#changes + 1] = change.add(finding.subject, "TXT", { values.TXT }, why) end
   return changes
end

local SET = "aws sesv2 put-email-identity-mail-from-attributes --email-identity {identity} --region {region} "
   .. "--mail-from-domain {name}"

-- The steps that make the names in the records of FINDING those of IDENTITY in SES. Only names of SES's are MX there.
local function names_to_set(finding, identity)
   local steps = {}
   for _, set in ipairs(finding.records) do
      local _, region = regions.host(set.type == "MX" and set.values[1].exchange or "")
      if region then
         steps[#steps + 1] = { text = ("Then set %s as MAIL FROM of %s in SES."):format(set.name, identity),
            command = shell.command(SET, { identity = identity, region = region, name = set.name }) }
      end
   end
   return steps
end

--- Another name for SES, published and set there, where the alias serves something; the alias goes when asked, or where
-- it leads to nothing.
function builders.alias(finding, audit)
   local entry = entry_of(audit, finding.subject)
   if not entry then return nil, "the name is not asked for any more" end
   local identity = entry.identities[1] and entry.identities[1].domain or audit.domain
   local own = records.join(entry.regions[1] and records.mx(entry.name, publish.PREFERENCE,
      publish.host(entry.regions[1])), records.txt(entry.name, publish.SPF))
   local why, changes = "A name with a CNAME has no records of its own.", {}
   changes[1] = change.remove(finding.subject, "CNAME", nil, why)
   for _, set in ipairs(own) do changes[#changes + 1] = change.add(set.name, set.type, set.values, why) end
   local text = ("%s serves nothing but SES: the alias goes"):format(finding.subject)
   local choices = #entry.regions < 2 and { { text = text, safe = not entry.moves, changes = changes } } or nil
   if not entry.moves then return { choices = choices } end
   local steps = names_to_set(finding, identity)
   if #steps > 0 then table.insert(steps, 1, { text = "Publish this.", records = finding.records }) end
   if #steps == 0 then steps[1] = console.step(finding) end
   return { steps = steps, choices = choices }
end

local MISTAKEN = { ["ses-mail-from-name-mistaken"] = "Nobody looks for the record there." }

--- A record at a doubled or mistaken name moves to the name that was meant.
function builders.doubled(finding)
   local why = MISTAKEN[finding.code] or "The domain is there twice."
   local shown = finding.evidence[1]
   local values = published(finding)
   local value = values[finding.type]
   if not shown or not value then
      return nil, unknown_region(finding)
   end
   local text = finding.type == "TXT" and shown.value or nil
   local gone = text and change.remove(shown.name, "TXT", { text }, why)
      or change.remove(shown.name, "MX", nil, why)
   return { narrows = true,
      changes = { gone, change.add(finding.subject, finding.type, { value }, "Where SES and receivers look.") } }
end

--- What stands at a name near by is published where it is looked for; there it stays, for whoever uses that name.
function builders.elsewhere(finding)
   local value, why = published(finding)[finding.type], "SES and receivers look here, and nowhere else."
   if not value then return nil, unknown_region(finding) end
   if finding.type == "MX" then return { changes = { only(finding, why) } } end
   return { changes = { change.add(finding.subject, "TXT", { value }, why) } }
end

--- Records of the name's own, in place of a wildcard's.
function builders.records(finding)
   local changes = both(finding, "The name does not depend on a wildcard then.")
   if #changes < 2 then return nil, unknown_region(finding) end
   return { changes = changes }
end

--- Another name in place of one that SES refuses.
function builders.instead(finding)
   return builders.name(finding) or { steps = { console.step(finding) } }
end

--- A name for an identity that has none: it has to be set in SES, with these records.
function builders.name(finding)
   local steps = names_to_set(finding, finding.subject)
   if #steps == 0 then return nil, "no usual name is free: choose one below the identity, and set it in SES" end
   table.insert(steps, 1, { text = "Publish this.", records = finding.records })
   return { steps = steps }
end

return mail_from
