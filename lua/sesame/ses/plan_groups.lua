-- SPDX-License-Identifier: MIT
-- The records of a plan (sesame.ses.plan, judged by plan_state) by purpose and region, and the commands that DNS cannot
-- take the place of. It must not phrase findings, nor look anything up.
local records = require "sesame.base.records"
local shell = require "sesame.base.shell"

local groups = {}

--- What is to be done with ITEM: its status, or "waits" where its value is not known yet.
function groups.state(item)
   return item.status ~= "there" and item.placeholder and "waits" or item.status
end

--- The records of MADE, those of one purpose and region (nil: of all) together, in the order of the plan: { { kind,
-- region, count, there =, add =, replace =, waits =, conflict =, unknown = lists of records }, ... }.
function groups.of(made)
   local list, by_key = {}, {}
   for _, item in ipairs(made.records) do
      local key = item.kind .. "\0" .. (item.region or "")
      local group = by_key[key]
      if not group then
         group = { kind = item.kind, region = item.region, count = 0, there = {}, add = {},
            replace = {}, waits = {}, conflict = {}, unknown = {} }
         by_key[key], list[#list + 1] = group, group
      end
      -- What conflicts or could not be learnt does so with and without a value.
      local state = (item.status == "conflict" or item.status == "unknown") and item.status or groups.state(item)
      table.insert(group[state], item)
      group.count = group.count + 1
   end
   return list
end

--- The set of ITEM, a record of a plan: { name, type, ttl, values }.
function groups.set_of(item)
   return { name = item.name, type = item.type, ttl = item.ttl,
      values = { records.value(item.name, item.type, item.value) } }
end

-- One region's commands, as far as the saved JSON does not say that they are done.
local function commands_of(made, identity, lines)
   local domain, region = made.domain, identity.region
   local words = { domain = domain, region = region, file = ("%s-%s.json"):format(domain, region) }
   local function add(command) lines[#lines + 1] = shell.command(command, words) end
   if not identity.saved and not identity.tokens then
      local parent
      for _, replica in ipairs(made.replicas) do parent = replica.region == region and replica.parent or parent end
      local attributes = parent and (" --dkim-signing-attributes DomainSigningAttributesOrigin=AWS_SES_%s")
         :format(parent:upper():gsub("-", "_")) or ""
      add("aws sesv2 create-email-identity --region {region} --email-identity {domain}" .. attributes)
   end
   for _, entry in ipairs(made.mail_from) do
      if entry.region == region and identity.saved_mail_from ~= entry.name then
         words.name = entry.name
         add("aws sesv2 put-email-identity-mail-from-attributes --region {region} --email-identity {domain} \\")
         add("   --mail-from-domain {name} --behavior-on-mx-failure USE_DEFAULT_VALUE")
      end
   end
   if not identity.saved then
      add("aws sesv2 get-email-identity --region {region} --email-identity {domain} > {file:path}")
   end
end

--- The commands for SES, as lines of a shell, that make what MADE plans.
function groups.commands(made)
   local lines = {}
   for _, identity in ipairs(made.identities) do commands_of(made, identity, lines) end
   return lines
end

return groups
