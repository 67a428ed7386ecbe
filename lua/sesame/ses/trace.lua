-- SPDX-License-Identifier: MIT
-- What Amazon SES leaves in the header of a message it sends: Feedback-ID, Message-ID, Received, X-SES-Outgoing,
-- Return-Path, each a witness of a region. As the header says: whoever wrote it may lie. It must not look anything up.
local mail = require "sesame.mail"
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"

local trace = {}

local FIRST = "us-east-1" -- its names carry no region

trace.REGIONS_MAX = 30 -- regions of one header that are told

-- The region in a name under amazonses.com: nil for other names, false where there is none of that name.
local function region_below(host)
   host = names.canonical(host)
   if host == "amazonses.com" or host == "email.amazonses.com" then return FIRST end
   local region = host:match("^([%w-]+)%.amazonses%.com$")
   if not region then return nil end
   return regions.find(region) and region or false
end

trace.region_below = region_below

--- Whether HOST is amazonses.com or below it.
function trace.is_ses(host)
   host = names.canonical(host)
   return names.below(host, "amazonses.com")
end

-- "1.REGION.BASE64:AmazonSES", newer with "::" before it.
local function of_feedback(value)
   return value:match("^:*%d+%.([%w-]+)%.[%w+/=]+:AmazonSES$")
end

local function of_message_id(value)
   local host = value:match("^<[^<>@]+@([^<>@]+)>$")
   return host and region_below(host)
end

-- "from a14-92.smtp-out.amazonses.com", or with the region before amazonses.com.
local function of_received(value)
   local host = value:match("^from%s+([%w.-]+)")
   local between = host and host:lower():match("^a%d+%-%d+%.smtp%-out%.(.*)amazonses%.com%.?$")
   if not between then return nil end
   if between == "" then return FIRST end
   local region = between:match("^([%w-]+)%.$")
   return region and regions.find(region) and region or false
end

-- Field, reader, and how much it says of the identity's region: the host that sent (Received) says nothing of it, since
-- SES may send from another region's shared addresses (Global Shared Delivery).
local READERS = {
   { "Feedback-ID", of_feedback, 1 }, { "Message-ID", of_message_id, 2 }, { "Received", of_received },
   { "Return-Path", function(value)
      local host = value:match("@([%w.-]+)>?%s*$")
      return host and region_below(host)
   end, 2 },
}

-- The address that X-SES-Outgoing names, or the one the receiver wrote beside SES's host.
local function outgoing_ip(parsed)
   for _, field in ipairs(mail.all(parsed, "X-SES-Outgoing")) do
      local ip = field.value:match("^%d%d%d%d%.%d%d%.%d%d%-([%x.:]+)$")
      if ip then return ip end
   end
   for _, field in ipairs(mail.all(parsed, "Received")) do
      if of_received(field.value) ~= nil then
         local ip = field.value:match("%[(%d+%.%d+%.%d+%.%d+)%]")
         if ip then return ip end
      end
   end
end

local function add_region(list, region)
   for _, known in ipairs(list) do
      if known == region then return end
   end
   if #list < trace.REGIONS_MAX then list[#list + 1] = region end
end

-- The one region of the strongest witnesses that name any: LISTS, by their strength.
local function strongest(lists)
   for _, list in ipairs(lists) do
      if #list > 0 then return #list == 1 and list[1] or nil end
   end
end

--- What PARSED (of sesame.mail) says of SES: { sent = whether anything says that SES sent it, witnesses = { { field,
-- value, region or nil } }, regions = those named, from the strongest witness on, region = that of the identity as far
-- as one is told (by Feedback-ID, else by Message-ID and Return-Path), ip = the sending address or nil }.
function trace.read(parsed)
   local found, lists = { sent = false, witnesses = {}, regions = {}, ip = outgoing_ip(parsed) }, { {}, {} }
   for _, reader in ipairs(READERS) do
      for _, field in ipairs(mail.all(parsed, reader[1])) do
         local region = reader[2](field.value)
         if region ~= nil then
            local known = region and regions.find(region) and region or nil
            table.insert(found.witnesses, { field = reader[1], value = field.value, region = known })
            if known then add_region(found.regions, known) end
            if known and reader[3] then add_region(lists[reader[3]], known) end
         end
      end
   end
   for _, field in ipairs(mail.all(parsed, "X-SES-Outgoing")) do
      table.insert(found.witnesses, { field = field.name, value = field.value })
   end
   found.sent, found.region = #found.witnesses > 0, strongest(lists)
   return found
end

return trace
