-- SPDX-License-Identifier: MIT
-- Check of the keys at a domain's selectors: every fault of a record with its place, what receivers make of it, and the
-- mended record. The codes are declared in sesame.check.dkim_key_codes. It must not look anything up.
local codes = require "sesame.check.dkim_key_codes"
local evidence = require "sesame.check.evidence"
local records = require "sesame.base.records"

local check = { name = "dkim-keys", findings = codes.findings }

-- The record of the domain's own zone, mended; one behind an alias is another's to mend.
local function mended_record(entry, key)
   if #entry.chain > 0 or entry.wildcard or not key.mended then return nil end
   return records.txt(entry.name, key.mended)
end

local function evidence_of(entry, key, range)
   local list = evidence.chain(entry.name, entry.chain)
   list[#list + 1] = evidence.record(entry.owner, "TXT", key.text, range and range[1], range and range[2])
   return list
end

-- An alias's target pasted as text becomes the alias it was meant to be.
local function alias_record(entry, key)
   local target = key.text:match("^%s*([%w_.-]-)%.?%s*$")
   return target and #entry.chain == 0 and records.alias(entry.name, target) or nil
end

-- An empty p= in the place of a key that is lost.
local function revoked_record(entry)
   return #entry.chain == 0 and records.txt(entry.name, "v=DKIM1; p=") or nil
end

local LOST = { ["dkim-key-private"] = true } -- nothing can be signed with what stands there

-- What is missing is pointed at by the byte before it.
local function place_of(text, range)
   if range[1] < range[2] or text == "" then return range end
   local from = math.min(range[1], #text - 1)
   return { from, from + 1 }
end

local FIELDS = { reason = true, bits = true }

local function detail_of(code, entry, key, fault)
   local fields = {}
   for _, name in ipairs(codes.findings[code].fields or {}) do
      if FIELDS[name] then fields[name] = name == "bits" and key.bits or fault.message end
   end
   local meant = fault.code == "hostname-as-text" and alias_record(entry, key) or LOST[code] and revoked_record(entry)
      or mended_record(entry, key)
   return {
      subject = entry.name, type = "TXT", fields = fields, records = codes.findings[code].fix and meant or nil,
      evidence = evidence_of(entry, key, place_of(key.text, fault.range)),
   }
end

-- One finding for each fault; the mended record stands at the first.
local function judge(entry, key, add)
   local said = false
   for _, fault in ipairs(key.faults) do
      local code = codes.of[fault.code] or "dkim-key-syntax"
      local detail = detail_of(code, entry, key, fault)
      if said then detail.records = nil end
      said = said or detail.records ~= nil
      add(code, detail)
   end
end

local WORD = { usable = "a usable key", unusable = "a broken key", revoked = "a revoked key", ["no-key"] = "no key" }

local function several(entry, add)
   local words, list, alike = {}, evidence.chain(entry.name, entry.chain), true
   for i, key in ipairs(entry.keys) do
      words[i] = WORD[key.status]
      alike = alike and words[i] == words[1] and key.fingerprint == entry.keys[1].fingerprint
      list[#list + 1] = evidence.record(entry.owner, "TXT", key.text)
   end
   add(alike and "dkim-key-repeated" or "dkim-key-several", {
      subject = entry.name, type = "TXT", fields = { count = #entry.keys, verdicts = words }, evidence = list,
   })
end

-- One key in two records: neither half is one.
local function halves(entry, add)
   local list, two = evidence.chain(entry.name, entry.chain), entry.halves
   for _, place in ipairs { two.first, two.second } do
      list[#list + 1] = evidence.record(entry.owner, "TXT", entry.keys[place].text)
   end
   add("dkim-key-halves", { subject = entry.name, type = "TXT", evidence = list })
end

local OTHER = { ["not-a-key"] = true, ["empty-record"] = true }

local function selector(entry, add)
   if entry.known ~= "present" or (entry.wildcard and entry.verdict ~= "usable") then return end
   if entry.halves then halves(entry, add) end
   if #entry.keys > (entry.halves and 2 or 1) then several(entry, add) end
   local any = false
   for _, key in ipairs(entry.keys) do any = any or key.is_key end
   for i, key in ipairs(entry.keys) do
      local half = entry.halves and (i == entry.halves.first or i == entry.halves.second)
      -- beside a key any other text is one record too many, no more
      if not half and (key.is_key or not any or not OTHER[key.faults[1].code]) then judge(entry, key, add) end
   end
   if entry.verdict == "revoked" and entry.asked == "given" then
      add("dkim-key-revoked", { subject = entry.name, type = "TXT", evidence = evidence_of(entry, entry.keys[1]) })
   end
end

-- RFC 8301 3.1: signers must sign with rsa-sha256; a receiver that knows no Ed25519 sees no signature at all.
local function only_ed25519(models, add)
   local first, rsa
   for _, entry in ipairs(models.selectors) do
      for _, key in ipairs(entry.keys) do
         if key.usable and key.type == "ed25519" then first = first or entry end
         rsa = rsa or (key.usable and key.type == "rsa")
      end
   end
   for _, model in ipairs(models.easy_dkim or {}) do rsa = rsa or (model.keys or 0) > 0 end
   if first and not rsa then
      add("dkim-key-only-ed25519", { subject = first.name, type = "TXT", evidence = evidence_of(first, first.keys[1]) })
   end
end

-- Names by fingerprint; aliases to one and the same name share its key on purpose.
local function reused(models, add)
   local groups = {}
   for _, entry in ipairs(models.selectors) do
      for _, key in ipairs(not entry.wildcard and entry.keys or {}) do
         local group = key.fingerprint and (groups[key.fingerprint] or { names = {}, owners = {} })
         if group and not group.owners[entry.owner] then
            group.owners[entry.owner], groups[key.fingerprint] = true, group
            group.names[#group.names + 1] = entry.name
         end
      end
   end
   for print, group in pairs(groups) do
      if #group.names > 1 then
         table.sort(group.names)
         add("dkim-key-reused", { subject = group.names[1], type = "TXT",
            fields = { names = group.names, fingerprint = print } })
      end
   end
end

--- Findings of MODELS (selectors) through ADD(code, detail).
function check.run(models, add)
   for _, entry in ipairs(models.selectors) do selector(entry, add) end
   only_ed25519(models, add)
   reused(models, add)
end

return check
