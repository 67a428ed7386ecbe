-- SPDX-License-Identifier: MIT
-- A plan as the body of Cloudflare's batch call (POST zones/ID/dns_records/batch), which does deletes first, and all of
-- it or nothing. It must not know where record ids come from.
local json = require "sesame.base.json"
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local cloudflare = { summary = "body of Cloudflare's batch API call, JSON" }

-- Seconds; below and above Cloudflare refuses (1 means automatic).
local TTL_MIN, TTL_MAX = 60, 86400
local SHOWN_MAX = 120 -- bytes of a record shown in place of its id

--- SECONDS within what Cloudflare takes.
function cloudflare.ttl(seconds)
   return math.min(math.max(seconds, TTL_MIN), TTL_MAX)
end

--- The `content` of RECORD: TXT as quoted character-strings, names without the final dot, MX without its preference.
function cloudflare.content(record)
   return text.escape(record.target or record.text)
end

local function post(set, record)
   local members = {
      { "type", set.type }, { "name", text.escape(set.name) }, { "content", cloudflare.content(record) },
      { "ttl", cloudflare.ttl(set.ttl) }, { "proxied", false },
   }
   if record.preference then members[#members + 1] = { "priority", record.preference } end
   if set.waits then members[#members + 1] = { "comment", "NOT READY: holds a placeholder" } end
   return json.object(members)
end

local function delete(set, record, id_of)
   local id = id_of and id_of(set.name, set.type, record)
   if id then return json.object { { "id", id } } end
   local shown = words.record(set, record)
   if #shown > SHOWN_MAX then shown = shown:sub(1, SHOWN_MAX) .. "..." end
   return json.object { { "id", "PUT THE ID OF THIS RECORD HERE: " .. shown } }
end

--- PLAN as text; nil and a message when it changes several zones, for one call changes one. OPTIONS: id_of (of
-- sesame.report.fix_cloudflare_records; without it the ids are for the reader to put in).
function cloudflare.render(plan, options)
   local id_of = options and options.id_of
   local list = sets.of(plan)
   local zones = sets.by_zone(list)
   if #zones > 1 then
      local names = {}
      for i, entry in ipairs(zones) do names[i] = entry.zone end
      return nil, ("the plan changes several zones (%s), and one call of Cloudflare's API only one")
         :format(table.concat(names, ", "))
   end
   local deletes, posts = {}, {}
   for _, set in ipairs(list) do
      for _, record in ipairs(set.gone) do deletes[#deletes + 1] = delete(set, record, id_of) end
      for _, record in ipairs(set.added) do posts[#posts + 1] = post(set, record) end
   end
   return json.encode(json.object { { "deletes", json.list(deletes) }, { "posts", json.list(posts) } }, 0) .. "\n"
end

return cloudflare
