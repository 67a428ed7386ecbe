-- SPDX-License-Identifier: MIT
-- Model of the domain itself: does it exist, is it a public suffix, in which zone does it lie?
-- It must not know mail.
local names = require("sesame.core").domain
local outline = require "sesame.facts.outline"
local unknown = require "sesame.base.unknown"

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
   if answer.known == "present" then return #answer:chain() == 0 and answer.name or nil end
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

-- The outline of the answer that decides: the last that denied the name where it is denied, else the first.
local function deciding(answers, exists)
   local chosen = answers[1]
   for _, answer in ipairs(answers) do
      if exists == false and answer.status == "nxdomain" then chosen = answer end
   end
   return outline.of(chosen)
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

--- { name, known and because (sesame.base.unknown), exists = where known whether it does, answer = the outline of the
-- answer that decides, denied = NXDOMAIN although a name below exists, suffix, is_suffix, registrable, zone = apex or
-- nil, open = the question that came to nothing where that is why, in a list, bogus = whether what could not be learnt
-- answers where DNSSEC is not checked } for CONTEXT { domain, facts }.
function domain.build(context)
   local name = context.domain
   local answers = context.facts:get_all(domain.questions(name))
   local below = table.remove(answers, #WITNESSES + 1)
   local exists = existence(answers)
   local answer = deciding(answers, exists)
   local denied = exists == false and below ~= nil and below.known == "present" and #answer.chain == 0
   if denied then exists = true end
   local model = unknown.mark({ name = name, exists = exists, answer = answer, denied = denied },
      exists == nil and answer.because or nil)
   model.bogus = not model.known and is_bogus(context.facts, name, answers)
   for _, each in ipairs(answers) do
      model.zone = model.zone or (each.type == "SOA" or each.known == "absent") and zone_of(each) or nil
   end
   local open = not model.zone and unknown.unlearnt(answers[1]) -- of the SOA
   model.open = { open or nil }
   model.suffix = names.public_suffix(name)
   model.registrable = names.registrable(name)
   model.is_suffix = model.suffix == name
   return model
end

return domain
