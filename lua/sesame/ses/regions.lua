-- SPDX-License-Identifier: MIT
-- The regions of Amazon SES and the host names each uses. Data with its source and date; it must not know DNS.
local canonical = require("sesame.base.names").canonical
local nearest = require "sesame.base.nearest"

local regions = {}

--- Where the table comes from, and the day it was put together.
regions.source = "AWS endpoint data (botocore, August 2026), the SES developer guide and the AWS general reference"
regions.date = "2026-11-29"

-- One row a region: its name; SMTP interface; receiving host; custom MAIL FROM host; DKIM zone.
-- A cell is the confidence in the name built by the pattern (high, medium, low), "-:LEVEL" where the service does not
-- exist there, "?" where nobody could tell. "regional" is dkim.<region>.amazonses.com, "default" dkim.amazonses.com.
local ROWS = {
   { "us-east-1", "high", "high", "high", "default" },
   { "us-east-2", "high", "high", "high", "default" },
   { "us-west-1", "high", "high", "high", "default" },
   { "us-west-2", "high", "high", "high", "default" },
   { "af-south-1", "-:high", "low", "high", "regional" },
   { "ap-northeast-1", "high", "high", "high", "default" },
   { "ap-northeast-2", "high", "high", "high", "default" },
   { "ap-northeast-3", "high", "low", "high", "regional" },
   { "ap-south-1", "high", "high", "high", "default" },
   { "ap-south-2", "-:medium", "-:high", "medium", "regional" },
   { "ap-southeast-1", "high", "high", "high", "default" },
   { "ap-southeast-2", "high", "high", "high", "default" },
   { "ap-southeast-3", "-:high", "high", "medium", "regional" },
   { "ap-southeast-5", "-:medium", "?", "medium", "regional" },
   { "ca-central-1", "high", "high", "high", "default" },
   { "ca-west-1", "-:medium", "?", "medium", "regional" },
   { "eu-central-1", "high", "high", "high", "default" },
   { "eu-central-2", "-:high", "?", "high", "regional" },
   { "eu-north-1", "high", "high", "high", "default" },
   { "eu-south-1", "-:medium", "low", "high", "regional" },
   { "eu-west-1", "high", "high", "high", "default" },
   { "eu-west-2", "high", "high", "high", "default" },
   { "eu-west-3", "high", "low", "high", "default" },
   { "il-central-1", "-:medium", "low", "high", "regional" },
   { "me-central-1", "-:medium", "?", "medium", "regional" },
   { "me-south-1", "-:medium", "?", "high", "default" },
   { "sa-east-1", "high", "high", "high", "default" },
   { "us-gov-east-1", "medium", "-:high", "medium", "regional" },
   { "us-gov-west-1", "high", "-:high", "high", "default" },
}

-- Listed by AWS for e-mail, but nothing is known of its DKIM, MAIL FROM and receiving names.
local UNKNOWN = { region = "eusc-de-east-1", api_endpoint = "email.eusc-de-east-1.amazonaws.eu", confidence = { api_endpoint = "medium" } }

-- Regions of AWS in which SES was not offered on that day; it may be since.
local WITHOUT_SES = { "ap-east-1", "ap-east-2", "ap-southeast-4", "ap-southeast-6", "ap-southeast-7", "eu-south-2",
   "mx-central-1" }

regions.default_dkim_domain = "dkim.amazonses.com"

local function named(cell, pattern, region)
   if cell == "?" or cell:sub(1, 1) == "-" then return nil end
   return (pattern:gsub("%*", region, 1))
end

local function level(cell)
   return cell:match("^%-:(%w+)$") or (cell ~= "?" and cell or nil)
end

local function build(row)
   local region, smtp, inbound, mail_from, dkim = table.unpack(row)
   local regional = dkim == "regional"
   return {
      region = region,
      api_endpoint = named("high", "email.*.amazonaws.com", region),
      smtp_endpoint = named(smtp, "email-smtp.*.amazonaws.com", region),
      smtp_absent = smtp:sub(1, 1) == "-",
      inbound_absent = inbound:sub(1, 1) == "-",
      inbound_mx = named(inbound, "inbound-smtp.*.amazonaws.com", region),
      mail_from_mx = named(mail_from, "feedback-smtp.*.amazonses.com", region),
      dkim_domain = regional and ("dkim." .. region .. ".amazonses.com") or regions.default_dkim_domain,
      confidence = {
         api_endpoint = "high", smtp_endpoint = level(smtp), inbound_mx = level(inbound),
         mail_from_mx = level(mail_from), dkim_domain = "high",
      },
   }
end

local list, by_name = {}, {}
for _, row in ipairs(ROWS) do list[#list + 1] = build(row) end
list[#list + 1] = UNKNOWN
table.sort(list, function(a, b) return a.region < b.region end)
for _, entry in ipairs(list) do by_name[entry.region] = entry end

--- All regions in alphabetical order, each { region, api_endpoint, smtp_endpoint, smtp_absent, inbound_mx,
-- inbound_absent, mail_from_mx, dkim_domain, confidence = { field = "high"|"medium"|"low" } }. A host that does not
-- exist or is not known is nil; smtp_absent and inbound_absent are true where it is known not to exist.
function regions.list()
   return list
end

--- The names of all regions in alphabetical order.
function regions.names()
   local names = {}
   for i, entry in ipairs(list) do names[i] = entry.region end
   return names
end

--- The region of that name, or nil.
function regions.get(name)
   return by_name[name]
end

regions.NAME_MAX = 30 -- octets of a region's name; the longest has 14

--- Whether NAME has the form of a region's: "us-east-1", "us-gov-west-1".
function regions.is_formed(name)
   return #name <= regions.NAME_MAX and name:find "^%l%l%l?%l?%-%l[%l-]*%l%-%d$" ~= nil and not name:find("--", 1, true)
end

local function has(words, word)
   for _, item in ipairs(words) do
      if item == word then return true end
   end
   return false
end

--- Whether NAME, which is not in the table, may be a region newer than it: of the right form, and no slip of the pen,
-- which a name within one letter of a known one is unless AWS has it or ZONE (SigningHostedZone, or nil) names it.
function regions.may_be_newer(name, zone)
   if by_name[name] or not regions.is_formed(name) then return false end
   if has(WITHOUT_SES, name) then return true end
   if zone and has({ select(3, regions.dkim_target("any." .. zone)) }, name) then return true end
   for _, known in ipairs(list) do
      if nearest.distance(name, known.region) <= 1 then return false end
   end
   return true
end

--- The region of that name; for one that is not in the table (`newer`) what the pattern of the others gives: its API
-- and its MAIL FROM host, of low confidence, and no more. Nil where NAME has not the form of one.
function regions.find(name)
   if by_name[name] then return by_name[name] end
   if not regions.is_formed(name) then return nil end
   return {
      region = name, newer = true, api_endpoint = ("email.%s.amazonaws.com"):format(name),
      mail_from_mx = ("feedback-smtp.%s.amazonses.com"):format(name),
      confidence = { api_endpoint = "low", mail_from_mx = "low" },
   }
end

--- Why NAME is not taken for a region, in words, with what to give where it may be a newer one; nil for one that is
-- known, or that FOUND (what SES says of the identity there, with hosted_zone, or nil) shows to be a newer one.
function regions.fault(name, found)
   if by_name[name] or found and regions.may_be_newer(name, found.hosted_zone) then return nil end
   if not found and regions.may_be_newer(name) then
      return ("'%s' is no region of SES in the table of %s; if it is a newer one, give what SES says of the identity: "
         .. "--ses %s=FILE"):format(name, regions.date, name)
   end
   local hint = nearest.hint(name, regions.names())
   return ("'%s' is no region of SES%s"):format(name, hint ~= "" and hint or " (such as us-east-1)")
end

-- The last part of host names that carry a region, and what such a host is for.
local HOSTS = {
   { "^feedback%-smtp%.([%w-]+)%.amazonses%.com$", "mail-from" },
   { "^feedback%-smtp%.([%w-]+)%.amazonaws%.com$", "mail-from-wrong-suffix" },
   { "^inbound%-smtp%.([%w-]+)%.amazonaws%.com$", "inbound" },
   { "^inbound%-smtp%.([%w-]+)%.amazonses%.com$", "inbound-wrong-suffix" },
   { "^email%-smtp%.([%w-]+)%.amazonaws%.com$", "smtp" },
}

-- Ingress hosts of SES Mail Manager, whose names hold no region (GetIngressPoint, ARecord).
local INGRESS = { "^(%w+)%.(%w+)%.mail%-manager%-smtp%.amazonaws%.com$",
   "^(%w+)%.fips%.(%w+)%.mail%-manager%-smtp%.amazonaws%.com$" }
local POINT_LENGTH <const>, CELL_LENGTH <const> = 12, 4

local function is_ingress(host)
   for _, pattern in ipairs(INGRESS) do
      local point, cell = host:match(pattern)
      if point and #point == POINT_LENGTH and #cell == CELL_LENGTH then return true end
   end
   return false
end

--- What an SES host name is for and its region: "mail-from", "mail-from-wrong-suffix", "inbound", "inbound-wrong-suffix" or
-- "smtp", then the region's name as written (it need not be a known one); "mail-manager", without a region; nil for any
-- other host. HOST in any case, with a final dot or without.
function regions.host(host)
   local lower = canonical(host)
   if is_ingress(lower) then return "mail-manager" end
   for _, pattern in ipairs(HOSTS) do
      local region = lower:match(pattern[1])
      if region then return pattern[2], region end
   end
end

--- The region whose keys a replica uses, as ORIGIN says it ("AWS_SES_EU_WEST_1": Deterministic Easy DKIM); nil for any
-- other origin and for none. It need not be a known region.
function regions.of_origin(origin)
   local region = origin and origin:match("^AWS_SES_(.+)$")
   return region and (region:lower():gsub("_", "-")) or nil
end

--- Reads an Easy DKIM target: token, zone kind ("default", "regional", "cell" or "unknown"), region or nil. Kind "unknown" is a zone
-- under amazonses.com of no known form: not a fault by itself. Nil when TARGET is not under amazonses.com.
function regions.dkim_target(target)
   local lower = canonical(target)
   local token, zone = lower:match("^([^.]+)%.(.+)$")
   if not token or not (zone == "amazonses.com" or zone:match("%.amazonses%.com$")) then return nil end
   if zone == regions.default_dkim_domain then return token, "default" end
   local region = zone:match("^dkim%.([%w-]+)%.amazonses%.com$")
   if region then return token, "regional", region end
   local cell_region = zone:match("^%w+%.dkim%.([%w-]+)%.amazonses%.com$")
   if cell_region then return token, "cell", cell_region end
   if zone:match("^%w+%.dkim%.amazonses%.com$") then return token, "cell" end
   return token, "unknown"
end

return regions
