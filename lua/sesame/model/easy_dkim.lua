-- SPDX-License-Identifier: MIT
-- Model of one Easy DKIM identity of Amazon SES: its three CNAME records, each with one verdict, and what SES makes of
-- them together. Looks up through facts; it must not phrase findings.
local dkim = require "sesame.dkim"
local probe = require "sesame.model.easy_dkim_probe"
local regions = require "sesame.ses.regions"
local target = require "sesame.model.easy_dkim_target"

local easy = {}

-- A label nobody publishes: what answers there is a wildcard. Always the same, so that a recording can be replayed.
local NONCE = "sesame-no-such-selector"

-- Statuses that keep SES from finding the CNAME it wants.
local BROKEN = {
   missing = true, misplaced = true, ["name-doubled"] = true, ["target-doubled"] = true, ["wrong-suffix"] = true,
   swapped = true, proxied = true, conflict = true, stale = true, occluded = true, ["underscore-refused"] = true,
   ["wrong-zone"] = true,
}

local function first_target(cname, txt)
   if cname.known == "present" then return cname[1] end
   local link = txt:chain()[1]
   return link and link.target
end

-- What stands at NAME as people would write it: { "CNAME host", "A 192.0.2.1", ... }.
local function found_at(seen)
   local list = {}
   if seen.target then list[1] = "CNAME " .. seen.target end
   for _, answer in ipairs { seen.txt, seen.a, seen.aaaa } do
      if answer.known == "present" and #answer:chain() == 0 then
         for i = 1, #answer do list[#list + 1] = ("%s %s"):format(answer.type, answer:text(i)) end
      end
   end
   return list
end

local function look(answers, at)
   local seen = { cname = answers[at], txt = answers[at + 1], a = answers[at + 2], aaaa = answers[at + 3] }
   seen.target = first_target(seen.cname, seen.txt)
   return seen
end

local TYPES = { "CNAME", "TXT", "A", "AAAA" }

-- Asks for four types at each of NAMES, all at once: a list of what was seen.
local function look_all(facts, names)
   local questions, list = {}, {}
   for _, name in ipairs(names) do
      for _, rrtype in ipairs(TYPES) do questions[#questions + 1] = { name = name, type = rrtype } end
   end
   local answers = facts:get_all(questions)
   for i = 1, #names do list[i] = look(answers, (i - 1) * #TYPES + 1) end
   return list
end

-- Keys in the TXT records of ANSWER: "key" with its bits, "idle" (empty or none), "revoked", "broken", "unknown".
local function key_state(answer)
   if answer.known == "unknown" then return "unknown" end
   local state, bits = "idle", nil
   for i = 1, answer.known == "present" and #answer or 0 do
      if answer[i]:find("%S") then
         local key = dkim.parse_key(answer[i])
         if key.valid then return "key", key.bits end
         state, bits = key.revoked and "revoked" or "broken", nil
      end
   end
   return state, bits
end

local function same_data(a, b)
   if a.known ~= "present" or b.known ~= "present" or #a ~= #b then return false end
   for i = 1, #a do
      if a:text(i) ~= b:text(i) then return false end
   end
   return true
end

-- Whether what was seen is only what a wildcard gives to every name here.
local function is_wildcard(seen, nonce)
   if seen.target then return nonce.target ~= nil and nonce.target:lower() == seen.target:lower() end
   return same_data(seen.txt, nonce.txt) or (seen.txt.known ~= "present" and same_data(seen.a, nonce.a))
end

-- Data beside the CNAME at the very name: an authoritative server shows it when asked for that type.
local function beside_alias(seen)
   for _, answer in ipairs { seen.txt, seen.a, seen.aaaa } do
      if answer.known == "present" and #answer:chain() == 0 then return answer.type end
   end
end

local function judge_key(record, seen, facts)
   record.key, record.bits = key_state(seen.txt)
   if record.key ~= "unknown" then return end
   local direct = facts:get(seen.target, "TXT")
   if direct.known == "unknown" then
      record.status, record.cause = "unknown", seen.txt.status
      return
   end
   record.status = "target-unresolved"
   record.key, record.bits = key_state(direct)
end

local function judge_alias(record, seen, identity, facts)
   record.status, record.detail = target.judge(record, seen.target, identity)
   local other = beside_alias(seen)
   if other and seen.cname.known == "present" then record.status, record.detail = "conflict", other end
   if record.status == "right" or record.status == "wrong-zone" then judge_key(record, seen, facts) end
end

local function judge_text(record, seen)
   record.status = "txt-in-place"
   record.key, record.bits = key_state(seen.txt)
   if seen.txt[1]:lower():gsub("%.$", "") == record.target then record.key, record.detail = nil, "target-as-text" end
end

local function unlearnt(record, answer, facts)
   record.status, record.cause = "unknown", answer.status
   if answer.status == "servfail" then
      local unchecked = facts:get(record.name, answer.type, { cd = true })
      if unchecked.known ~= "unknown" then record.cause = "dnssec-bogus" end
   end
end

local function judge(record, seen, identity, around)
   record.found = found_at(seen)
   if is_wildcard(seen, around.nonce) then
      record.status, record.wildcard = "missing", true
      return
   end
   if seen.target then return judge_alias(record, seen, identity, around.facts) end
   for _, answer in ipairs { seen.cname, seen.txt } do
      if answer.known == "unknown" then return unlearnt(record, answer, around.facts) end
   end
   if seen.txt.known == "present" then return judge_text(record, seen) end
   if seen.a.known == "present" or seen.aaaa.known == "present" then
      record.status, record.detail = "proxied", target.is_cloudflare(seen.a, seen.aaaa) and "cloudflare" or nil
   elseif seen.a.known == "unknown" then
      unlearnt(record, seen.a, around.facts)
   else
      record.status = "missing"
   end
end

-- A zone that is not the region's usual one is right when a key answers there: a replica or a cell uses another.
local function settle_zone(model)
   for _, record in ipairs(model.records) do
      if record.status == "wrong-zone" and not model.zone_certain and (record.key == "key" or model.keys > 0) then
         record.status, record.detail = "right", "other-zone"
      end
   end
end

local function settle_keys(model)
   for _, record in ipairs(model.records) do
      if record.status == "right" and record.key ~= "key" then
         record.idle = record.key == "idle"
         if model.keys == 0 and not model.unlearnt then record.status = "stale" end
      end
   end
end

local function count_keys(model)
   model.keys, model.unlearnt = 0, false
   for _, record in ipairs(model.records) do
      if record.key == "key" then
         model.keys = model.keys + 1
         model.bits = math.min(model.bits or record.bits, record.bits)
      end
      if record.status == "unknown" or record.key == "unknown" then model.unlearnt = true end
   end
end

local function verdict(model)
   local broken, unsure = 0, 0
   for _, record in ipairs(model.records) do
      if BROKEN[record.status] then broken = broken + 1
      elseif record.status ~= "right" then unsure = unsure + 1 end
   end
   if broken > 0 then return "fails", ("%d of %d records are wrong"):format(broken, #model.records) end
   if unsure > 0 then return "unknown", ("%d of %d records could not be judged"):format(unsure, #model.records) end
   return "verifies", ("all %d records are right and %d of them %s a key"):format(
      #model.records, model.keys, model.keys == 1 and "holds" or "hold")
end

local function expected_zone(identity)
   if identity.hosted_zone then return identity.hosted_zone:lower():gsub("%.$", ""), true end
   local region = regions.get(identity.region)
   return region and region.dkim_domain or regions.default_dkim_domain, false
end

local function compare_servers(model, identity, facts)
   if not identity.apex then return end
   for _, record in ipairs(model.records) do
      local differing = probe.differing_servers(facts, identity.apex, record.name)
      if differing then
         record.servers = differing
         if record.status == "right" then record.status = "inconsistent" end
      end
   end
end

--- The model of IDENTITY: { domain, region, tokens = { three }, hosted_zone = SigningHostedZone or nil, other_tokens =
-- set of the tokens of other regions or nil, apex = the zone's apex or nil } seen through CONTEXT { facts }:
-- { domain, region, zone, zone_certain, verdict = "verifies|fails|unknown", reason, bits = smallest RSA modulus or nil, keys = how many
-- targets hold a key, denied_parent = whether _domainkey is denied although names below it exist (RFC 8020),
-- records = { { token, name, target, status, detail, cause, found = { text }, key, bits, idle, wildcard, at, servers } } }.
-- Statuses: sesame.dkim.easy/1 in doc/cli.md.
function easy.build(context, identity)
   local facts, zone, certain = context.facts, expected_zone(identity)
   local model = { domain = identity.domain, region = identity.region, zone = zone, zone_certain = certain, records = {} }
   local parent = "_domainkey." .. identity.domain
   local names = {}
   for i, token in ipairs(identity.tokens) do
      token = token:lower()
      local name = ("%s.%s"):format(token, parent)
      names[i] = name
      model.records[i] = { token = token, name = name, target = token .. "." .. zone, idle = false }
   end
   names[#names + 1] = NONCE .. "." .. parent
   local seen = look_all(facts, names)
   local around = { facts = facts, nonce = seen[#seen] }
   for i, record in ipairs(model.records) do judge(record, seen[i], identity, around) end
   probe.explain_missing(facts, model, identity)
   count_keys(model)
   settle_zone(model)
   settle_keys(model)
   compare_servers(model, identity, facts)
   model.denied_parent = probe.denied_parent(facts, model, parent)
   model.verdict, model.reason = verdict(model)
   return model
end

return easy
