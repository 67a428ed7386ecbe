-- SPDX-License-Identifier: MIT
-- Rows of DNS records as the console of SES shows and exports them: a CSV file, a table copied into a text. It must not
-- look anything up.
local core = require "sesame.core"
local regions = require "sesame.ses.regions"

local rows = {}

rows.MAX = 200 -- lines read; the console gives six

-- The fields of LINE: between commas, tabs, semicolons or spaces, without quotation marks and final dots.
local function fields_of(line)
   local list = {}
   for field in line:gmatch "[^%s,;\"]+" do list[#list + 1] = field:gsub("%.$", ""):lower() end
   return list
end

-- Adds the Easy DKIM record in FIELDS (any order, other fields between) to FOUND; whether there was one.
local function take_dkim(found, list)
   for i, name in ipairs(list) do
      local token, below = name:match "^([%w-]+)%._domainkey(.*)$"
      if token then
         for k = i + 1, #list do
            if regions.dkim_target(list[k]) == token then
               found.tokens[#found.tokens + 1] = token
               found.zones[list[k]:sub(#token + 2)], found.names[below:sub(2)] = true, true
               return true
            end
         end
      end
   end
   return false
end

-- Adds the MX of a custom MAIL FROM name in FIELDS to FOUND; whether there was one.
local function take_mail_from(found, list)
   local name = list[1] == "mx" and list[2] or list[1]
   for i = 2, #list do
      if regions.host(list[i]) == "mail-from" and name ~= list[i] and core.domain.to_ascii(name) then
         found.mail_from = name
         return true
      end
   end
   return false
end

local function only(set)
   local first = next(set)
   return first ~= nil and next(set, first) == nil and first or nil
end

--- What the rows in TEXT say: { tokens, hosted_zone, mail_from, name = the identity, each nil where the rows are silent
-- or do not agree }; nil where there is no record of SES among them.
function rows.read(text)
   local found, count, any = { tokens = {}, zones = {}, names = {} }, 0, false
   for line in text:gmatch "[^\r\n]+" do
      count = count + 1
      if count > rows.MAX then break end
      local list = fields_of(line)
      any = take_dkim(found, list) or take_mail_from(found, list) or any
   end
   if not any then return nil end
   local name = only(found.names)
   return { tokens = #found.tokens > 0 and found.tokens or nil, hosted_zone = only(found.zones),
      mail_from = found.mail_from, name = name ~= "" and name or nil }
end

return rows
