-- SPDX-License-Identifier: MIT
-- The ids of a zone's records out of a saved answer of Cloudflare's API (GET zones/ID/dns_records). It must not know
-- plans.
local core = require "sesame.core"
local change = require "sesame.fix.change"
local json = require "sesame.base.json"
local names = require "sesame.base.names"
local shape = require "sesame.base.shape"
local sets = require "sesame.fix.record_sets"

local records = {}

records.MAX = 100000 -- records read from one file

-- The data of ITEM in presentation form; TXT may come with or without its quotes, names without their final dot.
local function data_of(item)
   local content = json.bytes(item.content)
   if item.type == "TXT" then return content:find('^"') and content or nil, content end
   if item.type == "MX" then return ("%d %s."):format(math.tointeger(item.priority) or 0, names.bare(content)) end
   if item.type == "CNAME" or item.type == "NS" or item.type == "PTR" then return names.bare(content) .. "." end
   return content
end

local function key_of(item, name)
   local data, plain = data_of(item)
   local value = data and change.read(name, item.type, data) or plain
   if not value then return nil end
   local ok, list = pcall(sets.records, name, item.type, { value })
   return ok and list[1] and sets.key(list[1]) or nil
end

local NAME = { "text", most = 1024 }

local function name_fault(name)
   if not core.domain.to_ascii(name) then return "'" .. name .. "' is no domain name" end
end

local LIST = { most = records.MAX, list = { need = { "id", "name", "type", "content" }, fields = {
   id = NAME, name = { "text", most = 1024, check = name_fault }, type = NAME,
   content = { "text", raw = true }, priority = "whole",
} } }

--- The records that TEXT, JSON, lists: a function of (name, type, record of sesame.fix.record_sets) that gives an id or
-- nil; or nil and a message.
function records.read(text)
   local value, message = json.decode(text)
   if type(value) ~= "table" then
      return nil, "no JSON of Cloudflare's records: " .. tostring(message or "not a list")
   end
   local whole = value.result ~= nil
   local list = whole and value.result or value
   local fault = shape.fault(list, LIST, whole and "result" or "")
   if fault then return nil, "no JSON of Cloudflare's records: " .. fault end
   local ids = {}
   for _, item in ipairs(list) do
      local name = names.canonical(item.name)
      local key = key_of(item, name)
      if key then ids[("%s %s %s"):format(name, item.type, key)] = item.id end
   end
   return function(name, rrtype, record)
      return ids[("%s %s %s"):format(name, rrtype, sets.key(record))]
   end
end

return records
