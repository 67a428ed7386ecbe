-- SPDX-License-Identifier: MIT
-- A DMARC record as its writer will have meant it. Every tag and address that can be read stays, what is damaged is
-- corrected where there is one way to do it, and is a doubt otherwise: then nothing is mended. It must not choose a
-- policy nor a mailbox for anyone.
local meant = require "sesame.dmarc.meant"
local nearest = require "sesame.base.nearest"
local paste = require "sesame.base.paste"
local record = require "sesame.dmarc.record"

local mend = {}

local ADDRESSES = meant.ADDRESSES
local VERSION = "v=dmarc1"
local WHOLE_MAX = 8 -- whole records offered for one doubt

--- TAGS with VALUE for NAME, behind the others where it is new; nil takes the tag away.
function mend.with(tags, name, value)
   local list, there = {}, false
   for _, tag in ipairs(tags) do
      if tag.name ~= name then list[#list + 1] = tag
      elseif value then list[#list + 1] = { name = name, value = value } end
      there = there or tag.name == name
   end
   if value and not there then list[#list + 1] = { name = name, value = value } end
   return list
end

--- The text of a record from TAGS, a list of { name, value } without v; p is put first.
function mend.render(tags)
   local parts = { "v=DMARC1" }
   for _, tag in ipairs(tags) do
      if tag.name == "p" then parts[2] = "p=" .. tag.value end
   end
   for _, tag in ipairs(tags) do
      if tag.name ~= "p" then parts[#parts + 1] = tag.name .. "=" .. tag.value end
   end
   return table.concat(parts, "; ")
end

-- Whether PART is the version, as it is or one edit off; and what stands behind it in the same part.
local function version(part)
   local lower = part:lower()
   local compact = lower:gsub("[%s\"'`]+", "")
   if nearest.distance(compact, VERSION) <= 1 or compact == "dmarc1" then return true, "" end
   local head, rest = part:match("^%s*([vV]%s*=%s*[dD][mM][aA][rR][cC]1)[%s,.:]*(.*)$")
   if head and rest:find("^%a+%s*[=:]") then return true, rest end
   return false
end

local function split(text)
   local parts = {}
   for part in (text .. ";"):gmatch("([^;]*);") do parts[#parts + 1] = part end
   return parts
end

-- The tags that stand in PARTS as they should, by name, so that a damaged one is none of them.
local function taken_of(parts)
   local taken = {}
   for _, part in ipairs(parts) do
      local parsed = record.parse("v=DMARC1;" .. part)
      for name, tag in pairs(parsed and parsed.tags or {}) do
         local fine = parsed[name] ~= nil and (not ADDRESSES[name] or parsed[name][1] and parsed[name][1].valid)
         for _, fault in ipairs(parsed.faults) do
            if fault.range[1] >= tag.range.from and fault.range[2] <= tag.range.to then fine = false end
         end
         if fine then taken[name] = true end
      end
   end
   return taken
end

-- TAGS, each name once; a doubt where one name stands with two values, or twice beside what was CORRECTED (the name may
-- have lost an octet to it).
local function once_each(tags, doubts, corrected)
   local kept, first = {}, {}
   for _, tag in ipairs(tags) do
      local other = first[tag.name]
      if not other then
         first[tag.name] = tag
         kept[#kept + 1] = tag
      elseif other.value ~= tag.value or corrected then
         local choices = { { other }, { tag } }
         if ADDRESSES[tag.name] then
            table.insert(choices, 1, { { name = tag.name, value = other.value .. "," .. tag.value } })
         end
         doubts[#doubts + 1] = { text = tag.name .. "=" .. tag.value, tag = tag.name, choices = choices }
      end
   end
   return kept, first
end

-- What RFC 9989 removed goes where that changes nothing; a pct that limits a policy stays: what takes its place is its
-- owner's to decide.
local function without_removed(tags, first)
   local kept = {}
   for _, tag in ipairs(tags) do
      local percent = tag.name == "pct" and tonumber(tag.value)
      if percent and percent < 100 and first.p and first.p.value ~= "none" and not first.t then
         kept[#kept + 1] = tag
      elseif not (tag.name == "pct" or tag.name == "rf" or tag.name == "ri") then
         kept[#kept + 1] = tag
      end
   end
   return kept
end

-- Takes the version away where it is whole, but not the first of PARTS; false where there is none, or where it does not
-- begin with a policy.
local function take_version(parts)
   if not parts[1]:lower():find("^%s*p%s*=") then return false end
   for i = 2, #parts do
      if parts[i]:lower():gsub("%s+", "") == VERSION then
         table.remove(parts, i)
         return true
      end
   end
   return false
end

-- The parts of TEXT read: tags and doubts; nil where the version is not there.
local function read(text)
   local parts = split(paste.data(text))
   local is_version, rest = version(parts[1])
   if is_version then parts[1] = rest
   elseif not take_version(parts) then return nil end
   local taken, tags, doubts, addresses, corrected = taken_of(parts), {}, {}, nil, false
   for _, part in ipairs(parts) do
      local found, unclear, plain = meant.part(part, taken, addresses ~= nil)
      corrected = corrected or found and #found > 0 and not plain
      for _, tag in ipairs(found or {}) do
         if tag.name == "" then addresses.value = addresses.value .. "," .. tag.value
         else tags[#tags + 1] = tag end
         addresses = ADDRESSES[tags[#tags].name] and tags[#tags] or nil
      end
      if unclear then doubts[#doubts + 1], addresses = unclear, nil end
   end
   return tags, doubts, corrected
end

-- The policy where none is written: that in force with an address for reports, unless sp or np tell of another.
local function with_policy(tags, first, doubts)
   if first.p or #doubts > 0 then return tags end
   if first.rua and not (first.sp or first.np) then
      return table.move(tags, 1, #tags, 2, { { name = "p", value = "none" } })
   end
   local choices = {}
   for i, policy in ipairs { "none", "quarantine", "reject" } do choices[i] = { { name = "p", value = policy } } end
   doubts[1] = { text = "", tag = "p", choices = choices }
   return tags
end

-- Whether TAGS are those of SAID as they stand, in their order, with nothing else to mend.
local function as_said(tags, said)
   local at = 1 -- v
   for _, fault in ipairs(said.faults) do
      if fault.code ~= "tag-unknown" and fault.code ~= "fo-unused" then return false end
   end
   for _, tag in ipairs(tags) do
      at = at + 1
      local other = said.list[at]
      if not other or other.name ~= tag.name or other.value ~= tag.value then return false end
   end
   return true
end

local WEIGHT = { none = 1, quarantine = 2, reject = 3 }
local POLICIES = { "p", "sp", "np" }

--- Whether receivers that read MENDED act on a stricter policy than they do on SAID (both as mend.text gives them).
function mend.is_stricter(said, mended)
   local function weight(record_, tag)
      local value = record_.applies and (record_[tag] or tag == "np" and record_.sp or record_.p)
      return WEIGHT[value or ""] or 0
   end
   for _, tag in ipairs(POLICIES) do
      if weight(mended, tag) > math.max(1, weight(said, tag)) then return true end
   end
   return false
end

--- The tags of MENDED (as mend.text gives it) with no policy stricter than that of SAID, which is in force.
function mend.loose(said, mended)
   local tags = mend.tags(mended)
   for _, tag in ipairs(POLICIES) do
      if mended.tags[tag] then tags = mend.with(tags, tag, said.applies and (said[tag] or said.p) or "none") end
   end
   return tags
end

--- The tags of SAID, as record.parse gives it, without v: { { name, value } }.
function mend.tags(said)
   local list = {}
   for _, tag in ipairs(said.list) do
      if tag.name ~= "v" and tag.name ~= "" then list[#list + 1] = { name = tag.name, value = tag.value } end
   end
   return list
end

-- Whether SAID has a fault that a mend takes away.
local function has_fault(said)
   for _, fault in ipairs(said.faults) do
      if fault.code ~= "fo-unused" then return true end
   end
   return false
end

--- TEXT mended, what the mended text says (dmarc_record.parse), and an empty list; or nil, what TEXT says, and the
-- doubts: { { text = the part in question, tag = the name at stake or nil, choices = lists of tags { name, value }, at
-- most meant.CHOICES_MAX } }, with the tags that can be read as a fourth value. A text without fault comes back as it
-- is. Nil and no doubt where it is no record and not meant to be one.
function mend.text(text)
   local said = record.parse(text)
   if not said then return nil, nil, {} end
   if said.is_record and not has_fault(said) then return text, said, {} end
   local tags, doubts, corrected = read(text)
   if not tags then return nil, said, {} end
   local first
   tags, first = once_each(tags, doubts, corrected)
   tags = without_removed(tags, first)
   tags = with_policy(tags, first, doubts)
   if #doubts > 0 then return nil, said, doubts, tags end
   local mended = said.is_record and as_said(tags, said) and text or mend.render(tags)
   return mended, record.parse(mended), {}
end

--- The whole records of the choices of TEXT's one doubt: { { take = tags, text } }, weakest policy first;
-- empty where there are several doubts, or none.
function mend.choices(text)
   local mended, _, doubts, tags = mend.text(text)
   local list = {}
   if mended or #doubts ~= 1 then return list end
   for i, choice in ipairs(doubts[1].choices) do
      if i > WHOLE_MAX then break end
      local with = tags
      for _, tag in ipairs(choice) do with = mend.with(with, tag.name, tag.value) end
      list[#list + 1] = { take = choice, text = mend.render(with) }
   end
   return list
end

return mend
