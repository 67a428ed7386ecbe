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
   return a.size <= b.size and a.stay <= b.stay and a.before <= b.before
end

-- ---- states ----

-- One state is a way to decide the terms so far: { effort, saved, size, stay, before, previous, choice }. Of those that
-- ask the same and save the same only those that take least room are kept: they are as good as any whatever comes
-- behind. They stand in fronts, one for each `before`: in order of size, `stay` falling, so that one look decides
-- whether a new state is of use.

-- The place in FRONT of the first state of SIZE or more.
local function place_of(front, size)
   local low, high = 1, #front + 1
   while low < high do
      local middle = (low + high) // 2
      if front[middle].size < size then low = middle + 1 else high = middle end
   end
   return low
end

-- Whether a state of FRONT takes no more of the record, and of what must stay there, than STATE; and the place where
-- that would stand.
local function covers(front, state)
   local at, stay = place_of(front, state.size), state.stay
   local same = front[at]
   if same and same.size == state.size and same.stay <= stay then return true end
   return at > 1 and front[at - 1].stay <= stay, at
end

-- Takes out of FRONT what takes no less than STATE, which would stand at the place AT.
local function clear(front, state, at)
   local last = at
   while front[last] and front[last].stay >= state.stay do last = last + 1 end
   if last > at then
      local count = #front
      table.move(front, last, count, at)
      for i = count, count - (last - at) + 1, -1 do front[i] = nil end
   end
end

local function add(states, state)
   local row = states.rows[state.effort]
   if not row then
      row = {}
      states.rows[state.effort] = row
   end
   local fronts = row[state.saved]
   if not fronts then
      fronts = {}
      row[state.saved] = fronts
   end
   local before, place = state.before, 1
   for other, front in pairs(fronts) do
      local covered, at
      if other <= before then covered, at = covers(front, state) end
      if covered then return end
      place = other == before and at or place
   end
   for other, front in pairs(fronts) do
      if other > before then clear(front, state, place_of(front, state.size)) end
   end
   local own = fronts[before]
   if not own then
      own = {}
      fronts[before] = own
   end
   clear(own, state, place)
   table.insert(own, place, state)
   states.added = states.added + 1
   state.number = states.added
end

local function new_states()
   return { rows = {}, added = 0 }
end

local function is_later(a, b) return a.number > b.number end

-- Every state of STATES; of those that ask and save the same the last one first.
local function each(states, visit)
   for _, row in pairs(states.rows) do
      for _, fronts in pairs(row) do
         local list = {}
         for _, front in pairs(fronts) do table.move(front, 1, #front, #list + 1, list) end
         table.sort(list, is_later)
         for _, state in ipairs(list) do visit(state) end
      end
   end
end

local function count_of(states)
   local count = 0
   for _, row in pairs(states.rows) do
      for _, fronts in pairs(row) do
         for _, front in pairs(fronts) do count = count + #front end
      end
   end
   return count
end

-- Puts STATE into LEAST, by what is saved the smallest so far, for FEWEST and more, as far as it saves itself.
local function note_least(least, state, fewest)
   local size, stay, before = state.size, state.stay, state.before
   for saved = fewest, state.saved do
      local known = least[saved]
      if not known or size <= known.size and stay <= known.stay and before <= known.before then least[saved] = state end
   end
end

-- STATES, where there are many of them, without those that save less than LEAST, and those that another one makes
-- useless: it asks no more, saves as much and takes no more room.
local function pruned(states, least_saved)
   local list, after, fewest = {}, new_states(), math.huge
   if count_of(states) <= search.STATES_MAX then return states end
   each(states, function(state)
      if state.saved >= least_saved then list[#list + 1], fewest = state, math.min(fewest, state.saved) end
   end)
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
         note_least(least, state, fewest)
      end
   end
   return after
end

-- STATES with ITEM decided; LEAST is what a state must have saved to be of use.
local function decide(states, item, least)
   local after = new_states()
   each(states, function(state)
      for _, choice in ipairs(item.choices) do
         add(after, {
            effort = state.effort + WEIGHT[choice.effort], saved = state.saved + choice.saves,
            size = state.size + choice.size, stay = state.stay + choice.size - (choice.flat or 0),
            before = state.before, previous = state, choice = choice,
         })
      end
   end)
   return pruned(after, least)
end

-- The most that a choice of ITEM saves.
local function most_of(item)
   local most = 0
   for _, choice in ipairs(item.choices) do most = math.max(most, choice.saves) end
   return most
end

-- States of one record that fit into it, with the lookups that its further records cost taken off; size and stay begin
-- anew for the next record.
local function settled(states, record)
   local after = new_states()
   each(states, function(state)
      local holders = record.holders(state.size, state.size - state.stay)
      if not holders then return end
      add(after, { effort = state.effort, saved = state.saved - holders, size = 0, stay = 0,
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
-- Returns a list of { effort, saved, choices = one of each item, in order }, by effort and then by what is saved. Of
-- ways that save less than LEAST (nil: of none) some are left out where there are very many.
function search.ways(records, least)
   local states, rest = new_states(), 0
   for _, record in ipairs(records) do
      for _, item in ipairs(record.items) do rest = rest + most_of(item) end
   end
   add(states, { effort = 0, saved = 0, size = 0, stay = 0, before = 0 })
   for _, record in ipairs(records) do
      for _, item in ipairs(record.items) do
         rest = rest - most_of(item)
         states = decide(states, item, least and least - rest or -math.huge)
      end
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
