-- SPDX-License-Identifier: MIT
-- Where DNS panels and copied examples put a record that was meant for a name below a domain: the names people take for
-- the domain by mistake. Text alone; it must not ask, nor judge what stands there.
local domains = require("sesame.core").domain
local names = require "sesame.base.names"

local astray = {}

--- Questions asked beyond the usual mistakes for one identity, all in all: for the records of its DKIM and for those of
-- its MAIL FROM name. Each is one more question to strangers' servers about a record that is missing.
astray.QUESTIONS_MAX = 12
astray.DKIM_MAX, astray.MAIL_FROM_MAX = 8, 4

-- Domains that examples are written with, and copied with them.
local EXAMPLES <const> = { "example.com", "yourdomain.com" }

local KEYS <const> = "_domainkey"

-- The labels of DOMAIN from the first down to the first of APEX, and beyond those up to the last but one as well where
-- panels show names relative to a parent: { { head = what stands before, label, tail = what follows }, ... }.
local function inner(domain, apex)
   local list, head, rest = {}, "", domain
   while true do
      local label, tail = rest:match("^([^.]+)%.(.+)$")
      if not label then return list end
      list[#list + 1] = { head = head, label = label, whole = rest }
      if rest == apex then return list end
      head, rest = head .. label .. ".", tail
   end
end

local function add(list, domain, own, more)
   if domain == own or not names.fits(domain) then return end
   for _, place in ipairs(list) do
      if place.domain == domain then return end
   end
   list[#list + 1] = { domain = domain, status = more.status, label = more.label, other = more.other }
end

local function doubled(list, domain, part)
   local place = ("%s%s.%s"):format(part.head, part.label, part.whole)
   add(list, place, domain, { status = "label-doubled", label = part.label })
end

--- What stands in the place of DOMAIN at the end of names that were mistaken, likeliest first: { { domain, status =
-- "label-doubled" (label: the one that is there twice, or the two that are) or "other-domain" (other: the domain that
-- the name was written with, before the zone was appended) }, ... }. A label is doubled where a panel shows names
-- relative to a parent of its zone; nothing outside the zone at APEX (default: at DOMAIN) is listed. The domain as a
-- whole, doubled, and the names above it are no matter of this list.
function astray.places(domain, apex)
   if not apex or apex == "." or not names.below(domain, apex) then apex = domain end
   local list, parts = {}, inner(domain, apex)
   if not parts[1] then return list end
   doubled(list, domain, parts[1])
   doubled(list, domain, parts[#parts])
   add(list, ("%s.%s"):format(EXAMPLES[1], apex), domain, { status = "other-domain", other = EXAMPLES[1] })
   for i = 2, #parts - 1 do doubled(list, domain, parts[i]) end
   local two, rest = domain:match("^([^.]+%.[^.]+)%.(.+)$")
   if two and apex == domain and rest ~= "" then
      add(list, two .. "." .. domain, domain, { status = "label-doubled", label = two })
   end
   add(list, ("%s.%s"):format(EXAMPLES[2], apex), domain, { status = "other-domain", other = EXAMPLES[2] })
   return list
end

--- The same for names of keys, "<selector>._domainkey.<domain>": { { parent = what follows the selector, status, label,
-- other }, ... }; "_domainkey" may stand twice too.
function astray.keys(domain, apex)
   local list = {}
   for _, place in ipairs(astray.places(domain, apex)) do
      list[#list + 1] = { parent = KEYS .. "." .. place.domain, status = place.status, label = place.label,
         other = place.other }
   end
   table.insert(list, math.min(3, #list + 1), { parent = ("%s.%s.%s"):format(KEYS, KEYS, domain),
      status = "label-doubled", label = KEYS })
   return list
end

--- What the record of NAME is listed as, that lies below DOMAIN and begins with LEFT: { status, other } of a name that
-- was written with another domain, or nil.
function astray.other(name, left, domain)
   if name:sub(1, #left + 1) ~= left .. "." or not names.below(name, domain) then return nil end
   local written = name:sub(#left + 2, -#domain - 2)
   if written == "" or not domains.registrable(written) then return nil end
   return { status = "other-domain", other = written }
end

--- What to enter for NAME in a panel of the zone at APEX that appends that: the part before it, or the whole name with
-- a final dot where the apex is not known.
function astray.enter(name, apex)
   if apex and apex ~= "." and name ~= apex and names.below(name, apex) then return name:sub(1, -#apex - 2) end
   return name .. "."
end

return astray
