-- SPDX-License-Identifier: MIT
-- Names that people write into an SPF record for that of Amazon SES: another ending, a host of its interfaces, the
-- owner's domain behind it, a slip of the key. A function of names; whether such a name holds a record is not known
-- here.
local names = require "sesame.base.names"
local slip = require "sesame.spf.slip"

local alike = {}

alike.SERVICE = "amazonses.com" -- whose record names the addresses of every region

local PATTERNS = {
   "^amazonses%.[%w.-]+$",               -- amazonses.org, amazonses.com.acme.example
   "^[%w_-]+%.amazonses%.com$",          -- spf.amazonses.com
   "^[%w-]+%.[%w-]+%.amazonses%.com$",   -- feedback-smtp.us-east-1.amazonses.com
   "^amazonaws%.com$", "^ses%.amazonaws%.com$", "^ses%.[%w-]+%.amazonaws%.com$",
   "^e?mail[%w-]*%.[%w-]+%.amazonaws%.com$", "^[%w-]+%-smtp[%w-]*%.[%w-]+%.amazonaws%.com$",
   "^ses%.aws%.amazon%.com$", "^ses%.amazon%.com$",
}

--- Whether NAME, in any case, may have been written for alike.SERVICE; that itself is not.
function alike.is(name)
   local plain = names.canonical(name)
   if plain == alike.SERVICE then return false end
   for _, pattern in ipairs(PATTERNS) do
      if plain:find(pattern) then return true end
   end
   return slip.is_one(plain, alike.SERVICE, slip.stands_for)
end

--- The terms of NODE (of sesame.spf.walk, with addresses) that include such a name and let nobody send: the name holds
-- no SPF record, one in error, or one that passes no address.
function alike.terms(node)
   local list = {}
   for _, term in ipairs(node.terms or {}) do
      local nobody = term.possible ~= nil and term.possible:is_empty()
      if term.kind == "include" and term.target and nobody and alike.is(term.target) then list[#list + 1] = term end
   end
   return list
end

return alike
