-- SPDX-License-Identifier: MIT
-- The DNS tree walk of RFC 9989 4.10, what it finds, and the organizational domain it gives. It must not judge a
-- policy.
local longest = require("sesame.base.names").MAX
local outline = require "sesame.facts.outline"
local record = require "sesame.dmarc.record"
local unknown = require "sesame.base.unknown"

local walk = {}

walk.MAX = 8 -- queries of one tree walk, RFC 9989 4.10
walk.UNLEARNT_MAX = 4 -- places of two walks whose possible contents are gone through
walk.DOMAIN_MAX = longest - #"_dmarc." -- octets of a domain that this fits before

--- The names to ask for DOMAIN in order: itself, then its ancestors, at most eight (RFC 9989 4.10).
function walk.names(domain)
   local labels = {}
   for label in domain:gmatch("[^.]+") do labels[#labels + 1] = label end
   local names, first = { domain }, 2
   if #labels > walk.MAX then first = #labels - (walk.MAX - 2) end
   for i = first, #labels do names[#names + 1] = table.concat(labels, ".", i) end
   return names
end

--- The questions of the whole walk for DOMAIN; a name too long for "_dmarc." before it cannot be asked.
function walk.questions(domain)
   local list = {}
   for _, name in ipairs(walk.names(domain)) do
      if #name <= walk.DOMAIN_MAX then list[#list + 1] = { name = "_dmarc." .. name, type = "TXT", owner = name } end
   end
   return list
end

--- What ANSWER, to the question for "_dmarc." before OWNER, holds: { name, owner, known, status, server, chain, records
-- = { text },
-- near_misses = { { value, reason, range, suggestion } }, record = what the only record says, or nil }.
function walk.place(answer, owner)
   local place = outline.of(answer, { name = answer.name, owner = owner, records = {}, near_misses = {} })
   if answer.known ~= "present" then return place end
   local values = {}
   for i = 1, #answer do values[i] = answer[i] end
   table.sort(values)
   for _, value in ipairs(values) do
      local reason, range, suggestion = record.near_miss(value)
      if reason then
         place.near_misses[#place.near_misses + 1] = { value = value, reason = reason, range = range,
            suggestion = suggestion }
      elseif record.is_record(value) then
         place.records[#place.records + 1] = value
      end
   end
   if #place.records == 1 then place.record = record.parse(place.records[1]) end
   return place
end

-- The labels of NAME from its parent on: what lies one label below ANCESTOR on the way to NAME.
local function one_below(name, ancestor)
   local rest = name:sub(1, -#ancestor - 2)
   return (rest:match("([^.]+)$") or rest) .. "." .. ancestor
end

-- RFC 9989 4.10.2 over the places of one walk, longest name first. GUESS (owner -> psd, or false for no record) stands
-- for what could not be learnt.
local function organizational(domain, places, guess)
   local fewest
   for _, place in ipairs(places) do
      local psd = place.record and place.record.psd or guess and guess[place.owner]
      if psd == "n" then return place.owner end
      if psd == "y" then return place.owner == domain and domain or one_below(domain, place.owner) end
      if psd then fewest = place end
   end
   return fewest and fewest.owner or domain
end

--- The walk for DOMAIN over FACTS; waits. All its names are asked at once, and what lies behind its end is left out.
-- { domain, places = { place, ... } up to the end, queries = { name asked, ... }, organizational_domain = name, or nil
-- where an answer on the way could not be learnt (known = false, because; it is that of the last place); psd = the
-- place marked psd=y above the start, or nil; all = every place asked }.
function walk.of(facts, domain)
   local questions = walk.questions(domain)
   local answers = #questions > 0 and facts:get_all(questions) or {}
   local walked = { domain = domain, places = {}, queries = {}, all = {} }
   for i, answer in ipairs(answers) do walked.all[i] = walk.place(answer, questions[i].owner) end
   for i, place in ipairs(walked.all) do
      walked.places[i], walked.queries[i] = place, questions[i].name
      if place.known == "unknown" then
         return unknown.mark(walked, unknown.because(place.name, "TXT", place.status))
      end
      local psd = place.record and place.record.psd or "u"
      if psd == "y" and place.owner ~= domain then walked.psd = place end
      if psd ~= "u" then break end
   end
   walked.organizational_domain = organizational(domain, walked.places)
   return unknown.mark(walked)
end

-- The names of both walks that could not be learnt, each once.
local function unlearnt_owners(a, b)
   local list, seen = {}, {}
   for _, walked in ipairs { a, b } do
      for _, place in ipairs(walked.all) do
         if place.known == "unknown" and not seen[place.owner] then list[#list + 1] = place.owner end
         seen[place.owner] = true
      end
   end
   return list
end

local STATES = { false, "u", "y", "n" } -- what a place may hold: no record, or one with that psd

--- Whether the domains of the walks A and B have one organizational domain: true or false where that holds whatever the
-- places say that could not be learnt, else nil.
function walk.same_organization(a, b)
   if a.organizational_domain and b.organizational_domain then
      return a.organizational_domain == b.organizational_domain
   end
   local owners, verdict = unlearnt_owners(a, b), nil
   if #owners > walk.UNLEARNT_MAX then return nil end
   for case = 0, math.tointeger((#STATES) ^ #owners) - 1 do
      local guess, rest = {}, case
      for _, owner in ipairs(owners) do
         guess[owner], rest = STATES[rest % #STATES + 1], rest // #STATES
      end
      local same = organizational(a.domain, a.all, guess) == organizational(b.domain, b.all, guess)
      if verdict == nil then verdict = same elseif verdict ~= same then return nil end
   end
   return verdict
end

local function place_of(walked, owner)
   for _, place in ipairs(walked.places) do
      if place.owner == owner then return place end
   end
end

--- The place whose record rules mail of the walk's domain: its own, else that of its organizational domain, else that
-- of the public suffix (RFC 9989 4.10.1). Nil where there is none, and nil and why (sesame.base.unknown) where what
-- could not be learnt decides.
function walk.policy(walked)
   local own = place_of(walked, walked.domain)
   if own and own.record then return own end
   if not walked.known then return nil, walked.because end
   local above = place_of(walked, walked.organizational_domain)
   if above and above.record then return above end
   return walked.psd
end

return walk
