-- SPDX-License-Identifier: MIT
-- What an audit looked at (sesame.audit.looked), in words: of what there is nothing to mend, and what was not looked at
-- and how to have it so. Writes nothing.
local grouped = require("sesame.base.counts").grouped

local unlearnt = require "sesame.finding.unlearnt"

local words = {}

local NAMES = { mx = "MX", spf = "SPF", dkim = "DKIM", dmarc = "DMARC", mail_from = "MAIL FROM" }

-- "a", "a and b", "a, b and c".
local function listed(list)
   if #list < 2 then return list[1] or "" end
   return table.concat(list, ", ", 1, #list - 1) .. " and " .. list[#list]
end

local function quoted(globs)
   local out = {}
   for i, glob in ipairs(globs) do out[i] = "'" .. glob .. "'" end
   return listed(out)
end

--- " in MX, SPF and DMARC": of what LOOKED speaks; "" where that is not known (LOOKED may be nil).
function words.of_what(looked)
   if not looked then return "" end
   if #looked.only > 0 then return " among " .. quoted(looked.only) end
   local names = {}
   for i, what in ipairs(looked.at) do names[i] = NAMES[what] end
   local subjects = #names > 0 and " in " .. listed(names) or looked.by and " by " .. looked.by or ""
   return subjects .. (#looked.skip > 0 and " but for " .. quoted(looked.skip) or "")
end

local MANY = {
   dkim = "%s more selectors that are listed were not looked at: name them with --selector S.",
   dmarc = "%s more DMARC records of names below were not looked at: audit those names by themselves.",
   mail_from = "%s more MAIL FROM names that are listed were not looked at: name them with --mail-from NAME.",
}

-- By reason: what is said, and how to have it otherwise.
local SAID = {
   ["not-named"] = { "DKIM was not looked at", "no selector is known. Name those in use with --selector S or --expect "
      .. "FILE, or ask for the commonest with --selectors known." },
   ["not-recorded"] = { "DKIM was not looked at", "the recording has no selector. Record again with --selector S, or "
      .. "with --selectors known." },
   ["other-zones"] = { "The zone files were not looked at", "they do not hold this domain, and DNS was asked." },
}

local function sentence(item, told)
   if item.reason == "too-many" then return MANY[item.what]:format(grouped(item.count)) end
   local parts = SAID[item.reason]
   if told then return parts[1] .. "." end
   local zones = item.zones and unlearnt.your_zones(item.zones)
   local more = zones and " " .. zones:gsub("^%l", string.upper) .. "." or ""
   return ("%s: %s%s"):format(parts[1], parts[2], more)
end

--- What LOOKED (or nil) says was not looked at: a list of sentences. What is in SAID_BEFORE (a set of the caller's, or
-- nil) was told at length before; it is noted there.
function words.missing(looked, said_before)
   local list = {}
   for i, item in ipairs(looked and looked.not_at or {}) do
      local key = item.what .. " " .. item.reason
      list[i] = sentence(item, said_before and said_before[key])
      if said_before then said_before[key] = true end
   end
   return list
end

--- What several audits looked at together: SUM (of this function, or nil for the first) with LOOKED, of one more: what
-- every one of them did.
function words.sum(sum, looked)
   if not looked then return sum end
   if not sum then return looked end
   local there, at = {}, {}
   for _, what in ipairs(looked.at) do there[what] = true end
   for _, what in ipairs(sum.at) do
      if there[what] then at[#at + 1] = what end
   end
   return { at = at, not_at = {}, only = sum.only, skip = sum.skip, by = sum.by }
end

return words
