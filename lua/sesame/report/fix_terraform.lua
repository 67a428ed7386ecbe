-- SPDX-License-Identifier: MIT
-- A plan as Terraform resources: aws_route53_record, or one Cloudflare record each. Terraform removes only what it
-- manages: removals are comments.
local cloudflare = require "sesame.report.fix_cloudflare"
local names = require "sesame.base.names"
local route53 = require "sesame.report.fix_route53"
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local terraform = { summary = "Terraform resources, HCL" }

--- The providers a plan can be written for; the first is the default.
terraform.providers = { "aws", "cloudflare", "cloudflare4" }

--- Provider -> its resource.
terraform.resources = { aws = "aws_route53_record", cloudflare = "cloudflare_dns_record",
   cloudflare4 = "cloudflare_record" }

--- BYTES (printable ASCII) as a quoted string of HCL in which nothing is a template. Where several signs stand before
-- "{" the doubled one could be misread: the last is then written by its code point.
function terraform.quote(bytes)
   local quoted = bytes:gsub('[\\"]', "\\%0"):gsub("([$%%]+){", function(signs)
      local last = signs:sub(-1)
      if #signs == 1 then return signs .. last .. "{" end
      return ("%s\\u%04x{"):format(signs:sub(1, -2), last:byte())
   end)
   return '"' .. quoted .. '"'
end

-- A resource name for each set or record: a letter, then letters, digits and "_"; unique.
local function namer()
   local taken = {}
   return function(set)
      local base = (set.name .. "_" .. set.type):lower():gsub("[^a-z0-9]+", "_"):gsub("^_", "")
      if not base:find("^%a") then base = "r_" .. base end
      local name, count = base, 1
      while taken[name] do
         count = count + 1
         name = base .. "_" .. count
      end
      taken[name] = true
      return name
   end
end

local function block(kind, name, members)
   local widest, lines = 0, { ('resource "%s" "%s" {'):format(kind, name) }
   for _, member in ipairs(members) do widest = math.max(widest, #member[1]) end
   for _, member in ipairs(members) do
      lines[#lines + 1] = ("  %s%s = %s"):format(member[1], (" "):rep(widest - #member[1]), member[2])
   end
   lines[#lines + 1] = "}"
   return lines
end

-- The AWS provider puts the outer quotes of a TXT itself: a value goes in without them, its inner ones stay ("first\"
-- \"second").
local function aws_value(record)
   local value = route53.value(record)
   return terraform.quote(record.strings and value:sub(2, -2) or value)
end

local function aws(set, zone_id, name_of, lines)
   local note = #set.before > 0
      and "This set exists: if your state has it, change it there; allow_overwrite takes it over."
   if note then text.append(lines, words.comment("#", { note })) end
   local values = {}
   for i, record in ipairs(set.after) do values[i] = "    " .. aws_value(record) end
   local members = {
      { "zone_id", zone_id }, { "name", terraform.quote(names.bare(route53.name(set.name))) },
      { "type", terraform.quote(set.type) },
      { "ttl", ("%d"):format(set.ttl) },
   }
   if note then members[#members + 1] = { "allow_overwrite", "true" } end
   members[#members + 1] = { "records", "[\n" .. table.concat(values, ",\n") .. "\n  ]" }
   text.append(lines, block(terraform.resources.aws, name_of(set), members))
end

local function cloudflare_records(set, zone_id, name_of, lines, provider)
   text.append(lines, words.listed("#", "Remove this record, in your configuration or by hand:", set, set.gone))
   text.append(lines, words.listed("#", "This record stays as it is:", set, set.kept))
   for _, record in ipairs(set.added) do
      local members = {
         { "zone_id", zone_id }, { "name", terraform.quote(text.escape(set.name)) },
         { "type", terraform.quote(set.type) },
         { "content", terraform.quote(cloudflare.content(record)) }, { "ttl", ("%d"):format(cloudflare.ttl(set.ttl)) },
      }
      if record.preference then members[#members + 1] = { "priority", ("%d"):format(record.preference) } end
      members[#members + 1] = { "proxied", "false" }
      text.append(lines, block(terraform.resources[provider], name_of(set), members))
   end
end

local function zone_of(entry, index, options, lines)
   if options.zone_id and index == 1 then return terraform.quote(text.escape(options.zone_id)) end
   local name = index == 1 and "zone_id" or "zone_id_" .. index
   text.append(lines, {
      "", ('variable "%s" {'):format(name), "  type        = string",
      "  description = " .. terraform.quote("Id of the zone " .. text.escape(entry.zone)), "}",
   })
   return "var." .. name
end

--- PLAN as text. OPTIONS: provider (of terraform.providers), zone_id (of the plan's first zone; default: a variable).
function terraform.render(plan, options)
   options = options or {}
   local provider = options.provider or terraform.providers[1]
   if not terraform.resources[provider] then
      return nil, ("'%s' is no provider known here (%s)"):format(provider, table.concat(terraform.providers, ", "))
   end
   local lines, name_of = words.comment("#", words.head(plan)), namer()
   for i, entry in ipairs(sets.by_zone(sets.of(plan))) do
      local zone_id = zone_of(entry, i, options, lines)
      for _, set in ipairs(entry.sets) do
         lines[#lines + 1] = ""
         text.append(lines, words.comment("#", words.why(set)))
         if provider ~= "aws" then cloudflare_records(set, zone_id, name_of, lines, provider)
         elseif #set.after > 0 then aws(set, zone_id, name_of, lines)
         else text.append(lines, words.listed("#", "Remove this set, in your configuration or by hand:", set,
            set.before)) end
      end
   end
   return table.concat(lines, "\n") .. "\n"
end

return terraform
