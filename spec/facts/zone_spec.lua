-- SPDX-License-Identifier: MIT
local core = require "sesame.core"
local facts = require "sesame.facts"
local loop = require "sesame.loop"
local zone = require "sesame.facts.zone"

local function zones_of(text, origin)
   local zones = core.zone.open()
   assert(zones:parse(text, origin))
   return zones
end

local ACME = '@ 300 SOA ns1 host 1 2 3 4 60\n NS ns1\nns1 A 192.0.2.1\n@ TXT "acme"\nout CNAME host.other.test.\n'

describe("sesame.facts.zone", function()
   it("offline: NXDOMAIN under an apex, unknown elsewhere", function()
      local known = facts.new { source = zone.new { zones = zones_of(ACME, "acme.example") }, loop = loop.new {} }
      assert.equal("nxdomain", known:get("none.acme.example", "A").status)
      assert.same({ "not-in-zone", "unknown" }, { known:get("other.test", "A").status,
         known:get("other.test", "A").known })
      assert.equal("unknown", known:get("out.acme.example", "A").known)
   end)

   it("offline: DMARC names above an apex are taken as absent, and told by name to whoever asks", function()
      local known = facts.new { source = zone.new { zones = zones_of(ACME, "a.acme.example") }, loop = loop.new {} }
      assert.equal("absent", known:get("_dmarc.acme.example", "TXT").known)
      assert.equal("absent", known:get("_dmarc.example", "TXT").known)
      assert.equal("unknown", known:get("_dmarc.test", "TXT").known)
      assert.same({}, known:notices())
      local asked = { "_dmarc.a.acme.example", "_dmarc.acme.example", "_dmarc.example", "_dmarc.test" }
      assert.same({ "_dmarc.acme.example", "_dmarc.example" }, known:view():assumed(asked))
   end)

   it("asks nobody offline", function()
      local known = facts.new { source = zone.new { zones = zones_of(ACME, "acme.example") }, loop = loop.new {} }
      assert.same({ nil, "not asked" }, { known:each_server("acme.example", "acme.example", "SOA") })
   end)

   it("lies over another source: its own names from the zone, others beneath, aliases across", function()
      local lower = { description = "a table", ask_servers = true }
      function lower.get(_, name, rrtype)
         if name == "host.other.test" then
            return core.answer.make { name = name, type = rrtype, records = { "192.0.2.77" } }
         end
         return core.answer.make { name = name, type = rrtype, status = "servfail" }
      end
      local source = zone.new { zones = zones_of(ACME, "acme.example"), lower = lower, files = { "acme.zone" } }
      local known = facts.new { source = source, loop = loop.new {} }
      assert.equal("acme", known:get("acme.example", "TXT")[1])
      assert.equal("192.0.2.77", known:get("out.acme.example", "A")[1])
      assert.equal("servfail", known:get("elsewhere.test", "A").status)
      assert.equal("zone files acme.zone, over a table", known.source)
      local replies = known:each_server("acme.example", "acme.example", "TXT")
      assert.same({ "ns1.acme.example", "acme" }, { replies[1].host, replies[1].answer[1] })
   end)

   it("has the word on its own names where a resolver's chain of aliases leads into them", function()
      local lower = { description = "a table" }
      function lower.get(_, name, rrtype)
         return core.answer.make { name = name, type = rrtype, records = {
            { type = "CNAME", value = "between.test", ttl = 7 }, { type = "CNAME", value = "acme.example" },
            { type = "TXT", name = "acme.example", value = "the public copy" },
         } }
      end
      local known = facts.new { source = zone.new { zones = zones_of(ACME, "acme.example"), lower = lower },
         loop = loop.new {} }
      local answer = known:get("alias.test", "TXT")
      assert.same({ "ok", "acme", 1, 7 }, { answer.status, answer[1], #answer, answer.ttl })
      assert.same({ "between.test", "acme.example" }, { answer:chain()[1].target, answer:chain()[2].target })
   end)
end)
