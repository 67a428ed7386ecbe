-- SPDX-License-Identifier: MIT
-- What cannot be planned, only chosen: includes of services whose mail, as far as is known, never asks for the record
-- they stand in. It must not change anything.
local providers = require "sesame.mail.providers"
local records = require "sesame.spf.plan.records"
local regions = require "sesame.ses.regions"

local optional = {}

-- Whether mail of DOMAIN itself may come from Amazon: it is a MAIL FROM name of SES, or its mailboxes are Amazon
-- WorkMail's.
local function amazon_sends(facts, domain)
   local answer = facts:get(domain, "MX")
   if answer.known == "unknown" then return true end
   for i = 1, answer.known == "present" and #answer or 0 do
      local kind = regions.host(answer[i].exchange)
      if kind == "mail-from" or kind == "inbound" then return true end
   end
   return false
end

--- Includes of STATE (domain, facts, tree) that may not matter, for people to decide, never part of a plan: { { record,
-- term, provider, key, saves, lower_bound, why, ip4, ip6 } }.
function optional.of(state)
   local list = {}
   for _, record in ipairs(records.editable(state.tree)) do
      for _, term in ipairs(record.node.terms) do
         local entry = term.kind == "include" and term.qualifier == "+" and term.target
            and providers.entry_of_include(term.target)
         local amazon = entry and entry.key == "amazon-ses"
         if entry and term.total > 0 and (entry.envelope == "own" or amazon and not amazon_sends(state.facts,
            state.domain)) then
            list[#list + 1] = {
               record = record.name, term = term.text, provider = entry.name, key = entry.key,
               saves = term.total * record.times, lower_bound = term.lower_bound == true,
               why = amazon and "ses-envelope" or "own-envelope", ip4 = term.addresses:size("ip4"),
               ip6 = term.addresses:size("ip6"),
            }
         end
      end
   end
   return list
end

return optional
