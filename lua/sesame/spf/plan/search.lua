-- SPDX-License-Identifier: MIT
-- The search for the cheapest set of changes that brings a policy to a number of lookups. Exact: every combination is
-- weighed, by dynamic programming over the terms. It knows costs and sizes, not SPF.
local search = {}

-- What a change asks of people, the least first; a plan with fewer of a later kind is always the better one.
-- In this order: a service sends with a name of its own; blocks copied long ago become the service's include again; own
-- hosts are written as addresses; own records are copied together; a service is asked whether it can send with a name
-- of its own; names out of others' records are copied; others' addresses are.
search.EFFORTS = { "keep", "move", "replace", "flatten-own", "copy-own", "ask", "copy", "flatten" }

search.STATES_MAX = 2000 -- ways weighed side by side before useless ones are looked for

local BITS = 8 -- of a count of changes of one kind: a record has far fewer terms than 256

local WEIGHT = { keep = 0 }
for i = 2, #search.EFFORTS do WEIGHT[search.EFFORTS[i]] = 1 << (BITS * (i - 2)) end

-- Whether A takes no more room than B: in the record, of what must stay there, and in the records before.
local function is_as_small(a, b)
   return a.size <= b.size and a.size - a.flat <= b.size - b.flat and a.before <= b.before
end

-- One state is a way to decide the terms so far: { effort, saved, size, flat, before, previous, choice }. Of those that
-- ask the same and save the same only those that take least room are kept: they are as good as any whatever comes
-- behind.
local function add(states, state)
   local row = states[state.effort]
   if not row then
      row = {}
      states[state.effort] = row
   end
   local kept = { state }
   for _, known in ipairs(row[state.saved] or {}) do
      if is_as_small(known, state) then return end
      if not is_as_small(state, known) then kept[#kept + 1] = known end
   end
   row[state.saved] = kept
end

local function each(states, visit)
   for _, row in pairs(states) do
      for _, list in pairs(row) do
         for _, state in ipairs(list) do visit(state) end
      end
   end
end

-- STATES without those that another one makes useless: it asks no more, saves as much and takes no more room.
local function pruned(states)
   local list, after, fewest = {}, {}, math.huge
   each(states, function(state) list[#list + 1], fewest = state, math.min(fewest, state.saved) end)
   if #list <= search.STATES_MAX then return states end
   table.sort(list, function(a, b)
      if a.effort ~= b.effort then return a.effort < b.effort end
      if a.saved ~= b.saved then return a.saved > b.saved end
      return a.size < b.size
   end)
   local least = {} -- by what is saved: the smallest so far of those that save as much or more
   for _, state in ipairs(list) do
      local known = least[state.saved]
      if not (known and is_as_small(known, state)) then
         add(after, state)
         for saved = fewest, state.saved do
            if not least[saved] or is_as_small(state, least[saved]) then least[saved] = state end
         end
      end
   end
   return after
end

local function decide(states, item)
   local after = {}
   each(states, function(state)
      for _, choice in ipairs(item.choices) do
         add(after, {
            effort = state.effort + WEIGHT[choice.effort], saved = state.saved + choice.saves,
            size = state.size + choice.size,
            flat = state.flat + (choice.flat or 0), before = state.before, previous = state, choice = choice,
         })
      end
   end)
   return pruned(after)
end

-- States of one record that fit into it, with the lookups that its further records cost taken off; size and flat begin
-- anew for the next record.
local function settled(states, record)
   local after = {}
   each(states, function(state)
      local holders = record.holders(state.size, state.flat)
      if not holders then return end
      add(after, { effort = state.effort, saved = state.saved - holders, size = 0, flat = 0,
         before = state.before + state.size, previous = state })
   end)
   return after
end

local function choices_of(state)
   local list = {}
   while state do
      if state.choice then list[#list + 1] = state.choice end
      state = state.previous
   end
   for i = 1, #list // 2 do list[i], list[#list + 1 - i] = list[#list + 1 - i], list[i] end
   return list
end

-- A way's choices are gathered when they are looked at: of thousands of ways a few are.
local Way = { __index = function(way, key)
   if key ~= "choices" then return nil end
   local choices = choices_of(rawget(way, "state"))
   way.choices = choices
   return choices
end }

--- The ways to decide every term, the one that asks least first. RECORDS: a list of { items = { { choices = { { effort
-- (of search.EFFORTS), saves = lookups, size = octets it leaves in the record, flat = those that may go to further
-- records } } } }, holders = function(size, flat) -> how many further records that takes, nil where it does not fit }.
-- Returns a list of { effort, saved, choices = one of each item, in order }, by effort and then by what is saved.
function search.ways(records)
   local states = {}
   add(states, { effort = 0, saved = 0, size = 0, flat = 0, before = 0 })
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
      ways[i] = setmetatable({ effort = state.effort, saved = state.saved, state = state }, Way)
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
