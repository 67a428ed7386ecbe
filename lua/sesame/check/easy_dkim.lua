-- SPDX-License-Identifier: MIT
-- Check of Easy DKIM identities of Amazon SES: for each of the three records what is wrong and the record to publish,
-- and what SES will make of the identity. It must not look anything up.
local accounts = require "sesame.check.accounts"
local astray = require "sesame.base.astray"
local copy = require "sesame.base.copy"
local records = require "sesame.base.records"
local words = require "sesame.check.easy_dkim_words"

local check = { name = "easy-dkim", findings = require "sesame.check.easy_dkim_codes" }

local WEAK_BITS = 2048 -- under this RFC 8301 3.2 asks signers to do better

local function publish(record)
   return records.alias(record.name, record.target)
end

local function evidence_of(record)
   local list = {}
   for i, item in ipairs(record.found) do
      local rrtype, value = words.shown(item)
      list[i] = { name = record.name, type = rrtype, value = value, range = { 0, #value } }
   end
   return list
end

local function first_value(record)
   return record.found[1] and select(2, words.shown(record.found[1])) or ""
end

local function server_list(servers)
   local parts = {}
   for i, server in ipairs(servers) do
      if type(server) == "string" then parts[i] = server
      else parts[i] = ("%s has %s"):format(server.host, server.value == "" and "none"
         or server.value:gsub("\n", ", ")) end
   end
   return table.concat(parts, "; ")
end

local TXT = {
   ["target-as-text"] = "easy-dkim-target-as-text", ["no-key"] = "easy-dkim-txt-foreign",
   outdated = "easy-dkim-txt-outdated", copied = "easy-dkim-txt-copied",
}

local function at(code)
   return function(r) return code, { at = r.at } end
end

-- Found where the name was mistaken, WHAT being the field that tells how.
local function mistaken(code, what)
   return function(r, model) return code, { at = r.at, [what] = r[what], enter = astray.enter(r.name, model.apex) } end
end

local function found(code)
   return function(r) return code, { found = first_value(r) } end
end

-- Reasons of a verdict that rests on the word of SES.
local UNNOTICED = { believed = true, ["perhaps-believed"] = true }

-- What each status becomes: its code, and the fields beyond token, region and target.
local SAY = {
   missing = function(r, model)
      if UNNOTICED[model.reason.code] then return "easy-dkim-missing-unnoticed" end
      return r.wildcard and "easy-dkim-missing-wildcard" or "easy-dkim-missing"
   end,
   flattened = function() end, -- said once for the identity
   ["name-doubled"] = at("easy-dkim-name-doubled"), misplaced = at("easy-dkim-misplaced"),
   ["underscore-refused"] = at("easy-dkim-underscore-refused"),
   ["label-doubled"] = mistaken("easy-dkim-label-doubled", "label"),
   ["other-domain"] = mistaken("easy-dkim-other-domain", "other"),
   ["target-doubled"] = function(r) return "easy-dkim-target-doubled", { tail = r.tail } end,
   ["wrong-suffix"] = found("easy-dkim-wrong-suffix"), swapped = found("easy-dkim-swapped"),
   ["wrong-zone"] = function(r, model)
      if r.detail == "certain" then return "easy-dkim-wrong-zone", { found = first_value(r), zone = model.zone } end
   end,
   ["txt-in-place"] = function(r) return TXT[r.detail] or "easy-dkim-txt-in-place" end,
   proxied = function(r)
      return r.detail == "cloudflare" and "easy-dkim-proxied-cloudflare" or "easy-dkim-proxied",
         { found = first_value(r) }
   end,
   conflict = function(r)
      if r.beside == "CNAME" then return "easy-dkim-several-aliases" end
      return "easy-dkim-conflict", { other = r.beside }
   end,
   occluded = function(r)
      return "easy-dkim-occluded", { at = r.at, type = r.by, servers = server_list(r.servers) }
   end,
   stale = function(r, model)
      if r.key.state == "idle" then return "easy-dkim-stale", { domain = model.domain } end
      return r.key.state == "revoked" and "easy-dkim-revoked" or "easy-dkim-broken-key"
   end,
   right = function(r)
      if r.detail == "remembered" then return "easy-dkim-remembered", { seconds = r.ttl } end
   end,
   ["target-unresolved"] = function() return "easy-dkim-target-unresolved" end,
   inconsistent = function(r) return "easy-dkim-inconsistent", { servers = server_list(r.servers) } end,
   unknown = function(r)
      if r.bogus then return nil end -- said once for the identity
      if r.servers then
         return "easy-dkim-delegated", { status = r.because.status, at = r.at, servers = server_list(r.servers) }
      end
      if r.detail == "other-zone" then
         return "easy-dkim-zone-unknown", { status = r.because.status, found = first_value(r) }
      end
      return "easy-dkim-unknown", { status = r.because.status }
   end,
}

local NOTHING_TO_PUBLISH = { stale = true, unknown = true, ["target-unresolved"] = true, right = true }

-- The records to publish for RECORD. Those of the idle tokens go with a copy of the key: an alias alone would show SES
-- that they are missing.
local function wanted_of(record, model)
   if NOTHING_TO_PUBLISH[record.status] then return nil end
   local list = publish(record)
   for _, other in ipairs(record.detail == "copied" and model.records or {}) do
      if other.status == "missing" then list = records.join(list, publish(other)) end
   end
   return list
end

local function say_record(record, model, add)
   local code, fields = SAY[record.status](record, model)
   if not code then return end
   fields = fields or {}
   fields.token, fields.region, fields.target = record.token, model.region or "region not told", record.target
   add(code, {
      subject = record.name, type = "CNAME", fields = fields, evidence = evidence_of(record),
      because = { record.because },
      records = wanted_of(record, model),
   })
end

local function select(model, wanted)
   local list = {}
   for _, record in ipairs(model.records) do
      if wanted(record) then list[#list + 1] = record end
   end
   return list
end

local function say_likely_zone(model, say)
   local list = select(model, function(r) return r.status == "wrong-zone" and r.detail ~= "certain" end)
   if #list == 0 then return end
   local tokens, zones, seen, proof, wanted = {}, {}, {}, {}, {}
   for i, record in ipairs(list) do
      local zone = record.found[1].zone
      if not seen[zone] then zones[#zones + 1], seen[zone] = zone, true end
      tokens[i], wanted = record.token, records.join(wanted, publish(record))
      proof[i] = evidence_of(record)[1]
   end
   say("easy-dkim-wrong-zone-likely", "CNAME", { tokens = tokens, zones = zones, zone = model.zone }, proof, wanted)
end

local function say_keys(model, say)
   if model.bits and model.bits < WEAK_BITS then say("easy-dkim-weak-key", "TXT", { bits = model.bits }) end
   local unlearnt = select(model, function(r) return r.status == "right" and not r.key.known end)
   if model.keys == 0 and #unlearnt > 0 then
      say("easy-dkim-key-unknown", "TXT", { status = unlearnt[1].key.because.status })
   end
end

-- Whether a selector was found all the same: below, where the server denies a name that has names below it, or where it
-- does not belong.
local function has_selector(models)
   for _, entry in ipairs(models.selectors or {}) do
      if entry.known == "present" or entry.at then return true end
   end
   return false
end

local function say_untold(model, models, say)
   say(model.silent and "easy-dkim-file-silent" or "easy-dkim-no-tokens", "CNAME", {})
   if model.above == "nxdomain" and not has_selector(models) then
      say("easy-dkim-none-published", "CNAME", {}, nil, nil, model.parent)
   end
   if model.wildcard then say("easy-dkim-wildcard", "CNAME", {}, nil, nil, model.parent) end
end

local COUNTS = "SES %s the identity as verified%s."

-- The names that the DNS provider answers for in the place of their targets.
local function say_flattened(model, say)
   local list, proof = select(model, function(r) return r.status == "flattened" end), {}
   if #list == 0 then return end
   for _, record in ipairs(list) do
      for _, item in ipairs(evidence_of(record)) do proof[#proof + 1] = copy.without(item, "range") end
   end
   local told = model.pending and model.pending.status
   local state = told == "SUCCESS" and COUNTS:format("counts", "")
      or told and COUNTS:format("does not count", (" (%s)"):format(told))
      or "Whether it counts the identity as verified all the same was not told."
   say("easy-dkim-flattened", "TXT", { count = #list, state = state }, proof)
end

local VERDICT = { fails = "no", unknown = "not known" }

local function say_verdict(model, say)
   if model.reason.code == "believed" then return end
   if model.verdict == "verifies" then
      local unseen = model.pending and model.pending.elsewhere
      return say(unseen and "easy-dkim-right-unseen" or "easy-dkim-verifies", "CNAME", { keys = model.keys }, nil, nil,
         nil, { model })
   end
   say("easy-dkim-verdict", "CNAME", {
      verdict = VERDICT[model.verdict], first = words.first(model),
      reason = words.reason(model.reason):gsub("^%l", string.upper),
   })
end

-- Whether the check of selectors says already that PARENT is denied.
local function is_told(models, parent)
   for _, entry in ipairs(models.denied or {}) do
      if entry.name == parent then return true end
   end
   return false
end

local function say_identity(model, models, add)
   local function say(code, rrtype, fields, proof, wanted, subject, rests)
      fields.region = model.region or "region not told"
      add(code, { subject = subject or model.domain, type = rrtype, fields = fields, evidence = proof,
         records = wanted, rests = rests, because = model.open })
   end
   if model.too_long then return say("easy-dkim-no-room", "CNAME", { reason = words.reason(model.reason) }) end
   local none = model.pending and model.pending.status == "NOT_STARTED" -- told by check/easy_dkim_pending
   if #model.records == 0 and none then return end
   if #model.records == 0 then return say_untold(model, models, say) end
   local unset = model.pending and model.pending.waiting == "set-up" -- told by check/easy_dkim_pending, records and all
   for _, record in ipairs(model.records) do
      local kept_none = none and record.status == "stale" and record.key.state == "idle" -- SES has no key yet
      if not (unset and record.status == "missing" or kept_none) then say_record(record, model, add) end
   end
   if #select(model, function(r) return r.bogus end) > 0 then say("easy-dkim-bogus", "CNAME", {}) end
   say_likely_zone(model, say)
   say_flattened(model, say)
   if model.denied_parent and not is_told(models, model.parent) then
      say("easy-dkim-denied-parent", "TXT", {}, nil, nil, model.parent)
   end
   say_keys(model, say)
   if not (none and model.hosted == 0) then say_verdict(model, say) end
end

--- Findings of MODELS.easy_dkim (a list, one model an identity) through ADD(code, detail).
function check.run(models, add)
   for _, model in ipairs(models.easy_dkim or {}) do
      say_identity(model, models, accounts.adder(model, add))
   end
end

return check
