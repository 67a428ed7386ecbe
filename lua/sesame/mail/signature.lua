-- SPDX-License-Identifier: MIT
-- DKIM-Signature fields (RFC 6376 3.5): their tags, and faults that spoil a signature whatever its mathematics say.
-- Nothing is verified.
local domains = require("sesame.core").domain
local names = require "sesame.base.names"
local taglist = require "sesame.taglist"
local trim = require("sesame.mail").trim

local signature = {}

local NEEDED = { "v", "a", "b", "bh", "d", "h", "s" } -- RFC 6376 6.1.1

-- Faults of the tag list that the dialect of key records has and signatures have not: theirs is v=1.
local OF_KEYS = { ["version-missing"] = true, ["version-wrong"] = true, ["version-not-first"] = true }

local function signed_fields(text)
   local set = {}
   for name in text:gmatch("[^:]+") do set[trim(name):lower()] = true end
   return set
end

local function add(list, rule, reason) list[#list + 1] = { rule = rule, reason = reason } end

local function judge_needed(tags, faults)
   for _, name in ipairs(NEEDED) do
      if tags[name] == nil then add(faults, "K02", ("the tag %s= is missing"):format(name)) end
   end
   if tags.v and tags.v ~= "1" then add(faults, "K02", "v= is not 1, the only version") end
end

local function judge_names(read, tags, faults)
   if tags.d and not read.domain then add(faults, "K02", "d= is no domain name") end
   if tags.h and not read.signed.from then add(faults, "K03", "the From field is not signed (h=)") end
   local agent = tags.i and tags.i:match("@([^@]*)$")
   local name = agent and domains.to_ascii(agent)
   if tags.i and read.domain and not (name and names.below(name, read.domain)) then
      add(faults, "K04", "i= is neither d= nor below it")
   end
end

local function judge_rest(tags, now, faults, notes)
   if tags.a and tags.a:lower() == "rsa-sha1" then
      add(faults, "K01", "a=rsa-sha1 is no longer accepted (RFC 8301 3.1)")
   end
   local expiry = tags.x and tags.x:match("^%d+$") and tonumber(tags.x)
   if expiry and now and expiry < now then add(notes, "K05", "x= is in the past: it has expired since") end
   if tags.l then add(notes, "K07", "l= leaves what follows in the body unsigned") end
   local header = tags.c and tags.c:match("^%s*([%w]+)") or "simple"
   if header:lower() == "simple" then
      add(notes, "K11", "c=simple for the header breaks at the first relay that refolds a field")
   end
end

--- The signature in VALUE: { tags = { name = value }, domain = d= in A-labels or nil, selector, algorithm, signed = set
-- of field names,
-- faults = { { rule, reason } } that make it invalid, notes = { { rule, reason } } }. NOW is the time in seconds since
-- 1970. Nil and a message for a text too long to be one.
function signature.parse(value, now)
   local list, reason = taglist.parse(value, "dkim")
   if not list then return nil, reason end
   local tags, faults, notes = {}, {}, {}
   for _, tag in ipairs(list.tags) do
      if tags[tag.name] == nil then tags[tag.name] = tag.value end
   end
   for _, fault in ipairs(list.faults) do
      if not OF_KEYS[fault.code] and fault.code ~= "empty-tag" then add(faults, "K02", fault.message) end
   end
   local read = {
      tags = tags, selector = tags.s and tags.s:gsub("%s", ""):lower(), algorithm = tags.a and tags.a:lower(),
      signed = signed_fields(tags.h or ""), faults = faults, notes = notes,
   }
   local d = tags.d and tags.d:gsub("%s", "")
   read.domain = d and d ~= "" and domains.to_ascii(d) or nil
   judge_needed(tags, faults)
   judge_names(read, tags, faults)
   judge_rest(tags, now, faults, notes)
   return read
end

return signature
