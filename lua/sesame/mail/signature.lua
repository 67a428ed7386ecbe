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

-- CODE says what is wrong, TAG of which; sesame.check.signature_words has the words. TOLD: what the parser of tags
-- said.
local function add(list, rule, code, tag, told)
   list[#list + 1] = { rule = rule, code = code, tag = tag, told = told }
end

local function judge_needed(tags, faults)
   for _, name in ipairs(NEEDED) do
      if tags[name] == nil then add(faults, "K02", "tag-missing", name) end
   end
   if tags.v and tags.v ~= "1" then add(faults, "K02", "version", "v") end
end

local function judge_names(read, tags, faults)
   if tags.d and not read.domain then add(faults, "K02", "no-domain", "d") end
   if tags.h and not read.signed.from then add(faults, "K03", "from-unsigned", "h") end
   local agent = tags.i and tags.i:match("@([^@]*)$")
   local name = agent and domains.to_ascii(agent)
   if tags.i and read.domain and not (name and names.below(name, read.domain)) then
      add(faults, "K04", "agent-elsewhere", "i")
   end
end

local function judge_rest(tags, now, faults, notes)
   if tags.a and tags.a:lower() == "rsa-sha1" then
      add(faults, "K01", "sha1", "a")
   end
   local expiry = tags.x and tags.x:match("^%d+$") and tonumber(tags.x)
   if expiry and now and expiry < now then add(notes, "K05", "expired", "x") end
   if tags.l then add(notes, "K07", "length", "l") end
   local header = tags.c and tags.c:match("^%s*([%w]+)") or "simple"
   if header:lower() == "simple" then
      add(notes, "K11", "simple-header", "c")
   end
end

--- The signature in VALUE: { tags = { name = value }, domain = d= in A-labels or nil, selector, algorithm, signed = set
-- of field names,
-- faults = { { rule, code, tag, told } } that make it invalid, notes = { the same } }. NOW is the time in seconds since
-- 1970. Nil and a message for a text too long to be one.
function signature.parse(value, now)
   local list, reason = taglist.parse(value, "dkim")
   if not list then return nil, reason end
   local tags, faults, notes = {}, {}, {}
   for _, tag in ipairs(list.tags) do
      if tags[tag.name] == nil then tags[tag.name] = tag.value end
   end
   for _, fault in ipairs(list.faults) do
      if not OF_KEYS[fault.code] and fault.code ~= "empty-tag" then add(faults, "K02", "syntax", nil, fault.message) end
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
