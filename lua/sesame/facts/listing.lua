-- SPDX-License-Identifier: MIT
-- The names of mail authentication that a source holds, so that those below a name can be read off: zone files and
-- recordings know their own. Other names of a zone, which may be a million, are passed over. It must not judge what
-- stands there.
local listing = {}
local Listing = {}
Listing.__index = Listing

-- What a name of TXT or CNAME has in it that is listed: keys of DKIM (with the underscore forgotten, too), DMARC.
local WORDS = { "domainkey", "_dmarc" }

-- What is in the data of an MX record whose name is listed: the feedback hosts of Amazon SES.
local HOST <const> = "feedback-smtp"

-- Whether NAME is listed for a record of RRTYPE with DATA (octets, in which names can be read).
local function is_listed(name, rrtype, data)
   if rrtype == "MX" then return data:lower():find(HOST, 1, true) ~= nil end
   if rrtype ~= "TXT" and rrtype ~= "CNAME" then return false end
   local lower = name:lower()
   for _, word in ipairs(WORDS) do
      if lower:find(word, 1, true) then return true end
   end
   return false
end

-- NAME with its labels turned round, so that all names below one begin alike; nil where a label holds an escape.
local function key_of(name)
   if name:find("\\", 1, true) then return nil end
   local labels, count = {}, 0
   for label in name:lower():gmatch("[^.]+") do count, labels[count + 1] = count + 1, label end
   for i = 1, count // 2 do labels[i], labels[count + 1 - i] = labels[count + 1 - i], labels[i] end
   return table.concat(labels, "\0") .. "\0"
end

--- A listing of the names among those that NEXT_ENTRY() -> name, type, data gives one after the other, each as often as
-- it likes.
function listing.new(next_entry)
   local entries, seen = {}, {}
   for name, rrtype, data in next_entry do
      local key = is_listed(name, rrtype, data) and key_of(name)
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
