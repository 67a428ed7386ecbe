-- SPDX-License-Identifier: MIT
-- The names that a source holds, so that what lies below one of them can be read off: zone files and recordings know
-- their own. It must not know what the names are for.
local listing = {}
local Listing = {}
Listing.__index = Listing

--- The types whose names are listed: of others nobody asks what there is.
listing.TYPES = { TXT = true, CNAME = true, MX = true }

-- NAME with its labels turned round, so that all names below one begin alike; nil where a label holds an escape.
local function key_of(name)
   if name:find("\\", 1, true) then return nil end
   local labels, count = {}, 0
   for label in name:lower():gmatch("[^.]+") do count, labels[count + 1] = count + 1, label end
   for i = 1, count // 2 do labels[i], labels[count + 1 - i] = labels[count + 1 - i], labels[i] end
   return table.concat(labels, "\0") .. "\0"
end

--- A listing of the names that NEXT_ENTRY() -> name, type gives one after the other, each as often as it likes; other
-- types than listing.TYPES are passed over.
function listing.new(next_entry)
   local entries, seen = {}, {}
   for name, rrtype in next_entry do
      local key = listing.TYPES[rrtype] and key_of(name)
      local whole = key and key .. rrtype
      if whole and not seen[whole] then
         seen[whole], entries[#entries + 1] = true, { key = key, name = name:lower(), type = rrtype }
      end
   end
   table.sort(entries, function(a, b)
      if a.key ~= b.key then return a.key < b.key end
      return a.type < b.type
   end)
   return setmetatable({ entries = entries }, Listing)
end

-- The place of the first entry whose key is not before KEY.
local function first_of(entries, key)
   local low, high = 1, #entries + 1
   while low < high do
      local middle = (low + high) // 2
      if entries[middle].key < key then low = middle + 1 else high = middle end
   end
   return low
end

--- What is listed below PARENT: { { name, type }, ... }, in one order always.
function Listing:below(parent)
   local key, found = key_of(parent), {}
   if not key then return found end
   for place = first_of(self.entries, key), #self.entries do
      local entry = self.entries[place]
      if entry.key:sub(1, #key) ~= key then break end
      if entry.key ~= key then found[#found + 1] = { name = entry.name, type = entry.type } end
   end
   return found
end

return listing
