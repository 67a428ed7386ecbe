-- SPDX-License-Identifier: MIT
-- What a flattening gives: verdicts with what was flattened, what stays and why, and the risk, as data (in words:
-- sesame.report.spf_flatten_words). A function of a state; nothing is looked up.
local result = {}

function result.kept(state, chosen)
   local list = {}
   for i, item in ipairs(state.candidates) do
      local reason = item.bar or item.stranger and { code = "stranger", owner = item.stranger }
      if not chosen[i] and (reason or (item.total or 0) > 0) then
         list[#list + 1] = { term = item.text, reason = reason or { code = "no-need" },
            third_party = item.stranger ~= nil }
      end
   end
   return list
end

function result.flattened(state, chosen)
   local list = {}
   for i, item in ipairs(state.candidates) do
      if chosen[i] then
         list[#list + 1] = { term = item.text, lookups = item.total, blocks = item.blocks,
            lower_bound = item.term.lower_bound == true, third_party = item.stranger ~= nil,
            owner = item.stranger, explained = item.explained }
      end
   end
   return list
end

function result.of(state, verdict, fields)
   local made = {
      verdict = verdict, domain = state.domain, source = state.source, record = state.wanted and state.wanted.record,
      target = state.target, before = state.wanted and state.wanted.tree.lookups,
      lower_bound = state.wanted ~= nil and state.wanted.tree.lower_bound == true, ttl = state.ttl, changes = {},
      flattened = {}, kept = {},
      records = {}, notes = {},
   }
   for key, value in pairs(fields) do made[key] = value end
   return made
end

--- What may make the addresses wrong: { ttl = the smallest met, hosts = whether some are of hosts, others = names of
-- other organizations }.
function result.risk(state, chosen)
   local hosts, others = false, {}
   for i, item in ipairs(state.candidates) do
      if chosen[i] then
         hosts = hosts or item.term.kind == "a" or item.term.kind == "mx"
         if item.stranger then others[#others + 1] = item.stranger end
      end
   end
   return { ttl = state.ttl, hosts = hosts, others = others }
end

return result
