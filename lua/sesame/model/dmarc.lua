-- SPDX-License-Identifier: MIT
-- Model of a domain's DMARC: the record at its own name, the policy that applies, records at names no receiver reads,
-- wildcards, and where reports go. It must not judge the policy.
local copy = require "sesame.base.copy"
local names = require "sesame.base.names"
local policy = require "sesame.dmarc.policy"
local record = require "sesame.dmarc.record"
local reports = require "sesame.dmarc.reports"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.dmarc.walk"

local dmarc = {}

--- What the audit asks from the start.
function dmarc.questions(domain)
   if #domain > walk.DOMAIN_MAX then return {} end
   return { { name = "_dmarc." .. domain, type = "TXT" } }
end

local function list_of(list)
   return table.move(list, 1, #list, 1, {})
end

-- What is asked of a domain that exists: the walk, and a wildcard below it.
local function questions(domain)
   local list = list_of(walk.questions(domain))
   if #domain <= 251 then list[#list + 1] = { name = "*." .. domain, type = "TXT" } end
   return list
end

-- Names where a record is put by mistake, and what the mistake is.
local function wrong_places(domain)
   return {
      { "dmarc." .. domain, "no-underscore" },
      { "_dmarc." .. domain .. "." .. domain, "domain-twice" },
      { "_dmarc._dmarc." .. domain, "underscore-twice" },
   }
end

local function records_of(answer)
   local list = {}
   for i = 1, answer.known == "present" and #answer or 0 do
      if record.is_record(answer[i]) then list[#list + 1] = answer[i] end
   end
   table.sort(list)
   return list
end

local function contains(list, value)
   for _, item in ipairs(list) do
      if item == value then return true end
   end
   return false
end

-- A record at a wrong place, unless the wildcard gives it.
local function misplaced(context, wildcard)
   local wrong, asked, list = wrong_places(context.domain), {}, {}
   for i, place in ipairs(wrong) do
      if #place[1] <= names.MAX then asked[#asked + 1] = { name = place[1], type = "TXT", reason = i } end
   end
   for i, answer in ipairs(context.facts:get_all(asked)) do
      for _, value in ipairs(records_of(answer)) do
         if not contains(wildcard.records, value) then
            list[#list + 1] = { name = asked[i].name, value = value, reason = wrong[asked[i].reason][2] }
         end
      end
   end
   return list
end

-- { name, known and because, exists = where known whether it does, status, records = those of DMARC }: "*" answers for
-- every name below without records.
local function wildcard_of(context)
   local name = "*." .. context.domain
   if #name > names.MAX then return unknown.mark { name = name, exists = false, records = {} } end
   local answer = context.facts:get(name, "TXT")
   local made = unknown.mark({ name = name, status = answer.status, records = records_of(answer) },
      unknown.unlearnt(answer))
   if made.known then made.exists = answer.status ~= "nxdomain" or #answer:chain() > 0 end
   return made
end

local function inherited_of(found)
   local place = found.place
   return place and { owner = place.owner, name = place.name, record = place.records[1] }
end

-- What was learnt of the places above: { known, because, server = whoever was asked last }.
local function above_of(walked)
   local last = walked.places[#walked.places]
   return unknown.mark({ server = last and last.server }, walked.because)
end

-- What there is where the domain is so long that no name fits below it.
local function nowhere(domain)
   return {
      name = "_dmarc." .. domain, owner = domain, known = "absent", status = "too-long", chain = {}, records = {},
      near_misses = {},
   }
end

--- { name = "_dmarc.<domain>", known, status, server, chain, records, near_misses, record = what its only record says
-- or nil,
-- at_apex = { text }, misplaced = { { name, value, reason = "no-underscore|domain-twice|underscore-twice" } },
-- inherited = { owner, name, record } or nil, above = { known, because, server } of the places above, policy =
-- dmarc_policy.discover, reports = dmarc_reports.build, wildcard = { name, known, because, exists, records } }. Wrong
-- places are asked only where the domain's own name holds no single record, and only then is there something inherited,
-- and above.
function dmarc.build(context)
   local facts, domain = context.facts, context.domain
   facts:get_all(questions(domain))
   local found = policy.discover(facts, domain, { exists = true })
   local own = found.walk.places[1]
   if not own or own.owner ~= domain then own = nowhere(domain) end
   local model = copy.with(own, {
      policy = found, reports = reports.build(facts, found), wildcard = wildcard_of(context),
      at_apex = records_of(facts:get(domain, "TXT")), misplaced = {},
   })
   if own.known == "unknown" or #own.records == 1 then return model end
   model.inherited, model.above = inherited_of(found), above_of(found.walk)
   model.misplaced = misplaced(context, model.wildcard)
   return model
end

return dmarc
