-- SPDX-License-Identifier: MIT
-- What the writer of one part of a DMARC record will have meant (a part: what stands between two semicolons). A part is
-- read as it stands, or corrected where there is one way to do so, or else it is a doubt with its choices. It must not
-- guess: what lies within one edit of two things is a doubt. Pure.
local addresses = require "sesame.dmarc.meant_addresses"
local nearest = require "sesame.base.nearest"
local record = require "sesame.dmarc.record"

local meant = {}

meant.CHOICES_MAX = 6 -- choices of one doubt
local CUTS_MAX = 3 -- times that one part is cut again
local PART_MAX = 4096 -- octets of a part that is looked at more closely than as it stands

local POLICIES = { "none", "quarantine", "reject" }
local VALUES = {
   p = POLICIES, sp = POLICIES, np = POLICIES, t = { "y", "n" }, psd = { "y", "n", "u" },
   adkim = { "r", "s" }, aspf = { "r", "s" },
}
local NAMES = { "p", "sp", "np", "adkim", "aspf", "t", "psd", "fo" }
local FO = { "0", "1", "d", "s" }
local REMOVED, WORDS = record.REMOVED, record.MEANT
local ADDRESSES = { rua = true, ruf = true }

-- ---- tags whose values can be listed ----

-- Every text of such a tag: "p=none" -> { name, value }. Those of fo are lists of one to four different items.
local function all_texts()
   local texts, list = {}, {}
   local function add(name, value)
      local text = name .. "=" .. value
      texts[text] = { name = name, value = value }
      list[#list + 1] = text
   end
   for name, values in pairs(VALUES) do
      for _, value in ipairs(values) do add(name, value) end
   end
   local function extend(prefix, used)
      for _, item in ipairs(FO) do
         if not used[item] and not ((item == "0" and used["1"]) or (item == "1" and used["0"])) then
            local value = prefix == "" and item or prefix .. ":" .. item
            add("fo", value)
            used[item] = true
            extend(value, used)
            used[item] = nil
         end
      end
   end
   extend("", {})
   table.sort(list)
   return texts, list
end

local TEXTS, LISTED = all_texts()

local function tag_of(text) return { name = TEXTS[text].name, value = TEXTS[text].value } end

-- The listed texts within one edit of COMPACT whose tag does not stand elsewhere (TAKEN).
local function within_one(compact, taken)
   local found = {}
   for _, text in ipairs(LISTED) do
      if not taken[TEXTS[text].name] and math.abs(#text - #compact) <= 1 and nearest.distance(compact, text) <= 1 then
         found[#found + 1] = text
      end
   end
   return found
end

-- The one value of a tag NAME that WORD stands for: a word people use, or the only one that is near.
local function near_value(name, word)
   local said = WORDS[word]
   for _, value in ipairs(VALUES[name]) do
      if value == said then return value end
   end
   local found
   for _, value in ipairs(VALUES[name]) do
      if #value > 1 and nearest.distance(word, value) <= math.max(1, #value // 3) then
         if found then return nil end
         found = value
      end
   end
   return found
end

-- fo with an item twice, or 0 beside 1, which covers it.
local function plain_fo(value)
   local items, seen = {}, {}
   for item in (value .. ":"):gmatch("([^:]*):") do
      if not (item == "0" or item == "1" or item == "d" or item == "s") then return nil end
      if not seen[item] then items[#items + 1] = item end
      seen[item] = true
   end
   local kept = {}
   for _, item in ipairs(items) do
      if not (item == "0" and seen["1"]) then kept[#kept + 1] = item end
   end
   return table.concat(kept, ":")
end

local OF_SCHEME = "mailto:"

-- ---- one part ----

local function address_tag(name, value)
   local list = addresses.read(value)
   return list and { name = name, value = list }
end

-- A part that is one tag as it stands, in whatever case: it, or nil.
local function as_it_stands(part)
   local name, value = part:match("^([%w_]+)%s*=%s*(.-)$")
   if not name then return nil end
   local lower = name:lower()
   if ADDRESSES[lower] then return address_tag(lower, value) end
   if REMOVED[lower] then return value:find("^[%w:]+$") and { name = lower, value = value:lower() } or nil end
   local text = lower .. "=" .. value:lower():gsub("%s*:%s*", ":")
   if TEXTS[text] then return tag_of(text) end
   local fo = lower == "fo" and plain_fo(value:lower():gsub("%s+", ""))
   return fo and fo ~= "" and { name = "fo", value = fo } or nil
end

-- The ways to cut PART in two tags (the second may be cut again), with at most one octet and white space between.
local function cuts(part, depth)
   local ways, seen = {}, {}
   for at = 4, #part - 2 do
      local tail = part:sub(at)
      local name = tail:lower():match("^([a-z]+)%s*=")
      if name and (VALUES[name] or ADDRESSES[name] or name == "fo") then
         local heads = { (part:sub(1, at - 1):match("^(.-)%s*$")) }
         heads[2] = heads[1]:match("^(.*%S)%s*[^%w@%s]$")
         for _, head in ipairs(heads) do
            local first = as_it_stands(head:match("^(.-)%s*$"))
            local rest = first and as_it_stands(tail)
            rest = rest and { rest } or first and depth > 0 and cuts(tail, depth - 1) or nil
            if first and rest then
               local tags, key = { first }, first.name .. "=" .. first.value
               for _, tag in ipairs(rest) do
                  tags[#tags + 1] = tag
                  key = key .. ";" .. tag.name .. "=" .. tag.value
               end
               if not seen[key] then ways[#ways + 1] = tags end
               seen[key] = true
            end
         end
      end
   end
   if #ways == 1 then return ways[1] end
   return nil, ways
end

-- rua or ruf whose name, sign or scheme is one edit off.
local function near_addresses(compact, taken)
   local ways = {}
   if compact:find("\\[nrt]") then return {}, ways end
   for name in pairs(ADDRESSES) do
      for _, form in ipairs { name .. "=" .. OF_SCHEME, name .. "=" } do
         for length = #form - 1, #form + 1 do
            local rest = compact:sub(length + 1)
            if not taken[name] and nearest.distance(compact:sub(1, length):lower(), form) <= 1 then
               local value = (#form > 4 and OF_SCHEME or "") .. rest
               local plain = addresses.is_plain(((value:match("^[^,]*"):gsub("^%w[^:]*@", OF_SCHEME .. "%0"))))
               local list = plain and addresses.read(value)
               if list then ways[name .. "=" .. list] = { name = name, value = list } end
            end
         end
      end
   end
   local found = {}
   for text in pairs(ways) do found[#found + 1] = text end
   table.sort(found)
   return found, ways
end

local function doubt(part, choices)
   return { text = part, choices = table.move(choices, 1, math.min(#choices, meant.CHOICES_MAX), 1, {}) }
end

-- The values that a tag NAME may have, as a doubt's choices.
local function values_of(name)
   local list = {}
   for _, value in ipairs(VALUES[name] or FO) do list[#list + 1] = { { name = name, value = value } } end
   return list
end

-- A tag RFC 9989 does not know, in a form it allows, that is near to none it knows: it stays as it is.
local function foreign(part)
   local name, value = part:match("^(%a[%w_]*)%s*=%s*([%w%-._~:/?#%[%]@$&'()*+,=%%!|^ ]*)$")
   return name and value ~= "" and { name = name, value = value, foreign = true }
end

-- Whether what ends an address of PART may have swallowed the semicolon: "...examplel ruf=".
local function torn_word(part)
   return part:find("@[%w.-]*%a%s*%a+%s*=") ~= nil
end

--- What PART means: a list of tags { name, value, foreign or nil } (empty for nothing), or nil and the doubt { text,
-- choices = lists of tags }; and whether it is what stands there. TAKEN: the names of tags that stand elsewhere in the
-- record; AFTER_ADDRESS: whether the part before it is a list of addresses, of which its first octets may be the end.
function meant.part(part, taken, after_address)
   part = part:match("^%s*(.-)%s*$")
   if part == "" then return {} end
   local tag = as_it_stands(part)
   if tag then return { tag }, nil, true end
   if not part:find("%w") then return {} end -- nobody reads it, and no tag is one slip away from it
   if #part > PART_MAX then return nil, doubt(part, {}) end
   local tags, ways = cuts(part, CUTS_MAX)
   if tags and not (torn_word(part)) then return tags end
   ways = tags and { tags } or ways
   if #ways > 0 then
      return nil, doubt(part, ways)
   end
   local name, value = part:match("^([%w_]+)%s*=%s*(.-)$")
   if name and VALUES[name:lower()] then
      local near = near_value(name:lower(), value:lower())
      if near then return { { name = name:lower(), value = near } } end
   end
   local compact = part:gsub("[%s\"'`]+", "")
   local lower = compact:lower()
   if TEXTS[lower] and not after_address then return { tag_of(lower) } end
   local found = within_one(lower, taken)
   local torn = after_address and found[1] and (lower:sub(-#found[1]) == found[1] or found[1]:sub(-#lower) == lower)
   if #found == 1 and not torn then return { tag_of(found[1]) } end
   if #found > 0 then
      for i, text in ipairs(found) do found[i] = { tag_of(text) } end
      return nil, doubt(part, found)
   end
   local texts, by_text = near_addresses(compact, taken)
   if #texts == 1 and not (after_address and not part:find("^[rR]")) then return { by_text[texts[1]] } end
   if #texts > 0 then
      for i, text in ipairs(texts) do texts[i] = { by_text[text] } end
      return nil, doubt(part, texts)
   end
   if name and (VALUES[name:lower()] or name:lower() == "fo") then return nil, doubt(part, values_of(name:lower())) end
   if name and ADDRESSES[name:lower()] then return nil, doubt(part, {}) end
   if after_address and part:find("@", 1, true) then
      local more = addresses.read(part)
      if more then return { { name = "", value = more } } end
   end
   local kept = not after_address and foreign(part) or name and #name > 1 and foreign(part)
   if kept then
      for _, known in ipairs { "rua", "ruf", "adkim", "aspf", "psd", "sp", "np", "fo", "p", "t" } do
         local near = nearest.distance(kept.name:lower(), known) <= 1
         if near and not taken[known] then return nil, doubt(part, {}) end
      end
      return { kept }
   end
   return nil, doubt(part, {})
end

meant.ADDRESSES, meant.NAMES = ADDRESSES, NAMES

return meant
