-- SPDX-License-Identifier: MIT
-- Arguments that several recipes take, checked: regions, addresses, labels. Each returns the value, or nil and one line
-- that says what is wrong. It must not know any recipe.
local core = require "sesame.core"
local dkim = require "sesame.dkim"
local file = require "sesame.base.file"
local json = require "sesame.base.json"
local regions = require "sesame.ses.regions"
local shape = require "sesame.base.shape"

local arguments = {}

--- The region TEXT; NAME is the argument's.
function arguments.region(name, text)
   text = text:lower()
   local known = regions.get(text)
   if known and known.mail_from_mx then return text end
   if known then return nil, ("%s: nothing is known of the host names of %s"):format(name, text) end
   return nil, name .. ": " .. regions.fault(text)
end

--- The regions in TEXT, "us-east-1,eu-west-1", each once.
function arguments.regions(name, text)
   local list, seen = {}, {}
   for word in text:gmatch("[^,%s]+") do
      local region, message = arguments.region(name, word)
      if not region then return nil, message end
      if not seen[region] then list[#list + 1], seen[region] = region, true end
   end
   if #list == 0 then return nil, ("%s: names no region"):format(name) end
   return list
end

local JSON_MAX = 1024 * 1024 -- octets of a file read

local ENDPOINT = { fields = { Routes = { list = { fields = { Region = "text" }, need = { "Region" } } },
   Regions = { list = "text" } } }

-- Names of regions in what `aws sesv2 get-multi-region-endpoint` said: Routes = { { Region } }, or Regions.
local function endpoint_regions(path)
   local text, reason = file.read(path, JSON_MAX)
   if not text then return nil, reason end
   local value, fault = json.decode(text)
   if value == nil then return nil, ("%s: not JSON: %s"):format(path, fault) end
   local misshapen = shape.fault(value, ENDPOINT)
   if misshapen then return nil, ("%s: %s"):format(path, misshapen) end
   local list = {}
   for _, route in ipairs(shape.is_there(value.Routes) and value.Routes or {}) do list[#list + 1] = route.Region end
   if #list == 0 and shape.is_there(value.Regions) then list = value.Regions end
   if #list == 0 then return nil, path .. ": not the JSON of `aws sesv2 get-multi-region-endpoint` (no Routes)" end
   return table.concat(list, ",")
end

--- The two regions of a global endpoint: "us-east-1,eu-west-1", or the path of a file with saved
-- get-multi-region-endpoint JSON.
function arguments.endpoint(name, text)
   if text:find("[./]") then
      local found, message = endpoint_regions(text)
      if not found then return nil, ("%s: %s"):format(name, message) end
      text = found
   end
   local list, message = arguments.regions(name, text)
   if not list then return nil, message end
   if #list ~= 2 then return nil, ("%s: a global endpoint has exactly two regions"):format(name) end
   return list
end

--- One of CHOICES.
function arguments.choice(name, text, choices)
   for _, choice in ipairs(choices) do
      if choice == text then return text end
   end
   return nil, ("%s: '%s' is not one of %s"):format(name, text, table.concat(choices, ", "))
end

--- A mail address that may stand in a DMARC record as it is.
function arguments.address(name, text)
   local host = text:match("^[%w.+_-]+@([^@]+)$")
   local domain = host and core.domain.to_ascii(host)
   if not domain then return nil, ("%s: '%s' is no mail address"):format(name, text) end
   return text:match("^[^@]+@") .. domain
end

--- A label for a name below the domain.
function arguments.label(name, text)
   if #text <= 40 and text:find("^%w[%w-]*$") and not text:find("-$") then return text:lower() end
   return nil, ("%s: '%s' is no label (letters, digits, hyphens)"):format(name, text)
end

--- A DKIM selector that Amazon SES takes.
function arguments.selector(name, text)
   local fault = dkim.selector_fault(text)
   if fault then return nil, ("%s: '%s': %s"):format(name, text, fault) end
   return text
end

--- The record of the key pair whose private key is in the file PATH.
function arguments.key(name, path)
   local key <close>, message = dkim.load(path)
   if not key then return nil, ("%s: %s"):format(name, message) end
   local fault = key:ses_fault()
   if fault then return nil, ("%s: %s: %s"):format(name, path, fault) end
   return key:record()
end

--- Puts in the place of each text in ARGS that READERS (name -> one of the functions here) names what is read from it.
-- True, or nil and one line.
function arguments.read(args, readers)
   for name, read in pairs(readers) do
      if args[name] then
         local value, message = read(name, args[name])
         if not value then return nil, message end
         args[name] = value
      end
   end
   return true
end

return arguments
