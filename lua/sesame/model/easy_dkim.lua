-- SPDX-License-Identifier: MIT
-- Model of one Easy DKIM identity of Amazon SES: its three CNAME records, each with one verdict, and what SES makes of
-- them together. Looks up through facts; it must not phrase findings.
local copy = require "sesame.base.copy"
local heard = require "sesame.facts.heard"
local judge = require "sesame.easy_dkim.judge"
local look = require "sesame.easy_dkim.look"
local longest = require("sesame.base.names").MAX
local pending = require "sesame.easy_dkim.pending"
local probe = require "sesame.easy_dkim.probe"
local settle = require "sesame.easy_dkim.settle"
local target = require "sesame.easy_dkim.target"
local unknown = require "sesame.base.unknown"
local wildcard = require "sesame.facts.wildcard"
local within = require("sesame.core").domain.within

local easy = {}

local ROOM = longest - 32 - #"._domainkey." -- those of a domain that has room for the records of Easy DKIM

local function start(identity)
   local zone, certain = target.expected_zone(identity)
   return {
      domain = identity.domain, region = identity.region, zone = zone, zone_certain = certain, origin = identity.origin,
      account_name = identity.account_name,
      parent = "_domainkey." .. identity.domain, apex = identity.apex,
   }
end

local function places_of(identity, zone, parent)
   local list = {}
   for i, token in ipairs(identity.tokens or {}) do
      token = token:lower()
      list[i] = { token = token, name = token .. "." .. parent, target = token .. "." .. zone }
   end
   return list
end

-- Everything that is known from the start is asked at once: the names, one nobody publishes, what SES keeps for each
-- token, and the name above them. What is seen at each name, the answers for the targets, the nonce, the answer above.
local function ask(facts, places, parent)
   local names, more = {}, {}
   for i, place in ipairs(places) do
      names[i], more[i] = place.name, { name = place.target, type = "TXT" }
   end
   names[#names + 1] = wildcard.label(facts) .. "." .. parent
   more[#more + 1] = { name = parent, type = "NS" }
   local seen, answers = look.all(facts, names, more)
   look.waive_ends(facts, { seen[#names].txt })
   return seen, answers, seen[#places + 1], answers[#places + 1]
end

-- What the name above the records shows (RFC 8020 2): "nxdomain", "exists" or "unknown".
local function above_of(answer)
   if answer.status == "nxdomain" then return "nxdomain" end
   return answer.known == "unknown" and answer.status ~= "ok" and "unknown" or "exists"
end

-- Without tokens only what lies around the records can be seen.
local function untold(model, identity, nonce, above)
   return unknown.mark(copy.with(model, {
      silent = identity.dkim_empty,
      records = {}, keys = 0, hosted = 0, verdict = "unknown", above = above.status,
      reason = { code = "no-tokens", above = above_of(above), parent = model.parent },
      wildcard = nonce.target ~= nil or nonce.txt.known == "present",
   }), unknown.unlearnt(above))
end

-- A domain so long that DNS has no names for its records.
local function too_long(model)
   return unknown.mark(copy.with(model, {
      records = {}, keys = 0, hosted = 0, verdict = "fails", too_long = true,
      reason = { code = "too-long", limit = longest },
   }))
end

-- The records of VERDICTS that have one of the statuses WANTED.
local function of_status(places, verdicts, wanted)
   local list = {}
   for i, place in ipairs(places) do
      if wanted[verdicts[i].status] then list[#list + 1] = place end
   end
   return list
end

-- The verdict on each of PLACES by its own name, those around it and the zone's servers.
local function verdicts_of(context, identity, places, seen, hosted, around)
   local facts, list = context.facts, {}
   for i, place in ipairs(places) do list[i] = judge.record(place, seen[i], identity, around) end
   local found = probe.elsewhere(facts, of_status(places, list, { missing = true }), identity)
   for i, place in ipairs(places) do list[i] = settle.elsewhere(list[i], found[place]) end
   local open = of_status(places, list, { missing = true, unknown = true })
   local hosts = #open > 0 and probe.delegation(facts, identity, around.parent, around.above) or nil
   for i, place in ipairs(places) do
      list[i] = settle.occlusion(list[i], around.parent, hosts, unknown.unlearnt(around.above))
      list[i] = settle.servers(list[i], probe.servers(facts, identity, place), hosted[i])
   end
   return list
end

-- The records: places, what was seen there, verdicts, in one table each.
local function records_of(places, seen, verdicts)
   local list = {}
   for i, place in ipairs(places) do
      list[i] = copy.with(copy.with(place, verdicts[i]), {
         ttl = seen[i].cname.ttl, txt = look.selector(seen[i], place.token),
      })
   end
   return list
end

--- The model of IDENTITY: { domain, region, tokens = { three } or nil, hosted_zone = SigningHostedZone or nil, origin,
-- other_tokens = set of the tokens of other regions or nil, apex = the zone's apex or nil } seen through CONTEXT {
-- facts }: { domain, region, zone, zone_certain, origin, apex, parent = "_domainkey.<domain>", verdict =
-- "verifies|fails|unknown", reason (data, see sesame.easy_dkim.settle; or { code = "no-tokens", above, parent }, {
-- code = "too-long", limit }), known and because (whether all of it was learnt), first = place of the record to be
-- mended first or nil, bits = smallest RSA modulus or nil, keys = how many targets hold a key, hosted = for how many
-- tokens SES has one, denied_parent = whether `parent` is denied although names below it exist (RFC 8020),
-- records = { { token, name, target, found (sesame.easy_dkim.look), txt, ttl, hosted and key (look.key; key nil where
-- none was looked at), idle, and the verdict: status, detail, known, because, wildcard, bogus, at, label, other, by,
-- servers, tail, beside } } }; txt = the name as a selector (sesame.model.selectors). Statuses:
-- sesame.easy_dkim.status. Without tokens: no records, `above` = status of `parent`, `wildcard` = whether one answers
-- below it, `silent` = whether a file of SES was given that is empty where it should speak of DKIM. For a domain too
-- long for such records: none, and `too_long`.
function easy.build(context, identity)
   local model = start(identity)
   if #identity.domain > ROOM then return too_long(model) end
   local places = places_of(identity, model.zone, model.parent)
   local seen, answers, nonce, above = ask(context.facts, places, model.parent)
   if not identity.tokens then return untold(model, identity, nonce, above) end
   local hosted = {}
   for i, place in ipairs(places) do
      hosted[i] = look.key(answers[i])
      places[i] = copy.with(place, { hosted = hosted[i], found = look.found(seen[i], place.token) })
   end
   local around = { facts = context.facts, nonce = nonce, parent = model.parent, above = above }
   local single = verdicts_of(context, identity, places, seen, hosted, around)
   local verdicts, counted = settle.together(places, single, model)
   local records = records_of(places, seen, verdicts)
   local denied = probe.is_denied_parent(records, above)
   local verdict, reason = settle.identity(records, counted.keys, denied, identity.dkim_status)
   return unknown.mark(copy.with(model, {
      records = records, keys = counted.keys, hosted = counted.hosted, bits = counted.bits, denied_parent = denied,
      verdict = verdict, reason = reason, first = settle.first(records),
   }), counted.because)
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
-- (sesame.easy_dkim.pending) and `open`, the questions that came to nothing; APEX: of the zone, or nil.
function easy.all(context, apex)
   local list, all = {}, {}
   for _, identity in ipairs(context.identities) do
      for _, token in ipairs(identity.tokens or {}) do all[token:lower()] = true end
   end
   for _, identity in ipairs(context.identities) do
      if identity.region and identity.origin ~= "EXTERNAL" or identity.tokens and identity.origin ~= "EXTERNAL" then
         local placed = copy.with(identity,
            { apex = apex_of(context.facts, identity.domain, apex), other_tokens = all })
         local open, model, waits = heard.during(context.facts, function()
            local made = easy.build(context, placed)
            return made, not made.too_long and pending.build(context, placed, made) or nil
         end)
         list[#list + 1] = copy.with(model, { pending = waits, open = open })
      end
   end
   return list
end

--- The same where DOMAIN (sesame.model.domain) does not exist and tokens are known of it: its records may stand
-- elsewhere. Else nil.
function easy.of_missing(context, domain)
   local told = false
   for _, identity in ipairs(context.identities) do told = told or identity.tokens ~= nil end
   if not told or domain.exists ~= false or #domain.answer.chain > 0 then return nil end
   return easy.all(context, domain.zone)
end

return easy
