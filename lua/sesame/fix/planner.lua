-- SPDX-License-Identifier: MIT
-- Fixes of many findings, one on top of the other: each is laid over the zone as the ones before it left it, and
-- audited; one that does not mend its finding, or brings another, is taken back. It must not know how a plan is shown.
local batch = require "sesame.fix.batch"
local build = require "sesame.fix.build"
local codes = require "sesame.check.codes"
local ledger = require "sesame.fix.ledger"
local list = require "sesame.fix.menders"
local placeholder = require "sesame.fix.placeholder"
local reach = require "sesame.fix.reach"
local sets = require "sesame.fix.published"
local trial = require "sesame.fix.trial"
local verify = require "sesame.fix.verify"

local planner = {}

local DEPTH_MAX = 3   -- how far a fix may need others for what it brings to light
local ROUNDS_MAX = 5  -- findings that one fix may bring and others mend
local AUDITS_MAX = 300 -- of one plan; more findings than that are not mended one by one
local AUDITS_MIN = 8    -- however much one audit has to read
local OCTETS_MAX = 4e6  -- that all audits of one plan read; a domain of 29 regions has some 60,000
local PASSES_MAX = 3  -- over what was refused before another fix went in

local FIXED = { error = true, warning = true }

local Planner = {}
Planner.__index = Planner

local function matches(globs, code)
   for _, glob in ipairs(globs or {}) do
      if codes.fits(glob, code) then return true end
   end
   return false
end

-- Whether ITEM is to be mended: an error or a warning, or a notice whose code was asked for.
local function is_wanted(self, item)
   local options = self.options
   if matches(options.skip, item.code) then return false end
   for _, globs in ipairs { options.codes or {}, options.only or {} } do
      if #globs > 0 and not matches(globs, item.code) then return false end
   end
   if FIXED[item.severity] then return true end
   local named = matches(options.codes, item.code) or build.wanted(options.choose, item) ~= nil
   return item.severity == "notice" and named and (item.fix or item.remedy) ~= nil
end

local attempt

-- The first finding that RESULT brought and that was not let pass yet.
local function next_fresh(result)
   for _, item in ipairs(verify.fresh(result.base, result.audit)) do
      if not result.revealed[verify.name(item)] then return item end
   end
end

local function join(result, better)
   table.move(better.fixes, 1, #better.fixes, #result.fixes + 1, result.fixes)
   table.move(better.steps, 1, #better.steps, #result.steps + 1, result.steps)
   for name in pairs(better.revealed) do result.revealed[name] = true end
   result.state, result.audit = better.state, better.audit
end

-- What the fix brought, mended too or let pass: the result, or nil and what stays.
local function mend_fresh(self, result, depth, asked)
   local item, rounds = next_fresh(result), 0
   while item do
      rounds = rounds + 1
      local better
      if depth < DEPTH_MAX and rounds <= ROUNDS_MAX and FIXED[item.severity] then
         better = attempt(self, result.state, result.audit, item, depth + 1)
      end
      if better and #better.fixes > 0 then
         join(result, better)
      elseif trial.is_revealed(item, result) or asked and trial.may_come(item, result.fixes[1].finding, result) then
         result.revealed[verify.name(item)] = true
      else
         return nil, ("it would bring %s: %s"):format(item.severity == "unknown" and "what cannot be learnt"
            or "another " .. item.severity,
            item.message)
      end
      item = next_fresh(result)
   end
   return result
end

local function tried(self, state, audit, item, try, depth, asked)
   if self.audits >= self.most then return nil, "there are too many findings to mend at once" end
   local result, reason = trial.run(self, { state = state, audit = audit }, item, try, asked)
   if not result or #result.fixes == 0 then return result, reason end
   return mend_fresh(self, result, depth, asked)
end

-- Mends ITEM over STATE: a result with the new state and audit, or nil and what stands in the way.
function attempt(self, state, audit, item, depth)
   local facts, wanted = verify.over(self.view, self.sets:over(state)), build.wanted(self.options.choose, item)
   local offered, reason, beyond = build.of(item, audit, facts, wanted)
   if beyond then self.beyond[item.code] = self.beyond[item.code] or reason end
   if not offered then return nil, reason end
   if wanted and offered.choices then self.chosen[item.code] = true end
   local at, first = { state = state, audit = audit }, nil
   for i, try in ipairs(offered.tries) do
      local fits, result = wanted and wanted == try.index or not wanted and try.safe, nil
      if fits then
         result, reason = tried(self, state, audit, item, try, depth, wanted ~= nil)
         first = first or reason
      end
      if result then
         self.book:offered(item, trial.describe(self, at, item, offered, i, result), try.index)
         return result
      end
   end
   self.book:offered(item, trial.describe(self, at, item, offered))
   if #offered.steps > 0 then
      local result = trial.none(at, offered)
      result.undecided, result.obstacle = offered.choices ~= nil, first
      return result
   end
   return nil, first or ledger.decision(item)
end

local function adopt(self, item, result)
   if #result.fixes > 0 then self.state, self.audit = result.state, result.audit end
   for _, words in ipairs(result.worse or {}) do self.worse[#self.worse + 1] = words end
   self.book:adopt(item, result)
   self.refused[verify.name(item)] = ledger.reason(item, result)
end

-- The next finding to mend: by the order of fixes, then as findings are sorted.
local function next_item(self)
   local best, rank
   for _, item in ipairs(self.audit.findings) do
      if is_wanted(self, item) and not self.tried[verify.name(item)] then
         local own = list.rank(item.fix)
         if not best or own < rank then best, rank = item, own end
      end
   end
   return best
end

-- Findings to be mended like ITEM: of the same fix, or of the same code where a script brought it.
local function alike(self, item)
   local found = {}
   for _, other in ipairs(self.audit.findings) do
      local same = item.remedy and other.code == item.code or not item.remedy and other.fix == item.fix
      if same and is_wanted(self, other) and not self.tried[verify.name(other)] then found[#found + 1] = other end
   end
   return found
end

-- The first try of OFFERED that may be made: the one WANTED, or one that is safe.
local function first_fit(offered, wanted)
   for _, try in ipairs(offered.tries) do
      if wanted and wanted == try.index or not wanted and try.safe then return try end
   end
end

-- The first thing to try for each of ITEMS, where it is whole: { { item, try, choices } }.
local function first_tries(self, items)
   local facts, out = verify.over(self.view, self.sets:over(self.state)), {}
   for _, item in ipairs(items) do
      local offered = build.of(item, self.audit, facts, build.wanted(self.options.choose, item))
      local try = offered and first_fit(offered, build.wanted(self.options.choose, item))
      local now, later = {}, {}
      if try then now, later = placeholder.split(try) end
      if #now > 0 and #later == 0 and not reach.above(now, self.audit)
         and not reach.outside(now, self.audit, self.domain) then
         out[#out + 1] = { item = item, try = try, offered = offered }
      end
   end
   return out
end

-- Mends all that are like ITEM at once, as far as they hold together. Whether there were any.
local function mend_alike(self, item)
   local items = alike(self, item)
   if #items < batch.LEAST or self.batched[item.fix or item.code] then return false end
   self.batched[item.fix or item.code] = true
   local tries, narrows, before = first_tries(self, items), false, { state = self.state, audit = self.audit }
   for _, entry in ipairs(tries) do narrows = narrows or entry.try.narrows end
   local found = batch.mend(tries, before.state, before.audit, {
      apply = function(state, try, other) return (self.sets:apply(state, try.changes, other.code)) end,
      audit = function(state) return self.audits < self.most and trial.audit(self, state) or nil end,
      spoils = function(state, audit)
         return trial.spoils(self, state) or (trial.harms(self, before, { state = state, audit = audit },
            { narrows = narrows }, build.wanted(self.options.choose, item) ~= nil))
      end,
   })
   for _, entry in ipairs(found.taken) do
      self.book:offered(entry.item, trial.describe(self, before, entry.item, entry.offered, entry.try.index, found),
         entry.try.index)
      adopt(self, entry.item, {
         state = found.state, audit = found.audit, fixes = { { finding = entry.item, choice = entry.try.text } },
         steps = entry.try.steps,
         later = {},
      })
   end
   return #found.taken > 0
end

local function pass(self)
   local progress = false
   local item = next_item(self)
   while item do
      if mend_alike(self, item) then
         progress = true
         item = next_item(self)
         if not item then break end
      end
      local name = verify.name(item)
      self.tried[name] = true
      local result, reason = attempt(self, self.state, self.audit, item, 0)
      if result then
         adopt(self, item, result)
         if #result.fixes > 0 then
            progress = true
            self.tried[name] = nil -- it is gone; one that is alike would be another
         elseif #(result.later or {}) == 0 then
            self.again[name] = true
         end
      else
         self.refused[name], self.again[name] = reason, true
      end
      item = next_item(self)
   end
   return progress
end

-- How many audits a plan may take over what VIEW has learnt: strangers may make each of them long.
local function audits_for(view)
   local octets = view.octets and view:octets() or 0
   return math.max(AUDITS_MIN, math.min(AUDITS_MAX, OCTETS_MAX // math.max(1, octets)))
end

--- Plans the mending of FIRST, an audit of DOMAIN over VIEW. OPTIONS: those of the audit, and codes (globs: only
-- these), choose (code, or code@subject, -> number). Returns { audit (of the zone as changed), state, sets, book
-- (sesame.fix.ledger), refused = name of a finding -> reason, worse = sentences: what is worse, as the user chose }.
-- Waits.
function planner.run(domain, view, first, options)
   local model = first.models and first.models.domain
   local self = setmetatable({
      domain = domain, view = view, options = options, sets = sets.new(view, model and model.zone),
      state = sets.empty(), audit = first,
      audits = 0, most = audits_for(view), looks = 0, worse = {}, batched = {}, book = ledger.new(), refused = {},
      tried = {}, again = {},
      chosen = {}, beyond = {}, -- codes of which a choice was taken; code -> that there is no such choice
   }, Planner)
   for _ = 1, PASSES_MAX do
      if not pass(self) then break end
      for name in pairs(self.again) do self.tried[name] = nil end
      self.again = {}
   end
   for code, reason in pairs(self.beyond) do
      if not self.chosen[code] then error(reason, 0) end -- a choice that none of them has is a wrong call
   end
   return self
end

--- Whether ITEM is one that the plan was to mend.
function Planner:wants(item)
   return is_wanted(self, item)
end

return planner
