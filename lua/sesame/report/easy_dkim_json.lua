-- SPDX-License-Identifier: MIT
-- One Easy DKIM identity as JSON, in the shape of doc/json.md. A function of its model; looks nothing up.
local json = require "sesame.base.json"
local words = require "sesame.check.easy_dkim_words"

local object, list, null = json.object, json.list, json.null

local report = {}

local SCHEMA = "sesame.dkim.easy/1"

local or_null = json.or_null

local function servers_of(servers)
   local out = {}
   for i, server in ipairs(servers or {}) do
      local named = type(server) == "string"
      local value = not named and server.value ~= "" and server.value or null
      out[i] = object { { "host", named and server or server.host }, { "value", value } }
   end
   return list(out)
end

local function texts_of(found)
   local out = {}
   for i, item in ipairs(found) do out[i] = ("%s %s"):format(words.shown(item)) end
   return list(out)
end

local function state_of(key)
   return key and (key.known and key.state or "unknown") or null
end

local function record_of(record)
   return object {
      { "token", record.token }, { "name", record.name }, { "target", record.target }, { "status", record.status },
      { "idle", record.idle }, { "found", texts_of(record.found) },
      { "message", words.sentence(record) },
      { "detail", or_null(record.detail or record.tail or record.beside or record.by) }, { "at", or_null(record.at) },
      { "wildcard", record.wildcard == true }, { "key", state_of(record.key) },
      { "bits", or_null(record.key and record.key.bits) },
      { "hosted", state_of(record.hosted) }, { "servers", servers_of(record.servers) },
   }
end

local function doubt_of(doubt)
   return object { { "kind", doubt.kind }, { "value", doubt.value } }
end

local function pending_of(pending)
   if not pending then return null end
   local window, negative, doubts = pending.window, pending.negative, {}
   for i, doubt in ipairs(pending.doubts) do doubts[i] = doubt_of(doubt) end
   return object {
      { "status", or_null(pending.status) }, { "waiting", pending.waiting }, { "now", pending.now },
      { "window", window and object {
         { "from", window.from }, { "ends", window.ends }, { "over", window.over }, { "basis", window.basis },
      } or null },
      { "negative", negative and object { { "seconds", negative.seconds }, { "ends", negative.ends },
         { "from", negative.from } } or null },
      { "checked", or_null(pending.checked) }, { "error", or_null(pending.error) }, { "soa", or_null(pending.soa) },
      { "doubts", list(doubts) },
   }
end

--- The object of MODEL (sesame.model.easy_dkim).
function report.object(model)
   local records = {}
   for i, record in ipairs(model.records) do records[i] = record_of(record) end
   return object {
      { "schema", SCHEMA }, { "domain", model.domain }, { "region", or_null(model.region) },
      { "verdict", model.verdict },
      { "reason", words.reason(model.reason) }, { "bits", or_null(model.bits) }, { "records", list(records) },
      { "keys", model.keys }, { "zone", model.zone }, { "zone_certain", model.zone_certain },
      { "first", model.verdict ~= "verifies" and words.first(model) or null },
      { "denied_parent", model.denied_parent == true },
      { "pending", pending_of(model.pending) },
   }
end

--- The same as a document.
function report.text(model)
   return json.encode(report.object(model), 0) .. "\n"
end

return report
