-- SPDX-License-Identifier: MIT
-- The names a source lists: zone files and recordings know their own, DNS does not.
local core = require "sesame.core"
local facts = require "sesame.facts"
local listing = require "sesame.facts.listing"
local loop = require "sesame.loop"
local over = require "sesame.facts.over"
local recording = require "sesame.facts.recording"
local replay = require "sesame.facts.replay"
local zone = require "sesame.facts.zone"

local MILL = [[
@ 300 SOA ns1 host 1 2 3 4 60
 NS ns1
ns1 A 192.0.2.1
@ TXT "v=spf1 -all"
s1._domainkey TXT "v=DKIM1; p="
s2._domainkey CNAME key.sender.test.
_dmarc.flour TXT "v=DMARC1; p=none"
bounce MX 10 feedback-smtp.eu-west-1.amazonses.com.
away NS ns.elsewhere.test.
s3._domainkey.away TXT "hidden by the delegation"
]]

local function zones_of(text, origin)
   local zones = core.zone.open()
   assert(zones:parse(text, origin))
   return zones
end

local function names_of(list)
   local out = {}
   for i, entry in ipairs(list) do out[i] = entry.name .. " " .. entry.type end
   return out
end

local function offline() return zone.new { zones = zones_of(MILL, "mill.example") } end

local function facts_of(source) return facts.new { source = source, loop = loop.new {} }:view() end

describe("sesame.facts.listing", function()
   it("gives what lies below a name, by whole labels, each once", function()
      local entries = { { "_dmarc.a.test", "TXT", "" }, { "_dmarc.a.test", "TXT", "" }, { "_dmarc.ba.test", "TXT", "" },
         { "k._domainkey.B.A.test", "CNAME", "" }, { "k.domainkey.a.test", "TXT", "" },
         { "m.a.test", "MX", "10 Feedback-SMTP.eu-west-1.amazonses.com" }, { "n.a.test", "MX", "10 mx.a.test" },
         { "www.a.test", "TXT", "" }, { "_dmarc.c.a.test", "A", "" }, { "_dmarc.e\\.f.a.test", "TXT", "" } }
      local at = 0
      local made = listing.new(function()
         at = at + 1
         if entries[at] then return table.unpack(entries[at]) end
      end)
      assert.same({ "_dmarc.a.test TXT", "k._domainkey.b.a.test CNAME", "k.domainkey.a.test TXT", "m.a.test MX" },
         names_of(made:below("A.test")))
      assert.same({ "k._domainkey.b.a.test CNAME" }, names_of(made:below("b.a.test")))
      assert.same({}, made:below("none.test"))
   end)

   it("of a zone file: all its names, and whether there can be others", function()
      local known = facts_of(offline())
      local list, complete = known:names("mill.example")
      local names = names_of(list)
      table.sort(names)
      assert.same({ "_dmarc.flour.mill.example TXT", "bounce.mill.example MX", "s1._domainkey.mill.example TXT",
         "s2._domainkey.mill.example CNAME", "s3._domainkey.away.mill.example TXT" }, names)
      assert.is_true(complete)
      assert.is_false(select(2, known:names("away.mill.example")))
      assert.is_nil(known:names("other.example"))
   end)

   it("laid over DNS a zone lists its own, and DNS nothing", function()
      local lower = { description = "a table", get = function(_, name, rrtype)
         return core.answer.make { name = name, type = rrtype, status = "servfail" }
      end }
      local known = facts_of(zone.new { zones = zones_of(MILL, "mill.example"), lower = lower })
      assert.equal(2, #known:names("_domainkey.mill.example"))
      assert.is_nil(known:names("other.example"))
   end)

   it("with changes laid over, the names that are added too", function()
      local changed = over.changes(facts_of(offline()), { { action = "add", name = "s9._domainkey.mill.example",
         type = "TXT", values = { "v=DKIM1; p=" } } })
      local names, complete = changed:names("_domainkey.mill.example")
      assert.equal("s9._domainkey.mill.example TXT", names_of(names)[3])
      assert.is_true(complete)
      changed = over.changes(facts_of(offline()), { { action = "replace", name = "s1._domainkey.mill.example",
         type = "TXT", values = { "v=DKIM1; k=rsa; p=" } } })
      assert.equal(2, #changed:names("_domainkey.mill.example"))
   end)

   it("a recording keeps what its source listed, and a replay lists the same", function()
      local source = recording.new { lower = offline(), started = 1700000000 }
      local first = names_of(facts_of(source):names("_domainkey.mill.example"))
      local again = facts_of(assert(replay.parse(source:text())))
      local list, complete = again:names("_domainkey.mill.example")
      assert.same(first, names_of(list))
      assert.is_true(complete)
   end)

   it("a recording of DNS lists what it has more of than \"none\", without the label nobody publishes", function()
      local lower = { description = "a table", get = function(_, name, rrtype)
         local there = name:find("^s1%.") or name:find("^sesame%-no%-such%-name")
         return core.answer.make { name = name, type = rrtype, status = not there and "nxdomain" or nil,
            records = there and { "v=DKIM1; p=" } or nil }
      end }
      local source = recording.new { lower = lower, started = 1700000000 }
      local known = facts_of(source)
      for _, label in ipairs { "s1", "s2", "sesame-no-such-name" } do
         known:get(label .. "._domainkey.mill.example", "TXT")
      end
      known:get("s1.by.server.mill.example", "TXT", { server = "192.0.2.1:53" })
      local again = facts_of(assert(replay.parse(source:text())))
      local list, complete = again:names("mill.example")
      assert.same({ "s1._domainkey.mill.example TXT" }, names_of(list))
      assert.is_false(complete)
      assert.same({ true, false }, { again:holds("s2._domainkey.mill.example", "TXT"),
         again:holds("s3._domainkey.mill.example", "TXT") })
   end)
end)
