-- SPDX-License-Identifier: MIT
-- The models of an audit as JSON (doc/json.md). A function of models; looks nothing up and writes nothing.
local copy = require "sesame.base.copy"
local dmarc_json = require "sesame.report.dmarc_json"
local dmarc_words = require "sesame.check.dmarc_words"
local easy_dkim = require "sesame.report.easy_dkim_json"
local message_of = require "sesame.report.mail_json"
local ses = require "sesame.report.ses_json"
local walk_words = require "sesame.check.spf_walk_words"
local writer = require "sesame.base.json"

local object, list, null = writer.object, writer.list, writer.null

local or_null, map = writer.or_null, writer.each

local function outline_of(model, members)
   local out = {
      { "name", model.name }, { "known", model.known }, { "status", model.status },
      { "server", or_null(model.server) }, { "chain", map(model.chain) },
   }
   return object(table.move(members, 1, #members, #out + 1, out))
end

local function near_miss_of(miss)
   return object {
      { "value", miss.value }, { "reason", miss.reason }, { "range", list { miss.range[1], miss.range[2] } },
   }
end

local function tree_of(tree)
   return object {
      { "result", tree.result }, { "reason", or_null(walk_words.reason(tree)) }, { "lookups", tree.lookups },
      { "lower_bound", tree.lower_bound }, { "limit", tree.limit },
   }
end

local function spf_of(spf, tree)
   local txt = spf.txt
   return outline_of(spf, {
      { "records", map(spf.records) }, { "near_misses", map(spf.near_misses, near_miss_of) },
      { "sender_id", map(spf.sender_id) }, { "type99", map(spf.type99) },
      { "txt", txt and object {
         { "records", txt.records }, { "text", txt.text }, { "message", txt.message },
      } or null },
      { "tree", tree and tree_of(tree) or null },
   })
end

local function host_of(entry)
   return object {
      { "host", entry.host }, { "preference", entry.preference }, { "known", or_null(entry.known) },
      { "chain", map(entry.chain) },
   }
end

local function mx_of(mx)
   return outline_of(mx, {
      { "null_mx", mx.null }, { "hosts", map(mx.hosts, host_of) },
      { "implicit", or_null(mx.implicit and mx.implicit.known) },
   })
end

local function dmarc_of(dmarc)
   local from = dmarc.inherited
   local members = {
      { "records", map(dmarc.records) }, { "near_misses", map(dmarc.near_misses, near_miss_of) },
      { "at_apex", map(dmarc.at_apex) },
      { "misplaced", map(dmarc.misplaced, function(place)
         return object { { "name", place.name }, { "value", place.value },
            { "reason", dmarc_words.mistake(place.reason) } }
      end) },
      { "inherited", from and object {
         { "owner", from.owner }, { "name", from.name }, { "record", from.record },
      } or null },
      { "below", map(dmarc.below, function(place)
         return object { { "name", place.name }, { "owner", place.owner }, { "known", place.known },
            { "records", map(place.records) } }
      end) },
   }
   local more = dmarc_json.members(dmarc.policy, dmarc.reports)
   return outline_of(dmarc, table.move(more, 1, #more, #members + 1, members))
end

local function domain_of(domain)
   return outline_of(copy.with(domain.answer, { name = domain.name }), {
      { "exists", or_null(domain.exists) }, { "zone", or_null(domain.zone) },
      { "public_suffix", or_null(domain.suffix) }, { "registrable", or_null(domain.registrable) },
   })
end

local function zone_of(zone)
   return object {
      { "apex", zone.apex }, { "known", zone.known }, { "status", zone.status },
      { "hosts", map(zone.hosts, function(entry)
         return object { { "host", entry.host }, { "known", or_null(entry.known) }, { "chain", map(entry.chain) } }
      end) },
      { "asked", zone.asked },
      { "servers", map(zone.servers, function(entry)
         return object { { "host", entry.host }, { "state", entry.state }, { "serial", or_null(entry.serial) } }
      end) },
   }
end

local function selector_of(entry)
   return outline_of(entry, {
      { "selector", entry.selector }, { "records", map(entry.records) }, { "verdict", entry.verdict },
      { "asked", entry.asked },
      { "keys", map(entry.keys, function(key)
         return object {
            { "type", or_null(key.type) }, { "bits", or_null(key.bits) }, { "usable", key.usable },
            { "revoked", key.revoked },
            { "testing", key.testing }, { "fingerprint", or_null(key.fingerprint) },
         }
      end) },
   })
end

-- The selectors given, then those that are tokens of Easy DKIM identities.
local function dkim_of(models)
   local out, seen = {}, {}
   for i, entry in ipairs(models.selectors or {}) do out[i], seen[entry.name] = selector_of(entry), true end
   for _, model in ipairs(models.easy_dkim or {}) do
      for _, record in ipairs(model.records) do
         if not seen[record.name] then
            seen[record.name] = true
            out[#out + 1] = selector_of(record.txt)
         end
      end
   end
   return list(out)
end

local function mail_from_of(entry)
   return object { { "name", entry.name }, { "mx", mx_of(entry.mx) }, { "spf", spf_of(entry.spf) } }
end

--- MODELS of an audit as an object, {} where there are none.
return function(models)
   if not models or not models.domain then return object {} end
   local function maybe(model, convert) return model and convert(model) or null end
   local members = {
      { "domain", domain_of(models.domain) }, { "spf", models.spf and spf_of(models.spf, models.spf_tree) or null },
      { "dkim", dkim_of(models) }, { "dmarc", maybe(models.dmarc, dmarc_of) },
      { "mail_from", map(models.mail_from, mail_from_of) }, { "ses", ses.json(models.ses) },
      { "mx", maybe(models.mx, mx_of) }, { "zone", maybe(models.zone, zone_of) },
      { "easy_dkim", map(models.easy_dkim, easy_dkim.object) },
   }
   if models.message then members[#members + 1] = { "message", message_of(models.message) } end
   return object(members)
end
