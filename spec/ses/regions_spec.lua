-- SPDX-License-Identifier: MIT
local regions = require "sesame.ses.regions"

describe("sesame.ses.regions", function()
   it("lists 29 regions and the one of which little is known, in order", function()
      local list = regions.list()
      assert.equal(30, #list)
      for i = 2, #list do assert.is_true(list[i - 1].region < list[i].region) end
      assert.equal("email.eusc-de-east-1.amazonaws.eu", regions.get("eusc-de-east-1").api_endpoint)
      assert.is_nil(regions.get("eusc-de-east-1").dkim_domain)
   end)

   it("knows the eleven regional DKIM zones and no other", function()
      local wanted = {
         "af-south-1", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-5", "ca-west-1",
         "eu-central-2", "eu-south-1", "il-central-1", "me-central-1", "us-gov-east-1",
      }
      local found = {}
      for _, entry in ipairs(regions.list()) do
         if entry.dkim_domain and entry.dkim_domain ~= "dkim.amazonses.com" then
            found[#found + 1] = entry.region
            assert.equal("dkim." .. entry.region .. ".amazonses.com", entry.dkim_domain)
         end
      end
      assert.same(wanted, found)
      assert.equal("dkim.amazonses.com", regions.get("us-gov-west-1").dkim_domain)
   end)

   it("reads the region whose keys a replica uses out of its origin", function()
      local cases = { { "AWS_SES_EU_WEST_1", "eu-west-1" }, { "AWS_SES_XX_NEW_9", "xx-new-9" }, { "AWS_SES" },
         { "AWS_SES_" }, { "EXTERNAL" }, { "" }, {} }
      for _, case in ipairs(cases) do
         assert.equal(case[2], (regions.of_origin(case[1])))
         assert.equal(1, select("#", regions.of_origin(case[1])))
      end
   end)

   it("does not take other AWS regions for SES regions", function()
      for _, name in ipairs { "ap-east-1", "eu-south-2", "mx-central-1", "cn-north-1" } do
         assert.is_nil(regions.get(name))
      end
   end)

   it("tells a missing SMTP interface from one nobody could confirm", function()
      assert.is_true(regions.get("ap-southeast-3").smtp_absent)
      assert.is_nil(regions.get("ap-southeast-3").smtp_endpoint)
      assert.is_false(regions.get("us-east-1").smtp_absent)
      assert.is_nil(regions.get("me-south-1").inbound_mx)
      assert.is_false(regions.get("me-south-1").inbound_absent)
      assert.is_true(regions.get("us-gov-west-1").inbound_absent)
      assert.is_nil(regions.get("ap-south-2").inbound_mx)
      assert.equal("low", regions.get("eu-west-3").confidence.inbound_mx)
   end)

   -- name, the zone that SES names or nil, whether it may be newer than the table
   local NEWER = {
      { "xx-new-1", nil, true }, { "us-esat-1", nil, false }, { "us-east-1", nil, false }, { "us-east-3", nil, false },
      { "us-east-3", "dkim.us-east-3.amazonses.com", true }, { "us-east-3", "a31d.dkim.us-east-3.amazonses.com", true },
      { "us-east-3", "dkim.us-east-1.amazonses.com", false }, { "us-esat-1", "dkim.amazonses.com", false },
      { "ap-southeast-4", nil, true }, { "eu-south-2", nil, true }, { "mx-central-1", nil, true },
      { "useast-1", nil, false }, { "us--east-1", nil, false }, { "us-east-12", nil, false },
      { "US-NEW-1", nil, false },
      { "us-new-1.example", nil, false }, { ("us-" .. ("x"):rep(40) .. "-1"), nil, false }, { "", nil, false },
      { "eusc-fr-west-1", nil, true },
   }
   for _, case in ipairs(NEWER) do
      it(("tells a newer region from a slip: %s %s"):format(case[1], case[2] or ""), function()
         assert.equal(case[3], regions.may_be_newer(case[1], case[2]))
      end)
   end

   it("builds the names of a newer one by the pattern, and knows no DKIM zone of it", function()
      local found = regions.find "xx-new-1"
      assert.same({ "feedback-smtp.xx-new-1.amazonses.com", "low" }, { found.mail_from_mx,
         found.confidence.mail_from_mx })
      assert.is_true(found.newer)
      assert.is_nil(found.dkim_domain)
      assert.is_nil(found.inbound_mx)
      assert.is_nil(regions.find "mars-1")
      assert.equal(regions.get "us-east-1", regions.find "us-east-1")
   end)

   it("says what to give for a newer one, and what a slip may have meant", function()
      assert.matches("table of %d+%-%d+%-%d+; .* xx%-new%-1=FILE$", regions.fault "xx-new-1")
      assert.is_nil(regions.fault("xx-new-1", {}))
      assert.matches("did you mean us%-east%-1", regions.fault("us-esat-1", {}))
      assert.matches("such as us%-east%-1", regions.fault "foo")
      assert.is_nil(regions.fault "us-east-1")
   end)

   local hosts = {
      { "feedback-smtp.us-east-1.amazonses.com", "mail-from", "us-east-1" },
      { "Feedback-SMTP.eu-west-1.amazonSES.com.", "mail-from", "eu-west-1" },
      { "feedback-smtp.us-east-1.amazonaws.com", "mail-from-wrong-suffix", "us-east-1" },
      { "inbound-smtp.eu-west-1.amazonaws.com", "inbound", "eu-west-1" },
      { "inbound-smtp.eu-west-1.amazonses.com", "inbound-wrong-suffix", "eu-west-1" },
      { "email-smtp.us-east-2.amazonaws.com", "smtp", "us-east-2" },
      { "ABCDEF123456.hk2h.mail-manager-smtp.amazonaws.com.", "mail-manager" },
      { "abcdef123456.fips.hk2h.mail-manager-smtp.amazonaws.com", "mail-manager" },
      { "abcdef12345.hk2h.mail-manager-smtp.amazonaws.com" },
      { "abcdef123456.hk2hx.mail-manager-smtp.amazonaws.com" },
      { "abcdef123456.flips.hk2h.mail-manager-smtp.amazonaws.com" },
      { "abcdef123456.hk2h.mail-manager-smtp.amazonaws.com.acme.example" },
      { "feedback-smtp.us-east-1.amazonses.com.acme.example" },
      { "mx.acme.example" },
   }
   for _, case in ipairs(hosts) do
      it("reads the host " .. case[1], function()
         assert.same({ case[2], case[3] }, { regions.host(case[1]) })
      end)
   end

   local targets = {
      { "abc.dkim.amazonses.com", "abc", "default" },
      { "ABC.dkim.amazonses.com.", "abc", "default" },
      { "abc.dkim.eu-central-2.amazonses.com", "abc", "regional", "eu-central-2" },
      { "abc.a31d.dkim.us-west-2.amazonses.com", "abc", "cell", "us-west-2" },
      { "abc.a31d.dkim.amazonses.com", "abc", "cell" },
      { "abc.something.new.amazonses.com", "abc", "unknown" },
      { "abc.amazonses.com", "abc", "unknown" },
      { "abc.dkim.amazonses.com.acme.example" },
      { "abc.dkim.notamazonses.com" },
   }
   for _, case in ipairs(targets) do
      it("reads the DKIM target " .. case[1], function()
         assert.same({ case[2], case[3], case[4] }, { regions.dkim_target(case[1]) })
      end)
   end
end)
