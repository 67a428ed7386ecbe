-- SPDX-License-Identifier: MIT
-- Which region of Amazon SES sent a message, by what its header says.
local message = require "sesame.mail"
local regions = require "sesame.ses.regions"
local trace = require "sesame.ses.trace"

local ID = "0102019ab3f0c1d2-5b1c6a1e-2f7d-4c55-9a6e-8f0b1c2d3e4f-000000"

local function read(header)
   return trace.read(assert(message.parse("From: a@acme.example\n" .. header .. "\n")))
end

-- header, region or nil, whether SES sent it
local CASES = {
   { "Feedback-ID: 1.eu-west-1.CTa/CO4t1eWk+L0V=:AmazonSES", "eu-west-1" },
   { "Feedback-ID: ::1.ap-south-2.CTa/CO4t1eWk=:AmazonSES", "ap-south-2" },
   { "Feedback-ID: ::1.mars-1.CTa/CO4t1eWk=:AmazonSES", nil, true },
   { "Feedback-ID: 12:acme:campaign:Other", nil, false },
   { "Message-ID: <" .. ID .. "@email.amazonses.com>", "us-east-1" },
   { "Message-ID: <" .. ID .. "@eu-central-2.amazonses.com>", "eu-central-2" },
   { "Message-ID: <x@amazonses.com.evil.example>", nil, false },
   { "Message-ID: <x@evil-amazonses.com>", nil, false },
   { "Received: from a14-92.smtp-out.amazonses.com (a14-92.smtp-out.amazonses.com [54.240.14.92]) by x", "us-east-1" },
   { "Received: from a6-141.smtp-out.eu-west-1.amazonses.com by x", "eu-west-1" },
   { "Received: from a6-141.smtp-out.eu-west-1.amazonses.com.evil.example by x", nil, false },
   { "Return-Path: <" .. ID .. "@amazonses.com>", "us-east-1" },
   { "Return-Path: <" .. ID .. "@us-west-2.amazonses.com>", "us-west-2" },
   { "Return-Path: <" .. ID .. "@bounce.acme.example>", nil, false },
   { "X-SES-Outgoing: 2026.11.23-54.240.6.141", nil, true },
}

describe("the trace of SES", function()
   for _, case in ipairs(CASES) do
      it("in " .. case[1]:sub(1, 70), function()
         local found = read(case[1])
         assert.equal(case[2], found.regions[1])
         assert.equal(case[2] ~= nil or case[3], found.sent)
      end)
   end

   it("tells every region of the table", function()
      for _, region in ipairs(regions.list()) do
         if region.mail_from_mx then
            local name = region.region
            local found = read(("Feedback-ID: ::1.%s.abc=:AmazonSES\nReceived: from a1-2.smtp-out.%s.amazonses.com by "
               .. "x\nMessage-ID: <%s@%s.amazonses.com>"):format(name, name, ID, name))
            assert.same({ name }, found.regions)
         end
      end
   end)

   it("keeps regions that contradict each other, the strongest witness first", function()
      local found = read("Message-ID: <x@eu-west-1.amazonses.com>\nFeedback-ID: 1.us-west-2.abc=:AmazonSES")
      assert.same({ "us-west-2", "eu-west-1" }, found.regions)
   end)

   -- header, the region of the identity as far as it is told
   local OWN = {
      { "Feedback-ID: 1.us-west-2.abc=:AmazonSES\nReceived: from a1-2.smtp-out.eu-west-1.amazonses.com by x",
         "us-west-2" },
      { "Message-ID: <x@eu-west-1.amazonses.com>\nFeedback-ID: 1.us-west-2.abc=:AmazonSES", "us-west-2" },
      { "Message-ID: <x@eu-west-1.amazonses.com>\nReceived: from a1-2.smtp-out.amazonses.com by x", "eu-west-1" },
      { "Message-ID: <x@eu-west-1.amazonses.com>\nReturn-Path: <x@us-west-2.amazonses.com>" },
      { "Received: from a1-2.smtp-out.eu-west-1.amazonses.com by x" },
      { "Feedback-ID: 1.us-west-2.abc=:AmazonSES\nFeedback-ID: 1.eu-west-1.abc=:AmazonSES" },
      { "Feedback-ID: 1.xx-new-1.abc=:AmazonSES", "xx-new-1" },
   }
   for _, case in ipairs(OWN) do
      it("takes the best hint: " .. case[1]:gsub("\n", "; "):sub(1, 90), function()
         assert.equal(case[2], read(case[1]).region)
      end)
   end

   it("is bounded whatever the header holds", function()
      local lines = {}
      for i = 0, 200 do
         lines[#lines + 1] = ("Feedback-ID: 1.xx-%s-%d.abc=:AmazonSES"):format(("x"):rep(i // 10 + 1), i % 10)
      end
      local found = read(table.concat(lines, "\n"))
      assert.equal(trace.REGIONS_MAX, #found.regions)
      assert.is_nil(found.region)
   end)

   it("knows the address that sent", function()
      assert.equal("54.240.6.141", read("X-SES-Outgoing: 2026.11.23-54.240.6.141").ip)
      assert.equal("54.240.14.92", read("Received: from a14-92.smtp-out.amazonses.com (x [54.240.14.92]) by y").ip)
      assert.is_nil(read("X-SES-Outgoing: nonsense").ip)
   end)
end)
