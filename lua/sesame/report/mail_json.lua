-- SPDX-License-Identifier: MIT
-- The model of a message as JSON (doc/json.md). Writes nothing.
local align_words = require "sesame.check.align_words"
local json = require "sesame.base.json"
local signature_words = require "sesame.check.signature_words"

local object, null = json.object, json.null

local or_null, map = json.or_null, json.each

local function result_of(entry)
   return object {
      { "method", entry.method }, { "result", entry.result }, { "reason", or_null(entry.reason) },
      { "properties", map(entry.properties, function(property)
         return object { { "type", property.type }, { "name", property.name }, { "value", property.value } }
      end) },
   }
end

local function reason_of(item)
   return object { { "rule", item.rule }, { "reason", signature_words(item) } }
end

local function signature_of(entry)
   return object {
      { "domain", or_null(entry.domain) }, { "selector", or_null(entry.selector) },
      { "algorithm", or_null(entry.algorithm) },
      { "ses", entry.ses }, { "key", entry.key }, { "result", entry.result }, { "said_by", or_null(entry.by) },
      { "assumed", entry.assumed }, { "aligned", or_null(entry.aligned) },
      { "faults", map(entry.faults, reason_of) }, { "notes", map(entry.notes, reason_of) },
   }
end

--- READ (of sesame.model.mail, completed) as JSON.
return function(read)
   local path, spf, dmarc = read.return_path, read.spf, read.dmarc
   return object {
      { "from", map(read.from.domains) },
      { "return_path", path and object {
         { "text", path.text }, { "domain", or_null(path.domain) }, { "null", path.null }, { "source", path.from },
      } or null },
      { "envelope", or_null(read.envelope) }, { "ses_bounce", read.bounce == true },
      { "sent_by_ses", read.trace.sent }, { "region", or_null(read.region) },
      { "regions", map(read.trace.regions) }, { "sending_ip", or_null(read.trace.ip) },
      { "witnesses", map(read.trace.witnesses, function(witness)
         return object { { "field", witness.field }, { "value", witness.value }, { "region", or_null(witness.region) } }
      end) },
      { "results", map(read.results, function(field)
         return object { { "id", or_null(field.id) }, { "counted", field.counted },
            { "results", map(field.results, result_of) } }
      end) },
      { "signatures", map(read.signatures, signature_of) },
      { "spf", spf and object {
         { "domain", spf.domain }, { "result", or_null(spf.result) }, { "said_by", or_null(spf.by) },
         { "today", or_null(spf.today) },
         { "ip", or_null(spf.ip) },
      } or null },
      { "dmarc", object {
         { "result", dmarc.result }, { "spf_aligned", or_null(dmarc.spf_aligned) },
         { "dkim_aligned", or_null(dmarc.dkim_aligned) },
         { "policy", or_null(dmarc.policy) }, { "explanation", align_words.explanation(dmarc) },
      } },
      { "arc", read.arc }, { "dkim2", read.dkim2 }, { "bad_lines", read.faults },
   }
end
