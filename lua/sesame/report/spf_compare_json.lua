-- SPDX-License-Identifier: MIT
-- A comparison of two SPF policies as JSON, in the shape of doc/json.md. Functions of what sesame.spf.compare gives.
local json = require "sesame.base.json"
local words = require "sesame.check.spf_compare_words"

local object, list, null = json.object, json.list, json.null

local report = {}

local or_null = json.or_null

local function counts(of)
   return object { { "ip4", of.ip4 }, { "ip6", of.ip6 } }
end

local function size_of(set)
   return counts { ip4 = math.tointeger(set:size "ip4"), ip6 = set:size "ip6" }
end

--- The list of CHANGES as objects.
function report.changes(changes)
   local out = {}
   for i, change in ipairs(changes) do
      out[i] = object {
         { "first", change.first }, { "last", change.last }, { "from", change.from }, { "to", change.to },
         { "example", change.example },
         { "count", change.count }, { "condition", or_null(words.condition(change)) },
      }
   end
   return list(out)
end

--- The list of what could not be compared.
function report.unproved(ranges)
   local out = {}
   for i, range in ipairs(ranges) do
      out[i] = object { { "first", range.first }, { "last", range.last }, { "reason", words.unproved(range) } }
   end
   return list(out)
end

--- The members of a comparison, without its schema.
function report.members(result)
   return {
      { "verdict", result.verdict }, { "changes", report.changes(result.changes) }, { "gained", counts(result.gained) },
      { "lost", counts(result.lost) }, { "reason", or_null(words.reason(result)) }, { "code", or_null(result.code) },
      { "unproved", report.unproved(result.unproved) }, { "mended", size_of(result.mended) },
      { "broken", size_of(result.broken) },
   }
end

local function subject(denotation)
   return object {
      { "domain", denotation.literal and null or denotation.domain }, { "record", or_null(denotation.record) },
      { "unknown", or_null(denotation.unknown) },
   }
end

--- sesame.spf.compare/1 of RESULT for the denotations A and B.
function report.compare(a, b, result)
   local members = report.members(result)
   table.insert(members, 1, { "schema", "sesame.spf.compare/1" })
   members[#members + 1] = { "a", subject(a) }
   members[#members + 1] = { "b", subject(b) }
   return json.encode(object(members), 0) .. "\n"
end

return report
