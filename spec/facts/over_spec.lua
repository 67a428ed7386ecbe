-- SPDX-License-Identifier: MIT
-- Facts over other facts: what is asked is asked once, and changes do not reach what is beneath.
local answers = require("sesame.core").answer
local over = require "sesame.facts.over"
local support = require "spec.support.facts"

local RECORDS = {
   ["acme.example"] = { TXT = { "v=spf1 mx -all" }, MX = { { preference = 10, exchange = "mail.acme.example" } } },
   ["mail.acme.example"] = { A = { "192.0.2.25" } },
}

describe("sesame.facts.over", function()
   it("keeps what was learnt first, however the facts beneath go on", function()
      local number = 0
      local moving = { get = function(_, name, rrtype)
         number = number + 1
         return answers.make { name = name, type = rrtype, records = { ("192.0.2.%d"):format(number) } }
      end }
      local view = over.view(moving)
      local first = view:get("Host.acme.example", "A")
      assert.equal(first, view:get("host.acme.example", "A"))
      assert.equal(first, view:get_all({ { name = "HOST.acme.example", type = "A" } })[1])
      assert.equal("192.0.2.2", over.view(moving):get("host.acme.example", "A")[1])
   end)

   it("takes facts that answer lists of questions only", function()
      local known = support.of(RECORDS)
      local view = over.view { get_all = function(_, questions) return known:get_all(questions) end }
      assert.equal("192.0.2.25", view:get("mail.acme.example", "A")[1])
      assert.equal("nxdomain", view:get("gone.acme.example", "A").status)
   end)

   it("sees the clock of the facts beneath", function()
      assert.equal(support.of({}):clock(), over.view(support.of {}):clock())
      assert.equal(support.of({}):clock(), over.changes(over.view(support.of {}), {}):clock())
   end)

   it("lays changes over, and leaves what is beneath as it is", function()
      local known = support.of(RECORDS)
      local changed = over.changes(known, {
         { action = "replace", name = "acme.example", type = "TXT", values = { "v=spf1 -all" } },
         { action = "remove", name = "mail.acme.example", type = "A" },
      })
      assert.equal("v=spf1 -all", changed:get("acme.example", "TXT")[1])
      assert.equal("nodata", changed:get("mail.acme.example", "A").status)
      assert.equal("mail.acme.example", changed:get("acme.example", "MX")[1].exchange)
      assert.equal("v=spf1 mx -all", known:get("acme.example", "TXT")[1])
   end)
end)
