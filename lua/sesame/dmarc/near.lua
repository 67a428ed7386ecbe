-- SPDX-License-Identifier: MIT
-- Which texts are DMARC records, and which only look like one (RFC 9989 4.8), and at which names they are looked for.
-- It must not know any tag but v=.
local near = {}

-- What a record must begin with: of name and value the value alone has a case, white space stands around "=" only
-- (RFC 9989 4.8).
local VERSION = "^[vV][ \t]*=[ \t]*DMARC1[ \t]*"

local SHOWN_MAX = 40 -- bytes underlined at most

-- Each pattern finds in lower-cased text what its writer took for a DMARC record; what is right in its place, or nil.
local NEAR = {
   { "^%s+v%s*=%s*dmarc1", "white space before the version", "v=DMARC1" },
   { "^[\"']+%s*v%s*=%s*dmarc1", "a quotation mark in the data", "v=DMARC1" },
   { "^\xEF\xBB\xBFv%s*=%s*dmarc1", "a byte order mark before the version", "v=DMARC1" },
   { "^v%s*=%s*dmarc1%s*[;]", "the version is case-sensitive: DMARC1", "v=DMARC1;" },
   { "^v%s*=%s*dmarc1%s*$", "the version is case-sensitive: DMARC1", "v=DMARC1" },
   { "^v%s*=%s*dmarc1%s+%f[%a]", "no semicolon after the version", "v=DMARC1; " },
   { "^v%s*=%s*dmarc1%s*\\+;", "a backslash before the semicolon", "v=DMARC1;" },
   { "^v%s*=%s*dmarc1[,:.]", "something other than a semicolon follows the version", "v=DMARC1;" },
   { "^v%s*=%s*dmarc1.", "something other than a semicolon follows the version" },
   { "^v%s*=%s*dmarc%s*[;]", "the version is DMARC1", "v=DMARC1;" },
   { "^dmarc1%s*;", "the record must begin with v=DMARC1", "v=DMARC1;" },
   { "^p%s*=%s*%a+%s*;.*v%s*=%s*dmarc1", "the version must come first" },
}

--- Whether VALUE is a DMARC record: the version first, then a semicolon or the end.
function near.is_record(value)
   return value:find(VERSION .. ";") ~= nil or value:find(VERSION .. "$") ~= nil
end

--- reason, { from, to } of the bytes at fault, and what belongs in their place or nil; nothing when VALUE is no near
-- miss.
function near.miss(value)
   if near.is_record(value) then return nil end
   local lower = value:lower()
   for _, case in ipairs(NEAR) do
      local from, to = lower:find(case[1])
      if from then
         local range = { from - 1, math.min(to, SHOWN_MAX, #value) }
         return case[2], range, to <= SHOWN_MAX and case[3] or nil
      end
   end
end

--- The name at which receivers look for a policy that stands at NAME (as it is written: absolute, or relative to a
-- zone): nil where that is NAME itself, or where it is none to be looked for there (a wildcard's, or one by which a
-- receiver of reports agrees to them, RFC 9990 3).
function near.asked_at(name)
   local labels = name:lower()
   if labels == "@" then return "_dmarc" end
   if labels:find("^_dmarc%f[.\0]") or labels:find("._report._dmarc", 1, true) or labels:find("^%*") then return nil end
   return "_dmarc." .. name
end

return near
