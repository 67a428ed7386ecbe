-- SPDX-License-Identifier: MIT
-- An Easy DKIM identity for people: a line a record, then the verdict. A function of its model; looks nothing up.
local text = require "sesame.base.text"
local words = require "sesame.check.easy_dkim_words"

local report = {}

local PAINT = { good = "\27[32m", bad = "\27[31m", unsure = "\27[35m" }

local function tone(status)
   if status == "right" then return "good" end
   return (status == "unknown" or status == "flattened") and "unsure" or "bad"
end

local VERDICTS = {
   verifies = { "SES can verify it", "good" }, fails = { "SES cannot verify it", "bad" },
   unknown = { "whether SES can verify it is not known", "unsure" },
}

--- The lines of MODEL. OPTIONS: colour.
function report.text(model, options)
   local lines = {}
   local function put(prose, indent, first, kind)
      for _, line in ipairs(text.wrap(text.escape(prose), indent, first)) do
         lines[#lines + 1] = options.colour and kind and PAINT[kind] .. line .. "\27[0m" or line
      end
   end
   local unseen = model.verdict == "verifies" and model.pending and model.pending.elsewhere
   local verdict = unseen and { "its records are right here, but SES asks another zone", "bad" }
      or VERDICTS[model.verdict]
   local said = model.reason.code == "believed" and "SES counts it as verified" or verdict[1]
   put(("Easy DKIM of %s%s: %s."):format(model.domain, model.region and " in " .. model.region or "", said), "  ",
      "", verdict[2])
   lines[#lines + 1] = ""
   for i, record in ipairs(model.records) do
      put(record.name, "     ", ("  %d. "):format(i))
      put(words.sentence(record), "       ", "     ", tone(record.status))
      for _, found in ipairs(record.status ~= "right" and record.found or {}) do
         lines[#lines + 1] = "       " .. text.escape(("%s %s"):format(words.shown(found)))
      end
   end
   if #model.records > 0 then lines[#lines + 1] = "" end
   put(words.reason(model.reason):gsub("^%l", string.upper) .. ".", "  ", "  ")
   if model.bits then put(("The smallest key has %d bits."):format(model.bits), "  ", "  ") end
   if model.verdict ~= "verifies" then put("First: " .. words.first(model) .. ".", "  ", "  ") end
   return table.concat(lines, "\n") .. "\n"
end

return report
