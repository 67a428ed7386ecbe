-- SPDX-License-Identifier: MIT
-- What a DMARC record says: tags, the policy after RFC 9989 4.10.1, and every fault with its place. Plain data; asks
-- nobody, and leaves it to the checks how bad a fault is.
local copy = require "sesame.base.copy"
local near = require "sesame.dmarc.near"
local nearest = require "sesame.base.nearest"
local taglist = require("sesame.core").taglist
local values = require "sesame.dmarc.values"

local record = {}

local add, span = values.add, values.span

local TYPED = { "adkim", "aspf", "psd", "rua", "ruf" } -- names long enough to be recognized in a mistyped one
local LOWER = { quarantine = "none", reject = "quarantine", none = "none" } -- t=y, RFC 9989 4.7

record.is_record, record.near_miss, record.asked_at = near.is_record, near.miss, near.asked_at
record.REMOVED, record.MEANT = values.REMOVED, values.MEANT -- for those who mend

-- ---- tags ----

local function removed_tag(parsed, tag)
   local percent = tag.name == "pct" and tag.value:find("^%d%d?%d?$") and tonumber(tag.value)
   if percent and percent < 100 then
      parsed.pct = percent
      add(parsed, "pct", { tag.name_range.from, tag.range.to }, { tag = "pct", value = tag.value })
   else
      add(parsed, "tag-removed", { tag.name_range.from, tag.range.to }, { tag = tag.name, value = tag.value })
   end
end

local function unknown_tag(parsed, tag)
   local guess = nearest.names(tag.name:lower(), TYPED, 1)[1]
   add(parsed, guess and "tag-misspelt" or "tag-unknown", span(tag.name_range), { tag = tag.name, meant = guess })
end

-- TAGS with the names that DMARC knows in lower case: they have none (RFC 9989 4.8). A fault where one was written
-- otherwise, since strict readers hold by RFC 6376 3.2.
local function named(parsed, tags)
   local list = {}
   for i, tag in ipairs(tags) do
      local lower = tag.name:lower()
      local known = values.TAGS[lower] or values.REMOVED[lower]
      list[i] = known and copy.with(tag, { name = lower }) or tag
      if known and lower ~= tag.name then
         add(parsed, "tag-case", span(tag.name_range), { tag = tag.name, meant = lower, suggestion = lower })
      end
   end
   return list
end

local function read_tag(parsed, tag)
   local known = values.TAGS[tag.name]
   if not known then
      if tag.name:find("^[%w_]+$") then (values.REMOVED[tag.name] and removed_tag or unknown_tag)(parsed, tag) end
      return
   end
   if parsed.tags[tag.name] or tag.name == "v" then return end
   parsed.tags[tag.name] = tag
   parsed[tag.name] = values.read(parsed, tag)
end

local function told(parsed, range)
   for _, fault in ipairs(parsed.faults) do
      if fault.range[1] <= range[1] and range[2] <= fault.range[2] then return true end
   end
   return false
end

-- "rua=mailto:a@b; mailto:c@d": the fault is the semicolon.
local function stray_address(parsed, range, text)
   if not text:find("^[ \t]*[Mm][Aa][Ii][Ll][Tt][Oo]:") then return false end
   local from = parsed.text:sub(1, range[1]):match(".*();")
   local last
   for _, tag in ipairs(parsed.list) do
      if tag.name ~= "" and tag.range.to <= range[1] then last = tag.name end
   end
   local uris = last == "rua" or last == "ruf"
   add(parsed, "syntax", { from and from - 1 or range[1], range[2] }, {
      hint = "addresses are separated by commas", suggestion = from and uris and "," .. text:match("^[ \t]*(.*)$")
         or nil,
   })
   return true
end

-- Faults of the grammar that are not the version's and lie in no value that was found bad.
local function grammar(parsed, faults)
   for _, fault in ipairs(faults) do
      local range, text = span(fault.range), parsed.text:sub(fault.range.from + 1, fault.range.to)
      if fault.code == "empty-tag" then add(parsed, "empty-tag", range)
      elseif fault.code == "duplicate-tag" then add(parsed, "tag-duplicate", range, { tag = text })
      elseif not fault.code:find("^version") and not told(parsed, range) then
         if not stray_address(parsed, range, text) then add(parsed, "syntax", range, { reason = fault.message }) end
      end
   end
end

local function any_valid(list)
   for _, item in ipairs(list or {}) do
      if item.valid then return true end
   end
   return false
end

-- RFC 9989 4.10.1: without a valid p, or with a bad sp or np, the record is read as p=none where a valid rua stands,
-- else not at all.
local function conclude(parsed)
   parsed.reported = any_valid(parsed.rua)
   parsed.sound = parsed.p ~= nil and not (parsed.tags.sp and not parsed.sp) and not (parsed.tags.np and not parsed.np)
   parsed.applies = parsed.sound or parsed.reported
   if not parsed.sound then parsed.p, parsed.sp, parsed.np = parsed.applies and "none" or nil, nil, nil end
   if not parsed.tags.p then
      add(parsed, parsed.applies and "policy-assumed" or "policy-missing", { 0, #parsed.text:match("^[^;]*") })
   end
   for name, known in pairs(values.TAGS) do
      if known.default and not known.list then parsed[name] = parsed[name] or known.default end
   end
   parsed.fo = parsed.fo or { "0" }
   if parsed.tags.fo and not any_valid(parsed.ruf) then
      add(parsed, "fo-unused", { parsed.tags.fo.name_range.from, parsed.tags.fo.range.to }, { tag = "fo" })
   end
end

-- A wrong name is to be replaced by the one that is meant unless that stands elsewhere.
local function rename(parsed)
   for _, fault in ipairs(parsed.faults) do
      if fault.meant and not parsed.tags[fault.meant] then fault.suggestion = fault.meant end
   end
end

local function by_place(a, b)
   if a.range[1] ~= b.range[1] then return a.range[1] < b.range[1] end
   if a.range[2] ~= b.range[2] then return a.range[2] < b.range[2] end
   return a.code < b.code
end

-- p anywhere but right after v: RFC 7489 6.4 had a fixed order.
local function order(parsed, list)
   local tag = parsed.tags.p
   if tag and list[2] and list[2].name ~= "p" then
      add(parsed, "policy-order", { tag.name_range.from, tag.range.to }, { tag = "p" })
   end
end

--- What TEXT says. { text, is_record, tags = name (in lower case) -> { name, value, name_range, range }, p, sp, np (nil
-- where absent or bad; p is "none" where 4.10.1 assumes it), t, psd, adkim, aspf, fo (list), rua, ruf (lists of URIs,
-- see dmarc_uri), pct (under 100, or nil),
-- sound (p, sp and np are as they should be), reported (a valid rua is there), applies
-- (4.10.1: receivers act on it), list = all tags in order, faults = { { code, range, ... } } by place }. A text that
-- is no record has faults of none. nil, message, "too-long".
function record.parse(text)
   local split, message, code = taglist.parse(text, "dmarc")
   if not split then return nil, message, code end
   local parsed = { text = text, is_record = near.is_record(text), tags = {}, faults = {} }
   parsed.list = named(parsed, split.tags)
   if not parsed.is_record then
      parsed.applies, parsed.sound, parsed.reported, parsed.faults = false, false, false, {}
      return parsed
   end
   for _, tag in ipairs(parsed.list) do read_tag(parsed, tag) end
   grammar(parsed, split.faults)
   order(parsed, parsed.list)
   rename(parsed)
   conclude(parsed)
   table.sort(parsed.faults, by_place)
   return parsed
end

--- The policy PARSED asks for and the tag that says so, for KIND: "own" (mail of the name the record stands at), "sub"
-- (an existing name below it) or "nonexistent" (RFC 9989 4.10.1). t=y lowers it by one level. nil where it does not
-- apply.
function record.policy(parsed, kind)
   if not parsed.applies then return nil end
   local tag = "p"
   if kind == "nonexistent" and parsed.np then tag = "np"
   elseif kind ~= "own" and parsed.sp then tag = "sp" end
   local asked = parsed[tag]
   return parsed.t == "y" and LOWER[asked] or asked, tag
end

return record
