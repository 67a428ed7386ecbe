-- SPDX-License-Identifier: MIT
-- Whether a signature that a receiver says failed was made with another key than the one that is published: so where
-- another one over the same, made by Amazon SES in the same message, passed at that receiver. A function of what was
-- read and said; nothing is verified here.
local other_key = {}

-- The canonicalization of ENTRY for header and body (RFC 6376 3.5, c=).
local function canonical(entry)
   local header, body = (entry.tags.c or "simple"):lower():match("^%s*(%w+)%s*/?%s*(%w*)")
   return header or "simple", body ~= "" and body or "simple"
end

local function hash_of(entry) return (entry.tags.bh or ""):gsub("%s", "") end

-- Whether nothing that ENTRY signs can have changed where PASSED still holds: the same body, each of its fields, read
-- alike. A part of the body (l=) is no whole.
local function covers(passed, entry)
   local header, body = canonical(entry)
   local other_header, other_body = canonical(passed)
   if header ~= other_header or body ~= other_body or hash_of(entry) ~= hash_of(passed) then return false end
   if entry.tags.l or passed.tags.l or entry.algorithm ~= passed.algorithm then return false end
   for name in pairs(entry.signed) do
      if not passed.signed[name] then return false end
   end
   return true
end

-- Reasons that receivers give for a failure that is none of the key's: it was not found, or something was changed.
local OTHER_REASONS <const> = {
   "no key", "not found", "body hash", "expired", "dns", "syntax", "unsupported", "revoked",
}

local function has_other_reason(entry)
   local told = (entry.told or ""):lower()
   for _, words in ipairs(OTHER_REASONS) do
      if told:find(words, 1, true) then return true end
   end
   return false
end

--- The signature of LIST (sesame.model.mail, with the receiver's words) that shows that ENTRY failed for its key alone:
-- made by SES, passed by the word of the same receiver, over all that ENTRY signs. Nil where there is none, or where
-- ENTRY did not fail, has faults of its own, has no key that could be used, or failed for another reason, as the
-- receiver says.
function other_key.shown_by(entry, list)
   if has_other_reason(entry) then return nil end
   if entry.word ~= "fail" or entry.ses or entry.key ~= "usable" or #entry.faults > 0 then return nil end
   for _, other in ipairs(list) do
      if other.ses and other.word == "pass" and other.by == entry.by and covers(other, entry) then return other end
   end
end

return other_key
