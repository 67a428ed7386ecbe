-- SPDX-License-Identifier: MIT
-- Property tests: how many random cases, and from which seed. SEED and COUNT in the environment say it for every
-- property that runs; COUNT is a number, or a factor of what is usual ("x20", "/10"). In C: spec/core/property.h.
local property = {}

local LARGE = 100 -- from here on so many cases must have met what is rare

local function count_of(text, usual)
   local factor, divisor = text:match("^x(%d+)$"), text:match("^/(%d+)$")
   local count = factor and usual * tonumber(factor) or divisor and usual // math.max(1, tonumber(divisor))
      or math.tointeger(tonumber(text))
   return math.max(1, count or error(("COUNT=%s is no number, xN or /N"):format(text), 0))
end

--- The seed and the count of the property NAME: SEED and COUNT (as here) unless the environment says otherwise; prints
-- both. Where cases are numbered, from SEED on, each depends on its number alone: SEED=N COUNT=1 shows case N again.
function property.of(name, count, seed)
   local given = { seed = os.getenv "SEED" or "", count = os.getenv "COUNT" or "" }
   if given.seed ~= "" then
      seed = math.tointeger(tonumber(given.seed)) or error(("SEED=%s is no number"):format(given.seed), 0)
   end
   if given.count ~= "" then count = count_of(given.count, count) end
   io.write(("\nproperty %s: SEED=%d COUNT=%d\n"):format(name, seed, count))
   return seed, count
end

--- Whether COUNT cases are enough to ask that rare ones were among them.
function property.large(count) return count >= LARGE end

--- A function (most) -> 0 .. most - 1, the same numbers for the same SEED everywhere.
function property.generator(seed)
   local state = seed
   return function(most)
      state = (state * 1103515245 + 12345) % 2147483648
      return state // 65536 % most
   end
end

--- The same of better numbers, from any whole number SEED, however near to another (splitmix64).
function property.numbers(seed)
   local state = seed * 1000003
   return function(most)
      state = state + 0x9E3779B97F4A7C15
      local z = state
      z = (z ~ (z >> 30)) * 0xBF58476D1CE4E5B9
      z = (z ~ (z >> 27)) * 0x94D049BB133111EB
      z = z ~ (z >> 31)
      return (z >> 1) % most
   end
end

--- A function (most) -> 1 .. most (Park and Miller).
function property.places(seed)
   local state = seed * 7919 % 2147483646 + 1
   return function(most)
      state = state * 48271 % 2147483647
      return state % most + 1
   end
end

--- Prints for each of KINDS (names) how many percent of TRIED[kind] were ANSWERED, and asserts that they are at least
-- FLOORS[kind], where COUNT cases are enough to tell.
function property.shares(kinds, answered, tried, floors, count)
   for _, kind in ipairs(kinds) do
      local total = math.max(1, tried[kind] or 0)
      local share = (answered[kind] or 0) / total * 100
      print(("  %-20s %5.1f%% of %d mended, or right as it stands"):format(kind, share, tried[kind] or 0))
      -- three standard deviations of a share that is measured on few
      local slack = count >= 20000 and 1 or 300 * math.sqrt(0.25 / total)
      assert(not property.large(count) or share >= floors[kind] - slack, kind)
   end
end

return property
