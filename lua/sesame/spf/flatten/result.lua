-- SPDX-License-Identifier: MIT
-- What a flattening gives: verdicts with what was flattened, what stays and why, and the risk. A function of a state;
-- nothing is looked up.
local result = {}

function result.kept(state, chosen)
   local list = {}
   for i, item in ipairs(state.candidates) do
      local reason = item.bar
      if not reason and not chosen[i] and item.stranger then
         reason = ("its addresses are %s's, which changes them without telling you"):format(item.stranger)
      end
      if not chosen[i] and (reason or (item.total or 0) > 0) then
         list[#list + 1] = { term = item.text, reason = reason or "it need not be flattened",
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

function result.risk(state, chosen)
   local hosts, others = false, {}
   for i, item in ipairs(state.candidates) do
      if chosen[i] then
         hosts = hosts or item.term.kind == "a" or item.term.kind == "mx"
         if item.stranger then others[#others + 1] = item.stranger end
      end
   end
   local words = ("These addresses were true at one moment and may change within %d seconds, the smallest TTL met.")
      :format(state.ttl)
   if hosts then words = words .. " Hosts behind a and mx may move." end
   if #others > 0 then
      words = words .. (" %s may change theirs at any time: mail is then refused until the record is made anew.")
         :format(table.concat(others, ", "))
   end
   return words .. " Run sesame spf flatten --check from cron."
end

return result
