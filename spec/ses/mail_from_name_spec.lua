-- SPDX-License-Identifier: MIT
-- Which name becomes a custom MAIL FROM name: one that serves nothing else.
local name_of = require "sesame.ses.mail_from_name"
local support = require "spec.support.facts"

local function choose(records)
   return (name_of.choose(support.of(records), "acme.example", "us-east-1", { taken = {} }))
end

describe("a new MAIL FROM name", function()
   it("is the first usual label that is free", function()
      assert.equal("bounce.acme.example", choose(support.zone()))
      assert.equal("bounces.acme.example", choose(support.zone { ["bounce.acme.example"] = { A = { "192.0.2.1" } } }))
   end)

   it("is none that an SPF record without SES's MX lets others send by", function()
      assert.equal("bounces.acme.example", choose(support.zone { ["bounce.acme.example"] = {
         TXT = { "v=spf1 ip4:192.0.2.1 -all" } } }))
      assert.equal("bounce.acme.example", choose(support.zone { ["bounce.acme.example"] = {
         TXT = { "v=spf1 include:amazonses.com ~all" },
         MX = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } } } }))
   end)
end)
