-- SPDX-License-Identifier: MIT
-- Which SES identities of an expectations file speak for a domain: its own, else those of the nearest name above (SES
-- lets a domain's identity send for all names below it), and which override them. It reads the saved JSON they name; it
-- must not ask nor judge.
local expect = require "sesame.expect"
local freemail = require "sesame.mail.freemail"
local names = require "sesame.base.names"
local saved = require "sesame.ses.saved"
local time = require "sesame.base.time"

local identities = {}

-- What the files that ENTRY names hold; its own fields win.
local function complete(expected, entry, name)
   local identity = {}
   for _, field in ipairs { "region", "tokens", "selector", "hosted_zone", "origin", "mail_from" } do
      identity[field] = entry[field]
   end
   identity.requested, identity.file = entry.requested and time.parse(entry.requested), entry.file
   for _, field in ipairs { "file", "account", "list", "tenants" } do
      if entry[field] then
         local found, message = saved.load(expect.beside(expected.path, entry[field]))
         if not found then return nil, message end
         for key, value in pairs(saved.of(found, name)) do
            if identity[key] == nil then identity[key] = value end
         end
      end
   end
   return identity
end

-- Identities of the domains at or above DOMAIN, by region: the nearest ones.
local function nearest(expected, domain)
   local best, order = {}, {}
   for _, entry in ipairs(expected.identities) do
      local owner = entry.domain and names.canonical(entry.domain)
      if owner and owner ~= "" and names.below(domain, owner) then -- nobody is the root
         local region = entry.region or ""
         if not best[region] then
            best[region], order[#order + 1] = { owner = owner }, region
         elseif #owner > #best[region].owner then
            best[region] = { owner = owner }
         end
         if owner == best[region].owner then table.insert(best[region], entry) end
      end
   end
   return best, order
end

-- What each field of an identity may name: words, and whether FOUND (of sesame.ses.saved) is that.
local KINDS = {
   file = { "an identity (get-email-identity, or tokens)", function(found)
      return not found.account and not found.listed and not found.tenancy
   end },
   account = { "an account (get-account)", function(found) return found.account ~= nil end },
   list = { "a list of identities (list-email-identities)", function(found) return found.listed ~= nil end },
   tenants = { "tenants (get-tenant, list-tenants, list-reputation-entities)", function(found)
      return found.tenancy ~= nil
   end },
}

--- Whether every file that EXPECTED's identities name can be read and is what its field says. True, or nil and one
-- line.
function identities.check_files(expected)
   for _, entry in ipairs(expected.identities) do
      for _, field in ipairs { "file", "account", "list", "tenants" } do
         local found, message = true, nil
         if entry[field] then found, message = saved.load(expect.beside(expected.path, entry[field])) end
         if not found then
            return nil, ("%s: '%s' of %s: %s"):format(expected.path, field, entry.domain or entry.address, message)
         end
         if entry[field] and not KINDS[field][2](found) then
            return nil, ("%s: '%s' of %s: %s is not the JSON of %s"):format(expected.path, field, entry.domain
               or entry.address,
               entry[field], KINDS[field][1])
         end
         local region = entry[field] and found.tenancy and found.tenancy.region
         if region and entry.region and region ~= entry.region then
            return nil, ("%s: 'tenants' of %s: %s is of %s, not of %s"):format(expected.path, entry.domain
               or entry.address, entry.tenants, region, entry.region)
         end
      end
   end
   return true
end

--- { identities, overrides } of DOMAIN (A-labels) out of EXPECTED. An identity has domain (DOMAIN, or a name above it:
-- then inherited is true), region and the fields of sesame.ses.identity. An override is an identity of an address at
-- or below DOMAIN ({ address, domain, region, ... }), or of a name below it; one of an address at a mailbox provider
-- is foreign. Nil and a message for a file that cannot be read.
function identities.of(expected, domain)
   local found = { identities = {}, overrides = {} }
   local best, order = nearest(expected, domain)
   for _, region in ipairs(order) do
      for _, entry in ipairs(best[region]) do
         local owner = best[region].owner
         local identity, message = complete(expected, entry, owner)
         if not identity then return nil, message end
         identity.domain, identity.inherited = owner, owner ~= domain or nil
         table.insert(found.identities, identity)
      end
   end
   for _, entry in ipairs(expected.identities) do
      local owner = names.canonical(entry.address and entry.address:match("@(.*)$") or entry.domain or "")
      local foreign = entry.address ~= nil and freemail.has(owner)
      if foreign or (entry.address or owner ~= domain) and names.below(owner, domain) then
         local override, message = complete(expected, entry, entry.address or owner)
         if not override then return nil, message end
         override.domain, override.address = owner, entry.address and entry.address:lower()
         override.foreign = foreign or nil
         table.insert(found.overrides, override)
      end
   end
   return found
end

return identities
