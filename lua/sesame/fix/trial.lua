-- SPDX-License-Identifier: MIT
-- One try at mending one finding, laid over the zone as it would be by then: does the finding go, what would be worse,
-- what would be written? It must not know what else is planned.
local harm = require "sesame.fix.harm"
local placeholder = require "sesame.fix.placeholder"
local reach = require "sesame.fix.reach"
local sets = require "sesame.fix.published"
local verify = require "sesame.fix.verify"

local trial = {}

trial.LOOKS_MAX = 60 -- choices of one plan that are tried without being taken

--- The audit of the zone as STATE makes it. PLANNER counts it.
function trial.audit(planner, state)
   planner.audits = planner.audits + 1
   return verify.audit(planner.domain, verify.over(planner.view, planner.sets:over(state)), planner.options)
end

--- Whether a fix may leave ITEM behind: a warning about what it changed, that an error hid until now.
function trial.is_revealed(item, result)
   if item.severity ~= "warning" or result.fixes[1].finding.severity ~= "error" then return false end
   if item.subject == result.fixes[1].finding.subject then return true end
   for _, set in ipairs(sets.changed(result.state)) do
      if set.name == item.subject then return true end
   end
   return false
end

--- Whether ITEM may come with a choice for FINDING that the user takes: it is no error, and either said beforehand or
-- hidden until now.
function trial.may_come(item, finding, result)
   for _, code in ipairs(finding.reveals or {}) do
      if code == item.code and item.severity ~= "error" then return true end
   end
   return trial.is_revealed(item, result)
end

--- Why the bundled checks would not have STATE, where a script's own took their place; nil where they have nothing new
-- to say.
function trial.spoils(planner, state)
   local options = planner.options
   if not options.script then return nil end
   planner.bundled = planner.bundled or verify.audit(planner.domain, planner.view, verify.bundled(options))
   local facts = verify.over(planner.view, planner.sets:over(state))
   local item = verify.fresh(planner.bundled, verify.audit(planner.domain, facts, verify.bundled(options)))[1]
   return item and ("it would bring %s: %s"):format(item.code, item.message)
end

-- AT ({ state, audit }) as sesame.fix.harm compares two of them.
local function side(planner, at)
   return { facts = verify.over(planner.view, planner.sets:over(at.state)), audit = at.audit }
end

--- What stands against going from AT to RESULT (both { state, audit }) by TRY, beyond the findings: a reason; or nil,
-- and what is worse by choice, a list of sentences. ASKED: whether the user took it, whose text says whom it leaves
-- out; nobody comes in unnamed even so, and no mail from SES begins to fail.
function trial.harms(planner, at, result, try, asked)
   local changed, worse = sets.between(at.state, result.state), {}
   for _, item in ipairs(harm.of(planner.domain, side(planner, at), side(planner, result), changed, try.lets)) do
      local meant = try.narrows and item.kind == "lost"
      if not meant and (not asked or item.kind == "gained" or item.kind == "stream") then return item.text end
      if not meant then worse[#worse + 1] = item.text end
   end
   return nil, worse
end

--- A result over AT in which nothing has changed, with the steps of TRY.
function trial.none(at, try)
   return { state = at.state, audit = at.audit, base = at.audit, fixes = {}, steps = try.steps or {}, later = {},
      placeholders = try.placeholders, revealed = {} }
end

-- The result over AT for TRY, of which something lies above the zone: a step in words. Nil where nothing does.
local function in_words(at, try, now)
   local step = reach.above(now, at.audit)
   if not step then return nil end
   local result = trial.none(at, try)
   result.steps = table.move(result.steps, 1, #result.steps, 2, { step })
   return result
end

--- TRY for ITEM over AT: a result, or nil and what stands in the way. What it brings is not looked at.
function trial.run(planner, at, item, try, asked)
   local now, later = placeholder.split(try)
   local words = in_words(at, try, now)
   if words then return words end
   local result = trial.none(at, try)
   result.later = later
   if #now == 0 then return result end
   local reason = reach.outside(now, at.audit, planner.domain)
   if reason then return nil, reason end
   result.state, reason = planner.sets:apply(at.state, now, item.code)
   if not result.state then return nil, reason end
   result.audit = trial.audit(planner, result.state)
   if #later == 0 and not verify.gone(item, at.audit, result.audit) then
      return nil, "after the change it would still be found"
   end
   reason = trial.spoils(planner, result.state)
   if not reason then reason, result.worse = trial.harms(planner, at, result, try, asked) end
   if reason then return nil, reason end
   result.fixes[1] = { finding = item, choice = try.text }
   return result
end

-- What TRY, a choice nobody took yet, would write over AT; nil and a reason where it does not hold by itself.
local function looked_at(planner, at, item, try)
   local most = math.min(trial.LOOKS_MAX, planner.most)
   if planner.looks >= most then return nil, "it was not tried, there are too many choices" end
   planner.looks = planner.looks + 1
   local result, reason = trial.run(planner, at, item, try, true)
   if not result then return nil, reason end
   for _, fresh in ipairs(#result.fixes > 0 and verify.fresh(at.audit, result.audit) or {}) do
      if not trial.may_come(fresh, item, result) then
         return nil, ("it would bring another %s: %s"):format(fresh.severity, fresh.message)
      end
   end
   return sets.between(at.state, result.state)
end

--- The choices of OFFERED (of sesame.fix.build) for ITEM over AT as they are printed: { { text, writes = { { name,
-- type, added, gone } } } }, or nil where there are none. RESULT is what came of number TAKEN, where one was taken.
function trial.describe(planner, at, item, offered, taken, result)
   if not offered.choices then return nil end
   local list = {}
   for i, try in ipairs(offered.tries) do
      local writes, reason
      if i == taken then
         writes = sets.between(at.state, result.state)
      else
         writes, reason = looked_at(planner, at, item, try)
      end
      list[i] = { text = writes and try.text or ("not possible: %s"):format(reason), writes = writes or {} }
   end
   return list
end

return trial
