-- SPDX-License-Identifier: MIT
-- Names of hosts and domains as text, where no parser is needed: one written form of each, what lies below what, how
-- long a name may be. It must not judge whether a name is one: `sesame.core`'s domain does that, and raises.
local names = {}

names.LABEL_MAX = 63 -- octets of a label, RFC 1035 2.3.4
names.MAX = 253 -- characters of a name without its final dot and without escapes, RFC 1035 2.3.4

-- Whether the octet of TEXT at PLACE is escaped: an odd number of backslashes stands before it (RFC 1035 5.1).
local function escaped(text, place)
   local slashes = 0
   while text:byte(place - 1 - slashes) == 92 do slashes = slashes + 1 end
   return slashes % 2 == 1
end

--- TEXT without its final dot, in the case it was written; the root is "". A dot that is escaped belongs to its label.
function names.bare(text)
   if text:byte(-1) == 46 and not escaped(text, #text) then return text:sub(1, -2) end
   return text
end

--- TEXT as names are compared: lower case (RFC 4343), without the final dot. Any text will do.
function names.canonical(text)
   return names.bare(text:lower())
end

--- Whether DNS has room for NAME, made of parts that are names: none of its labels (whose octets are not escaped) is
-- over 63 octets, nor the whole over names.MAX.
function names.fits(name)
   if #name > names.MAX then return false end
   for label in name:gmatch("[^.]+") do
      if #label > names.LABEL_MAX then return false end
   end
   return true
end

--- Whether NAME is PARENT or lies below it, by whole labels. Both are canonical; everything lies below the root, "".
function names.below(name, parent)
   if name == parent or parent == "" then return true end
   local dot = #name - #parent
   return dot >= 1 and name:byte(dot) == 46 and name:sub(dot + 1) == parent and not escaped(name, dot)
end

return names
