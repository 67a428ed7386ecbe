-- SPDX-License-Identifier: MIT
-- A plan as a change batch of Amazon Route 53 (ChangeResourceRecordSets). It must not know hosted zones: their id goes
-- on the command line of aws.
local json = require "sesame.base.json"
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local route53 = { summary = "change batch of Amazon Route 53, JSON" }

route53.COMMENT_MAX = 256 -- characters of a batch's comment

-- What one batch holds (Route 53 quotas): an UPSERT counts twice.
route53.RECORDS_MAX = 1000
route53.CHARACTERS_MAX = 32000
route53.VALUE_MAX = 4000 -- characters of one TXT value

local NAMED = { ['"'] = '\\"', ["\\"] = "\\\\" }

local function octal(byte) return ("\\%03o"):format(byte:byte()) end

--- TXT STRINGS as a Route 53 value: each quoted, bytes that need it as a backslash and three octal digits (its
-- developer guide, TXTFormat).
function route53.strings(strings)
   local parts = {}
   for i, string in ipairs(strings) do
      parts[i] = '"' .. string:gsub('["\\]', NAMED):gsub("[^\32-\126]", octal) .. '"'
   end
   return table.concat(parts, " ")
end

--- NAME with its escapes in octal, which is how Route 53 writes names (DomainNameFormat).
function route53.name(name)
   return (name:gsub("\\(.)(%d?%d?)", function(first, rest) -- one pass: "\\\\032" is a backslash and three digits
      if first:find("%d") then return octal(string.char(tonumber(first .. rest))) end
      return octal(first) .. rest
   end)) .. "."
end

--- RECORD as a Route 53 value.
function route53.value(record)
   if record.strings then return route53.strings(record.strings) end
   if record.preference then return ("%d %s"):format(record.preference, route53.name(record.target)) end
   if record.target then return route53.name(record.target) end
   return text.escape(record.text)
end

local function set_of(set, records, ttl)
   local values = {}
   for i, record in ipairs(records) do values[i] = json.object { { "Value", route53.value(record) } } end
   return json.object {
      { "Name", route53.name(set.name) }, { "Type", set.type }, { "TTL", ttl },
      { "ResourceRecords", json.list(values) },
   }
end

local function change(action, set, records, ttl)
   return json.object { { "Action", action }, { "ResourceRecordSet", set_of(set, records, ttl) } }
end

-- What Route 53 would refuse of LIST, as a sentence, or nil.
local function over_quota(list)
   local records, characters = 0, 0
   for _, set in ipairs(list) do
      local weight = #set.after > 0 and 2 or 1
      for _, record in ipairs(#set.after > 0 and set.after or set.before) do
         local length = #route53.value(record)
         if length > route53.VALUE_MAX then
            return ("a value at %s is %d characters, and Route 53 takes %d"):format(set.name, length, route53.VALUE_MAX)
         end
         records, characters = records + weight, characters + weight * length
      end
   end
   if records > route53.RECORDS_MAX or characters > route53.CHARACTERS_MAX then
      return ("the plan counts as %d records with %d characters, and a batch of Route 53 holds %d and %d (take it in "
         .. "parts with --code)")
         :format(records, characters, route53.RECORDS_MAX, route53.CHARACTERS_MAX)
   end
end

--- PLAN as text, or nil and a message where it is over Route 53's quotas: DELETE with the exact former set for what
-- goes, then UPSERT of whole sets.
function route53.render(plan)
   local list, changes = sets.of(plan), {}
   local refused = over_quota(list)
   if refused then return nil, refused end
   for _, set in ipairs(list) do
      if #set.after == 0 and #set.before > 0 then
         changes[#changes + 1] = change("DELETE", set, set.before, set.before_ttl or set.ttl)
      end
   end
   for _, set in ipairs(list) do
      if #set.after > 0 then changes[#changes + 1] = change("UPSERT", set, set.after, set.ttl) end
   end
   local comment = text.escape(table.concat(words.head(plan), " "))
   if #comment > route53.COMMENT_MAX then comment = comment:sub(1, route53.COMMENT_MAX - 3) .. "..." end
   return json.encode(json.object { { "Comment", comment }, { "Changes", json.list(changes) } }, 0) .. "\n"
end

return route53
