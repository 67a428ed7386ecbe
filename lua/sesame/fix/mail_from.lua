-- SPDX-License-Identifier: MIT
-- Fixes of custom MAIL FROM names of Amazon SES: the MX, the SPF record, aliases, doubled names, wildcards. Functions
-- of models; what may serve another purpose goes only when asked.
local change = require "sesame.fix.change"
local publish = require "sesame.check.ses_publish"
local shell = require "sesame.base.shell"
local spf = require "sesame.spf"
local include_of = require("sesame.spf.term").include_of
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

-- RECORD with SES's include before all other terms.
local function in_front(record)
   local words, parsed = { "include:amazonses.com" }, spf.parse(record)
   for _, term in ipairs(parsed and parsed.terms or {}) do
      if not include_of({ terms = { term } }, "amazonses.com") then words[#words + 1] = term.text end
   end
   return spf.render(words)
end

-- Whether RECORD names addresses only: a copy of SES's, or a part of it.
local function is_copy(record)
   local parsed = spf.parse(record)
   for _, term in ipairs(parsed and parsed.terms or {}) do
      if term.kind ~= "ip4" and term.kind ~= "ip6" and term.kind ~= "all" then return false end
   end
   return parsed ~= nil
end

--- An SPF record that lets SES send; what it lets send besides stays, but for copies of SES's addresses.
function builders.spf(finding, audit)
   local entry = entry_of(audit, finding.subject)
   if not entry then return nil, "the name is not asked for any more" end
   local why = "SPF is looked up at the MAIL FROM name; SES's addresses are there."
   local record, miss = entry.spf.records[1], entry.spf.near_misses[1]
   local owner = entry.spf.chain[#entry.spf.chain] or entry.name
   if not record then
      if miss then return { changes = { change.replace(owner, "TXT", { miss.value }, { publish.SPF }, why) } } end
      return { changes = { change.add(owner, "TXT", { publish.SPF }, why) } }
   end
   local plain = { change.replace(owner, "TXT", { record }, { publish.SPF }, why) }
   if is_copy(record) and (finding.code == "ses-mail-from-spf-copied"
      or finding.code == "ses-mail-from-spf-partly") then
      return { changes = plain }
   end
   return {
      choices = {
         { text = "SES before what is there", safe = true,
            changes = { change.replace(owner, "TXT", { record }, { in_front(record) }, why) } },
         { text = "SES alone: nothing else sends with this name in the envelope", changes = plain },
      },
   }
end

--- A record that lets anyone send, closed; where SES uses the name, its include stays or comes in.
function builders.close(finding, audit)
   local entry = entry_of(audit, finding.subject)
   if not entry then return nil, "the name is not asked for any more" end
   local offer, reason = terms.builders.close(finding, audit)
   if not offer then return nil, reason end
   for _, choice in ipairs(entry.ses and offer.choices or {}) do
      for _, item in ipairs(choice.changes) do item.values = { in_front(item.values[1]) } end
   end
   return offer
end

local function both(finding, why)
   local values, changes = published(finding), {}
   if values.MX then changes[#changes + 1] = change.replace(finding.subject, "MX", nil, { values.MX }, why) end
   if values.TXT then changes[#changes + 1] = change.add(finding.subject, "TXT", { values.TXT }, why) end
   return changes
end

--- The alias goes, and the records take its place; by itself only where the alias leads to nothing.
function builders.alias(finding, audit)
   local entry = entry_of(audit, finding.subject)
   if not entry then return nil, "the name is not asked for any more" end
   local why = "A name with a CNAME has no records of its own."
   local changes = { change.remove(finding.subject, "CNAME", nil, why) }
   table.move(both(finding, why), 1, 2, 2, changes)
   local text = ("%s serves SES alone: the alias goes"):format(finding.subject)
   return { choices = { { text = text, safe = entry.mx.status == "nxdomain", changes = changes } } }
end

--- A record at a doubled name moves to the name that was meant.
function builders.doubled(finding)
   local shown = finding.evidence[1]
   local values = published(finding)
   local value = values[finding.type]
   if not shown or not value then
      return nil, unknown_region(finding)
   end
   local text = finding.type == "TXT" and shown.value or nil
   local gone = text and change.remove(shown.name, "TXT", { text }, "The domain is there twice.")
      or change.remove(shown.name, "MX", nil, "The domain is there twice.")
   return { changes = { gone, change.add(finding.subject, finding.type, { value }, "Where SES and receivers look.") } }
end

--- Records of the name's own, in place of a wildcard's.
function builders.records(finding)
   local changes = both(finding, "The name does not depend on a wildcard then.")
   if #changes < 2 then return nil, unknown_region(finding) end
   return { changes = changes }
end

--- A name for an identity that has none: it has to be set in SES, with these records.
function builders.name(finding)
   return { steps = {
      { text = "Publish, under a label of your choice:", records = finding.records },
      {
         text = "Then set the name for the identity in SES.",
         command = shell.command("aws sesv2 put-email-identity-mail-from-attributes --email-identity {identity} "
            .. "--region {region} --mail-from-domain bounce.{identity}",
            { identity = finding.subject, region = finding.fields.region }),
      },
   } }
end

return mail_from
