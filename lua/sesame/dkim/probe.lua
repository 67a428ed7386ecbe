-- SPDX-License-Identifier: MIT
-- Where the key of a selector went: names people publish it at by mistake, delegations that hide it, an alias beside
-- it, DNSSEC. Claims nothing that was not found. It must not judge keys.
local astray = require "sesame.base.astray"
local copy = require "sesame.base.copy"
local dkim = require "sesame.dkim"
local lost = require "sesame.facts.lost"
local names = require "sesame.base.names"
local redact = require "sesame.dkim.redact"
local outline = require "sesame.facts.outline"
local unknown = require "sesame.base.unknown"
local wildcard = require "sesame.facts.wildcard"

local probe = {}

-- Parents below which keys stand by mistake, likeliest first: consoles add the domain, or the zone's APEX, to a whole
-- name; or "_domainkey" was typed where it is added.
local function doubled_parents(domain, apex)
   local list = { ("_domainkey.%s.%s"):format(domain, domain) }
   if apex and apex ~= domain and apex ~= "." then list[2] = ("_domainkey.%s.%s"):format(domain, apex) end
   list[#list + 1] = "_domainkey._domainkey." .. domain
   return list
end

-- Names a key is published at by mistake, likeliest first.
local function near_names(entry, domain, apex)
   local list, selector = {}, entry.selector
   local function add(name)
      if names.fits(name) and name ~= entry.name then list[#list + 1] = name end
   end
   for _, parent in ipairs(doubled_parents(domain, apex)) do add(("%s.%s"):format(selector, parent)) end
   add(("%s.domainkey.%s"):format(selector, domain))
   add(("%s_domainkey.%s"):format(selector, domain))
   add(("%s.%s"):format(selector, domain))
   return list
end

local function holds_key(answer)
   for i = 1, answer.known == "present" and #answer or 0 do
      local key = dkim.parse_key(answer[i])
      if key and key.encoding then return true end
   end
   return false
end

-- What stands at a near name, as it may be shown: the target of an alias, or the text of the key.
local function found_at(answer)
   local link = answer:chain()[1]
   if link then return "CNAME", link.target end
   local key = dkim.parse_key(answer[1])
   return "TXT", (redact.text(answer[1], key))
end

-- FOUND[entry] with MORE.
local function note(found, entry, more)
   found[entry] = copy.with(found[entry] or {}, more)
end

-- A key where it does nothing: at, and at_type and at_value of what stands there.
local function find_elsewhere(facts, zone, missing, found)
   local questions = {}
   for _, entry in ipairs(missing) do
      for _, name in ipairs(near_names(entry, zone.domain, zone.apex)) do
         questions[#questions + 1] = { name = name, type = "TXT", entry = entry }
      end
   end
   for i, answer in ipairs(facts:get_all(questions)) do
      local entry = questions[i].entry
      if not found[entry] and holds_key(answer) and wildcard.is_own(facts, questions[i].name, "TXT") then
         local kind, value = found_at(answer)
         note(found, entry, { at = questions[i].name, at_type = kind, at_value = value })
      end
   end
end

local FIRST_MAX <const> = 5 -- places beyond the near names where the first of the keys is looked for

-- The places beyond the near names; "_domainkey" twice is one of those.
local function further(zone)
   local list = {}
   for _, place in ipairs(astray.keys(zone.domain, zone.apex)) do
      if place.label ~= "_domainkey" then list[#list + 1] = place end
   end
   return list
end

-- Adds to FOUND those of MISSING whose key stands where a label is there twice, or another domain behind the name. One
-- of the questions is kept for the wildcard that may have answered.
local function find_astray(facts, zone, missing, found)
   local selectors, by_selector, wild = {}, {}, nil
   for _, entry in ipairs(missing) do
      if not found[entry] then
         selectors[#selectors + 1], by_selector[entry.selector] = entry.selector, entry
      end
   end
   local hits = lost.find(facts, selectors, further(zone), {
      type = "TXT", most = astray.DKIM_MAX - 1, first = FIRST_MAX,
      fits = function(answer, _, place)
         if not holds_key(answer) then return false end
         if wild == nil then wild = lost.is_wildcard(facts, place.parent, answer) end
         return not wild
      end,
   })
   for selector, hit in pairs(hits) do
      local kind, value = found_at(hit.answer)
      note(found, by_selector[selector], { at = hit.at, at_type = kind, at_value = value, label = hit.place.label,
         other = hit.place.other })
   end
end

-- An NS or DNAME at _domainkey.<domain> hides what the zone of the domain holds below it: { type, hosts }, or nil.
local function delegation(facts, domain)
   local parent = "_domainkey." .. domain
   for _, answer in ipairs(facts:get_all { { name = parent, type = "NS" }, { name = parent, type = "DNAME" } }) do
      if answer.known == "present" and #answer:chain() == 0 then
         local hosts = {}
         for i = 1, #answer do hosts[i] = answer[i] end
         table.sort(hosts)
         return { type = answer.type, hosts = hosts }
      end
   end
end

-- A TXT record and an alias at one name: receivers get the one or the other.
local function find_conflicts(facts, present, found)
   local questions = {}
   for i, entry in ipairs(present) do questions[i] = { name = entry.name, type = "CNAME" } end
   for i, answer in ipairs(facts:get_all(questions)) do
      if answer.known == "present" and #answer:chain() == 0 then note(found, present[i], { conflict = answer[1] }) end
      if answer.known == "unknown" then note(found, present[i], { beside = unknown.unlearnt(answer) }) end
   end
end

-- An answer that only fails with DNSSEC checking on.
local function is_bogus(facts, entry)
   return facts:get(entry.name, "TXT", { cd = true }).known ~= "unknown"
end

--- What explains the entries of LIST (as sesame.model.selectors makes them): { [entry] = { at (a near name that holds
-- the key; at_type, at_value: what stands there; label = of the domain's, where it stands twice, or other = the domain
-- that stands before it there), delegated ({ type, hosts }), conflict (the target of an alias beside
-- the TXT record), beside (why it is not known whether there is one), bogus } }. APEX: that of the zone, or nil.
function probe.explain(facts, domain, list, apex)
   local missing, present, failed, found = {}, {}, {}, {}
   for _, entry in ipairs(list) do
      local into = entry.known == "absent" and not outline.dangles(entry) and missing
         or entry.known == "present" and #entry.chain == 0 and present
         or entry.status == "servfail" and failed
      if into then into[#into + 1] = entry end
   end
   if #missing > 0 then
      find_elsewhere(facts, { domain = domain, apex = apex }, missing, found)
      find_astray(facts, { domain = domain, apex = apex }, missing, found)
      local delegated = delegation(facts, domain)
      for _, entry in ipairs(delegated and missing or {}) do note(found, entry, { delegated = delegated }) end
   end
   if #present > 0 then find_conflicts(facts, present, found) end
   for _, entry in ipairs(failed) do note(found, entry, { bogus = is_bogus(facts, entry) }) end
   return found
end

--- Those of SELECTORS (a list) whose keys were published below a doubled name: { { selector, at, at_type, at_value } }.
-- They are asked for only below such names as exist.
function probe.doubled(facts, domain, selectors, apex)
   local parents, questions, list = {}, {}, {}
   for _, parent in ipairs(doubled_parents(domain, apex)) do
      if names.fits(parent) then parents[#parents + 1] = { name = parent, type = "TXT" } end
   end
   for i, answer in ipairs(facts:get_all(parents)) do
      for _, selector in ipairs(answer.known ~= "unknown" and answer.status ~= "nxdomain" and selectors or {}) do
         local name = selector .. "." .. parents[i].name
         if names.fits(name) then
            questions[#questions + 1] = { name = name, type = "TXT", selector = selector }
         end
      end
   end
   for i, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      local question = questions[i]
      if holds_key(answer) and wildcard.is_own(facts, question.name, "TXT") then
         local kind, value = found_at(answer)
         list[#list + 1] = { selector = question.selector, at = question.name, at_type = kind, at_value = value }
      end
   end
   return list
end

return probe
