-- SPDX-License-Identifier: MIT
-- Random macro-free SPF policies, each a function of its number alone, as zones for spec/differential/table_facts:
-- nested and repeated includes, qualifiers, redirects, a and mx with prefix lengths, missing records. Addresses lie in
-- 192.0.2.0/28 and 2001:db8::/124.
local property = require "spec.support.property"

local random_spf = {}

local POLICIES = 6

local SIGNS = { "", "", "", "", "-", "~", "?" }
local LENGTHS4, LENGTHS6 = { 24, 28, 29, 30, 31, 0, 1 }, { 64, 124, 125, 126, 127, 0, 1 }

local function target(below, index)
   if below(25) == 0 then return "gone.test" end
   if below(40) == 0 then return ("p%d.test"):format(below(POLICIES)) end
   local left = POLICIES - 1 - index
   return ("p%d.test"):format(left > 0 and index + 1 + below(left) or 0)
end

local function term(below, index)
   local sign, choice = SIGNS[1 + below(#SIGNS)], below(10)
   local length4 = below(3) == 0 and "/" .. LENGTHS4[1 + below(below(4) == 0 and 7 or 5)] or ""
   local length6 = below(3) == 0 and LENGTHS6[1 + below(below(4) == 0 and 7 or 5)]
   if choice < 3 and index < POLICIES - 1 then return sign .. "include:" .. target(below, index) end
   if choice < 5 then
      return ("%s%s%d.test%s%s"):format(sign, below(2) == 0 and "a:h" or "mx:m", below(6), length4, length6
         and "//" .. length6 or "")
   end
   if choice < 8 then return ("%sip4:192.0.2.%d%s"):format(sign, below(16), length4) end
   return ("%sip6:2001:db8::%x%s"):format(sign, below(16), length6 and "/" .. length6 or "")
end

local function record(below, index)
   local terms = { "v=spf1" }
   for _ = 1, 1 + below(6) do terms[#terms + 1] = term(below, index) end
   if below(6) == 0 then table.insert(terms, 2 + below(#terms), "redirect=" .. target(below, index)) end
   if below(10) < 6 then terms[#terms + 1] = SIGNS[4 + below(4)] .. "all" end
   return table.concat(terms, " ")
end

--- The zone of NUMBER; its policy is p0.test's.
function random_spf.zone(number)
   local below, records = property.numbers(number), {}
   for i = 0, POLICIES - 1 do records[#records + 1] = { ("p%d.test"):format(i), "TXT", record(below, i) } end
   for i = 0, 4 do
      if below(4) > 0 then records[#records + 1] = { ("h%d.test"):format(i), "A", "192.0.2." .. below(16) } end
      if below(2) > 0 then
         records[#records + 1] = { ("h%d.test"):format(i), "AAAA", ("2001:db8::%x"):format(below(16)) }
      end
      for k = 1, below(4) do
         records[#records + 1] = { ("m%d.test"):format(i), "MX", k, ("h%d.test"):format(below(6)) }
      end
   end
   return { id = number, records = records, failures = {} }
end

--- The zone of NUMBER with one address of p0.test's own record moved, or nil where it has none.
function random_spf.mutant(number)
   local zone = random_spf.zone(number)
   local text = zone.records[1][3]
   local before, last, after = text:match("^(.-ip4:192%.0%.2%.)(%d+)(.*)$")
   if not before then return nil end
   zone.records[1][3] = ("%s%d%s"):format(before, (math.tointeger(last) + 5) % 16, after)
   return zone
end

return random_spf
