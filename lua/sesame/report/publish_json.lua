-- SPDX-License-Identifier: MIT
-- What `apply` and `wait` say, as JSON: doc/publish.md lays the keys down. A function of what was done and seen.
local writer = require "sesame.base.json"

local object, null = writer.object, writer.null

local report = {}

local or_null, map = writer.or_null, writer.each

local function texts(records)
   return map(records, function(record) return record.text end)
end

local function counts_of(counts)
   if not counts then return null end
   return object {
      { "error", counts.error }, { "warning", counts.warning }, { "unknown", counts.unknown },
      { "notice", counts.notice },
   }
end

local function place_of(place)
   return object {
      { "kind", place.kind }, { "host", or_null(place.host) }, { "server", or_null(place.server) },
      { "state", place.state },
      { "status", place.status }, { "ttl", or_null(place.ttl) },
      { "found", place.found and texts(place.found) or null },
   }
end

local function set_of(set, more)
   local members = {
      { "name", set.name }, { "type", set.type }, { "zone", set.zone }, { "ttl", set.ttl },
      { "values", texts(set.after) },
      { "before", texts(set.before) },
   }
   return object(table.move(more or {}, 1, #(more or {}), #members + 1, members))
end

local function entry_of(entry)
   return set_of(entry.set, { { "published", entry.published }, { "places", map(entry.places, place_of) } })
end

local function message_of(entry)
   return object {
      { "zone", entry.zone }, { "status", entry.status or "planned" }, { "code", or_null(entry.code) },
      { "message", or_null(entry.message) }, { "lines", map(entry.lines) }, { "changes", map(entry.sets, set_of) },
   }
end

local function earlier_of(entry)
   return object { { "path", entry.path }, { "state", entry.state }, { "command", or_null(entry.command) } }
end

--- The JSON of `apply`: GIVEN as for sesame.report.publish_text.apply.
function report.apply(given)
   local found = given.survey
   return writer.encode(object {
      { "schema", "sesame.apply/1" }, { "domain", given.domain }, { "server", given.server },
      { "sent", given.sent == true },
      { "done", given.done == true }, { "updates", map(given.messages, message_of) },
      { "already", map(found.done, set_of) },
      { "differ", map(found.differ, function(entry)
         return set_of(entry.set, { { "found", texts(entry.found) } })
      end) },
      { "unknown", map(found.unknown, function(entry) return set_of(entry.set, { { "status", entry.status } }) end) },
      { "left_out", map(given.left_out, function(change)
         return object { { "name", change.name }, { "type", change.type }, { "why", or_null(change.why) } }
      end) },
      { "undo", or_null(given.undo) }, { "command", or_null(given.command) },
      { "earlier", map(given.earlier, earlier_of) },
      { "before", counts_of(given.before) }, { "after", counts_of(given.after) },
      { "published", map(given.entries, entry_of) }, { "planned", counts_of(given.planned) },
   }, 0) .. "\n"
end

--- The JSON of `wait`: WATCHED of sesame.publish.watch for DOMAIN; WITHIN in seconds; CACHES(set) gives seconds or nil.
function report.wait(domain, within, watched, caches)
   return writer.encode(object {
      { "schema", "sesame.wait/1" }, { "domain", domain }, { "result", watched.result }, { "within", within },
      { "elapsed", math.floor(watched.elapsed / 1000) }, { "rounds", watched.rounds },
      { "records", map(watched.entries, function(entry)
         return set_of(entry.set, {
            { "published", entry.published }, { "caches", or_null(caches(entry.set)) },
            { "places", map(entry.places, place_of) },
         })
      end) },
   }, 0) .. "\n"
end

return report
