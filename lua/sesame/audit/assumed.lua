-- SPDX-License-Identifier: MIT
-- Which findings rest on names that nobody told of and that were taken as absent (DMARC records above a zone given
-- alone): those that would not be found so if these names had not been learnt. It must not know any code.
local checks = require "sesame.check.suite"
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local dmarc = require "sesame.model.dmarc"
local over = require "sesame.facts.over"
local readiness = require "sesame.ses.readiness"
local ses = require "sesame.model.ses"

local assumed = {}

-- FACTS by which NAMES cannot be learnt.
local function without(facts, names)
   local source, hidden = over.source(facts), {}
   for _, name in ipairs(names) do hidden[name] = true end
   local blind = copy.with(source, { get = function(_, name, rrtype, options)
      if hidden[name] then return core.answer.make { name = name, type = rrtype, status = "not-in-zone" } end
      return source:get(name, rrtype, options)
   end })
   return over.on(facts, blind)
end

local function key_of(item)
   return table.concat({ item.code, item.subject, item.type or "", item.message }, "\0")
end

-- MODELS of CONTEXT as they would be if NAMES had not been learnt.
local function blinded(context, models, names)
   local blind = copy.with(context, { facts = without(context.facts, names) })
   local other = copy.with(models, { dmarc = dmarc.build(blind) })
   if not models.ses then return other end
   other = copy.with(other, { ses = ses.build(blind, other) })
   return copy.with(other, { ses = copy.with(other.ses, { readiness = readiness.of(other) }) })
end

-- Whether a finding of a script's OWN codes (code -> declaration) says by its declaration that it rests on DMARC.
local function needs_dmarc(own, code)
   for _, model in ipairs(own[code].needs or {}) do
      if model == "dmarc" then return true end
   end
   return false
end

--- The names taken as absent on which one of FOUND rests, findings in MODELS of CONTEXT: a list, empty where none does.
-- Models that do not rest on DMARC stay as they are. OWN: the declarations of a script's codes, or nil: what its
-- findings rest on, these tell.
function assumed.names(context, models, found, own)
   local policy = models.dmarc and models.dmarc.policy
   if not (policy and context.facts.assumed) then return {} end
   local names = context.facts:assumed(policy.walk.queries)
   if #names == 0 or #found == 0 then return {} end
   local there = {}
   for _, item in ipairs(checks.run(blinded(context, models, names))) do there[key_of(item)] = true end
   for _, item in ipairs(found) do
      if own and own[item.code] then
         if needs_dmarc(own, item.code) then return names end
      elseif not there[key_of(item)] then
         return names
      end
   end
   return {}
end

return assumed
