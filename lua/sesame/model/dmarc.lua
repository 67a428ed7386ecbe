-- SPDX-License-Identifier: MIT
-- Model of a domain's DMARC: the record at its own name, the policy that applies, records at names no receiver reads,
-- wildcards, where reports go, and the records of names below that the source lists. It must not judge the policy.
local copy = require "sesame.base.copy"
local names = require "sesame.base.names"
local outline = require "sesame.facts.outline"
local policy = require "sesame.dmarc.policy"
local record = require "sesame.dmarc.record"
local reports = require "sesame.dmarc.reports"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.dmarc.walk"
local wildcard = require "sesame.facts.wildcard"

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

-- The records of DMARC that ANSWER to NAME holds by itself: none where a wildcard gives them, or where it is not known
-- whether one does.
local function own_records(facts, name, answer)
   local list = records_of(answer)
   if #list == 0 then return list end
   local found, open = wildcard.covering(facts, name, "TXT")
   return (found or open) and {} or list
end

-- A record at a wrong place.
local function misplaced(context)
   local wrong, asked, list = wrong_places(context.domain), {}, {}
   for i, place in ipairs(wrong) do
      if #place[1] <= names.MAX then asked[#asked + 1] = { name = place[1], type = "TXT", reason = i } end
   end
   for i, answer in ipairs(context.facts:get_all(asked)) do
      for _, value in ipairs(own_records(context.facts, asked[i].name, answer)) do
         list[#list + 1] = { name = asked[i].name, value = value, reason = wrong[asked[i].reason][2] }
      end
   end
   return list
end

-- What "*" answers for every name below without records: { name, known and because, exists = where known whether it
-- does, status, records = those of DMARC }. Which wildcard it is that answers is asked only where something depends on
-- it: where it gives records, or FOUND (the policy) has an np tag.
local function wildcard_of(context, found)
   local name = "*." .. context.domain
   if #name > names.MAX then return unknown.mark { name = name, exists = false, records = {} } end
   local answer = context.facts:get(name, "TXT")
   local made = unknown.mark({ name = name, status = answer.status, records = records_of(answer) },
      unknown.unlearnt(answer))
   if not made.known then return made end
   made.exists = answer.status ~= "nxdomain" or #answer:chain() > 0
   if #made.records == 0 and not (made.exists and found.said and found.said.np) then return made end
   local there, open = wildcard.below(context.facts, context.domain, "TXT")
   if there and there.known then
      made.name = there.name
      return made
   end
   local because = there and there.because or open
   return unknown.mark({ name = because and because.name or name, status = because and because.status or "nxdomain",
      records = {}, exists = not because and false or nil }, because)
end

-- What stands at the domain's own DMARC name and is no such record, nor meant as one: { values, wildcard = the name of
-- the one that gives it, or nil }; nil where there is nothing, or where it is not known whether a wildcard gives it.
local function other_text(facts, own)
   if own.known ~= "present" or #own.records + #own.near_misses > 0 then return nil end
   local found, open = wildcard.covering(facts, own.name, "TXT")
   if open or found and not found.known then return nil end
   local answer, values = facts:get(own.name, "TXT"), {}
   for i = 1, #answer do values[i] = answer[i] end
   table.sort(values)
   return { values = values, wildcard = found and found.name }
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

dmarc.BELOW_MAX = 200 -- records of names below that are read: more than any owner looks after one by one

-- The records of names below the domain, which FACTS list: places as sesame.dmarc.walk has them, in order of name, and
-- how many more there are. What a console made of the domain's own name is told by itself (`misplaced`).
local function below_of(facts, domain)
   local asked, left, last = {}, 0, nil
   local wrong = { [domain .. "." .. domain] = true, ["_dmarc." .. domain] = true }
   for _, entry in ipairs(facts.names and facts:names(domain) or {}) do
      local owner = entry.type ~= "MX" and entry.name ~= last and entry.name:match("^_dmarc%.(.+)$")
      if owner and owner ~= domain and not wrong[owner] and owner:sub(1, 1) ~= "*" then
         last = entry.name
         if #asked < dmarc.BELOW_MAX then asked[#asked + 1] = { name = entry.name, type = "TXT", owner = owner }
         else left = left + 1 end
      end
   end
   local list = {}
   for i, answer in ipairs(#asked > 0 and facts:get_all(asked) or {}) do
      local place = walk.place(answer, asked[i].owner)
      local held = #place.records + #place.near_misses > 0 or place.known == "unknown" or outline.dangles(place)
      if held then list[#list + 1] = place end
   end
   return list, left
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
-- dmarc_policy.discover, reports = dmarc_reports.build, wildcard = { name, known, because, exists, records }, other = {
-- values, wildcard } or nil: text at the name that is no record, below = { place of sesame.dmarc.walk } for the names
-- below that the source lists (at most dmarc.BELOW_MAX), below_left = how many more there are }. Wrong places are asked
-- only where the domain's own name holds no single record, and only then is there something inherited, and above.
function dmarc.build(context)
   local facts, domain = context.facts, context.domain
   facts:get_all(questions(domain))
   local found = policy.discover(facts, domain, { exists = true })
   local own = found.walk.places[1]
   if not own or own.owner ~= domain then own = nowhere(domain) end
   local below, left = below_of(facts, domain)
   local model = copy.with(own, {
      below = below, below_left = left,
      policy = found, reports = reports.build(facts, found), wildcard = wildcard_of(context, found),
      at_apex = own_records(facts, domain, facts:get(domain, "TXT")), misplaced = {},
   })
   if own.known == "unknown" or #own.records == 1 then return model end
   model.inherited, model.above = inherited_of(found), above_of(found.walk)
   model.misplaced, model.other = misplaced(context), other_text(facts, own)
   return model
end

return dmarc
