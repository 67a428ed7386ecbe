-- SPDX-License-Identifier: MIT
-- Model of the domain itself: does it exist, is it a public suffix, in which zone does it lie?
-- It must not know mail.
local names = require("sesame.core").domain
local outline = require "sesame.facts.outline"

local domain = {}

-- Types asked at the domain: one answer other than NXDOMAIN shows that the name exists (RFC 8020 2).
local WITNESSES = { "SOA", "MX", "TXT" }

local BELOW_MAX = 246 -- octets of a domain that "_dmarc." fits before, RFC 1035 2.3.4

-- The last question is for a name below: where it exists, the domain does too, whatever its server says.
function domain.questions(name)
   local list = {}
   for i, witness in ipairs(WITNESSES) do list[i] = { name = name, type = witness } end
   if #name <= BELOW_MAX then list[#list + 1] = { name = "_dmarc." .. name, type = "TXT" } end
   return list
end

-- The owner of the SOA in an answer, or in the authority section of a negative one (RFC 2308 3).
local function zone_of(answer)
   if answer.known == "present" then return answer.name end
   if answer.known == "unknown" then return nil end
   for _, record in ipairs(answer:section("authority")) do
      if record.type == "SOA" then return record.name end
   end
end

local function existence(answers)
   local denied = false
   for _, answer in ipairs(answers) do
      if answer.status == "ok" or answer.status == "nodata" then return true end
      denied = denied or answer.status == "nxdomain"
   end
   if denied then return false end
   return nil
end

-- The model takes the outline of an answer that denied the name.
local function note_denial(model, answers, below)
   for _, answer in ipairs(answers) do
      if answer.status == "nxdomain" then outline.of(answer, model) end
   end
   if below and below.known == "present" and #model.chain == 0 then model.exists, model.denied = true, true end
end

-- Whether the name answers once nobody validates: SERVFAIL that vanishes with checking disabled (RFC 4035 5.5). A
-- question not asked before shows that the resolver has not come round meanwhile.
local function is_bogus(facts, name, answers)
   for i, answer in ipairs(answers) do
      if answer.status == "servfail" then
         return facts:get(name, WITNESSES[i], { cd = true }).known ~= "unknown"
            and facts:get(name, "NS").status == "servfail"
      end
   end
   return false
end

--- { name, exists = true | false | nil (unknown), denied = NXDOMAIN although a name below exists, suffix, is_suffix,
-- registrable, zone = apex or nil,
-- bogus = whether what could not be learnt answers where DNSSEC is not checked, known,
-- status, server, chain } for CONTEXT { domain, facts }.
function domain.build(context)
   local name = context.domain
   local answers = context.facts:get_all(domain.questions(name))
   local below = table.remove(answers, #WITNESSES + 1)
   local model = outline.of(answers[1], { name = name, denied = false })
   model.exists = existence(answers)
   model.bogus = model.exists == nil and is_bogus(context.facts, name, answers)
   if model.exists == false then note_denial(model, answers, below) end
   for _, answer in ipairs(answers) do
      model.zone = model.zone or (answer.type == "SOA" or answer.known == "absent") and zone_of(answer) or nil
   end
   model.suffix = names.public_suffix(name)
   model.registrable = names.registrable(name)
   model.is_suffix = model.suffix == name
   return model
end

return domain
