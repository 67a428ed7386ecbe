-- SPDX-License-Identifier: MIT
-- The source of record changes laid over another source: the zone as it would be. A touched name is never NXDOMAIN; an
-- added name makes its ancestors exist and hides wildcards (RFC 4592). It must not know why a record changes.
local alias = require "sesame.facts.alias"
local BENEATH <const> = require "sesame.facts.beneath"
local core = require "sesame.core"
local listing = require "sesame.facts.listing"
local wildcard = require "sesame.facts.wildcard"

local make, above_name = core.answer.make, core.domain.parent

local overlay = {}
local Overlay = {}
Overlay.__index = Overlay

overlay.TTL = 300 -- seconds, where a change names none
overlay.CHANGES_MAX = 10000

-- The name above NAME, nil above a top-level one.
local function over_name(name)
   local over = above_name(name)
   return over ~= "." and over or nil
end

local ACTIONS = { add = true, remove = true, replace = true }

-- The text a value has as record data, to compare values by.
local function text_of(name, rrtype, value)
   return make { name = name, type = rrtype, records = { value } }:text(1)
end

local function check_change(change, index)
   if not ACTIONS[change.action] then
      error(("change %d: '%s' is no action (add, remove, replace)"):format(index, tostring(change.action)), 0)
   end
   for _, value in ipairs(change.values or {}) do text_of(change.name, change.type, value) end
end

--- CHANGES: a list of { action = "add|remove|replace", name, type, ttl, values } over OPTIONS.lower; values are as an
-- answer gives them. Remove without values takes the whole set away. Raises for a change that cannot be.
function overlay.new(options)
   local lower, changes = options.lower, options.changes
   if #changes > overlay.CHANGES_MAX then error(("more than %d changes"):format(overlay.CHANGES_MAX), 0) end
   local self = setmetatable({ lower = lower, edits = {}, added = {}, ancestors = {} }, Overlay)
   -- whether the changes have a say in what is at NAME
   self.is_ours = function(name)
      if self.edits[name] then return true end
      local above, below = self:relation(name)
      return above or below
   end
   self.description, self.ask_servers, self.clock = lower.description .. ", with changes laid over", lower.ask_servers,
      lower.clock
   self.nonce, self.situation = lower.nonce, lower.situation
   for i, change in ipairs(changes) do
      check_change(change, i)
      local name = change.name:lower()
      local node = self.edits[name] or {}
      self.edits[name] = node
      node[change.type] = node[change.type] or {}
      table.insert(node[change.type], change)
      if change.action ~= "remove" and not self.added[name] then
         self.added[name] = true
         local over = name
         while over and not self.ancestors[over] do
            self.ancestors[over] = true
            over = over_name(over)
         end
      end
   end
   return self
end

-- The ancestor whose wildcard gives NAME what it answers with, or gives it as far as could be learnt; or nil.
local function wildcard_above(self, name, rrtype)
   local found = wildcard.covering(self.lower, name, rrtype)
   return found and found.parent
end

local function absent(name, rrtype, status, ttl)
   return make { name = name, type = rrtype, status = status, ttl = ttl or overlay.TTL, server = "overlay" }
end

-- The lower source's own records at NAME, without those of an alias or a wildcard: values and TTL, or nil and the
-- answer that could not be learnt.
local function base_of(self, name, rrtype, options)
   local answer = self.lower:get(name, rrtype, options)
   if answer.known == "unknown" and answer.status ~= "alias" then return nil, answer end
   local values = {}
   if answer.known == "present" and #answer:chain() == 0 and not wildcard_above(self, name, rrtype) then
      for i = 1, #answer do
         values[i] = rrtype == "TXT" and answer:strings(i) or answer[i]
      end
   end
   return values, answer.ttl
end

local function without(values, removed, name, rrtype)
   if not removed then return {} end
   local gone, kept = {}, {}
   for _, value in ipairs(removed) do gone[text_of(name, rrtype, value)] = true end
   for _, value in ipairs(values) do
      local same = gone[text_of(name, rrtype, value)]
      if rrtype == "TXT" and not same then same = gone[text_of(name, rrtype, table.concat(value))] end
      if not same then kept[#kept + 1] = value end
   end
   return kept
end

local function with(values, added, name, rrtype)
   local list, seen = {}, {}
   for _, source in ipairs { values, added } do
      for _, value in ipairs(source) do
         local text = text_of(name, rrtype, value)
         if not seen[text] then
            seen[text] = true
            list[#list + 1] = value
         end
      end
   end
   return list
end

-- The set (NAME, RRTYPE) as changed: values and TTL, or nil and the unknown answer.
local function changed(self, name, rrtype, options)
   local values, ttl, unknown = nil, nil, nil
   for _, change in ipairs(self.edits[name][rrtype]) do
      if change.action == "replace" then
         values = {}
      elseif not values then
         values, ttl = base_of(self, name, rrtype, options)
         if not values then unknown = ttl break end
      end
      if change.action == "remove" then values = without(values, change.values, name, rrtype)
      else values = with(values, change.values or {}, name, rrtype) end
      ttl = change.ttl or (ttl and ttl > 0 and ttl) or overlay.TTL
   end
   if unknown then return nil, unknown end
   return values, ttl
end

local function alias_of(self, name, options)
   if not self.edits[name].CNAME then return nil end
   local values, ttl = changed(self, name, "CNAME", options)
   return values and values[1], ttl, values ~= nil
end

-- An answer at a name the changes touch.
local function touched(self, name, rrtype, options)
   if rrtype ~= "CNAME" then
      local target, ttl, known = alias_of(self, name, options)
      if target then
         return make { name = name, type = rrtype, server = "overlay",
            records = { { type = "CNAME", value = target, ttl = ttl } } }
      elseif known and not self.edits[name][rrtype] then
         local values, lower_ttl = base_of(self, name, rrtype, options)
         if not values then return lower_ttl end
         if #values == 0 then return absent(name, rrtype, "nodata") end
      end
   end
   if self.edits[name][rrtype] then
      local values, ttl = changed(self, name, rrtype, options)
      if not values then return ttl end
      if #values == 0 then return absent(name, rrtype, "nodata") end
      return make { name = name, type = rrtype, ttl = ttl, records = values, server = "overlay" }
   end
   local answer = self.lower:get(name, rrtype, options)
   if answer.status == "nodata" then return answer end -- with the authority section that tells its zone
   if answer.known == "absent" then return absent(name, rrtype, "nodata", answer.ttl) end
   if self.added[name] and wildcard_above(self, name, rrtype) then return absent(name, rrtype, "nodata") end
   return alias.cut(answer, self.is_ours)
end

-- Whether an added name lies at or below NAME, or NAME at or below an added one.
function Overlay:relation(name)
   local over = name
   while over do
      if self.added[over] then return self.ancestors[name] == true, true end
      over = over_name(over)
   end
   return self.ancestors[name] == true, false
end

--- What the source beneath holds of RRTYPE at NAME itself, without an alias's or a wildcard's records: values and TTL,
-- or nil and the answer that could not be learnt.
function Overlay:own(name, rrtype, options)
   return base_of(self, name, rrtype, options)
end

-- Whether an added name at or above NAME lies below PARENT, so that a wildcard at PARENT does not reach NAME any more.
local function hides(self, name, parent)
   local over = name
   while over and over ~= parent do
      if self.added[over] then return true end
      over = over_name(over)
   end
   return false
end

function Overlay:start(name, rrtype, options)
   if self.lower.start and not self.edits[name] then return self.lower:start(name, rrtype, options) end
end

function Overlay:covers(name)
   return self.edits[name] ~= nil or (self.lower.covers ~= nil and self.lower:covers(name))
end

function Overlay:assumes(name)
   return not self.edits[name] and self.lower.assumes ~= nil and self.lower:assumes(name)
end

-- The records that changes add, one after the other: name, type, data.
local function each_added(self)
   local list, place = {}, 0
   for name in pairs(self.added) do
      for rrtype, changes in pairs(self.edits[name]) do
         for _, change in ipairs(changes) do
            for _, value in ipairs(change.values or {}) do
               list[#list + 1] = { name, rrtype, text_of(name, rrtype, value) }
            end
         end
      end
   end
   return function()
      place = place + 1
      if list[place] then return table.unpack(list[place], 1, 3) end
   end
end

--- The names below PARENT beneath, and those that changes add (sesame.facts.listing); one whose records all go
-- stands there still.
function Overlay:names(parent)
   local names, complete = nil, nil
   if self.lower.names then names, complete = self.lower:names(parent) end
   if not names then return nil end
   self.listing = self.listing or listing.new(each_added(self))
   local more = self.listing:below(parent)
   if #more == 0 then return names, complete end
   local list, there = {}, {}
   for i, entry in ipairs(names) do list[i], there[entry.name .. " " .. entry.type] = entry, true end
   for _, entry in ipairs(more) do
      if not there[entry.name .. " " .. entry.type] then list[#list + 1] = entry end
   end
   return list, complete
end

function Overlay:notices()
   return self.lower.notices and self.lower:notices() or {}
end

function Overlay:get(name, rrtype, options)
   if options and options.server == BENEATH then return self.lower:get(name, rrtype, options) end
   if self.edits[name] then return touched(self, name, rrtype, options) end
   local answer = self.lower:get(name, rrtype, options)
   local aliased, above, below = answer.target ~= answer.name, self:relation(name)
   if above and answer.status == "nxdomain" and not aliased then return absent(name, rrtype, "nodata", answer.ttl) end
   if above or below then
      local parent = wildcard_above(self, name, rrtype)
      if parent and (above or hides(self, name, parent)) then
         return absent(name, rrtype, above and "nodata" or "nxdomain")
      end
   end
   return aliased and alias.cut(answer, self.is_ours) or answer
end

return overlay
