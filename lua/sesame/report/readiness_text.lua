-- SPDX-License-Identifier: MIT
-- How readiness is shown: sections of a report, one a provider, and JSON. A function of sesame.ses.readiness; it must
-- not judge.
local codes_of = require "sesame.check.readiness_codes"
local section = require "sesame.section"
local words = require "sesame.check.readiness_words"
local writer = require "sesame.base.json"

local report = {}

local TITLES = {
   { "aws", "Production access at AWS" }, { "gmail", "What Gmail asks of senders" },
   { "yahoo", "What Yahoo asks of senders" },
   { "microsoft", "What Microsoft asks of senders" },
}

local AUDIENCE = { all = "everybody", bulk = "bulk", production = "AWS" }
local STATE = { ["not-visible"] = "not in DNS", unknown = "?" }

-- The codes of FINDINGS (of the same audit) that fit one of ITEM's globs and are no praise.
local function explaining(item, findings)
   local fits, list, seen = require("sesame.check.codes").fits, {}, {}
   for _, found in ipairs(findings or {}) do
      for _, pattern in ipairs(codes_of[item.id] or {}) do
         if found.severity ~= "ok" and not seen[found.code] and fits(pattern, found.code) then
            seen[found.code] = true
            list[#list + 1] = found.code
         end
      end
   end
   table.sort(list)
   return list
end

-- What is asked; where it is not met why not, and else what there is to know.
local function words_of(item, findings)
   local said, note = words[item.id].text .. ".", words[item.id].note
   if item.state == "no" then
      local codes = findings and explaining(item, findings) or codes_of[item.id] or {}
      if #codes > 0 then said = ("%s See %s."):format(said, table.concat(codes, ", ")) end
   end
   return note and item.state ~= "yes" and said .. " " .. note or said
end

--- Sections for ITEMS (sesame.ses.readiness.of), those of PROVIDERS (a list, default all): each a table of what is
-- asked, of whom, its state and, where it is not met, the codes among FINDINGS (of the same audit; nil: the globs)
-- that explain it.
function report.sections(items, findings, providers)
   local out = {}
   for _, title in ipairs(TITLES) do
      local wanted, rows = providers == nil, {}
      for _, provider in ipairs(providers or {}) do wanted = wanted or provider == title[1] end
      for _, item in ipairs(wanted and items or {}) do
         if item.provider == title[1] then
            rows[#rows + 1] = { STATE[item.state] or item.state, AUDIENCE[item.audience], words_of(item, findings) }
         end
      end
      if #rows > 0 then
         out[#out + 1] = section.new { title = title[2], columns = { "met", "of", "asked" }, rows = rows }
      end
   end
   return out
end

--- One requirement as JSON.
function report.json(item)
   local codes = codes_of[item.id] or {}
   return writer.object {
      { "id", item.id }, { "provider", item.provider }, { "audience", item.audience }, { "text", words[item.id].text },
      { "state", item.state },
      { "codes", writer.list(table.move(codes, 1, #codes, 1, {})) },
      { "note", words[item.id].note or writer.null },
   }
end

return report
