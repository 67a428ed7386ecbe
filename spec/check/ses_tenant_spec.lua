-- SPDX-License-Identifier: MIT
-- Tenants of an SES account and the reputation it keeps of them: files read, whose mail is refused, and by which
-- regions' files that is told.
local identities = require "sesame.cli.identities"
local saved = require "sesame.ses.saved"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"
local tenancy = require "sesame.ses.tenancy"

local ARN = "arn:aws:ses:us-east-1:111122223333:"

local function tenant(name, status)
   return ('{ "TenantName": "%s", "TenantId": "tn-%s", "TenantArn": "%stenant/%s/tn-%s", "SendingStatus": "%s" }')
      :format(name, name, ARN, name, name, status)
end

local function entity(reference, status, more)
   return ('{ "ReputationEntityReference": "%s%s", "ReputationEntityType": "RESOURCE"%s%s }'):format(ARN, reference,
      status and (', "SendingStatusAggregate": "%s"'):format(status) or "", more or "")
end

local CAUSE = ', "AwsSesManagedStatus": { "Status": "DISABLED", "Cause": "too many \\u001b[31m bounces" }'
local HIGH = ', "ReputationImpact": "HIGH"'

local function get(item) return ('{ "Tenant": %s }'):format(item) end
local function entities(...) return ('{ "ReputationEntities": [ %s ] }'):format(table.concat({ ... }, ", ")) end

local LINK = '{ "ResourceTenants": [ { "TenantName": "shop", "TenantId": "tn-shop", '
   .. '"ResourceArn": "%sidentity/%s" } ] }'
local OWN, OTHERS = LINK:format(ARN, "Acme.example"), LINK:format(ARN, "other.example")
local RESOURCES = '{ "TenantResources": [ { "ResourceType": "EMAIL_IDENTITY", "ResourceArn": "' .. ARN
   .. 'identity/acme.example" }, { "ResourceType": "CONFIGURATION_SET", "ResourceArn": "' .. ARN
   .. 'configuration-set/x" } ] }'
local OFF, ON = tenant("shop", "DISABLED"), tenant("shop", "ENABLED")

-- what it is, the files, the codes that are found (nil: all is in order), a pattern of what is said
local CASES = {
   { "a tenant in order", { get(ON) } },
   { "a disabled one, of whom is not said", { get(OFF) }, "ses-tenant-disabled-other", "the tenant shop" },
   { "a disabled one of the identity's", { get(OFF), OWN }, "ses-tenant-disabled", "sent through the tenant shop" },
   { "a disabled one with its resources", { get(OFF), RESOURCES }, "ses-tenant-disabled" },
   { "resources of one of several, which is not said", { ('{ "Tenants": [ %s, %s ] }'):format(OFF,
      tenant("b", "ENABLED")), RESOURCES }, "ses-tenant-disabled-other" },
   { "a disabled one while the identity is of another", { get(tenant("b", "DISABLED")), OWN } },
   { "what another identity is of says nothing", { get(OFF), OTHERS }, "ses-tenant-disabled-other" },
   { "a list that goes on says nothing of what is not in it", { get(tenant("b", "DISABLED")),
      (OWN:gsub("%] }$", '], "NextToken": "x" }')) }, "ses-tenant-disabled-other" },
   { "one in a list", { ('{ "Tenants": [ %s, %s ] }'):format(tenant("a", "ENABLED"), OFF), OWN },
      "ses-tenant-disabled" },
   { "one reinstated", { get(tenant("shop", "REINSTATED")) }, "ses-tenant-reinstated" },
   { "an entity that is disabled", { entities(entity("tenant/shop/tn-shop", "DISABLED", CAUSE)), OWN },
      "ses-tenant-disabled", "the tenant shop" },
   { "an entity disabled by SES, without the sum", { entities(entity("tenant/shop/tn-shop", nil, CAUSE)) },
      "ses-tenant-disabled-other" },
   { "an entity reinstated although SES disabled it",
      { entities(entity("tenant/shop/tn-shop", "REINSTATED", CAUSE)) }, "ses-tenant-reinstated" },
   { "an entity alone", { ('{ "ReputationEntity": %s }'):format(entity("tenant/shop/tn-shop", "ENABLED", HIGH)) },
      "ses-tenant-impact", "high impact" },
   { "an entity of low impact", { entities(entity("tenant/shop/tn-shop", "ENABLED", ', "ReputationImpact": "LOW"')) },
      nil },
   { "what is disabled is not warned of twice", { entities(entity("tenant/shop/tn-shop", "DISABLED", HIGH)), OWN },
      "ses-tenant-disabled" },
   { "the tenant and its entity are one", { get(ON), entities(entity("tenant/shop/tn-shop", "DISABLED", CAUSE)), OWN },
      "ses-tenant-disabled" },
   { "the identity itself", { entities(entity("identity/acme.example", "DISABLED")) }, "ses-tenant-disabled",
      "the identity acme%.example" },
   { "another identity itself", { entities(entity("identity/other.example", "DISABLED")) } },
   { "a status nobody knows", { get(tenant("shop", "SOMETHING")) } },
   { "nothing of its status", { '{ "Tenant": { "TenantName": "shop" } }' } },
   { "snake_case", { '{ "tenant": { "tenant_name": "shop", "sending_status": "DISABLED" } }' },
      "ses-tenant-disabled-other" },
}

local function told(files)
   local joined
   for _, text in ipairs(files) do joined = tenancy.joined(joined, assert(saved.parse(text)).tenancy) end
   return joined
end

local function audit(files)
   local records, ids = ses.healthy { "us-east-1" }
   ids[1].tenancy = told(files)
   return support.audit(records, { identities = ids })
end

local function found(made)
   local list, items = {}, {}
   for _, item in ipairs(made.findings) do
      if item.code:find "^ses%-tenant" then list[#list + 1], items[#items + 1] = item.code, item end
   end
   return table.concat(list, " "), items
end

local function with_files(texts, work)
   local paths = {}
   for i, text in ipairs(texts) do
      paths[i] = os.tmpname()
      local file <close> = assert(io.open(paths[i], "w"))
      file:write(text)
   end
   local list, message = work(paths)
   for _, path in ipairs(paths) do os.remove(path) end
   return list, message
end

describe("the check ses-tenant", function()
   for _, case in ipairs(CASES) do
      it("tells " .. case[1], function()
         local codes, items = found(audit(case[2]))
         assert.equal(case[3] or "ses-tenant-ok", codes)
         if case[4] then assert.matches(case[4], items[1].message) end
      end)
   end

   it("keeps the cause as data, and reports escape it", function()
      local made = audit { entities(entity("tenant/shop/tn-shop", "DISABLED", CAUSE)), OWN }
      local _, items = found(made)
      assert.same({ "too many \27[31m bounces" }, items[1].fields.causes)
      local text = require("sesame.report.audit_text").audit(made, { colour = false })
      assert.is_nil(text:find("\27", 1, true))
      assert.truthy(text:find("\\027[31m", 1, true))
   end)

   it("speaks once for a region however many there are", function()
      local many = {}
      for i = 1, 3000 do many[i] = tenant("t" .. i, "DISABLED") end
      local codes, items = found(audit { ('{ "Tenants": [ %s ] }'):format(table.concat(many, ", ")) })
      assert.equal("ses-tenant-disabled-other", codes)
      assert.is_true(#items[1].message < 2000)
   end)

   it("joins files of one region, in any order", function()
      for _, files in ipairs { { get(OFF), OWN }, { OWN, get(OFF) } } do
         local list = assert(with_files(files, function(paths)
            return identities.read { ses = { "us-east-1=" .. paths[1], "us-east-1", "us-east-1=" .. paths[2] } }
         end))
         assert.equal(1, #list)
         assert.equal(1, #list[1].tenancy.entries)
         assert.is_true(tenancy.includes(list[1].tenancy, list[1].tenancy.entries[1], "acme.example"))
      end
   end)

   it("refuses a file of another region, and one of another shape", function()
      local _, message = with_files({ get(OFF) }, function(paths)
         return identities.read { ses = { "eu-west-1=" .. paths[1] } }
      end)
      assert.matches("is of us%-east%-1, not of eu%-west%-1$", message)
      for _, text in ipairs { '{ "Tenant": 3 }', '{ "Tenants": [ {} ] }', '{ "ReputationEntities": { "a": 1 } }',
         '{ "ReputationEntity": { "ReputationEntityReference": 5 } }', '{ "ResourceTenants": "x" }',
         '{ "TenantResources": [ 1 ] }', '{ "Tenant": { "TenantName": "a\\u0000" } }' } do
         local value, fault = saved.parse(text)
         assert.is_nil(value)
         assert.matches("^not the JSON of `aws sesv2 get%-tenant`", fault)
      end
   end)
end)
