-- SPDX-License-Identifier: MIT
-- What servers show of records that are being published, in lines of text. Functions of what sesame.publish.watch
-- found.
local text = require "sesame.base.text"

local report = {}

--- WORDS, escaped and wrapped, among LINES.
function report.prose(lines, words, indent, first)
   return text.append(lines, text.wrap(text.escape(words), indent or "", first))
end

--- RECORD of SET as a line of a master file.
function report.line(set, record, ttl)
   return ("%s. %s%s %s"):format(text.escape(set.name), ttl and ttl .. " " or "", set.type, text.escape(record.text))
end

local STATES = {
   published = "has it", former = "still has the former records", other = "has other records than planned",
   unknown = "could not be asked",
}

--- What PLACE is called.
function report.place_name(place)
   if place.host then return ("%s (%s)"):format(place.host, place.server or "no address") end
   return ("%s %s"):format(place.kind == "resolver" and "resolver" or "server", place.server)
end

--- SPAN, in seconds, in round figures.
function report.seconds(span)
   span = math.ceil(span)
   if span < 120 then return ("%d s"):format(span) end
   if span < 7200 then return ("%d min"):format(math.ceil(span / 60)) end
   return ("%d h"):format(math.ceil(span / 3600))
end

--- Adds to LINES what PLACE shows (of SET, or of its own).
function report.place_line(lines, place, set)
   local words = STATES[place.state]
   if place.state == "unknown" then words = words .. ": " .. place.status end
   if place.ttl then words = words .. (", for up to %s more"):format(report.seconds(place.ttl)) end
   local where = report.place_name(place)
   if set then where = ("%s %s at %s"):format(set.name, set.type, where) end
   report.prose(lines, ("%s: %s"):format(where, words), "    ", "  ")
   for _, record in ipairs(place.found or {}) do
      lines[#lines + 1] = "      " .. report.line(set or place.set, record)
   end
end

return report
