-- SPDX-License-Identifier: MIT
-- Changes laid over a zone: the rules of design for names touched, added and taken away.
local core = require "sesame.core"
local facts = require "sesame.facts"
local loop = require "sesame.loop"
local overlay = require "sesame.facts.overlay"
local zone = require "sesame.facts.zone"

local ZONE = [[
$ORIGIN acme.example.
$TTL 300
@ SOA ns1 host 1 2 3 4 60
@ NS ns1
ns1 A 192.0.2.1
@ TXT "v=spf1 -all"
@ TXT "verification"
alias CNAME ns1
far CNAME far.test.
*.wild TXT "from the wildcard"
same.wild TXT "from the wildcard"
*.star CNAME ns1
*.out CNAME far.test.
to-mail CNAME mail
twice CNAME to-mail
mail MX 10 ns1
]]

local function over(changes, text)
   local zones = core.zone.open()
   assert(zones:parse(text or ZONE, "acme.example"))
   local source = overlay.new { lower = zone.new { zones = zones }, changes = changes }
   return facts.new { source = source, loop = loop.new {} }
end

local function values(answer)
   local list = {}
   for i = 1, #answer do list[i] = answer:text(i) end
   table.sort(list)
   return list
end

describe("sesame.facts.overlay", function()
   it("adds to a set and keeps what is there", function()
      local known = over { { action = "add", name = "acme.example", type = "TXT", values = { "more" } } }
      assert.same({ '"more"', '"v=spf1 -all"', '"verification"' }, values(known:get("acme.example", "TXT")))
   end)

   it("adds no value twice", function()
      local known = over { { action = "add", name = "acme.example", type = "TXT", values = { "verification" } } }
      assert.equal(2, #known:get("acme.example", "TXT"))
   end)

   it("removes one value and keeps the others", function()
      local known = over { { action = "remove", name = "acme.example", type = "TXT", values = { "v=spf1 -all" } } }
      assert.same({ '"verification"' }, values(known:get("acme.example", "TXT")))
   end)

   it("replaces a whole set", function()
      local known = over { { action = "replace", name = "acme.example", type = "TXT", ttl = 77,
         values = { "v=spf1 mx -all" } } }
      local answer = known:get("acme.example", "TXT")
      assert.same({ '"v=spf1 mx -all"' }, values(answer))
      assert.equal(77, answer.ttl)
   end)

   it("makes a name whose last set is gone NODATA, never NXDOMAIN", function()
      local known = over { { action = "remove", name = "mail.acme.example", type = "MX" } }
      assert.equal("nodata", known:get("mail.acme.example", "MX").status)
      assert.equal("nodata", known:get("mail.acme.example", "A").status)
   end)

   it("keeps what tells the zone of a touched name that holds nothing of a type", function()
      local source = over({ { action = "add", name = "ns1.acme.example", type = "TXT", values = { "x" } } })
      local answer = source:get("ns1.acme.example", "MX")
      assert.equal("nodata", answer.status)
      assert.equal("acme.example", answer:section("authority")[1].name)
   end)

   it("leaves other types and names as they are", function()
      local values_now = { { preference = 5, exchange = "mx.x" } }
      local known = over { { action = "replace", name = "mail.acme.example", type = "MX", values = values_now } }
      assert.equal("mx.x", known:get("mail.acme.example", "MX")[1].exchange)
      assert.equal("192.0.2.1", known:get("ns1.acme.example", "A")[1])
      assert.equal("nxdomain", known:get("none.acme.example", "A").status)
   end)

   it("makes the ancestors of an added name exist", function()
      local known = over { { action = "add", name = "a.b.c.acme.example", type = "A", values = { "192.0.2.9" } } }
      assert.equal("192.0.2.9", known:get("a.b.c.acme.example", "A")[1])
      assert.equal("nodata", known:get("b.c.acme.example", "A").status)
      assert.equal("nodata", known:get("c.acme.example", "TXT").status)
      assert.equal("nxdomain", known:get("d.acme.example", "A").status)
   end)

   it("hides a wildcard at an added name and below it, RFC 4592", function()
      local known = over { { action = "add", name = "x.wild.acme.example", type = "A", values = { "192.0.2.9" } } }
      assert.equal("from the wildcard", known:get("y.wild.acme.example", "TXT")[1])
      assert.equal("nodata", known:get("x.wild.acme.example", "TXT").status)
      assert.equal("nxdomain", known:get("below.x.wild.acme.example", "TXT").status)
   end)

   it("lets a wildcard be when the name it hangs from changes, RFC 4592", function()
      local source = over { { action = "add", name = "wild.acme.example", type = "TXT", values = { "beside" } } }
      assert.same({ '"from the wildcard"' }, values(source:get("other.wild.acme.example", "TXT")))
      assert.equal("nxdomain",
         over({ { action = "add", name = "a.wild.acme.example", type = "TXT", values = { "x" } } })
         :get("b.a.wild.acme.example", "TXT").status)
   end)

   it("hides a wildcard's alias too, wherever it leads", function()
      local known = over {
         { action = "add", name = "x.star.acme.example", type = "A", values = { "192.0.2.9" } },
         { action = "add", name = "x.out.acme.example", type = "A", values = { "192.0.2.9" } },
      }
      assert.equal("192.0.2.1", known:get("y.star.acme.example", "A")[1])
      assert.equal("nodata", known:get("x.star.acme.example", "AAAA").status)
      assert.equal("nxdomain", known:get("below.x.star.acme.example", "A").status)
      assert.equal("nodata", known:get("x.out.acme.example", "TXT").status)
      assert.equal("not-in-zone", known:get("y.out.acme.example", "TXT").status)
   end)

   it("takes no record for the wildcard's only because it reads the same, RFC 4592 3.3.1", function()
      for _, name in ipairs { "same.wild.acme.example", "below.same.wild.acme.example" } do
         local known = over { { action = "add", name = name, type = "A", values = { "192.0.2.9" } } }
         assert.equal("from the wildcard", known:get("same.wild.acme.example", "TXT")[1], name)
      end
   end)

   it("changes what an alias of the lower source leads to, however many lie between", function()
      local exchangers = { { preference = 1, exchange = "new.test" } }
      local known = over { { action = "replace", name = "mail.acme.example", type = "MX", values = exchangers } }
      for _, name in ipairs { "mail", "to-mail", "twice" } do
         assert.equal("new.test", known:get(name .. ".acme.example", "MX")[1].exchange, name)
      end
      assert.equal(2, #known:get("twice.acme.example", "MX"):chain())
      local gone = over { { action = "remove", name = "mail.acme.example", type = "MX" } }
      assert.equal("nodata", gone:get("twice.acme.example", "MX").status)
      assert.equal("not-in-zone", gone:get("far.acme.example", "MX").status)
   end)

   it("follows an added CNAME through the lower source", function()
      local known = over { { action = "add", name = "new.acme.example", type = "CNAME",
         values = { "ns1.acme.example" } } }
      local answer = known:get("new.acme.example", "A")
      assert.equal("192.0.2.1", answer[1])
      assert.equal("ns1.acme.example", answer:chain()[1].target)
   end)

   it("takes the data of an alias away with it", function()
      local known = over { { action = "remove", name = "alias.acme.example", type = "CNAME" } }
      assert.equal("nodata", known:get("alias.acme.example", "A").status)
      assert.equal("nodata", known:get("alias.acme.example", "CNAME").status)
   end)

   it("replaces an alias by records", function()
      local known = over {
         { action = "remove", name = "alias.acme.example", type = "CNAME" },
         { action = "add", name = "alias.acme.example", type = "TXT", values = { "own" } },
      }
      assert.equal("own", known:get("alias.acme.example", "TXT")[1])
      assert.equal("nodata", known:get("alias.acme.example", "A").status)
   end)

   it("stays unknown where the lower source does not know", function()
      local known = over { { action = "add", name = "elsewhere.test", type = "TXT", values = { "x" } } }
      assert.equal("unknown", known:get("elsewhere.test", "TXT").known)
      assert.equal("unknown", known:get("elsewhere.test", "A").known)
   end)

   it("refuses changes that cannot be", function()
      assert.has_error(function() over { { action = "burn", name = "a.example", type = "A" } } end)
      assert.has_error(function()
         over { { action = "add", name = "a.example", type = "A", values = { "not an address" } } }
      end)
   end)
end)
