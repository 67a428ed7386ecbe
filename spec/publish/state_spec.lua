-- SPDX-License-Identifier: MIT
-- What an answer says of a planned set.
local make = require("sesame.core").answer.make
local sets = require "sesame.fix.record_sets"
local state = require "sesame.publish.state"

local function set(rrtype, before, after)
   return sets.of { domain = "a.b",
      changes = { { name = "x.a.b", type = rrtype, before = before, values = after } } }[1]
end

local function answer(rrtype, records, status)
   return make { name = "x.a.b", type = rrtype, records = records, status = status }
end

describe("the state of a planned set", function()
   local long = ("k"):rep(300)
   local CASES = {
      { "published", "TXT", { "old" }, { "new" }, { "new" } },
      { "published", "TXT", { "old" }, { "new", "kept" }, { "kept", "new" } },
      { "published", "TXT", {}, { long }, { { long:sub(1, 100), long:sub(101) } } },
      { "published", "CNAME", {}, { "T.example" }, { "t.EXAMPLE" } },
      { "published", "TXT", { "old" }, {}, {}, "nodata" },
      { "published", "TXT", { "old" }, {}, {}, "nxdomain" },
      { "former", "TXT", { "old" }, { "new" }, { "old" } },
      { "former", "TXT", {}, { "new" }, {}, "nxdomain" },
      { "former", "TXT", {}, { "new" }, { { type = "CNAME", value = "t.example" }, "new" } },
      { "former", "TXT", {}, { "new" }, { { type = "CNAME", value = "t.example" } }, "alias" },
      { "other", "TXT", { "old" }, { "new" }, { "old", "new" } },
      { "other", "TXT", { "old" }, { "new" }, {}, "nodata" },
      { "other", "MX", {}, { { preference = 10, exchange = "m.a.b" } }, { { preference = 20, exchange = "m.a.b" } } },
      { "unknown", "TXT", { "old" }, { "new" }, {}, "timeout" },
      { "unknown", "TXT", { "old" }, {}, {}, "servfail" },
      { "unknown", "TXT", { "old" }, {}, {}, "refused" },
   }
   for i, case in ipairs(CASES) do
      it(("case %d is %s"):format(i, case[1]), function()
         assert.equal(case[1], state.of(set(case[2], case[3], case[4]), answer(case[2], case[5], case[6])))
      end)
   end
end)
