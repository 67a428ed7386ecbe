-- SPDX-License-Identifier: MIT
-- Many fixes of one kind at once: one audit over all of them, and halves where that does not hold. It must not know
-- what any of them does.
local verify = require "sesame.fix.verify"

local batch = {}

batch.LEAST = 3 -- fixes worth a batch; fewer are tried one by one

-- The state with as many of LIST ({ item, try }) on it as go together, and those.
local function composed(list, state, tools)
   local taken = {}
   for _, entry in ipairs(list) do
      local new = tools.apply(state, entry.try, entry.item)
      if new then state, taken[#taken + 1] = new, entry end
   end
   return state, taken
end

-- Whether each of TAKEN is gone in AFTER, and nothing else came.
local function holds(taken, before, after)
   local wanted = {}
   for _, entry in ipairs(taken) do
      local key = verify.group(entry.item)
      wanted[key] = (wanted[key] or 0) + 1
   end
   local had, has = verify.counts(before.findings), verify.counts(after.findings)
   for key, count in pairs(wanted) do
      if (has[key] or 0) > (had[key] or 0) - count then return false end
   end
   return #verify.fresh(before, after) == 0
end

local function mend(list, at, tools)
   if #list < batch.LEAST then return at end
   local state, taken = composed(list, at.state, tools)
   if #taken < batch.LEAST then return at end
   local after = tools.audit(state)
   if not after then return at end
   if holds(taken, at.audit, after) and not tools.spoils(state, after) then
      for _, entry in ipairs(taken) do at.taken[#at.taken + 1] = entry end
      at.state, at.audit = state, after
      return at
   end
   local half = #taken // 2
   at = mend(table.move(taken, 1, half, 1, {}), at, tools)
   return mend(table.move(taken, half + 1, #taken, 1, {}), at, tools)
end

--- Mends as many of LIST, { { item = finding, try = of sesame.fix.build } }, as hold together over STATE and its AUDIT:
-- { state, audit,
-- taken = those of LIST }. TOOLS: apply(state, try, item) -> state or nil; audit(state) -> audit, nil when there were
-- enough; spoils(state, audit) -> reason or nil. The audits are at most twice the length of LIST.
function batch.mend(list, state, audit, tools)
   return mend(list, { state = state, audit = audit, taken = {} }, tools)
end

return batch
