-- SPDX-License-Identifier: MIT
local time = require "sesame.base.time"

local DAY = 86400

local CASES = {
   { "1970-01-01", 0 }, { "1970-01-01T00:00:01Z", 1 }, { "2000-02-29", 951782400 }, { "2000-03-01", 951868800 },
   { "2026-11-24", 1795478400 }, { "2026-11-24T10:00", 1795514400 }, { "2026-11-24 10:00:05", 1795514405 },
   { "2026-11-24T10:00:05.123456+00:00", 1795514405 }, { "2026-11-24T10:00:00+01:00", 1795510800 },
   { "2026-11-24T10:00:00-0530", 1795534200 }, { "2026-11-24t10:00z", 1795514400 },
   { "2026-11-24T10:00+02", 1795507200 },
}

local REFUSED = {
   "", "yesterday", "24.11.2026", "2026-13-01", "2026-02-29", "2026-04-31x", "2026-11-24T24:00", "2026-11-24T10",
   "2026-11-24T10:00 UTC",
   "2026-11-24T10:00+99:00", "1969-12-31",
}

describe("times", function()
   for _, case in ipairs(CASES) do
      it("are read: " .. case[1], function() assert.equal(case[2], time.parse(case[1])) end)
   end

   for _, text in ipairs(REFUSED) do
      it("that are none are refused: '" .. text .. "'", function()
         local seconds, message = time.parse(text)
         assert.is_nil(seconds)
         assert.matches("is no time", message)
      end)
   end

   it("agree with the system's calendar on every day of forty years", function()
      for day = 0, 40 * 366 do
         assert.equal(day * DAY, time.parse(os.date("!%Y-%m-%d", day * DAY)))
      end
   end)

   it("are written as they are read", function()
      assert.equal("2026-11-24 10:00 UTC", time.text(time.parse("2026-11-24T10:00Z")))
   end)

   it("have spans in words", function()
      assert.same({ "45 s", "15 min", "3 h", "71 h", "8 days" },
         { time.span(45), time.span(900), time.span(3 * 3600), time.span(71 * 3600), time.span(8 * DAY) })
   end)
end)
