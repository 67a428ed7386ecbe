-- SPDX-License-Identifier: MIT
local spf = require "sesame.model.spf"
local support = require "spec.support.facts"

local function build(node)
   return spf.build({ domain = "acme.example", facts = support.of { ["acme.example"] = node } })
end

describe("model.spf", function()
   it("keeps SPF records apart from what only looks like one and from Sender ID", function()
      local model = build { TXT = { "hello", "v=spf1 -all", "spf2.0/pra -all", "v=spf1;x" }, SPF = { "v=spf1 mx" } }
      assert.same({ "v=spf1 -all" }, model.records)
      assert.same({ "spf2.0/pra -all" }, model.sender_id)
      assert.same({ "v=spf1 mx" }, model.type99)
      assert.equal("v=spf1;x", model.near_misses[1].value)
      assert.equal(1, #model.near_misses)
   end)

   it("H03 measures the name, the texts and the message", function()
      local model = build { TXT = { { ("a"):rep(255), ("b"):rep(45) }, "v=spf1 -all" } }
      -- header 12, name 14, type and class 4, OPT 11; two records of 12; strings with their length octets
      assert.same({ records = 2, text = 12 + 300 + 11, message = 12 + 14 + 4 + 11 + 24 + 302 + 12 }, model.txt)
   end)

   it("H02 agrees with the octets of a real message but for its OPT record", function()
      local facts = support.of { ["acme.example"] = { TXT = { "v=spf1 -all", ("x"):rep(300) } } }
      local answer = facts:get("acme.example", "TXT")
      local owners = 2 * (14 - 2) -- names in a made answer are not compressed
      assert.equal(#answer:message() - owners + 11, spf.build({ domain = "acme.example", facts = facts }).txt.message)
   end)

   it("says unknown for unknown, with neither records nor sizes", function()
      local model = build { TXT = "servfail" }
      assert.equal("unknown", model.known)
      assert.same({}, model.records)
      assert.is_nil(model.txt)
   end)
end)
