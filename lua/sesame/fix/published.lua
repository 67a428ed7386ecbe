-- SPDX-License-Identifier: MIT
-- What is published at a name now, and what would be there after changes: whole sets of records, never single ones.
-- Asks through facts; it must not know findings, nor why anything changes.
local change = require "sesame.fix.change"
local names = require "sesame.base.names"
local over = require "sesame.facts.over"
local overlay = require "sesame.facts.overlay"

local sets = {}
local Sets = {}
Sets.__index = Sets

-- Types that cannot stand beside a CNAME and that a mail domain may have (RFC 1034 3.6.2).
local BESIDE = { "TXT", "MX", "A", "AAAA", "NS", "SOA", "SPF" }

local function key_of(name, rrtype)
   return name .. "\0" .. rrtype
end

--- Sets over FACTS (of one audit). APEX: the zone of the audited domain, or nil.
function sets.new(facts, apex)
   return setmetatable({ facts = facts, apex = apex, known = {}, source = overlay.new { lower = over.source(facts),
      changes = {} } }, Sets)
end

--- What NAME itself holds of RRTYPE, without what an alias or a wildcard gives: { values, texts, ttl } (no values where
-- there is nothing; ttl is then how long that may be believed), or nil and the answer that could not be learnt.
function Sets:own(name, rrtype)
   local key = key_of(name, rrtype)
   local entry = self.known[key]
   if not entry then
      local values, ttl = self.source:own(name, rrtype)
      entry = values and { values = {}, texts = {}, ttl = ttl } or { unknown = ttl }
      local sorted = {}
      for i, value in ipairs(values or {}) do
         local kept = change.value(name, rrtype, value)
         sorted[i] = { value = kept, text = change.text(name, rrtype, kept) }
      end
      table.sort(sorted, function(a, b) return a.text < b.text end) -- servers turn the order of a set about
      for i, item in ipairs(sorted) do entry.values[i], entry.texts[i] = item.value, item.text end
      self.known[key] = entry
   end
   if entry.unknown then return nil, entry.unknown end
   return entry
end

local function copy(list)
   return table.move(list, 1, #list, 1, {})
end

local function copy_state(state)
   local new = { order = copy(state.order), sets = {} }
   for key, set in pairs(state.sets) do
      local twin = {}
      for name, value in pairs(set) do twin[name] = type(value) == "table" and copy(value) or value end
      new.sets[key] = twin
   end
   return new
end

--- A state without changes.
function sets.empty()
   return { order = {}, sets = {} }
end

-- The set of STATE at (NAME, RRTYPE), begun from what is published; nil and a reason where that could not be learnt.
local function set_at(self, state, name, rrtype)
   local key = key_of(name, rrtype)
   local set = state.sets[key]
   if set then return set end
   local own, unknown = self:own(name, rrtype)
   if not own then return nil, ("what %s holds of %s could not be learnt (%s)"):format(name, rrtype, unknown.status) end
   set = {
      name = name, type = rrtype, before = copy(own.values), values = copy(own.values), texts = copy(own.texts),
      published = copy(own.texts), before_ttl = own.ttl, why = {}, codes = {},
   }
   state.sets[key] = set
   state.order[#state.order + 1] = key
   return set
end

local function joined(rrtype, value)
   return rrtype == "TXT" and type(value) == "table" and table.concat(value) or nil
end

-- Where VALUE is in SET: by its text, or for TXT by its strings joined. From the end, so that of equal ones the last
-- goes first.
local function place_of(set, value)
   local wanted = change.value(set.name, set.type, value)
   local text, whole = change.text(set.name, set.type, wanted), joined(set.type, wanted)
   for i = #set.values, 1, -1 do
      if set.texts[i] == text or whole and joined(set.type, set.values[i]) == whole then return i end
   end
end

local function take(set, values)
   local first
   for _, value in ipairs(values) do
      local at = place_of(set, value)
      if not at then
         return nil, ("%s no longer holds %s %s"):format(set.name, set.type, change.text(set.name, set.type, value))
      end
      table.remove(set.values, at)
      table.remove(set.texts, at)
      first = math.min(first or at, at)
   end
   return first or #set.values + 1
end

local function put(set, values, at)
   for _, value in ipairs(values) do
      local kept = change.value(set.name, set.type, value)
      if not place_of(set, kept) then
         table.insert(set.values, at, kept)
         table.insert(set.texts, at, change.text(set.name, set.type, kept))
         at = at + 1
      end
   end
end

local function same(set, values)
   if #values ~= #set.values then return false end
   for _, value in ipairs(values) do
      if not place_of(set, value) then return false end
   end
   return true
end

local function empty(set)
   set.values, set.texts = {}, {}
   return 1
end

-- What a wildcard gives for the name of SET, which has nothing of its own: one of these records is to be replaced
-- there, and the others would no longer be seen.
local function inherit(self, set)
   local answer = self.facts:get(set.name, set.type)
   if answer.known ~= "present" or answer.target ~= answer.name then return end
   for i = 1, #answer do
      set.values[i] = change.value(set.name, set.type, set.type == "TXT" and answer:strings(i) or answer[i])
      set.texts[i] = change.text(set.name, set.type, set.values[i])
   end
end

-- One edit on its set. True, or nil and a reason.
local function edit(set, item)
   if item.action == "remove" then
      if not item.values then empty(set) return true end
      return take(set, item.values)
   elseif item.action == "replace" and item.old then
      local at, reason = take(set, item.old)
      if not at then return nil, reason end
      put(set, item.values, at)
      return true
   elseif item.action == "replace" then
      if set.claimed and not same(set, item.values) then
         return nil, ("%s wants other values for %s %s"):format(set.claimed, set.name, set.type)
      end
      put(set, item.values, empty(set))
      return true
   end
   if set.type == "CNAME" and #set.values > 0 and not same(set, item.values) then
      return nil, ("%s is an alias for another name already"):format(set.name)
   end
   put(set, item.values, #set.values + 1)
   return true
end

local function note(list, value)
   for _, known in ipairs(list) do
      if known == value then return end
   end
   if value then list[#list + 1] = value end
end

local function same_texts(a, b)
   return table.concat(a, "\n") == table.concat(b, "\n")
end

-- Whether NAME would hold a CNAME beside other data, as a reason; nil when all is well.
local function beside_alias(self, state, name)
   local function values(rrtype)
      local set = state.sets[key_of(name, rrtype)]
      if set then return set.values end
      local own = self:own(name, rrtype)
      return own and own.values or {}
   end
   local aliases = values("CNAME")
   if #aliases > 1 then return ("%s would hold %d CNAME records"):format(name, #aliases) end
   if #aliases == 0 then return nil end
   for _, rrtype in ipairs(BESIDE) do
      if #values(rrtype) > 0 then
         return ("%s would hold %s beside a CNAME, which DNS does not allow"):format(name, rrtype)
      end
   end
end

--- STATE with CHANGES of the fix for CODE on top: a new state, or nil and what stands in the way. Raises for a change
-- that cannot be.
function Sets:apply(state, changes, code)
   local new, touched = copy_state(state), {}
   for _, item in ipairs(change.check(changes)) do
      local set, reason = set_at(self, new, names.canonical(item.name), item.type)
      if not set then return nil, reason end
      local bare = #set.values == 0 and #set.before == 0
      if bare and item.action == "replace" and item.old then inherit(self, set) end
      local ok
      ok, reason = edit(set, item)
      if not ok then return nil, reason end
      if item.action == "replace" and not item.old then set.claimed = code end
      set.ttl = set.ttl or item.ttl
      note(set.why, item.why)
      note(set.codes, code)
      touched[set.name] = true
   end
   for name in pairs(touched) do
      local reason = beside_alias(self, new, name)
      if reason then return nil, reason end
   end
   return new
end

--- The sets that STATE changes, in the order they came up.
function sets.changed(state)
   local list = {}
   for _, key in ipairs(state.order) do
      local set = state.sets[key]
      if not same_texts(set.texts, set.published) then list[#list + 1] = set end
   end
   return list
end

local function but(texts, others)
   local kept, known = {}, {}
   for _, text in ipairs(others) do known[text] = true end
   for _, text in ipairs(texts) do
      if not known[text] then kept[#kept + 1] = text end
   end
   return kept
end

--- The sets that differ from state FIRST to state LATER: { { name, type, added, gone } }, record data in presentation
-- form.
function sets.between(first, later)
   local list = {}
   for _, key in ipairs(later.order) do
      local new, old = later.sets[key], first.sets[key]
      local before = old and old.texts or new.published
      if not same_texts(new.texts, before) then
         list[#list + 1] = { name = new.name, type = new.type, added = but(new.texts, before),
            gone = but(before, new.texts) }
      end
   end
   return list
end

--- The source of the zone as STATE makes it, over the same facts.
function Sets:over(state)
   local changes = {}
   for i, set in ipairs(sets.changed(state)) do
      local action = #set.values == 0 and "remove" or "replace"
      changes[i] = {
         action = action, name = set.name, type = set.type, values = #set.values > 0 and set.values or nil,
         ttl = set.ttl or #set.before > 0 and set.before_ttl or nil,
      }
   end
   return overlay.new { lower = over.source(self.facts), changes = changes }
end

return sets
