-- SPDX-License-Identifier: MIT
-- Times as people and tools write them (ISO 8601) and as seconds since 1970. It must not know which clock is looked at.
local time = {}

local DAY, HOUR = 86400, 3600

-- Days since 1970-01-01 of a date in the Gregorian calendar.
local function days_of(year, month, day)
   if month <= 2 then year = year - 1 end
   local era = year // 400
   local of_era = year - era * 400
   local of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
   return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

local LENGTH = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_leap(year)
   return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

local function date_of(text)
   local year, month, day, rest = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$")
   if not year then return nil end
   year, month, day = tonumber(year), tonumber(month), tonumber(day)
   if year < 1970 or month < 1 or month > 12 or day < 1 or day > LENGTH[month] then return nil end
   if month == 2 and day == 29 and not is_leap(year) then return nil end
   return days_of(year, month, day) * DAY, rest
end

-- Seconds east of UTC; none where ZONE is empty or "Z".
local function offset_of(zone)
   if zone == "" or zone:upper() == "Z" then return 0 end
   local sign, hours, minutes = zone:match("^([+-])(%d%d):?(%d%d)$")
   if not sign then
      sign, hours = zone:match("^([+-])(%d%d)$")
      minutes = "0"
   end
   if not sign or tonumber(hours) > 15 or tonumber(minutes) > 59 then return nil end
   local seconds = tonumber(hours) * HOUR + tonumber(minutes) * 60
   return sign == "-" and -seconds or seconds
end

-- "T10:00", "T10:00:05.123+01:00" and the like; 0 for nothing.
local function clock_of(text)
   if text == "" then return 0 end
   local hours, minutes, rest = text:match("^[Tt ](%d%d):(%d%d)(.*)$")
   if not hours or tonumber(hours) > 23 or tonumber(minutes) > 59 then return nil end
   local seconds, zone = rest:match("^:(%d%d)[.,]?%d*(.*)$")
   if not seconds then seconds, zone = "0", rest end
   local offset = offset_of(zone)
   if not offset or tonumber(seconds) > 60 then return nil end
   return tonumber(hours) * HOUR + tonumber(minutes) * 60 + tonumber(seconds) - offset
end

--- Seconds since 1970 of TEXT: a date ("2026-11-24", its beginning), or a date and time ("2026-11-24T10:00",
-- "2026-11-24 10:00:05Z", "2026-11-24T10:00:00.5+01:00"). Without a zone it is UTC. Nil and a message for anything
-- else.
function time.parse(text)
   local date, rest = date_of(text)
   local clock = date and clock_of(rest)
   if not clock then return nil, ("'%s' is no time (2026-11-24T10:00Z, or a date)"):format(text) end
   return date + clock
end

--- SECONDS since 1970 as people read it: "2026-11-24 10:00 UTC".
function time.text(seconds)
   return os.date("!%Y-%m-%d %H:%M UTC", math.floor(seconds))
end

--- A span of SECONDS in words, rounded to what matters: "45 s", "15 min", "3 h", "2 days".
function time.span(seconds)
   if seconds < 120 then return ("%d s"):format(math.ceil(seconds)) end
   if seconds < 2 * HOUR then return ("%d min"):format(math.ceil(seconds / 60)) end
   if seconds < 4 * DAY then return ("%d h"):format(math.ceil(seconds / HOUR)) end
   return ("%d days"):format(math.ceil(seconds / DAY))
end

return time
