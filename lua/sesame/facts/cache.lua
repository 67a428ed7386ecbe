-- SPDX-License-Identifier: MIT
-- Answers kept for as long as their TTL allows, within a bound of bytes; the oldest goes first. It must not ask
-- anybody.
local cache = {}
local Cache = {}
Cache.__index = Cache

cache.BYTES = 64 * 1024 * 1024 -- kept at most, unless told otherwise
cache.TTL_MAX = 86400          -- seconds; RFC 8767 4 advises a day or so, RFC 2308 5 three hours for absent ones
cache.NEGATIVE_TTL_MAX = 10800

-- Places in an entry, which is a list: half the memory and time of a table with names.
local KEY <const>, ANSWER <const>, SIZE <const>, EXPIRES <const> = 1, 2, 3, 4

local OVERHEAD = 200 -- octets a kept answer costs beside itself: key, entry, slots

--- A cache of at most BYTES; CLOCK gives milliseconds.
function cache.new(clock, bytes)
   return setmetatable({ clock = clock, limit = bytes or cache.BYTES, bytes = 0, entries = {}, order = {}, first = 1,
      last = 0 }, Cache)
end

local function drop_oldest(self)
   local entry = self.order[self.first]
   self.order[self.first] = nil
   self.first = self.first + 1
   self.bytes = self.bytes - entry[SIZE]
   if self.entries[entry[KEY]] == entry then self.entries[entry[KEY]] = nil end
end

--- The answer kept under KEY, or nil when there is none or its time is up.
function Cache:get(key)
   local entry = self.entries[key]
   if not entry then return nil end
   if entry[EXPIRES] > self.clock() then return entry[ANSWER] end
   self.entries[key] = nil
end

--- Keeps ANSWER under KEY for its TTL; what could not be learnt is never kept.
function Cache:put(key, answer)
   local ttl = answer.ttl -- 0 for what could not be learnt
   if ttl == 0 then return end
   if ttl > cache.NEGATIVE_TTL_MAX then
      ttl = math.min(ttl, answer.known == "absent" and cache.NEGATIVE_TTL_MAX or cache.TTL_MAX)
   end
   local entry = { key, answer, answer.size + #key + OVERHEAD, self.clock() + ttl * 1000 }
   self.last = self.last + 1
   self.order[self.last], self.entries[key] = entry, entry
   self.bytes = self.bytes + entry[SIZE]
   while self.bytes > self.limit and self.first <= self.last do drop_oldest(self) end
end

return cache
