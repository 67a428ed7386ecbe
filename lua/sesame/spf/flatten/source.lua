-- SPDX-License-Identifier: MIT
-- What a flattened record was made from, and whether it still says the same. It must not write records.
local compare = require "sesame.spf.compare"
local core = require "sesame.core"
local denote = require "sesame.spf.denote"
local wildcard = require "sesame.facts.wildcard"

local source = {}

source.LABEL = "_spf-source" -- below a domain: where the record is kept that people edit

--- Where the record of DOMAIN that people edit is looked for unless told otherwise.
function source.name(domain)
   return source.LABEL .. "." .. domain
end

-- The one SPF record among the TXT records of NAME; false where there is none, nil, message, code where that could not
-- be learnt.
local function record_at(name, facts)
   local answer = facts:get_all({ { name = name, type = "TXT" } })[1]
   if answer.known == "unknown" then
      return nil, ("%s could not be learnt (%s)"):format(name, answer.status), "unknown"
   end
   local places = core.spf.select(answer)
   if #places > 1 then return nil, ("%s has several SPF records"):format(name), "several-records" end
   return places[1] and answer[places[1]] or false
end

-- record_at for a name that nobody told: what a wildcard gives is no source.
local function own_record_at(name, facts)
   local text, message, code = record_at(name, facts)
   if not text then return text, message, code end
   local covering, because = wildcard.covering(facts, name, "TXT")
   if because then
      return nil, ("%s could not be learnt (%s)"):format(because.name, because.status), "unknown"
   end
   return not covering and text
end

--- What DOMAIN's policy is to say: GIVEN (the text of a record, or a name that has one), else the record at
-- source.name(domain), else nothing. { text, name or nil }; false where there is nothing; nil, message, code
-- ("unknown", "no-record", "several-records", "bad-name").
function source.find(domain, given, facts)
   if given and core.spf.is_record(given) then return { text = given } end
   local name = source.name(domain)
   if given then
      local message, code
      name, message, code = core.domain.to_ascii(given)
      if not name then return nil, message, code end
   end
   local text, message, code = (given and record_at or own_record_at)(name, facts)
   if text == nil then return nil, message, code end
   if text then return { text = text, name = name } end
   if given then return nil, ("%s has no SPF record"):format(name), "no-record" end
   return false
end

-- The ranges of COMPARISON that pass by one of the two only.
local function ranges_of(set)
   local list, i = {}, 1
   local range = set:range(1)
   while range do
      list[i] = { family = range.family, first = range.first, last = range.last }
      i = i + 1
      range = set:range(i)
   end
   return list
end

--- Whether DOMAIN's published record still says what its source says: { domain, source, verdict =
-- "equal|drifted|unprovable", code, missing, extra = ranges that pass by the source only, and by the published record
-- only, comparison, published, wanted = denotations }. OPTIONS: facts, source. nil, message, code: "no-source" where
-- none is told nor found, else as for denote. Waits.
function source.drift(domain, options)
   local found, message, code = source.find(domain, options.source, options.facts)
   if found == nil then return nil, message, code end
   if not found then
      return nil, ("what was the record of %s made from? (--source NAME or RECORD, or publish it at %s)"):format(domain,
         source.name(domain)), "no-source"
   end
   local wanted, published
   wanted, message, code = denote(found.text, { facts = options.facts, domain = domain })
   if not wanted then return nil, ("the source: %s"):format(message), code end
   published, message, code = denote(domain, { facts = options.facts })
   if not published then return nil, message, code end
   local result = compare(wanted, published)
   return {
      domain = published.domain, source = found, comparison = result, code = result.code, wanted = wanted,
      published = published,
      verdict = result.verdict == "different" and "drifted" or result.verdict,
      missing = ranges_of(result.lost_addresses), extra = ranges_of(result.gained_addresses),
   }
end

return source
