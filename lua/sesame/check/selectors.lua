-- SPDX-License-Identifier: MIT
-- Check of DKIM selectors: is there a key, does the alias lead anywhere, where did a missing one go? What a key says is
-- judged by sesame.check.dkim_keys. It must not look anything up.
local astray = require "sesame.base.astray"
local evidence = require "sesame.check.evidence"
local words = require "sesame.check.dkim_words"
local is_bare = require("sesame.check.domain").is_bare
local outline = require "sesame.facts.outline"
local records = require "sesame.base.records"
local refuses_all = require("sesame.spf.policy").refuses_all

local check = { name = "selectors", findings = require "sesame.check.selectors_codes" }

-- The code of a key that was published at entry.at, and the fields beyond that; APEX of the zone, or nil.
local function misplaced(entry, apex)
   local enter = astray.enter(entry.name, apex)
   if entry.other then return "selector-other-domain", { at = entry.at, other = entry.other, enter = enter } end
   local label = entry.label or entry.at:find("._domainkey._domainkey.", 1, true) and "_domainkey"
   if label then return "selector-label-doubled", { at = entry.at, label = label, enter = enter } end
   local doubled = entry.at:sub(1, #entry.name + 1) == entry.name .. "."
   return doubled and "selector-name-doubled" or "selector-misplaced", { at = entry.at }
end

local function missing(entry, apex, add)
   local detail = { subject = entry.name, type = "TXT", fields = {} }
   if entry.at then
      local code, fields = misplaced(entry, apex)
      detail.fields = fields
      detail.evidence = { evidence.record(entry.at, entry.at_type, entry.at_value) }
      detail.records = records.one(entry.name, entry.at_type, entry.at_value)
      return add(code, detail)
   elseif entry.delegated then
      local parent = entry.name:match("(_domainkey%..*)$")
      detail.fields = { parent = parent, type = entry.delegated.type, hosts = entry.delegated.hosts }
      return add("selector-delegated", detail)
   end
   detail.fields.status = entry.status == "nxdomain" and "NXDOMAIN" or "NODATA"
   add("selector-missing", detail)
end

local function unlearnt(entry, add)
   local server = evidence.server(entry)
   if entry.bogus then
      return add("selector-bogus", { subject = entry.name, type = "TXT", fields = { server = server } })
   end
   add("selector-unknown", { subject = entry.name, type = "TXT", fields = { status = entry.status, server = server } })
end

-- Whether nothing is to be said of KEY but notices.
local function is_clean(key)
   for _, fault in ipairs(key.faults) do
      if fault.severity ~= "notice" then return false end
   end
   return true
end

-- The aliases on the way to the records of ENTRY, and those.
local function whole(entry)
   local out = evidence.chain(entry.name, entry.chain)
   for _, text in ipairs(entry.records) do out[#out + 1] = evidence.record(entry.owner, "TXT", text) end
   return out
end

local function present(entry, around, add)
   if entry.conflict then
      add("selector-conflict", {
         subject = entry.name, type = "CNAME", fields = { target = entry.conflict },
         evidence = { evidence.record(entry.name, "CNAME", entry.conflict), evidence.record(entry.name, "TXT",
            entry.records[1]) },
      })
   end
   local wild = around.wildcard
   if entry.wildcard and entry.verdict ~= "usable" and wild.open then
      unlearnt({ name = entry.name, status = wild.open.status, server = wild.server }, add)
   elseif entry.wildcard and entry.verdict ~= "usable" then
      add("selector-wildcard", {
         subject = entry.name, type = "TXT", fields = { owner = wild.name }, evidence = whole(wild),
      })
   elseif entry.verdict == "usable" and #entry.keys == 1 and is_clean(entry.keys[1]) then
      local key, beside = words.material(entry.keys[1]), entry.beside
      add(beside and "selector-alias-unknown" or "selector-present", {
         subject = entry.name, type = "TXT", fields = { key = key, status = beside and beside.status },
         evidence = whole(entry), rests = {}, -- the answers to these two questions are known here
         because = beside and { beside } or nil,
      })
   end
end

-- The alias of one of Microsoft's pair that leads to no key: nothing is wrong where the other does. Where neither does,
-- or the other could not be learnt, that is said once.
local function microsoft(entry, domain, add)
   local twin = entry.microsoft.twin
   local detail = { subject = entry.name, type = "CNAME", evidence = evidence.chain(entry.name, entry.chain) }
   if entry.microsoft.state == "idle" then
      detail.fields = { target = entry.chain[1], twin = twin.name }
      return add("selector-idle", detail)
   elseif entry.microsoft.again then
      return
   elseif entry.microsoft.state == "open" then
      return unlearnt(twin, add)
   end
   table.move(evidence.chain(twin.name, twin.chain), 1, 1, 2, detail.evidence)
   detail.fields = { twin = twin.name, tenant = entry.microsoft.pair.tenant, domain = domain }
   add("selectors-not-enabled", detail)
end

local function selector(entry, around, apex, add)
   if entry.known == "unknown" then return unlearnt(entry, add) end
   if entry.microsoft then return microsoft(entry, around.name:sub(#"_domainkey." + 1), add) end
   if outline.dangles(entry) then
      return add("selector-dangling", {
         subject = entry.name, type = "CNAME", evidence = evidence.chain(entry.name, entry.chain),
         fields = { target = entry.chain[#entry.chain], status = entry.status == "nxdomain" and "NXDOMAIN"
            or "NODATA" },
      })
   end
   if entry.known == "absent" then return missing(entry, apex, add) end
   present(entry, around, add)
end

local function any_asked(models, how)
   for _, entry in ipairs(models.selectors) do
      if entry.asked == how then return true end
   end
   return false
end

-- Whether anything is known of the domain's DKIM beside what was guessed.
local function is_known(models)
   return any_asked(models, "given") or any_asked(models, "listed") or #(models.easy_dkim or {}) > 0
end

local function sends_nothing(models)
   return models.spf_tree ~= nil and refuses_all(models.spf_tree)
end

-- Selectors that were asked for without being known. Guesses that nobody wanted are spoken of only where nothing else
-- is known, and where the domain sends mail.
local function probed(models, around, add)
   if not around.requested and is_known(models) then return end
   local detail = { subject = around.name, type = "TXT" }
   if not around.known then
      local names, because = {}, {}
      for i, entry in ipairs(around.open) do names[i], because[i] = entry.selector, entry.because end
      detail.fields = { count = #names, names = names, status = around.because.status }
      detail.because = because
      return add("selectors-unknown", detail)
   elseif around.found > 0 or any_asked(models, "listed") or not around.requested and sends_nothing(models) then
      return
   elseif around.spared > 0 then
      local names = #around.asked > 0 and (" (%s)"):format(table.concat(around.asked, ", ")) or ""
      detail.fields = { count = around.spared, asked = #around.asked, names = names }
      return add("selectors-denied", detail)
   end
   detail.fields = { count = #around.asked, names = around.asked }
   add("selectors-none", detail)
end

-- Whether the domain or an address of it is known to be an identity of SES: what signs, or does not, is told there.
local function has_identity(models)
   return #(models.identities or {}) > 0 or #(models.ses and models.ses.overrides or {}) > 0
end

-- Nothing is listed below the parent of all keys, and nothing else can be there.
local function absent(models, around, add)
   local told = is_known(models) or has_identity(models) or sends_nothing(models)
   if not (told or around.wildcard or is_bare(models)) then
      add("selectors-absent", { subject = around.name, type = "TXT" })
   end
end

local function wildcard(around, add)
   local entry = around.wildcard
   if entry.open then
      return add("selectors-wildcard-unknown", {
         subject = around.name, type = "TXT", fields = { name = entry.open.name, status = entry.open.status },
         because = { entry.open },
      })
   end
   local detail = { subject = entry.name, type = "TXT", evidence = whole(entry), fields = {} }
   if entry.verdict == "usable" then
      detail.fields.key = words.material(entry.keys[1])
      add("selectors-wildcard-key", detail)
   elseif #around.asked + around.spared > 0 then
      add("selectors-wildcard", detail)
   end
end

--- Findings of MODELS (selectors, domainkey, easy_dkim, identities, ses, spf_tree) through ADD(code, detail).
function check.run(models, add)
   local around = models.domainkey
   if not around then return end
   local apex = models.domain and models.domain.zone
   for _, entry in ipairs(models.selectors) do selector(entry, around, apex, add) end
   if #around.asked + around.spared > 0 then probed(models, around, add)
   elseif around.complete then absent(models, around, add) end
   if around.wildcard then wildcard(around, add) end
end

return check
