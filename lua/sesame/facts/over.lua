-- SPDX-License-Identifier: MIT
-- Facts over other facts: as they are when first asked, with another source in between, or with changes laid over. It
-- must not know why anything changes.
local facts = require "sesame.facts"
local overlay = require "sesame.facts.overlay"

local over = {}

-- What GIVEN, facts or anything with get or get_all, answers to one question.
local function asker(given)
   if not given.get then
      return function(_, name, rrtype, options)
         return given:get_all({ { name = name, type = rrtype, options = options } })[1]
      end
   end
   return function(_, name, rrtype, options) return given:get(name, rrtype, options) end
end

local function clock_of(given)
   if given.clock_now then return given.clock_now end
   return given.clock and function() return given:clock() end
end

--- GIVEN, facts or anything with get or get_all, as a source that others can be laid over. Facts that learn each
-- question once are asked nothing twice.
function over.source(given)
   local origin = given.origin or {}
   return {
      description = given.source or "facts", ask_servers = origin.ask_servers, clock = clock_of(given),
      nonce = given.nonce, situation = given.situation, get = asker(given),
      start = given.start and function(_, name, rrtype, options) return given:start(name, rrtype, options) end or nil,
      covers = function(_, name) return origin.covers ~= nil and origin:covers(name) end,
      assumes = function(_, name) return origin.assumes ~= nil and origin:assumes(name) end,
      names = given.names and function(_, parent) return given:names(parent) end or nil,
      holds = given.holds and function(_, name, rrtype) return given:holds(name, rrtype) end or nil,
      notices = function() return {} end,
   }
end

--- A view (Facts:view) of SOURCE in the place of what GIVEN asks.
function over.on(given, source)
   return facts.new {
      source = source, loop = given.loop, port = given.port, clock = clock_of(given), nonce = given.nonce,
   }:view(given.deadline)
end

--- GIVEN as it is when first asked: several readings of one policy see the same.
function over.view(given)
   return over.on(given, over.source(given))
end

--- GIVEN with CHANGES (as sesame.facts.overlay takes them) laid over.
function over.changes(given, changes)
   return over.on(given, overlay.new { lower = over.source(given), changes = changes })
end

return over
