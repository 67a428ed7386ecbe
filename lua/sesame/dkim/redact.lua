-- SPDX-License-Identifier: MIT
-- A key record as it may be shown: of a private key published by mistake only its beginning, which says what it is.
-- Every report, model and message takes records through here. It must not judge.
local redact = {}

local HEAD = 8 -- base64 characters of a private key that are kept: its DER header, the same in every key of its kind

-- The first of them: what stands behind it is not shown either.
local function secret_in(key)
   local first
   for _, fault in ipairs(key.faults) do
      if fault.code == "private-key" and not (first and first.from <= fault.range.from) then first = fault.range end
   end
   return first
end

--- Where what must not be shown begins in TEXT (byte offset, from 0), as KEY = dkim.parse_key(TEXT) says; nil where all
-- may be shown.
function redact.from(text, key)
   local range = secret_in(key)
   if not range then return nil end
   local marker = text:sub(range.from + 1):match("^%-%-%-%-%-BEGIN[%u%d ]*%-%-%-%-%-")
   return math.min(#text, range.from + (marker and #marker or HEAD))
end

--- TEXT as it may be shown, and whether something was left out.
function redact.text(text, key)
   local from = redact.from(text, key)
   if not from or from == #text then return text, false end
   return ("%s[%d octets of a private key are not shown]"):format(text:sub(1, from), #text - from), true
end

--- RANGE ({ from, to }) cut to what redact.text shows of TEXT.
function redact.range(text, key, range)
   local last = redact.from(text, key) or #text
   return { math.min(range.from, last), math.min(range.to, last) }
end

--- The tags of KEY, parsed from TEXT, in their order: { { name, value, range }, ... }. They end where a private key
-- begins.
function redact.tags(text, key)
   local list, last = {}, redact.from(text, key) or #text
   for _, tag in ipairs(key.tags) do
      if tag.range.from <= last then
         list[#list + 1] = {
            name = tag.name, value = text:sub(tag.range.from + 1, math.min(tag.range.to, last)),
            range = redact.range(text, key, tag.range),
         }
      end
   end
   return list
end

--- The faults of KEY that may be told: those before a private key, and that one.
function redact.faults(key)
   local range = secret_in(key)
   if not range then return key.faults end
   local list = {}
   for _, fault in ipairs(key.faults) do
      if fault.code == "private-key" or fault.range.to <= range.from then list[#list + 1] = fault end
   end
   return list
end

return redact
