-- SPDX-License-Identifier: MIT
-- Whether Amazon SES takes mail of an identity at all, by what it says of the identity and of the domains above it: a
-- verified domain lets all names and addresses below it send. It must not judge.
local domains = require("sesame.core").domain
local owner = require "sesame.base.owner"

local refusal = {}

-- The domains whose verified identity would let IDENTITY send, as a set.
local function above(identity)
   local name, top, set = identity.domain, owner.top(identity.domain), {}
   if identity.type == "EMAIL_ADDRESS" then set[name] = true end
   while name and name ~= top and name ~= "." do
      name = domains.parent(name)
      if name then set[name] = true end
   end
   return set
end

local function is_verified(item) return item.sending == true or item.verification == "SUCCESS" end

-- What LIST, an account's identities in a region, has of NAME, or nil.
local function entry_of(list, name)
   for _, item in ipairs(list) do
      if item.name == name then return item end
   end
end

--- Why SES refuses every message of IDENTITY ({ domain, type, verified, listed, saved }): "unverified", where it says
-- so and no domain above it is verified, or "absent", where a whole list of the account's identities has neither it nor
-- one above it. Nil where SES takes mail, or where that is not known: statuses alone, and fields that are not there,
-- say nothing.
function refusal.of(identity)
   local list, parents = identity.listed or {}, above(identity)
   local whole, own = identity.listed ~= nil and not list.partial, entry_of(list, identity.domain)
   local listed = false -- whether one above it is there, verified or not
   for _, item in ipairs(list) do
      if parents[item.name] then
         if is_verified(item) then return nil end
         listed = true
      end
   end
   if next(parents) and not whole then return nil end
   if identity.verified == false then return "unverified" end
   return whole and not own and not listed and not identity.saved and "absent" or nil
end

return refusal
