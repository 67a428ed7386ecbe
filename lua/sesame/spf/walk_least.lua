-- SPDX-License-Identifier: MIT
-- What is certain of the counts of a tree where a part could not be learnt: behind an include that may pass every
-- address nothing need be reached, so that what costs there may cost nothing. A function of a tree with addresses; it
-- must not ask.
local copy = require "sesame.base.copy"

local least = {}

local VOID_LIMIT = 2 -- RFC 7208 4.6.4
local FAMILIES = { "ip4", "ip6" }

local function is_all(set)
   return set ~= nil and set:is_all "ip4" and set:is_all "ip6"
end

--- Whether TERM (of a tree), or something that it leads to, could not be learnt.
local function is_open(term)
   if term.problem == "not-learnt" then return true end
   for _, below in ipairs(term.terms or {}) do
      if is_open(below) then return true end
   end
   return false
end

least.is_open = is_open

-- Whether TERM would pass every address with other answers than those that failed.
local function may_end(term)
   return term.kind == "include" and is_all(term.possible) and not is_all(term.addresses) and is_open(term)
end

local function path_of(state) return table.move(state.path, 1, #state.path, 1, {}) end

-- Adds what TERM itself costs to STATE.
local function add(term, state)
   state.lookups = state.lookups + term.cost
   if state.lookups > state.limit and not state.over_limit then state.over_limit = path_of(state) end
   for _, family in ipairs(FAMILIES) do
      state.voids[family] = state.voids[family] + (term.void_certain and term.void_lookups[family] or 0)
      if state.voids[family] > VOID_LIMIT and not state.over_void[family] then
         state.over_void[family] = path_of(state)
      end
   end
   if term.problem == "not-learnt" and not state.open then state.open = path_of(state) end
end

--- TERMS of a record in the order in which they are evaluated: a redirect comes last, wherever it stands (RFC 7208
-- 6.1).
local function in_order(terms)
   local list, last = {}, {}
   for _, term in ipairs(terms or {}) do
      local group = term.kind == "redirect" and last or list
      group[#group + 1] = term
   end
   return table.move(last, 1, #last, #list + 1, list)
end

least.in_order = in_order

-- Marks TERMS from number FROM on, and all below them, as such that need not be reached.
local function doubt(terms, from)
   for i = from, #(terms or {}) do
      terms[i].doubtful = true
      doubt(terms[i].terms, 1)
   end
end

-- Adds what is certainly reached of TERMS to STATE; each total becomes what is certain of it.
local function count(terms, state)
   terms = in_order(terms)
   for i, term in ipairs(terms) do
      local before = state.lookups
      state.path[#state.path + 1] = term
      add(term, state)
      count(term.terms, state)
      state.path[#state.path] = nil
      local total = state.lookups - before
      if total < term.total then term.total, term.lower_bound = total, true end
      term.running = state.lookups
      if may_end(term) then return doubt(terms, i + 1) end
   end
end

--- TREE, of a walk with addresses, in which some answers did not come, with the counts that are certain.
function least.settle(tree)
   local state = { lookups = 0, limit = tree.limit, voids = { ip4 = 0, ip6 = 0 }, over_void = {}, path = {} }
   count(tree.terms, state)
   local voids = tree.void_certain
   local fewer = state.voids.ip4 < voids.ip4 or state.voids.ip6 < voids.ip6
   if state.lookups == tree.lookups and not fewer then return end
   tree.lookups, tree.lower_bound = state.lookups, true
   tree.over_limit, tree.void_certain = state.over_limit, state.voids
   tree.over_void = state.over_void.ip4 or state.over_void.ip6
   tree.over_voids = copy.with(tree.over_voids, { terms = state.over_void })
   local gone = tree.problem == "lookup-limit" and not tree.over_limit
      or tree.problem == "void-limit" and not tree.over_void
   if gone then tree.result, tree.problem, tree.culprit = "unknown", "not-learnt", state.open end
end

return least
