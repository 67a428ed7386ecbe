-- SPDX-License-Identifier: MIT
-- Slips of the hand: which octet may stand for which, and what one slip makes of a text, taken back. It knows the keys
-- and the look of characters, and must not know SPF.
local slip = {}

local ROWS = { "`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./" }
local STANDS_FOR = { -- what an octet is put for, beside the keys next to it
   ["_"] = "-", ["."] = ":", [","] = ".; ", [";"] = ":,", [":"] = ";=", ["="] = ":", ["|"] = "/:", ["\\"] = "/",
   ["l"] = "1", ["i"] = "1", ["o"] = "0", ["1"] = "l", ["0"] = "o",
}

local meant = {} -- octet -> octets it may stand for
for _, row in ipairs(ROWS) do
   for at = 1, #row do
      meant[row:sub(at, at)] = row:sub(at - 1, at - 1) .. row:sub(at + 1, at + 1)
   end
end
for octet, others in pairs(STANDS_FOR) do meant[octet] = (meant[octet] or "") .. others end

--- The octets that OCTET may stand for: its neighbours on the keyboard, and those it looks like.
function slip.meant(octet)
   return meant[octet:lower()] or ""
end

--- Whether OCTET may stand for OTHER.
function slip.stands_for(octet, other)
   return slip.meant(octet):find(other:lower(), 1, true) ~= nil
end

-- Where A and B part: the length of what they share at the front, and at the end of what is left.
local function shared(a, b)
   local most, front = math.min(#a, #b), 0
   while front < most and a:byte(front + 1) == b:byte(front + 1) do front = front + 1 end
   local back = 0
   while back < most - front and a:byte(#a - back) == b:byte(#b - back) do back = back + 1 end
   return front, back
end

--- Whether one slip makes TYPED of WORD (both in lower case): an octet too many or too few, two swapped, or one in
-- place of another that MAY(typed octet, word's octet) allows. False where they are the same.
function slip.is_one(typed, word, may)
   local front, back = shared(typed, word)
   local extra, lost = typed:sub(front + 1, #typed - back), word:sub(front + 1, #word - back)
   if #extra + #lost == 1 then return true end
   if #extra == 1 and #lost == 1 then return may(extra, lost) end
   return #extra == 2 and #lost == 2 and extra:reverse() == lost
end

--- Every text of which one slip makes TEXT, through EACH(text): an octet taken away, two swapped, one replaced by what
-- STANDS(octet) gives, one of ALPHABET put in.
function slip.undo(text, alphabet, stands, each)
   for at = 1, #text do
      local before, octet, after = text:sub(1, at - 1), text:sub(at, at), text:sub(at + 1)
      each(before .. after)
      local following = after:sub(1, 1)
      if following ~= "" and following ~= octet then each(before .. following .. octet .. after:sub(2)) end
      for other in stands(octet):gmatch "." do each(before .. other .. after) end
   end
   for at = 0, #text do
      for octet in alphabet:gmatch "." do each(text:sub(1, at) .. octet .. text:sub(at + 1)) end
   end
end

return slip
