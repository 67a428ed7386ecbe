-- SPDX-License-Identifier: MIT
-- The search for the cheapest set of changes that brings a policy to a number of lookups. Exact: every combination is
-- weighed, by dynamic programming over the terms. It knows costs and sizes, not SPF.
local search = {}

-- What a change asks of people, the least first; a plan with fewer of a later kind is always the better one.
search.EFFORTS = { "keep", "move", "replace", "flatten-own", "ask", "flatten" }

local BITS = 8 -- of a count of changes of one kind: a record has far fewer terms than 256

local WEIGHT = { keep = 0 }
for i = 2, #search.EFFORTS do WEIGHT[search.EFFORTS[i]] = 1 << (BITS * (i - 2)) end

-- One state is a way to decide the terms so far: { effort, saved, size, flat, previous, choice }. Of those that ask the
-- same and save the same only the one that takes least room is kept: it is as good as any of them whatever comes
-- behind.
local function add(states, state)
   local row = states[state.effort]
   if not row then
      row = {}
      states[state.effort] = row
   end
   local known = row[state.saved]
   if not known or state.size < known.size then row[state.saved] = state end
end

local function each(states, visit)
   for _, row in pairs(states) do
      for _, state in pairs(row) do visit(state) end
   end
end

local function decide(states, item)
   local after = {}
   each(states, function(state)
      for _, choice in ipairs(item.choices) do
         add(after, {
            effort = state.effort + WEIGHT[choice.effort], saved = state.saved + choice.saves,
            size = state.size + choice.size,
            flat = state.flat + (choice.flat or 0), previous = state, choice = choice,
         })
      end
   end)
   return after
end

-- States of one record with the lookups that its further records cost taken off; size and flat begin anew for the next
-- record.
local function settled(states, record)
   local after = {}
   each(states, function(state)
      local holders = record.holders(state.size, state.flat)
      add(after, { effort = state.effort, saved = state.saved - holders, size = 0, flat = 0, previous = state })
   end)
   return after
end

local function choices_of(state)
   local list = {}
   while state do
      if state.choice then table.insert(list, 1, state.choice) end
      state = state.previous
   end
   return list
end

--- The ways to decide every term, the one that asks least first. RECORDS: a list of { items = { { choices = { { effort
-- (of search.EFFORTS), saves = lookups, size = octets it leaves in the record, flat = those that may go to further
-- records } } } }, holders = function(size, flat) -> how many further records that takes }. Returns a list of {
-- effort, saved, choices = one of each item, in order }, by effort and then by what is saved.
function search.ways(records)
   local states = {}
   add(states, { effort = 0, saved = 0, size = 0, flat = 0 })
   for _, record in ipairs(records) do
      for _, item in ipairs(record.items) do states = decide(states, item) end
      states = settled(states, record)
   end
   local list = {}
   each(states, function(state) list[#list + 1] = state end)
   table.sort(list, function(a, b)
      if a.effort ~= b.effort then return a.effort < b.effort end
      return a.saved < b.saved
   end)
   local ways = {}
   for i, state in ipairs(list) do
      ways[i] = { effort = state.effort, saved = state.saved, choices = choices_of(state) }
   end
   return ways
end

--- The first of WAYS that saves at least NEEDED lookups, or nil; and the one that saves most.
function search.cheapest(ways, needed)
   local most, found = nil, nil
   for _, way in ipairs(ways) do
      if not most or way.saved > most.saved then most = way end
      if not found and way.saved >= needed then found = way end
   end
   return found, most
end

return search
