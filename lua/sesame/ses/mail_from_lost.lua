-- SPDX-License-Identifier: MIT
-- Where the records of a custom MAIL FROM name went that are not where SES looks: at names with a label twice, or with
-- another domain in them. Waits where facts wait; it must not judge.
local astray = require "sesame.base.astray"
local core = require "sesame.core"
local lost = require "sesame.facts.lost"
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"

local mail_from_lost = {}

local PLACES_MAX <const> = 2 -- beside those, one question for the wildcard that may answer, and one for the SPF record

-- The first of the MX records in ANSWER that is a feedback host of SES, as text, or nil.
local function feedback_of(answer)
   for i = 1, answer.known == "present" and #answer or 0 do
      local value = answer[i]
      if regions.host(value.exchange) == "mail-from" then
         return ("%d %s"):format(value.preference, value.exchange)
      end
   end
end

--- The records of NAME, a MAIL FROM name without an MX, that stand elsewhere as FACTS have it: { { name, type, value,
-- status, label, other (sesame.base.astray) }, ... }, the MX of SES and the SPF record beside it. DOMAIN: of its
-- identity; APEX: of the zone, or nil. At most astray.MAIL_FROM_MAX questions.
function mail_from_lost.find(facts, name, domain, apex)
   local left = name ~= domain and names.below(name, domain) and name:sub(1, -#domain - 2)
   if not left then return {} end
   local places = {}
   for i, place in ipairs(astray.places(domain, apex)) do
      places[i] = { parent = place.domain, status = place.status, label = place.label, other = place.other }
   end
   local hit = lost.find(facts, { left }, places, {
      type = "MX", most = PLACES_MAX, first = PLACES_MAX,
      fits = function(answer, _, place)
         return feedback_of(answer) ~= nil and not lost.is_wildcard(facts, place.parent, answer)
      end,
   })[left]
   if not hit then return {} end
   local found = {}
   local function add(rrtype, value)
      found[#found + 1] = { name = hit.at, type = rrtype, value = value, status = hit.place.status,
         label = hit.place.label, other = hit.place.other }
   end
   add("MX", feedback_of(hit.answer))
   local texts = facts:get(hit.at, "TXT")
   for _, at in ipairs(texts.known == "present" and core.spf.select(texts) or {}) do add("TXT", texts[at]) end
   return found
end

return mail_from_lost
