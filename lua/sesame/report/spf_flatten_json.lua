-- SPDX-License-Identifier: MIT
-- A flattening, and whether a flattened record has drifted, as JSON in the shapes of doc/json.md. Functions of what
-- sesame.spf.flatten gives.
local compare = require "sesame.report.spf_compare_json"
local compare_words = require "sesame.check.spf_compare_words"
local json = require "sesame.base.json"
local plan = require "sesame.fix.plan"
local words = require "sesame.report.spf_flatten_words"

local object, list, null = json.object, json.list, json.null

local report = {}

local or_null = json.or_null

local each = json.each

local function change_of(item)
   local texts = plan.texts(item)
   return object {
      { "action", item.action }, { "name", item.name }, { "type", item.type }, { "ttl", item.ttl },
      { "values", list(texts.values) },
      { "before", list(texts.before) }, { "why", words.change(item.why) },
   }
end

local function source_of(source)
   return source and object { { "name", or_null(source.name) }, { "record", source.text } } or null
end

local function sizes(set)
   return object { { "ip4", math.tointeger(set:size "ip4") }, { "ip6", set:size "ip6" } }
end

--- sesame.spf.flatten/1.
function report.flatten(made)
   return json.encode(object {
      { "schema", "sesame.spf.flatten/1" }, { "domain", made.domain }, { "verdict", made.verdict },
      { "reason", or_null(words.reason(made.reason)) },
      { "source", source_of(made.source) }, { "record", or_null(made.record) }, { "target", made.target }, { "before",
         or_null(made.before) },
      { "after", or_null(made.after) }, { "lower_bound", made.lower_bound == true },
      { "ttl", or_null(made.ttl) }, { "changes", each(made.changes, change_of) },
      { "records", each(made.records, function(record)
         return object { { "name", record.name }, { "text", record.text }, { "octets", record.octets } }
      end) },
      { "flattened", each(made.flattened, function(item)
         return object {
            { "term", item.term }, { "lookups", item.lookups }, { "blocks", item.blocks },
            { "third_party", item.third_party },
            { "owner", or_null(item.owner) },
         }
      end) },
      { "kept", each(made.kept, function(item)
         return object { { "term", item.term }, { "reason", words.reason(item.reason) },
            { "third_party", item.third_party } }
      end) },
      { "mended", made.proof and sizes(made.proof.mended) or null }, { "risk", or_null(words.risk(made.risk)) },
      { "notes", each(made.notes, words.note) },
      { "published", made.published and object(compare.members(made.published)) or null },
      { "limited", made.proof and sizes(made.proof.limited) or null },
   }, 0) .. "\n"
end

local function range_of(range)
   return object { { "first", range.first }, { "last", range.last } }
end

--- sesame.spf.drift/1.
function report.drift(drift)
   local result = drift.comparison
   return json.encode(object {
      { "schema", "sesame.spf.drift/1" }, { "domain", drift.domain }, { "verdict", drift.verdict },
      { "reason", or_null(compare_words.reason(result)) },
      { "source", source_of(drift.source) }, { "record", or_null(drift.published.record) },
      { "missing", each(drift.missing, range_of) },
      { "extra", each(drift.extra, range_of) }, { "changes", compare.changes(result.changes) },
      { "unproved", compare.unproved(result.unproved) }, { "code", or_null(result.code) },
   }, 0) .. "\n"
end

return report
