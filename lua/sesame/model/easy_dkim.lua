-- SPDX-License-Identifier: MIT
-- Model of one Easy DKIM identity of Amazon SES: its three CNAME records, each with one verdict, and what SES makes of
-- them together. Looks up through facts; it must not phrase findings.
local judge = require "sesame.easy_dkim.judge"
local look = require "sesame.easy_dkim.look"
local longest = require("sesame.base.names").MAX
local pending = require "sesame.easy_dkim.pending"
local probe = require "sesame.easy_dkim.probe"
local settle = require "sesame.easy_dkim.settle"
local target = require "sesame.easy_dkim.target"
local within = require("sesame.core").domain.within

local easy = {}

-- A label nobody publishes: what answers there is a wildcard. Always the same, so that a recording can be replayed.
local NONCE = "sesame-no-such-selector"

local ROOM = longest - 32 - #"._domainkey." -- those of a domain that has room for the records of Easy DKIM

local function start(identity)
   local zone, certain = target.expected_zone(identity)
   local parent = "_domainkey." .. identity.domain
   local model = {
      domain = identity.domain, region = identity.region, zone = zone, zone_certain = certain, origin = identity.origin,
      parent = parent, records = {},
   }
   for i, token in ipairs(identity.tokens or {}) do
      token = token:lower()
      model.records[i] = { token = token, name = token .. "." .. parent, target = token .. "." .. zone, idle = false,
         found = {} }
   end
   return model
end

-- Everything that is known from the start is asked at once: the names, one nobody publishes, what SES keeps for each
-- token, and the name above them.
local function ask(facts, model)
   local names, more = {}, {}
   for i, record in ipairs(model.records) do
      names[i], more[i] = record.name, { name = record.target, type = "TXT" }
   end
   names[#names + 1] = NONCE .. "." .. model.parent
   more[#more + 1] = { name = model.parent, type = "NS" }
   local seen, answers = look.all(facts, names, more)
   return seen, answers, table.remove(seen), table.remove(answers)
end

-- What the name above the records shows, RFC 8020 2.
local ABOVE = {
   nxdomain = "%s does not exist, so no DKIM record of any selector is published",
   ok = "%s exists, so records may stand below it", unknown = "whether %s exists could not be learnt",
}

-- Without tokens only what lies around the records can be seen.
local function untold(model, nonce, above)
   model.keys, model.hosted, model.verdict = 0, 0, "unknown"
   local shown = ABOVE[above.status] or above.known == "unknown" and ABOVE.unknown or ABOVE.ok
   model.reason = "its tokens are not known; " .. shown:format(model.parent)
   model.above = above.status
   model.wildcard = nonce.target ~= nil or nonce.txt.known == "present"
   return model
end

-- A domain so long that DNS has no names for its records.
local function too_long(model)
   model.records, model.keys, model.hosted, model.verdict, model.too_long = {}, 0, 0, "fails", true
   model.reason = ("the names of its records would be longer than the %d characters that DNS has room for")
      :format(longest)
   return model
end

--- The model of IDENTITY: { domain, region, tokens = { three } or nil, hosted_zone = SigningHostedZone or nil, origin,
-- other_tokens = set of the tokens of other regions or nil, apex = the zone's apex or nil } seen through CONTEXT {
-- facts }:
-- { domain, region, zone, zone_certain, origin, parent = "_domainkey.<domain>", verdict = "verifies|fails|unknown",
-- reason,
-- first = place of the record to be mended first or nil, bits = smallest RSA modulus or nil, keys = how many targets
-- hold a key,
-- hosted = for how many tokens SES has one, denied_parent = whether `parent` is denied although names below it exist
-- (RFC 8020),
-- records = { { token, name, target, status, detail, cause, found = { text }, txt, ttl, key, bits, fingerprint,
-- modulus, hosted, hosted_bits, idle, wildcard, at, servers } } }; txt = the name as a selector
-- (sesame.model.selectors). Statuses: doc/easy-dkim.md. Without tokens: no records, `above` = status of `parent`,
-- `wildcard` = whether one answers below it. For a domain too long for such records: none, and `too_long`.
function easy.build(context, identity)
   local facts, model = context.facts, start(identity)
   if #identity.domain > ROOM then return too_long(model) end
   local seen, hosted, nonce, above = ask(facts, model)
   if not identity.tokens then return untold(model, nonce, above) end
   local around = { facts = facts, nonce = nonce }
   for i, record in ipairs(model.records) do
      record.hosted, record.hosted_bits = look.key_state(hosted[i])
      judge.record(record, seen[i], identity, around)
   end
   probe.explain(facts, model, identity, model.parent, above)
   probe.compare_servers(facts, model, identity)
   settle.records(model)
   model.denied_parent = probe.is_denied_parent(model, above)
   settle.identity(model)
   return model
end

-- The apex of the zone that DOMAIN lies in: APEX where that is above it, else as its SOA tells (an identity may lie
-- above the domain that is audited).
local function apex_of(facts, domain, apex)
   if apex and within(domain, apex) then return apex end
   local answer = facts:get(domain, "SOA")
   if answer.known == "present" and #answer:chain() == 0 then return domain end
   for _, record in ipairs(answer.known == "absent" and answer:section("authority") or {}) do
      if record.type == "SOA" and within(domain, record.name) then return record.name end
   end
end

--- The models of those of CONTEXT.identities that use Easy DKIM, in their order, each with `pending`
-- (sesame.easy_dkim.pending); APEX: of the zone, or nil.
function easy.all(context, apex)
   local list, all = {}, {}
   for _, identity in ipairs(context.identities) do
      for _, token in ipairs(identity.tokens or {}) do all[token:lower()] = true end
   end
   for _, identity in ipairs(context.identities) do
      if identity.region and identity.origin ~= "EXTERNAL" or identity.tokens and identity.origin ~= "EXTERNAL" then
         identity.apex, identity.other_tokens = apex_of(context.facts, identity.domain, apex), all
         local model = easy.build(context, identity)
         model.pending = not model.too_long and pending.build(context, identity, model) or nil
         list[#list + 1] = model
      end
   end
   return list
end

return easy
