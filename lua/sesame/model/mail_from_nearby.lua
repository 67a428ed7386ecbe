-- SPDX-License-Identifier: MIT
-- Records of a MAIL FROM name of Amazon SES that were put at a name near it: with its first label twice, one level too
-- high, below _spf or spf. Asked for only where they are missing. It must not judge.
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"
local spf = require "sesame.spf"
local spf_term = require "sesame.spf.term"
local wildcard = require "sesame.facts.wildcard"

local nearby = {}

nearby.QUESTIONS_MAX = 4 -- asked for one name

-- The SPF record among the texts of ANSWER that lets SES send and nobody else, as it belongs at a MAIL FROM name.
local function spf_of(answer)
   local places = spf.select(answer)
   local text = #places == 1 and answer[places[1]] or nil
   local parsed = text and spf.parse(text)
   local term = parsed and parsed.valid and spf_term.include_of(parsed, "amazonses.com")
   if not term or term.qualifier ~= "+" then return nil end
   for _, other in ipairs(parsed.terms) do
      if other ~= term and not (other.kind == "all" and other.qualifier ~= "+") then return nil end
   end
   return text
end

-- The feedback host that is the one MX of ANSWER.
local function mx_of(answer)
   local value = #answer == 1 and answer[1]
   if not value or regions.host(value.exchange) ~= "mail-from" then return nil end
   return ("%d %s"):format(value.preference, value.exchange)
end

local FITTING = { TXT = spf_of, MX = mx_of }

-- Whether records of RRTYPE at OTHER, near a MAIL FROM name of CONTEXT, may be those of that name: the name is the
-- owner's, no MAIL FROM name itself; of the domain's own MX check/ses_account tells.
local function may_hold(context, other, rrtype, apex)
   for _, known in ipairs(context.mail_from) do
      if known == other then return false end
   end
   if rrtype == "MX" and (other == context.domain or other:find "^_?spf%.") then return false end
   return names.fits(other) and names.below(other, apex)
end

-- The questions that may show where the records of NAME, of the TYPES it lacks, went; the likeliest first.
local function questions_of(context, name, types, apex)
   local label, parent = name:match "^([^.]+)%.(.+)$"
   local list = {}
   for _, other in ipairs(label and { label .. "." .. name, parent, "_spf." .. name, "spf." .. name } or {}) do
      for _, rrtype in ipairs(types) do
         if #list < nearby.QUESTIONS_MAX and may_hold(context, other, rrtype, apex) then
            list[#list + 1] = { name = other, type = rrtype }
         end
      end
   end
   return list
end

--- { { name, type, value }, ... }: records that belong at NAME, a MAIL FROM name of CONTEXT, and stand near it within
-- the zone APEX, of the TYPES ("MX", "TXT") that it lacks. Waits.
function nearby.of(context, name, types, apex)
   local facts, list = context.facts, {}
   local questions = #types > 0 and questions_of(context, name, types, apex or context.domain) or {}
   for i, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      local question = questions[i]
      local value = answer.known == "present" and FITTING[question.type](answer)
      if value and wildcard.is_own(facts, question.name, question.type) then
         list[#list + 1] = { name = question.name, type = question.type, value = value }
      end
   end
   return list
end

return nearby
