-- SPDX-License-Identifier: MIT
-- Updates that real servers take or refuse.
local format = require "sesame.report.fix_nsupdate"
local key = require "sesame.publish.key"
local nsupdate = require "sesame.publish.nsupdate"
local plans = require "spec.support.plans"
local primary = require "spec.support.primary"
local sets = require "sesame.fix.record_sets"

local ZONE = [[
$ORIGIN acme.example.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 127.0.0.1
@ TXT "v=spf1 mx ~all"
@ TXT "site=1"
t1._domainkey 120 A 104.18.32.7
old 60 TXT "v=spf1 -all"
]]

for _, kind in ipairs(primary.installed()) do
   describe("nsupdate, and " .. kind, function()
      local server, credentials
      setup(function()
         server = primary.start(kind, { ["acme.example"] = ZONE })
         credentials = assert(key.read(server.key))
      end)
      teardown(function() server:stop() end)

      local function send(plan, more)
         local lines = format.message(more and more.zone or "acme.example", sets.of(plan))
         return nsupdate.send(server.server, more and more.key or credentials, lines)
      end

      it("do a whole plan, and refuse it the second time for what was changed", function()
         assert.is_true(send(plans.whole()))
         assert.same({ '"site=1"', '"v=spf1 include:amazonses.com ~all"' }, (server:texts("acme.example", "TXT")))
         assert.same({ "10 feedback-smtp.us-east-1.amazonses.com." }, (server:texts("bounce.acme.example", "MX")))
         assert.same({ "t1.dkim.amazonses.com." }, (server:texts("t1._domainkey.acme.example", "CNAME")))
         assert.same({}, (server:texts("old.acme.example", "TXT")))
         local again = plans.whole()
         again.changes = { again.changes[1] }
         local ok, message, code = send(again)
         assert.same({ nil, "NXRRSET" }, { ok, code })
         assert.matches("refused the update: NXRRSET, that is: a record set that was seen before is gone", message, 1,
            true)
      end)

      it("put back what stood at a name that is no host's", function()
         local plan = plans.whole()
         plan.changes = { plan.changes[4] }
         plan.changes[1].before, plan.changes[1].values, plan.changes[1].name = {}, { "104.18.32.7" },
            "t9._domainkey.acme.example"
         assert.is_true(send(plan))
         assert.same({ "104.18.32.7" }, (server:texts("t9._domainkey.acme.example", "A")))
      end)

      it("keep every TXT to the byte", function()
         local texts = plans.texts()
         assert.is_true(send(plans.of_texts(texts)))
         for _, pair in ipairs(texts) do
            local _, answer = server:texts(pair[1] .. ".acme.example", "TXT")
            assert.equal(pair[2], answer[1], pair[1])
         end
         assert.equal("YXRRSET", select(3, send(plans.of_texts { plans.TEXTS[1] })))
      end)

      it("refuse an alias where records are, and records where an alias is", function()
         local plan = plans.whole()
         plan.changes = { plan.changes[5] }
         plan.changes[1].name = "ns1.acme.example"
         assert.equal("YXDOMAIN", select(3, send(plan)))
      end)

      local WRONG = {
         { "BADKEY", "the server does not know this key",
         { key = { name = "nobody", algorithm = "hmac-sha256", secret = primary.SECRET } } },
      { "BADSIG", "the key's secret is not the server's",
         { key = { name = "spec", algorithm = "hmac-sha256", secret = "AAAA" } } },
      { "NOTAUTH", "not the zone's primary", { zone = "other.example" } },
      }
      for _, case in ipairs(WRONG) do
         it("say what " .. case[1] .. " means", function()
            local ok, message, code = send(plans.of_texts { { "w", "w" } }, case[3])
            assert.same({ nil, case[1] }, { ok, code })
            assert.matches(case[2], message, 1, true)
            assert.is_nil(message:find(primary.SECRET, 1, true))
         end)
      end
   end)

   it(kind .. " refuses where it takes no updates", function()
      local server = primary.start(kind, { ["acme.example"] = ZONE }, { closed = true })
      local _, message, code = nsupdate.send(server.server, assert(key.read(server.key)),
         format.message("acme.example", sets.of(plans.of_texts { { "w", "w" } })))
      server:stop()
      local said = { bind = { "REFUSED", "the server does not let this key" },
         knot = { "BADKEY", "the server does not know this key" } }
      assert.equal(said[kind][1], code)
      assert.matches(said[kind][2], message, 1, true)
   end)
end

if #primary.installed() == 0 then
   it("needs nsupdate, and knot or bind", function() pending("they are not installed") end)
end

describe("nsupdate", function()
   it("that is not installed is named with its package", function()
      nsupdate.PROGRAM = "no-such-nsupdate"
      local ok, message, code = nsupdate.send("127.0.0.1:53", { name = "k", algorithm = "hmac-sha256",
         secret = "AAAA" }, {})
      nsupdate.PROGRAM = "nsupdate"
      assert.same({ nil, "nsupdate was not found: install Debian's bind9-dnsutils", "missing" }, { ok, message, code })
   end)

   it("tells of a server that is not there", function()
      if not nsupdate.installed() then return pending("nsupdate is not installed") end
      local server = require("spec.support.faultd").closed_port()
      local ok, message, code = nsupdate.send(server, { name = "k", algorithm = "hmac-sha256", secret = "AAAA" },
         format.message("acme.example", sets.of(plans.of_texts { { "w", "w" } })))
      assert.same({ nil, "unreachable" }, { ok, code })
      assert.equal(server .. " could not be reached over TCP", message)
   end)
end)
