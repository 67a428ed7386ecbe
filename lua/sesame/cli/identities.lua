-- SPDX-License-Identifier: MIT
-- SES identities as the command line gives them: --ses, --tokens, --mail-from. It must not know what an audit makes of
-- them.
local copy = require "sesame.base.copy"
local input = require "sesame.cli.input"
local regions = require "sesame.ses.regions"
local saved = require "sesame.ses.saved"
local saved_identity = require "sesame.ses.identity"
local time = require "sesame.base.time"

local identities = {}

--- NAMES as A-labels in place, or nil and a message that names OPTION.
function identities.names(names, option)
   for i, name in ipairs(names or {}) do
      local domain, reason = input.domain(name)
      if not domain then return nil, ("%s: '%s': %s"):format(option, name, reason or "no name") end
      names[i] = domain
   end
   return names or {}
end

--- The region TEXT, or nil and a message with the nearest names; WHERE, if any, stands before it.
function identities.region(text, where)
   local fault = regions.fault(text)
   if not fault then return text end
   return nil, (where and where .. ": " or "") .. fault
end

local function of_region(list, region)
   for _, identity in ipairs(list) do
      if identity.region == region then return identity end
   end
end

-- What is true of the account in a region joins every identity there.
local function share(list, region, found)
   local any = false
   for _, identity in ipairs(list) do
      if identity.region == region then
         identity.account, identity.listed, any = identity.account or found.account, identity.listed or found.listed,
            true
         if found.tenancy then
            identity.tenancy = require("sesame.ses.tenancy").joined(identity.tenancy, found.tenancy)
         end
      end
   end
   if any then return end
   list[#list + 1] = { region = region, account = found.account, listed = found.listed, tenancy = found.tenancy }
end

-- What PATH says of an identity or account in region NAME, which may be newer than the table then.
local function load(name, path)
   local known, message = identities.region(name, "--ses")
   if not known and not regions.is_formed(name) then return nil, message end
   local found, fault = saved.load(path)
   if not found then return nil, known and "--ses: " .. fault or message end
   local other = found.tenancy and found.tenancy.region or name
   if other ~= name then return nil, ("--ses: %s: is of %s, not of %s"):format(path, other, name) end
   fault = regions.fault(name, found)
   if fault then return nil, "--ses: " .. fault end
   return copy.with(found, { region = name, file = path })
end

-- One --ses REGION[=FILE] joins LIST.
local function add(list, text)
   local name, path = text:match("^([^=]+)=(.+)$")
   if not path then
      local known, message = identities.region(text, "--ses")
      if not known then return nil, message end
      if not of_region(list, text) then list[#list + 1] = { region = text } end
      return true
   end
   local found, message = load(name, path)
   if not found then return nil, message end
   if found.account or found.listed or found.tenancy then
      share(list, name, found)
      return true
   end
   for _, other in ipairs(list) do
      if other.region == name and saved.joins(other, found) then
         saved.join(other, found)
         return true
      end
   end
   list[#list + 1] = found
   return true
end

local function add_tokens(list, text)
   if not text then return true end
   if #list ~= 1 then return nil, "--tokens goes with exactly one --ses REGION (more: give each a file)" end
   local words = {}
   for token in text:gmatch("[^,%s]+") do words[#words + 1] = token end
   local tokens, message = saved_identity.check_easy(words)
   if not tokens then return nil, "--tokens: " .. message end
   if #tokens == 0 then return nil, "--tokens: names no token" end
   list[1].tokens = tokens
   return true
end

local CLOCKS_APART = 24 * 3600 -- seconds: a time without a zone may have been meant as local

local function add_requested(list, text)
   if not text then return true end
   if #list == 0 then return nil, "--requested goes with --ses REGION" end
   local seconds, message = time.parse(text)
   if not seconds then return nil, "--requested: " .. message end
   if seconds > os.time() + CLOCKS_APART then
      return nil, ("--requested: '%s' is yet to come; when was Easy DKIM asked for?"):format(text)
   end
   for _, identity in ipairs(list) do identity.requested = seconds end
   return true
end

-- "REGION=NAME" belongs to the identity of that region; a plain name stands alone.
local function add_mail_from(list, texts)
   local plain = {}
   for _, text in ipairs(texts or {}) do
      local region, name = text:match("^([^=]+)=(.+)$")
      if not region and text:find("=", 1, true) then
         return nil, ("--mail-from: '%s' is not REGION=NAME"):format(text)
      elseif not region then
         plain[#plain + 1] = text
      else
         local target = of_region(list, region)
         local known, message = target ~= nil, nil
         if not known then known, message = identities.region(region, "--mail-from") end
         if not known then return nil, message end
         local names
         names, message = identities.names({ name }, "--mail-from")
         if not names then return nil, message end
         if not target then
            target = { region = region }
            list[#list + 1] = target
         end
         target.mail_from = names[1]
      end
   end
   return plain
end

--- The identities of GIVEN's --ses, --tokens, --requested and --mail-from REGION=NAME, and the plain MAIL FROM names;
-- or nil and a message. A --ses may be repeated for one region: what its file says of the account joins the identities
-- there.
function identities.read(given)
   local list, accounts = {}, {}
   for _, text in ipairs(given.ses or {}) do
      local ok, message = add(list, text)
      if not ok then return nil, message end
   end
   for _, identity in ipairs(list) do
      if identity.account or identity.listed or identity.tenancy then accounts[#accounts + 1] = identity end
   end
   for _, identity in ipairs(accounts) do share(list, identity.region, identity) end
   local ok, message = add_tokens(list, given.tokens)
   if not ok then return nil, message end
   ok, message = add_requested(list, given.requested)
   if not ok then return nil, message end
   local plain
   plain, message = add_mail_from(list, given["mail-from"])
   if not plain then return nil, message end
   plain, message = identities.names(plain, "--mail-from")
   if not plain then return nil, message end
   return list, plain
end

return identities
