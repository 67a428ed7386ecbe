-- SPDX-License-Identifier: MIT
-- What saved JSON says of the tenants of an SES account in one region, of the entities whose reputation SES keeps, and
-- of which identities a tenant sends as (get-tenant, list-tenants, get-reputation-entity, list-reputation-entities,
-- list-resource-tenants, list-tenant-resources). It must not look anything up nor judge.
local fields = require "sesame.ses.fields"
local shape = require "sesame.base.shape"

local tenancy = {}

tenancy.LISTED_MAX = 20000 -- entries read of one list; a region holds 10,000 tenants
tenancy.CAUSES_MAX = 3     -- causes of one that are kept

local text_of, table_of = fields.text, fields.table

local NAME = { "text", most = 1024 }
local CAUSE = { "text", most = 8192, raw = true } -- prose of people's
local STATUS = { fields = { Status = NAME, Cause = CAUSE } }
local TENANT = { fields = { TenantName = NAME, TenantId = NAME, TenantArn = NAME, SendingStatus = NAME },
   need = { "TenantName" } }
local ENTITY = { fields = { ReputationEntityReference = NAME, ReputationEntityType = NAME,
   SendingStatusAggregate = NAME, ReputationImpact = NAME, CustomerManagedStatus = STATUS,
   AwsSesManagedStatus = STATUS }, need = { "ReputationEntityReference" } }

local SHAPE = { fields = {
   Tenant = TENANT, Tenants = { list = TENANT }, ReputationEntity = ENTITY, ReputationEntities = { list = ENTITY },
   ResourceTenants = { list = { fields = { TenantName = NAME, TenantId = NAME, ResourceArn = NAME },
      need = { "TenantName" } } },
   TenantResources = { list = { fields = { ResourceType = NAME, ResourceArn = NAME }, need = { "ResourceArn" } } },
} }

-- The region, kind ("tenant", "identity") and name that ARN, "arn:aws:ses:REGION:ACCOUNT:KIND/NAME", tells; nil each.
local function arn_parts(arn)
   local region, rest = (arn or ""):match "^arn:[%w-]+:ses:([%w-]+):[^:]*:(.+)$"
   if not rest then return nil end
   local kind, name = rest:match "^([%l-]+)/(.+)$"
   if kind == "tenant" then name = name:match "^[^/]+" end
   return region, kind, name
end

local function of_tenant(item)
   local region = arn_parts(text_of(item.TenantArn))
   return { kind = "tenant", name = text_of(item.TenantName), region = region, status = text_of(item.SendingStatus),
      causes = {} }
end

local function of_entity(item)
   local reference = text_of(item.ReputationEntityReference)
   local region, kind, name = arn_parts(reference)
   local entry = { kind = kind or "entity", name = name or reference, region = region,
      status = text_of(item.SendingStatusAggregate), impact = text_of(item.ReputationImpact), causes = {} }
   for _, key in ipairs { "AwsSesManagedStatus", "CustomerManagedStatus" } do
      local managed = table_of(item[key])
      local off = text_of(managed.Status) == "DISABLED"
      if off and not entry.status then entry.status = "DISABLED" end
      local cause = text_of(managed.Cause)
      if cause and cause:find "%S" and text_of(managed.Status) ~= "ENABLED" then
         entry.causes[#entry.causes + 1] = cause
      end
   end
   return entry
end

local GRAVITY = { DISABLED = 3, REINSTATED = 2, ENABLED = 1 }

local function is_graver(a, b) return (GRAVITY[a or ""] or 0) > (GRAVITY[b or ""] or 0) end

local function has(list, value)
   for _, item in ipairs(list) do
      if item == value then return true end
   end
   return false
end

-- The keys of entries: one name is one sender.
local function key_of(entry) return entry.kind .. " " .. (entry.name or "") end

-- ENTRY joins LIST, BY its key.
local function add(list, by, entry)
   local known = by[key_of(entry)]
   if not known then
      list[#list + 1], by[key_of(entry)] = entry, entry
      return
   end
   if is_graver(entry.status, known.status) then known.status = entry.status end
   if known.impact ~= "HIGH" then known.impact = entry.impact or known.impact end
   known.region = known.region or entry.region
   for _, cause in ipairs(entry.causes) do
      if #known.causes < tenancy.CAUSES_MAX and not has(known.causes, cause) then
         table.insert(known.causes, cause)
      end
   end
end

local function copied(entry)
   return { kind = entry.kind, name = entry.name, region = entry.region, status = entry.status, impact = entry.impact,
      causes = table.move(entry.causes, 1, #entry.causes, 1, {}) }
end

local function new() return { entries = {}, links = {}, resources = nil, partial = false } end

local function each(value, single, several, use)
   if shape.is_there(value[single]) then use(value[single]) end
   for i, item in ipairs(table_of(value[several])) do
      if i > tenancy.LISTED_MAX then return true end
      use(item)
   end
end

local KEYS = { "Tenant", "Tenants", "ReputationEntity", "ReputationEntities", "ResourceTenants", "TenantResources" }

--- The fields of a decoded reply about tenants: { entries = { { kind = "tenant|identity|entity|...", name, region (of
-- its ARN), status = "ENABLED|REINSTATED|DISABLED", impact = "LOW|HIGH", causes = texts }, ... }, links = { { tenant,
-- identity } }, resources = identities of a tenant that is not named, region = that of the first with an ARN, partial =
-- there are more }, each nil where nothing is said. Nil where VALUE is no such reply, nil and a message where it is one
-- of another shape.
function tenancy.read(value)
   local any = false
   for _, key in ipairs(KEYS) do any = any or shape.is_there(value[key]) end
   if not any then return nil end
   local fault = shape.fault(value, SHAPE)
   if fault then return nil, "not the JSON of `aws sesv2 get-tenant` or `list-reputation-entities`: " .. fault end
   local found, by = new(), {}
   local more = each(value, "Tenant", "Tenants", function(item) add(found.entries, by, of_tenant(item)) end)
   more = each(value, "ReputationEntity", "ReputationEntities", function(item)
      add(found.entries, by, of_entity(item))
   end) or more
   more = each(value, "", "ResourceTenants", function(item)
      local _, kind, name = arn_parts(text_of(item.ResourceArn))
      if kind == "identity" then
         table.insert(found.links, { tenant = text_of(item.TenantName), identity = name:lower() })
      end
   end) or more
   if shape.is_there(value.TenantResources) then
      found.resources = {}
      more = each(value, "", "TenantResources", function(item)
         local _, kind, name = arn_parts(text_of(item.ResourceArn))
         if kind == "identity" then table.insert(found.resources, name:lower()) end
      end) or more
   end
   found.partial = more == true or shape.is_there(value.NextToken)
   for _, entry in ipairs(found.entries) do found.region = found.region or entry.region end
   return found
end

--- What A and B (of tenancy.read, or nil) say together, as a new table.
function tenancy.joined(a, b)
   if not a or not b or a == b then return a or b end
   local made, by, linked = new(), {}, {}
   for _, one in ipairs { a, b } do
      for _, entry in ipairs(one.entries) do add(made.entries, by, copied(entry)) end
      for _, link in ipairs(one.links) do
         local key = link.tenant .. "\0" .. link.identity
         if not linked[key] then linked[key], made.links[#made.links + 1] = true, link end
      end
      made.resources = made.resources or one.resources
      made.partial, made.region = made.partial or one.partial, made.region or one.region
   end
   return made
end

-- Whether the tenant ENTRY is the only one that TOLD speaks of.
local function is_only(told, entry)
   for _, other in ipairs(told.entries) do
      if other ~= entry and other.kind == "tenant" then return false end
   end
   return entry.kind == "tenant"
end

--- Whether mail of IDENTITY (a domain or address) may be sent through ENTRY, as TOLD says: true, false, or nil where it
-- does not say.
function tenancy.includes(told, entry, identity)
   if entry.kind == "identity" then return entry.name:lower() == identity end
   local speaks = false
   for _, link in ipairs(told.links) do
      if link.identity == identity then
         if link.tenant == entry.name then return true end
         speaks = true
      end
   end
   if speaks and not told.partial then return false end
   if told.resources and is_only(told, entry) then
      if has(told.resources, identity) then return true end
      if not told.partial then return false end
   end
   return nil
end

return tenancy
