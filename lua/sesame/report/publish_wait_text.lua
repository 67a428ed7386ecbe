-- SPDX-License-Identifier: MIT
-- `sesame wait` as text: where planned records are, and how far it is. Functions of what sesame.publish.watch found.
local places = require "sesame.report.publish_places_text"
local text = require "sesame.base.text"

local report = {}

local prose, seconds = places.prose, places.seconds

local VERDICTS = {
   published = "everything is there, at every server that was asked.",
   waiting = "time ran out before it was there everywhere.",
   unknown = "nobody could be asked, so nothing is known.", interrupted = "interrupted.",
}

--- The text of `wait`: WATCHED of sesame.publish.watch for DOMAIN. CACHES(set) gives seconds or nil.
function report.wait(domain, watched, caches)
   local lines, longest = {}, nil
   if #watched.entries == 0 and watched.result == "published" then
      prose(lines, ("%s: the plan changes no record, so there is nothing to wait for. After publishing a new plan is "
         .. "empty: name the one that was published with --plan, or the undo file of `apply` with --applied.")
         :format(domain))
      return table.concat(lines, "\n") .. "\n"
   end
   prose(lines, ("%s: %s"):format(domain, VERDICTS[watched.result]))
   for _, entry in ipairs(watched.entries) do
      local set = entry.set
      local there = 0
      for _, place in ipairs(entry.places) do there = there + (place.state == "published" and 1 or 0) end
      prose(lines, ("%s %s: at %d of %s"):format(set.name, set.type, there, text.plural(#entry.places, "server")), "  ",
         "")
      for _, place in ipairs(entry.places) do
         if place.state ~= "published" then places.place_line(lines, place) end
      end
      local span = caches(set)
      if span then longest = math.max(longest or 0, span) end
   end
   if longest and #watched.entries > 0 then
      local from = watched.result == "published" and "from the moment the last server had the new ones"
         or "from the moment the last server has the new ones"
      prose(lines, ("Caches that were not asked may keep former answers for up to %s %s."):format(seconds(longest),
         from))
   end
   return table.concat(lines, "\n") .. "\n"
end

--- One line on how far it is, for a terminal. COUNTS and ENTRIES as watch.run gives them to on_round.
function report.progress(counts, entries)
   local behind = nil
   for _, entry in ipairs(entries) do
      for _, place in ipairs(entry.places) do
         if place.state ~= "published" then behind = behind or place end
      end
   end
   local words = ("there at %d of %d places"):format(counts.published, counts.places)
   if behind then words = words .. "; waiting for " .. text.escape(places.place_name(behind)) end
   return words:sub(1, text.WIDTH - 1)
end

return report
