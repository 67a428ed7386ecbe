-- SPDX-License-Identifier: MIT
-- The table of SES regions as text and JSON. A function of sesame.ses.regions; looks nothing up.
local regions = require "sesame.ses.regions"
local text = require "sesame.base.text"
local writer = require "sesame.base.json"

local object, list, null = writer.object, writer.list, writer.null

local report = {}

local FIELDS = { "api_endpoint", "smtp_endpoint", "inbound_mx", "mail_from_mx", "dkim_domain" }

local TITLES = {
   api_endpoint = "API", smtp_endpoint = "SMTP", inbound_mx = "Receives at", mail_from_mx = "MAIL FROM MX",
   dkim_domain = "DKIM zone",
}

local function confidence_of(entry)
   local members = {}
   for i, field in ipairs(FIELDS) do members[i] = { field, entry.confidence[field] or null } end
   return object(members)
end

local function region_of(entry)
   local members = { { "region", entry.region } }
   for _, field in ipairs(FIELDS) do members[#members + 1] = { field, entry[field] or null } end
   members[#members + 1] = { "confidence", confidence_of(entry) }
   members[#members + 1] = { "smtp_absent", entry.smtp_absent == true }
   members[#members + 1] = { "inbound_absent", entry.inbound_absent == true }
   return object(members)
end

--- "sesame.ses.regions/1" of ENTRIES.
function report.json(entries)
   local items = {}
   for i, entry in ipairs(entries) do items[i] = region_of(entry) end
   return writer.encode(object {
      { "schema", "sesame.ses.regions/1" }, { "source", regions.source }, { "date", regions.date },
      { "regions", list(items) },
   }, 0) .. "\n"
end

local ABSENT = { smtp_endpoint = "smtp_absent", inbound_mx = "inbound_absent" }

local function shown(entry, field)
   local host, level = entry[field], entry.confidence[field]
   if entry[ABSENT[field]] then
      return "none" .. (level ~= "high" and " (not confirmed)" or "")
   elseif not host then
      return "not known"
   end
   return host .. (level ~= "high" and (" (confidence: %s)"):format(level) or "")
end

local function in_full(entry)
   local rows = {}
   for i, field in ipairs(FIELDS) do rows[i] = { TITLES[field], shown(entry, field) } end
   local lines = text.columns(rows, "  ")
   table.insert(lines, 1, entry.region)
   lines[#lines + 1] = ""
   return lines
end

-- Whether ENTRY has the service of FIELD: "yes", "no", either with "?" where it is not confirmed, or "?".
local function has(entry, field, least)
   local answer = entry[field] and "yes" or entry[ABSENT[field]] and "no"
   if not answer then return "?" end
   return least[entry.confidence[field]] and answer or answer .. "?"
end

local HIGH <const>, MEDIUM <const> = { high = true }, { high = true, medium = true }

-- What differs between regions: the other names are built alike from the region's.
local function as_row(entry, widest)
   local smtp = has(entry, "smtp_endpoint", entry.smtp_endpoint and MEDIUM or HIGH)
   return ("%s%s  %-4s  %-8s  %s"):format(entry.region, (" "):rep(widest - #entry.region), smtp,
      has(entry, "inbound_mx", HIGH), entry.dkim_domain or "?")
end

local LAST_WORD = "SigningHostedZone in `aws sesv2 get-email-identity` has the last word on an identity's DKIM zone."

local PATTERNS = {
   { "API", "email.REGION.amazonaws.com" }, { "SMTP", "email-smtp.REGION.amazonaws.com" },
   { "Receives at", "inbound-smtp.REGION.amazonaws.com" }, { "MAIL FROM MX", "feedback-smtp.REGION.amazonses.com" },
}

local function table_of(entries)
   local widest, lines = #"region", {}
   for _, entry in ipairs(entries) do widest = math.max(widest, #entry.region) end
   lines[1] = ("region%s  SMTP  receives  DKIM zone"):format((" "):rep(widest - #"region"))
   for _, entry in ipairs(entries) do lines[#lines + 1] = as_row(entry, widest) end
   lines[#lines + 1] = ""
   lines[#lines + 1] = "The other names are built from the region's (eusc-de-east-1 is not known):"
   text.append(lines, text.columns(PATTERNS, "  "))
   lines[#lines + 1] = ""
   return lines
end

--- ENTRIES as a table, or one after the other with every name where FULL.
function report.text(entries, full)
   local lines = {}
   if full then
      for _, entry in ipairs(entries) do text.append(lines, in_full(entry)) end
   else
      lines = table_of(entries)
   end
   text.append(lines, text.wrap(("Source: %s; %s. '?': not confirmed."):format(regions.source, regions.date), "  ", ""))
   text.append(lines, text.wrap(LAST_WORD, "  ", ""))
   return table.concat(lines, "\n") .. "\n"
end

return report
