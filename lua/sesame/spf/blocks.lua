-- SPDX-License-Identifier: MIT
-- Sets of addresses as terms of an SPF record. It must not know policies.
local blocks = {}

--- The fewest "ip4:" and "ip6:" terms that hold exactly SET, IPv4 first, ascending, each behind the qualifier SIGN (""
-- or nothing: pass). Nil where they are more than MOST.
function blocks.words(set, sign, most)
   local list = {}
   for prefix, family, length in set:prefixes() do
      local host = length == (family == "ip4" and 32 or 128) and prefix:match("^[^/]+") or prefix
      list[#list + 1] = ("%s%s:%s"):format(sign or "", family, host)
      if most and #list > most then return nil end
   end
   return list
end

--- The octets that LIST takes in a record, a space before each counted.
function blocks.size(list)
   local size = 0
   for _, word in ipairs(list) do size = size + #word + 1 end
   return size
end

--- LIST in lists that take at most ROOM octets each.
function blocks.packed(list, room)
   local packs, size = {}, room
   for _, word in ipairs(list) do
      if size + #word + 1 > room then packs[#packs + 1], size = {}, 0 end
      table.insert(packs[#packs], word)
      size = size + #word + 1
   end
   return packs
end

--- The sign that a term with QUALIFIER is written with: none for "+".
function blocks.sign(qualifier)
   return qualifier == "+" and "" or qualifier
end

return blocks
