-- SPDX-License-Identifier: MIT
-- One Easy DKIM identity as JSON, in the shape of doc/json.md. A function of its model; looks nothing up.
local json = require "sesame.json"
local words = require "sesame.check.easy_dkim_words"

local object, list, null = json.object, json.list, json.null

local report = {}

local SCHEMA = "sesame.dkim.easy/1"

local function or_null(value)
   if value == nil then return null end
   return value
end

local function record_of(record)
   return object {
      { "token", record.token }, { "name", record.name }, { "target", record.target }, { "status", record.status },
      { "idle", record.idle }, { "found", list(table.move(record.found or {}, 1, #(record.found or {}), 1, {})) },
      { "message", words.sentence(record) },
   }
end

--- The object of MODEL (sesame.model.easy_dkim).
function report.object(model)
   local records = {}
   for i, record in ipairs(model.records) do records[i] = record_of(record) end
   return object {
      { "schema", SCHEMA }, { "domain", model.domain }, { "region", or_null(model.region) }, { "verdict", model.verdict },
      { "reason", or_null(model.reason) }, { "bits", or_null(model.bits) }, { "records", list(records) },
   }
end

--- The same as a document.
function report.text(model)
   return json.encode(report.object(model), 0) .. "\n"
end

return report
