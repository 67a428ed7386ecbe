-- SPDX-License-Identifier: MIT
-- A DMARC record as its writer will have meant it: suggestions taken, what RFC 9989 removed left out, p right after v.
-- It must not choose a policy nor a mailbox for anyone.
local with_suggestions = require("sesame.base.text").mended
local record = require "sesame.dmarc.record"
local uri = require "sesame.dmarc.uri"

local mend = {}

local ROUNDS = 8 -- taking one suggestion may show the next fault
local REMOVED = { pct = true, rf = true, ri = true }

local function faults_of(text)
   local parsed = record.parse(text)
   if not parsed then return nil, {} end
   if parsed.is_record then return parsed, parsed.faults end
   local reason, range, suggestion = record.near_miss(text)
   if not (reason and suggestion) then return parsed, {} end
   local faults, quote = { { range = range, suggestion = suggestion } }, text:find("[\"']+%s*$")
   if quote and quote > range[2] then faults[2] = { range = { quote - 1, #text }, suggestion = "" } end
   return parsed, faults
end

-- The valid addresses of a rua or ruf, without sizes.
local function addresses(list)
   local kept = {}
   for _, item in ipairs(list) do
      if item.valid then kept[#kept + 1] = item.uri end
   end
   return #kept > 0 and table.concat(kept, ",") or nil
end

local ADDRESSES = { rua = true, ruf = true }

local function value_of(tag)
   if ADDRESSES[tag.name] then return addresses(uri.list(tag.value, 0)) end
   return tag.value
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

-- The tags of PARSED that are worth keeping, each name once; addresses of a tag given twice join those of the first.
local function kept_tags(parsed)
   local tags, seen, by_name = {}, { v = true }, {}
   for _, tag in ipairs(parsed.list) do
      local value, first = value_of(tag), by_name[tag.name]
      if first and ADDRESSES[tag.name] and value then
         first.value = first.value .. "," .. value
      elseif tag.name:find("^%a[%w_]*$") and not (seen[tag.name] or REMOVED[tag.name]) and value and value ~= "" then
         by_name[tag.name] = { name = tag.name, value = value }
         tags[#tags + 1] = by_name[tag.name]
      end
      seen[tag.name] = not ADDRESSES[tag.name] or by_name[tag.name] ~= nil
   end
   if not seen.p and parsed.p then table.insert(tags, 1, { name = "p", value = parsed.p }) end
   if parsed.pct and not seen.t and parsed.p and parsed.p ~= "none" then
      tags[#tags + 1] = { name = "t", value = "y" }
   end
   return tags
end

-- Whether PARSED names report addresses of which BETTER kept none.
local function lost_reports(parsed, better)
   return parsed.tags.rua ~= nil and better.tags.rua == nil
end

--- TEXT mended, and what the mended text says (dmarc_record.parse). Nil where it is no record and not meant to be one.
-- A text without fault comes back as it is. A third value is true where no address for reports could be kept: somebody
-- has to name one.
function mend.text(text)
   local parsed, faults = faults_of(text)
   for _ = 1, ROUNDS do
      if not parsed or (parsed.is_record and #faults == 0) then break end
      local mended = with_suggestions(text, faults)
      if mended == text then break end
      text, parsed, faults = mended, faults_of(mended)
   end
   if not (parsed and parsed.is_record) then return nil end
   if #parsed.faults == 0 then return text, parsed, false end
   text = mend.render(kept_tags(parsed))
   local better = record.parse(text)
   return text, better, lost_reports(parsed, better)
end

return mend
