-- SPDX-License-Identifier: MIT
-- Identities of Amazon SES from the command line: --ses, --tokens, --requested and --mail-from REGION=NAME. Argument handling only.
local input = require "sesame.cli.input"
local regions = require "sesame.ses.regions"
local saved_identity = require "sesame.ses.identity"

local identities = {}

--- NAMES, the values of OPTION, as domains (in place); nil and a message for what is none.
function identities.names(names, option)
   for i, name in ipairs(names or {}) do
      local domain, reason = input.domain(name)
      if not domain then return nil, ("%s: '%s': %s"):format(option, name, reason or "no name") end
      names[i] = domain
   end
   return names or {}
end

local function region_of(text, option)
   if regions.get(text) then return text end
   return nil, ("%s: '%s' is no region of SES (such as us-east-1)"):format(option, text)
end

-- The identity of one --ses REGION[=FILE].
local function identity_of(text)
   local region, path = text:match("^([^=]+)=(.+)$")
   local name, message = region_of(region or text, "--ses")
   if not name then return nil, message end
   if not path then return { region = name } end
   local identity
   identity, message = saved_identity.load(path)
   if not identity then return nil, "--ses: " .. message end
   identity.region = name
   return identity
end

local function add_tokens(list, text)
   if not text then return true end
   if #list ~= 1 then return nil, "--tokens goes with exactly one --ses REGION (more: give each a file)" end
   local words = {}
   for token in text:gmatch("[^,%s]+") do words[#words + 1] = token end
   local tokens, message = saved_identity.check_tokens(words)
   if not tokens then return nil, "--tokens: " .. message end
   if #tokens == 0 then return nil, "--tokens: names no token" end
   list[1].tokens = tokens
   return true
end

-- "REGION=NAME" belongs to the identity of that region; a plain name stands alone.
local function add_mail_from(list, texts)
   local plain = {}
   for _, text in ipairs(texts or {}) do
      local region, name = text:match("^([^=]+)=(.+)$")
      if not region then
         plain[#plain + 1] = text
      else
         local known, message = region_of(region, "--mail-from")
         if not known then return nil, message end
         local names
         names, message = identities.names({ name }, "--mail-from")
         if not names then return nil, message end
         local target
         for _, identity in ipairs(list) do target = identity.region == region and identity or target end
         if not target then
            target = { region = region }
            list[#list + 1] = target
         end
         target.mail_from = names[1]
      end
   end
   return plain
end

--- The identities of --ses, --tokens and --mail-from REGION=NAME in GIVEN, and the plain MAIL FROM names; or nil and a message.
function identities.read(given)
   local list = {}
   for _, text in ipairs(given.ses or {}) do
      local identity, message = identity_of(text)
      if not identity then return nil, message end
      list[#list + 1] = identity
   end
   local ok, message = add_tokens(list, given.tokens)
   if not ok then return nil, message end
   local plain
   plain, message = add_mail_from(list, given["mail-from"])
   if not plain then return nil, message end
   plain, message = identities.names(plain, "--mail-from")
   if not plain then return nil, message end
   return list, plain
end

return identities
