-- SPDX-License-Identifier: MIT
-- models.ses as JSON (doc/ses.md). A function of models; it must not judge.
local words = require "sesame.check.ses_words"
local writer = require "sesame.base.json"

local object, list, null = writer.object, writer.list, writer.null

local report = {}

local or_null = writer.or_null

local function texts(values)
   return list(table.move(values or {}, 1, #(values or {}), 1, {}))
end

local function identifier_of(part)
   return object {
      { "domain", or_null(part.domain) }, { "result", part.result }, { "aligned", or_null(part.aligned) },
      { "mode", or_null(part.mode) },
      { "explanation", words.part(part) },
   }
end

local function stream_of(stream)
   return object {
      { "from", stream.from }, { "mail_from", stream.mail_from }, { "used", or_null(stream.used) },
      { "refused", stream.refused == true },
      { "spf", identifier_of(stream.spf) }, { "dkim", identifier_of(stream.dkim) }, { "dmarc", stream.dmarc },
      { "policy", or_null(stream.policy) }, { "without_spf", stream.without_spf },
      { "without_dkim", stream.without_dkim },
      { "rests_on", stream.rests_on },
   }
end

local function account_of(known)
   if not known then return null end
   local quota = known.quota
   return object {
      { "production", or_null(known.production) }, { "sending", or_null(known.sending) },
      { "enforcement", or_null(known.enforcement) },
      { "review", or_null(known.review) },
      { "quota", quota and object { { "day", quota.day }, { "second", or_null(quota.second) } } or null },
      { "shared_pool", or_null(known.pool) }, { "plan", or_null(known.plan) },
      { "next_plan", or_null(known.next_plan) },
   }
end

local function region_of(own)
   local dkim, mail_from, streams = own.dkim, own.mail_from, {}
   for i, stream in ipairs(own.streams) do streams[i] = stream_of(stream) end
   local members = {
      { "region", own.region }, { "identity", own.domain }, { "inherited", own.inherited },
      { "verified", or_null(own.verified) },
      { "verified_by", or_null(own.verified_by) },
      { "dkim", object {
         { "kind", dkim.kind }, { "verdict", dkim.verdict }, { "reason", words.signing(dkim.reason) },
         { "parent", or_null(dkim.parent) },
         { "selectors", texts(dkim.selectors) }, { "bits", or_null(dkim.bits) },
         { "status", or_null(own.identity.dkim_status) },
         { "signing", or_null(own.identity.signing) },
      } },
      { "mail_from", object {
         { "kind", mail_from.kind }, { "name", or_null(mail_from.name) }, { "verdict", mail_from.verdict },
         { "status", or_null(mail_from.status) }, { "on_mx_failure", or_null(mail_from.on_failure) },
      } },
      { "streams", list(streams) }, { "account", account_of(own.account) },
   }
   if own.account_name then members[#members + 1] = { "account_name", own.account_name } end
   if own.name then members[#members + 1] = { "name", own.name } end
   return object(members)
end

local map = writer.each

--- models.ses as JSON (doc/ses.md); {} where nothing says that SES is used.
function report.json(model)
   if not model or not model.used then return object {} end
   return object {
      { "regions", map(model.regions, region_of) }, { "addresses", map(model.addresses, region_of) },
      { "receives", map(model.inbound, function(host)
         return object { { "host", host.host }, { "kind", host.kind }, { "region", or_null(host.region) } }
      end) },
      { "legacy", map(model.legacy, function(record)
         return object { { "name", record.name }, { "value", record.value } }
      end) },
      { "overrides", map(model.overrides, function(item)
         return object { { "name", item.name }, { "region", or_null(item.region) }, { "address", item.address } }
      end) },
      { "readiness", map(model.readiness, require("sesame.report.readiness_text").json) },
   }
end

return report
