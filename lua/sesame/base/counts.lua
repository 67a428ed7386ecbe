-- SPDX-License-Identifier: MIT
-- Numbers in words: how many addresses there are, as every report writes it, and a number of which there may be more.
-- It must not count.
local counts = {}

local DIGITS_MAX <const> = 15 -- of a count whose every digit is shown
local FAMILIES = { { "ip4", "IPv4" }, { "ip6", "IPv6" } }

--- A count (an integer, or text in decimal) with commas, or rounded ("3.4e+38") where nobody would read the digits.
function counts.grouped(number)
   local digits = tostring(number)
   if not digits:find "^%d+$" then return digits end
   if #digits > DIGITS_MAX then return ("%.1e"):format(tonumber(digits)) end
   return (digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

--- What stands before a number that is only the least there can be: "at least ", or "" where LOWER_BOUND is false.
function counts.bound(lower_bound)
   return lower_bound and "at least " or ""
end

--- "3 IPv4 and 0 IPv6 addresses" for OF, { ip4, ip6 }.
function counts.both(of)
   return ("%s IPv4 and %s IPv6 addresses"):format(counts.grouped(of.ip4), counts.grouped(of.ip6))
end

--- The families that OF has addresses of: { "3 IPv4", "8 IPv6" }, or one of them, or none.
function counts.families(of)
   local parts = {}
   for _, family in ipairs(FAMILIES) do
      local number = tostring(of and of[family[1]] or 0)
      if number ~= "0" then parts[#parts + 1] = ("%s %s"):format(counts.grouped(number), family[2]) end
   end
   return parts
end

--- "3 IPv4 and 8 IPv6 addresses", of the families that OF has addresses of; nil where it has none.
function counts.some(of)
   local parts = counts.families(of)
   return #parts > 0 and table.concat(parts, " and ") .. " addresses" or nil
end

--- The same of SET (sesame.core's addrset): its sizes, as the functions above take them.
function counts.of(set)
   return { ip4 = set:size "ip4", ip6 = set:size "ip6" }
end

return counts
