-- SPDX-License-Identifier: MIT
-- Identities told apart: several accounts in one region, and addresses beside their domain. From what is told of them;
-- it must not look anything up nor judge.
local copy = require "sesame.base.copy"

local accounts = {}

local ADDRESS <const> = "EMAIL_ADDRESS"

local function base(path) return path:match("([^/]+)$") or path end

-- What LIST, identities of one name and region, are called: by the files they were read from, as short as tells them
-- apart.
local function names_of(list)
   local count = {}
   for _, identity in ipairs(list) do
      local short = base(identity.file or "")
      count[short] = (count[short] or 0) + 1
   end
   local names = {}
   for i, identity in ipairs(list) do
      local file = identity.file
      names[i] = file and (count[base(file)] == 1 and base(file) or file) or ("account %d"):format(i)
   end
   return names
end

--- Gives each of LIST of identities ({ region, domain, file = where it was read from, ... }) that shares its region and
-- name with another one `account_name`.
function accounts.tell_apart(list)
   local groups = {}
   for _, identity in ipairs(list) do
      local key = ("%s\0%s"):format(identity.region, identity.domain)
      groups[key] = groups[key] or {}
      table.insert(groups[key], identity)
   end
   for _, group in pairs(groups) do
      local names = names_of(group)
      for i, identity in ipairs(group) do identity.account_name = #group > 1 and names[i] or nil end
   end
end

-- The address that an identity of REGION, whose file does not name it, is of: the only one of CONTEXT.domain in the
-- lists of that region, or words that stand for it.
local function address_of(context, region)
   local found, count = {}, 0
   for _, identity in ipairs(context.identities) do
      for _, item in ipairs(identity.region == region and identity.listed or {}) do
         if item.name:match("@(.*)$") == context.domain and not found[item.name] then
            found[item.name], count = true, count + 1
         end
      end
   end
   return count == 1 and next(found) or "ADDRESS@" .. context.domain
end

--- Identities of addresses leave CONTEXT.identities for CONTEXT.overrides where the domain has an identity of its own
-- in that region: mail of the domain's other addresses is not theirs.
function accounts.part(context)
   local whole, kept = {}, {}
   for _, identity in ipairs(context.identities) do
      if identity.type ~= ADDRESS and not identity.others then whole[identity.region or ""] = true end
   end
   for _, identity in ipairs(context.identities) do
      if identity.type == ADDRESS and identity.domain == context.domain and whole[identity.region or ""] then
         local own = copy.with(identity, { address = address_of(context, identity.region) })
         context.overrides[#context.overrides + 1] = own
      else
         kept[#kept + 1] = identity
      end
   end
   context.identities = kept
end

return accounts
