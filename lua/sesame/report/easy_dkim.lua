-- SPDX-License-Identifier: MIT
-- An Easy DKIM identity for people: a line a record, then the verdict. A function of its model; looks nothing up.
local text = require "sesame.text"

local report = {}

local PAINT = { good = "\27[32m", bad = "\27[31m", unsure = "\27[35m" }

local WORDS = {
   right = "right", missing = "missing", misplaced = "published at another name", ["name-doubled"] = "published with the domain twice",
   ["target-doubled"] = "its target has something appended", ["wrong-suffix"] = "its target is no name of SES",
   ["wrong-zone"] = "its target lies in another DKIM zone", swapped = "its target belongs to another token",
   ["txt-in-place"] = "a TXT record where SES wants a CNAME", proxied = "a proxy answers in its place",
   conflict = "other data beside the CNAME", stale = "published, but SES keeps no key behind any of the three",
   ["target-unresolved"] = "right, but the key is not reached through it", inconsistent = "the zone's name servers disagree",
   occluded = "hidden by a delegation", ["underscore-refused"] = "published without the underscore", unknown = "could not be learnt",
}

--- The sentence on RECORD of a model.
function report.sentence(record)
   if record.status == "missing" and record.wildcard then return "missing; a wildcard answers in its place" end
   if record.status == "right" then
      if record.key == "key" then return ("right; its target holds a key of %d bits"):format(record.bits) end
      if record.idle then return "right; its target holds no key at present, which is normal" end
      return "right; whether its target holds a key could not be learnt"
   end
   local words = WORDS[record.status] or record.status
   if record.at then return ("%s: %s"):format(words, record.at) end
   if record.status == "unknown" then return ("%s: %s"):format(words, record.cause or "no answer") end
   return words
end

local function tone(status)
   if status == "right" then return "good" end
   return status == "unknown" and "unsure" or "bad"
end

local VERDICTS = {
   verifies = { "SES can verify it", "good" }, fails = { "SES cannot verify it", "bad" },
   unknown = { "whether SES can verify it is not known", "unsure" },
}

--- The lines of MODEL. OPTIONS: colour.
function report.text(model, options)
   local lines = {}
   local function put(words, indent, first, kind)
      for _, line in ipairs(text.wrap(text.escape(words), indent, first)) do
         lines[#lines + 1] = options.colour and kind and PAINT[kind] .. line .. "\27[0m" or line
      end
   end
   local verdict = VERDICTS[model.verdict]
   put(("Easy DKIM of %s%s: %s."):format(model.domain, model.region and " in " .. model.region or "", verdict[1]), "  ", "", verdict[2])
   lines[#lines + 1] = ""
   for i, record in ipairs(model.records) do
      put(record.name, "     ", ("  %d. "):format(i))
      put(report.sentence(record), "       ", "     ", tone(record.status))
      for _, found in ipairs(record.status ~= "right" and record.found or {}) do lines[#lines + 1] = "       " .. text.escape(found) end
   end
   lines[#lines + 1] = ""
   put(model.reason:gsub("^%l", string.upper) .. ".", "  ", "  ")
   return table.concat(lines, "\n") .. "\n"
end

return report
