-- SPDX-License-Identifier: MIT
-- A plan as an AWS CloudFormation template: one AWS::Route53::RecordSetGroup a zone. JSON has no comments: what a
-- template cannot say stands in its Metadata.
local json = require "sesame.base.json"
local route53 = require "sesame.report.fix_route53"
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local cloudformation = { summary = "AWS CloudFormation template, JSON" }

local DESCRIPTION_MAX = 1024 -- bytes of a template's description

local function record_set(set)
   local values = {}
   for i, record in ipairs(set.after) do values[i] = route53.value(record) end
   return json.object {
      { "Name", route53.name(set.name) }, { "Type", set.type }, { "TTL", ("%d"):format(set.ttl) },
      { "ResourceRecords", json.list(values) },
   }
end

-- What a template cannot do: take sets away, or take over those that exist.
local function notes_of(list)
   local remove, exist = {}, {}
   for _, set in ipairs(list) do
      local into = #set.after == 0 and remove or #set.before > 0 and exist or nil
      for _, record in ipairs(into and set.before or {}) do into[#into + 1] = words.record(set, record) end
   end
   return remove, exist
end

local function resources_of(list)
   local parameters, resources = {}, {}
   for i, entry in ipairs(sets.by_zone(list)) do
      local suffix, group = i > 1 and tostring(i) or "", {}
      for _, set in ipairs(entry.sets) do
         if #set.after > 0 then group[#group + 1] = record_set(set) end
      end
      if #group > 0 then
         local parameter = "HostedZoneId" .. suffix
         parameters[#parameters + 1] = { parameter, json.object {
            { "Type", "AWS::Route53::HostedZone::Id" }, { "Description", "Hosted zone of " .. text.escape(entry.zone) },
         } }
         resources[#resources + 1] = { "SesameRecords" .. suffix, json.object {
            { "Type", "AWS::Route53::RecordSetGroup" },
            { "Properties", json.object {
               { "HostedZoneId", json.object { { "Ref", parameter } } }, { "RecordSets", json.list(group) },
            } },
         } }
      end
   end
   return parameters, resources
end

--- PLAN as text.
function cloudformation.render(plan)
   local list = sets.of(plan)
   local parameters, resources = resources_of(list)
   if #list == 0 then
      return nil, "the plan changes no record, and a CloudFormation template without a resource is none"
   end
   if #resources == 0 then
      return nil, "the plan only takes records away, which a CloudFormation template cannot say (--format route53 can)"
   end
   local remove, exist = notes_of(list)
   local description = text.escape(table.concat(words.head(plan), " ")):sub(1, DESCRIPTION_MAX)
   local template = {
      { "AWSTemplateFormatVersion", "2010-09-09" }, { "Description", description },
      { "Metadata", json.object { { "Sesame", json.object {
         { "RemoveByHand", json.list(remove) }, { "RemoveOrImportFirst", json.list(exist) },
      } } } },
      { "Parameters", json.object(parameters) }, { "Resources", json.object(resources) },
   }
   return json.encode(json.object(template), 0) .. "\n"
end

return cloudformation
