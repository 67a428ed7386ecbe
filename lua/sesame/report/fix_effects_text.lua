-- SPDX-License-Identifier: MIT
-- What a plan does, in words: SPF results that change, times to wait, the way back. Part of the text format; it must
-- not judge.
local compare = require "sesame.check.spf_compare_words"
local counts = require "sesame.base.counts"
local plan = require "sesame.fix.plan"
local text = require "sesame.base.text"

local words = {}

local RANGES_SHOWN = 8 -- of changed addresses; JSON has all of them

local function prose(lines, sentence, indent, first)
   text.append(lines, text.wrap(text.escape(sentence), indent, first))
end

local UNITS = { { 86400, "day" }, { 3600, "hour" }, { 60, "minute" } }

--- SECONDS as people say it: "5 minutes", "90 seconds".
function words.duration(seconds)
   for _, unit in ipairs(UNITS) do
      if seconds >= unit[1] and seconds % unit[1] == 0 then return text.plural(seconds // unit[1], unit[2]) end
   end
   return text.plural(seconds, "second")
end

--- The TTL of the change ITEM, and where it comes from.
function words.ttl(item)
   if item.action == "add" then return ("%d; a short one while it is new"):format(item.ttl) end
   if item.ttl_certain then return ("%d, as now"):format(item.ttl) end
   return ("%d, as a cache has it; the zone's own may be longer: keep that"):format(item.ttl)
end

local function lookups(tree)
   if tree.result == "none" then return "no record" end
   return (tree.lower_bound and "at least " or "") .. text.plural(tree.lookups, "lookup")
end

local function result(tree)
   if tree.result == "ok" or tree.result == "none" then return "" end
   return (" (%s%s)"):format(tree.result, tree.reason and ": " .. tree.reason or "")
end

local function add_ranges(lines, effect)
   for i, range in ipairs(effect.changes) do
      if i > RANGES_SHOWN then
         prose(lines, ("and %d ranges more (see --format json)"):format(#effect.changes - RANGES_SHOWN), "      ",
            "      ")
         return
      end
      local span = range.first == range.last and range.first or ("%s to %s"):format(range.first, range.last)
      local hangs = compare.condition(range)
      local condition = hangs and ", " .. hangs or ""
      prose(lines, ("%s: %s before, %s after%s"):format(span, range.from, range.to, condition), "        ", "      ")
   end
end

-- In words what became of the addresses.
local function addresses(effect)
   if effect.verdict == "equal" then
      local limited = effect.mended and not effect.mended:is_empty() or effect.broken and not effect.broken:is_empty()
      return "every address gets the result it got before" .. (limited and ", the limits of lookups aside" or "")
   end
   if effect.verdict == "unprovable" then
      return "whether every address gets the result it got before cannot be proved"
   end
   local parts = {}
   for _, pair in ipairs { { "pass now and did not", effect.gained }, { "pass no longer", effect.lost } } do
      if counts.some(pair[2]) then parts[#parts + 1] = ("%s: %s"):format(pair[1], counts.both(pair[2])) end
   end
   return #parts > 0 and table.concat(parts, "; ") or "the same addresses pass"
end

--- Adds to LINES how SPF changes at one name.
function words.add_spf(lines, effect)
   prose(lines, ("SPF of %s%s: %s%s before, %s%s after; %s"):format(effect.name, effect.own and ""
      or " (leads to a changed record)",
      lookups(effect.before), result(effect.before), lookups(effect.after), result(effect.after), addresses(effect)),
         "    ", "  ")
   if effect.before.result ~= "none" then add_ranges(lines, effect) end -- before a first record all results were none
   local limits = {
      { effect.mended, "met a limit of lookups before, and no longer do" },
      { effect.broken, "meet a limit of lookups now" },
   }
   for _, pair in ipairs(limits) do
      if pair[1] and not pair[1]:is_empty() then
         prose(lines, ("%s %s"):format(counts.both(counts.of(pair[1])), pair[2]), "        ", "      ")
      end
   end
end

-- The longest wait among changes that FITS takes.
local function longest(made, fits)
   local most
   for _, item in ipairs(made.changes) do
      if fits(item) and item.wait then most = math.max(most or 0, item.wait) end
   end
   return most
end

--- Adds to LINES how long caches may keep what was there, and what has to go before what.
function words.add_times(lines, made)
   if #made.changes == 0 then return end
   local new = longest(made, function(item) return item.action == "add" end)
   local old = longest(made, function(item) return item.action ~= "add" end)
   lines[#lines + 1] = "WHEN IT WORKS"
   lines[#lines + 1] = ""
   if new then
      prose(lines, ("New sets are seen at once, or after %s where a cache has kept their absence.")
         :format(words.duration(new)),
         "    ", "  ")
   end
   if old then prose(lines, ("Caches may keep the old sets for %s."):format(words.duration(old)), "    ", "  ") end
   local kinds = {}
   for _, item in ipairs(made.changes) do kinds[item.action] = true end
   if kinds.add and kinds.remove then
      prose(lines, ("First publish, then take away: between the two wait %s. Where both touch one name, do them in one "
         .. "change."):format(
         words.duration(new or plan.TTL)), "    ", "  ")
   end
   lines[#lines + 1] = ""
end

--- Adds to LINES what to publish to have the former state back.
function words.add_undo(lines, made)
   if #made.changes == 0 then return end
   lines[#lines + 1] = "TO UNDO IT"
   lines[#lines + 1] = ""
   for i = #made.changes, 1, -1 do
      local item = made.changes[i]
      if #item.before == 0 then
         prose(lines, ("remove %s %s"):format(item.name, item.type), "    ", "  ")
      else
         prose(lines, ("put back %s %s, TTL %d:"):format(item.name, item.type, item.before_ttl), "    ", "  ")
         for _, data in ipairs(plan.texts(item).before) do lines[#lines + 1] = "      " .. data end
      end
   end
   lines[#lines + 1] = ""
end

return words
