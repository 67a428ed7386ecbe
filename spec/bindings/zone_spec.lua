-- SPDX-License-Identifier: MIT
-- sesame.core.zone: the set of zones as an object: failures name file and line, misuse is told, what is closed stays
-- closed.
local core = require "sesame.core"

local TEXT = [[
$TTL 1h
@ SOA ns1 hostmaster 1 2h 15m 2w 5m
@ NS ns1
ns1 A 192.0.2.1
*.w TXT "wild"
]]

local function zones()
   local set = assert(core.zone.open())
   assert(set:parse(TEXT, "own.test", "own.zone"))
   return set
end

describe("a set of zones", function()
   it("answers below its apexes and says so of what lies elsewhere", function()
      local set <close> = zones()
      assert.same({ "own.test" }, set:apexes())
      assert.equal("own.test", set:apex("a.b.own.test"))
      assert.is_nil(set:apex("elsewhere.test"))
      assert.same({ "192.0.2.1", 3600, true }, { set:answer("NS1.own.test", "A")[1],
         set:answer("ns1.own.test", "A").ttl,
         set:answer("ns1.own.test", "A").aa })
      assert.equal("wild", set:answer("x.w.own.test", "TXT")[1])
      assert.equal("nodata", set:answer("w.own.test", "TXT").status)
      assert.equal("nxdomain", set:answer("none.own.test", "TXT").status)
      assert.equal("not-in-zone", set:answer("elsewhere.test", "TXT").status)
   end)

   it("gives every record in canonical order", function()
      local set <close> = zones()
      local seen = {}
      for name, rrtype, ttl, rdata in set:records() do
         seen[#seen + 1] = ("%s %s %d %d"):format(name, rrtype, ttl, #rdata)
      end
      assert.equal(4, #seen)
      assert.equal("ns1.own.test A 3600 4", seen[3])
   end)

   local BAD = {
      { "@ SOA ns1 hostmaster 1 2 3 4 5\n\n@ A 192.0.2.300\n", "^own%.zone:3: ", "an address out of range" },
      { "@ SOA ns1 hostmaster 1 2 3 4 5\n@ TXT \"open\n", "^own%.zone:2: ", "a string that is not closed" },
      { "@ SOA ns1 hostmaster ( 1 2 3 4 5\n", "^own%.zone:%d+: ", "a parenthesis that is not closed" },
   }
   for _, case in ipairs(BAD) do
      it("refuses " .. case[3] .. " with file, line and reason", function()
         local set <close> = assert(core.zone.open())
         local ok, message, code = set:parse(case[1], "own.test", "own.zone")
         assert.is_nil(ok)
         assert.matches(case[2], message)
         assert.is_string(code)
      end)
   end

   it("refuses a file that is not there", function()
      local set <close> = assert(core.zone.open())
      local ok, message, code = set:load("/nonexistent.zone")
      assert.is_nil(ok)
      assert.matches("/nonexistent%.zone", message)
      assert.truthy(code == "not-found" or code == "io", code)
   end)

   it("raises for a bad name, a bad type and a wrong self", function()
      local set <close> = zones()
      assert.error_matches(function() set:answer("a..b", "TXT") end, "'a%.%.b' is no domain name")
      assert.error_matches(function() set:answer("a.b", "NOPE") end, "'NOPE' is no record type")
      assert.error_matches(function() set.answer({}, "a.b", "TXT") end, "sesame.zones expected")
   end)

   it("says that it is closed to every method, the iterator included", function()
      local set = zones()
      local following = set:records()
      following()
      set:close()
      set:close()
      for _, method in ipairs { "answer", "apex", "apexes", "notes", "records", "parse", "load" } do
         assert.error_matches(function() set[method](set, "a.b", "TXT") end, "the set of zones is closed")
      end
      assert.error_matches(following, "the set of zones is closed")
   end)
end)
