-- SPDX-License-Identifier: MIT
-- Selectors that nobody named, read off the names a zone file or a recording holds. Names alone: whether there is a key
-- is asked elsewhere. It must not judge.
local astray = require "sesame.base.astray"
local names = require "sesame.base.names"
local wildcard = require "sesame.facts.wildcard"

local listed = {}

listed.MAX = 200 -- selectors read off at one domain: more than any sender has, few enough to be judged one by one

-- What a name is where the domain, the zone's APEX or a label was added twice, or the zone to a name of another domain:
-- REST is what follows the first "_domainkey.".
local function is_place(rest, domain, apex)
   if rest == domain or rest == "_domainkey." .. domain or rest == domain .. "." .. domain
      or apex ~= nil and apex ~= "." and rest == domain .. "." .. apex then
      return true
   end
   for _, place in ipairs(astray.places(domain, apex)) do
      if rest == place.domain then return true end
   end
   return false
end

-- The names that FACTS list below DOMAIN, and below the place of DOMAIN where the zone's APEX was added; nil where they
-- list none.
local function names_below(facts, domain, apex)
   local below = facts.names and facts:names(domain)
   local twice = below and apex and apex ~= "." and apex ~= domain and domain .. "." .. apex
   if not twice or not names.fits(twice) then return below or nil end
   local list = table.move(below, 1, #below, 1, {})
   local more = facts:names(twice) or {}
   return table.move(more, 1, #more, #list + 1, list)
end

-- The selector of NAME, which lies at one of these places, or nil. Where the underscore or the dot was forgotten it is
-- one too.
local function selector_of(name, domain, apex)
   local selector, rest = name:match("^(.-)%._domainkey%.(.+)$")
   if selector then return is_place(rest, domain, apex) and selector or nil end
   local front = names.below(name, domain) and name:sub(1, -#domain - 2) or ""
   return front:match("^(.+)%.domainkey$") or front:match("^([^.]+)_domainkey$")
end

--- Whether FACTS list every name below which a key of DOMAIN could stand.
function listed.complete(facts, domain)
   if not facts.names then return false end
   local parent = "_domainkey." .. domain
   local _, complete = facts:names(names.fits(parent) and parent or domain)
   return complete == true
end

--- What FACTS list of DKIM below DOMAIN: { selectors = { name, ... } (at most listed.MAX), left = how many more there
-- are, star = whether a wildcard stands there, complete = whether no other name can be there }; nil where they list
-- nothing at all. APEX: that of the zone, or nil.
function listed.of(facts, domain, apex)
   local below = names_below(facts, domain, apex)
   if not below then return nil end
   local made = { selectors = {}, left = 0, star = false, complete = listed.complete(facts, domain) }
   local seen, nonce = {}, wildcard.label(facts)
   for _, entry in ipairs(below) do
      local selector = entry.type ~= "MX" and selector_of(entry.name, domain, apex) or nil
      if selector == "*" then
         made.star = true
      elseif selector and selector ~= "" and not seen[selector] and selector ~= nonce
         and not selector:find("^%*%.") and names.fits(selector) then
         seen[selector] = true
         if #made.selectors < listed.MAX then made.selectors[#made.selectors + 1] = selector
         else made.left = made.left + 1 end
      end
   end
   table.sort(made.selectors)
   return made
end

return listed
