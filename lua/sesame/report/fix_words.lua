-- SPDX-License-Identifier: MIT
-- The words around the records: what a plan is for, whether it is ready, what a tool cannot say. Every byte that came
-- from DNS is escaped. It must not know any format but its comment sign.
local lines_of = require("sesame.base.records").lines
local text = require "sesame.base.text"

local words = {}

local VERIFIED = {
   yes = "Verified: an audit of the zone with these changes came out as promised.",
   partial = "Verified in part: what waits is said in the text form of the plan.",
   no = "NOT verified: read the text form of the plan first.",
}

-- The placeholder NAME as it stands in PLAN's changes, where names are in lower case, so that searching for it finds
-- it.
local function as_written(plan, name)
   for _, change in ipairs(plan.changes) do
      if change.name:find(name:lower(), 1, true) then return name:lower() end
   end
   return name
end

--- The sentences that stand above the records of PLAN.
function words.head(plan)
   local list = { ("Changes for %s, by Sesame."):format(plan.domain) }
   list[#list + 1] = plan.proof or VERIFIED[plan.verified]
   if #plan.changes == 0 then list[#list + 1] = "No record changes." end
   for _, place in ipairs(plan.placeholders or {}) do
      list[#list + 1] = ("NOT READY: put in place of %s: %s"):format(as_written(plan, place.name), place.text
         or "the real value")
   end
   return list
end

--- Whether PLAN has placeholders, so that it must not be published as it is.
function words.waits(plan)
   return plan.placeholders ~= nil and #plan.placeholders > 0
end

--- Why SET changes, with a warning where it waits for a placeholder: a list of sentences.
function words.why(set)
   local list = {}
   if set.waits then list[1] = "NOT READY, holds a placeholder:" end
   if set.why then list[#list + 1] = set.why end
   return list
end

--- What STEP of a plan says, with the records it leads up to.
function words.step(step)
   if #(step.records or {}) == 0 then return step.text end
   return text.leading(step.text) .. " " .. table.concat(lines_of(step.records), "; ")
end

--- SENTENCES as lines of comment that begin with SIGN, wrapped and escaped.
function words.comment(sign, sentences)
   local lines = {}
   for _, sentence in ipairs(sentences) do
      text.append(lines, text.wrap(text.escape(sentence), sign .. "   ", sign .. " "))
   end
   return lines
end

--- A record in one line of plain text, for a comment: never broken.
function words.record(set, record)
   return ("%s. %s %s"):format(text.escape(set.name), set.type, text.escape(record.text))
end

--- Lines of comment, one a record of RECORDS, after the sentence TITLE; nothing for no records.
function words.listed(sign, title, set, records)
   if #records == 0 then return {} end
   local lines = words.comment(sign, { title })
   for _, record in ipairs(records) do lines[#lines + 1] = ("%s   %s"):format(sign, words.record(set, record)) end
   return lines
end

return words
