-- SPDX-License-Identifier: MIT
-- What is given of a domain before anything is asked: selectors, MAIL FROM names, identities of SES and whose settings
-- go before whose. It must not ask anybody nor judge.
local accounts = require "sesame.ses.accounts"
local canonical = require("sesame.base.names").canonical
local expect = require "sesame.expect"
local saved = require "sesame.ses.saved"

local context = {}

local function list_of(list)
   return table.move(list or {}, 1, #(list or {}), 1, {})
end

-- Whom the MAIL FROM name of an identity serves joins the list; so does that of an address beside its domain.
local function add_mail_from(given)
   local function serve(identity)
      local name = identity.mail_from and canonical(identity.mail_from)
      if not name then return end
      local served = given.mail_from_identities[name]
      if not served then
         served = {}
         given.mail_from_identities[name] = served
         local known = false
         for _, other in ipairs(given.mail_from) do known = known or other == name end
         if not known then table.insert(given.mail_from, name) end
      end
      table.insert(served, identity)
   end
   for _, identity in ipairs(given.identities) do serve(identity) end
   for _, other in ipairs(given.overrides) do
      if other.address and other.region and other.domain == given.domain then serve(other) end
   end
end

local function add_identities(given, list)
   for _, told in ipairs(list or {}) do
      local identity = { domain = given.domain }
      for key, value in pairs(saved.of(told, given.domain)) do identity[key] = value end
      table.insert(given.identities, identity)
   end
end

-- The selector of an identity that signs with its owner's key (BYODKIM) joins the list.
local function add_own_keys(given)
   for _, identity in ipairs(given.identities) do
      local selector = identity.selector or identity.origin == "EXTERNAL" and identity.tokens and identity.tokens[1]
      local known = not selector or identity.inherited
      for _, other in ipairs(given.selectors) do known = known or other:lower() == selector:lower() end
      if not known then table.insert(given.selectors, selector) end
   end
end

-- What follows from all identities of GIVEN together.
local function settle_identities(given)
   accounts.part(given)
   accounts.tell_apart(given.identities)
   add_mail_from(given)
   add_own_keys(given)
end

-- Whether DOMAIN is one for which selectors are guessed: GUESS is true, or a set of them.
local function is_named(guess, domain)
   return guess == true or type(guess) == "table" and guess[domain] == true
end

--- What models need: DOMAIN (A-labels, lower case), FACTS, and from OPTIONS selectors, probes (selectors of services to
-- ask for), guess (true, or a set of domains: whether selectors that the records suggest and the commonest are asked
-- for too), common (whether the commonest are), mail_from, identities ({ region, tokens, hosted_zone, mail_from, ... }
-- as sesame.ses.identity reads them), expect.
function context.of(domain, facts, options)
   local given = {
      domain = domain, facts = facts, selectors = list_of(options.selectors), probes = list_of(options.probes),
      mail_from = list_of(options.mail_from), identities = {}, overrides = {}, mail_from_identities = {},
      guess = is_named(options.guess, domain), common = options.common == true,
   }
   add_identities(given, options.identities)
   if options.expect then
      local ok, message = expect.names(options.expect, domain, given)
      if not ok then error(message, 0) end
   end
   settle_identities(given)
   return given
end

--- Adds KNOWN { selectors, probes, mail_from, identities } to GIVEN; then keeps only the identities for which
-- KEEP(identity) is true, when given, without the MAIL FROM names that only the others had.
function context.extend(given, known, keep)
   for _, name in ipairs { "selectors", "probes", "mail_from" } do
      for _, value in ipairs(known[name] or {}) do
         local there = false
         for _, other in ipairs(given[name]) do there = there or other == value end
         if not there then table.insert(given[name], value) end
      end
   end
   add_identities(given, known.identities)
   if keep then
      local kept, overrides = {}, {}
      for _, identity in ipairs(given.identities) do
         if keep(identity) then kept[#kept + 1] = identity end
      end
      for _, other in ipairs(given.overrides) do
         if not other.region or keep(other) then overrides[#overrides + 1] = other end
      end
      for i = #given.mail_from, 1, -1 do
         if given.mail_from_identities[given.mail_from[i]] then table.remove(given.mail_from, i) end
      end
      given.identities, given.overrides = kept, overrides
   end
   given.mail_from_identities = {}
   settle_identities(given)
end

return context
