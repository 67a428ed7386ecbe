-- SPDX-License-Identifier: MIT
local verifications = require "sesame.mail.verifications"

-- A text and the service it is for; true: one that is not named, false: no verification
local CASES = {
   { "google-site-verification=abc", "Google" }, { "MS=ms12345678", "Microsoft 365" },
   { "facebook-domain-verification=abc", "Meta" }, { "apple-domain-verification=abc", "Apple" },
   { "apple-domain=abc", "Apple" }, { "atlassian-domain-verification=abc", "Atlassian" },
   { "docusign=abc", "DocuSign" },
   { "adobe-idp-site-verification=abc", "Adobe" }, { "stripe-verification=abc", "Stripe" },
   { "zoom-domain-verification=abc", "Zoom" }, { "ZOOM_verify_abc", "Zoom" },
   { "amazonses:abc", "Amazon SES (old form)" }, { "yandex-site-verification: abc", true },
   { "some.thing-verification=abc", true }, { "cisco-verification-code:abc", true },
   { "v=spf1 -all", false }, { "v=spf1 include:google-site-verification=.example -all", false },
   { "MS=ms123 and more", false }, { "v=DMARC1; p=none", false }, { "", false },
}

describe("mail.verifications", function()
   for _, case in ipairs(CASES) do
      it(("of %q"):format(case[1]), function()
         local found = verifications.of(case[1])
         assert.equal(case[2] ~= false, found ~= nil)
         assert.equal(type(case[2]) == "string" and case[2] or nil, found and found.service)
      end)
   end

   it("stand in one table", function()
      local pipe <close> = assert(io.popen "grep -rl 'verification%-code' lua scripts")
      assert.equal("lua/sesame/mail/verifications.lua\n", pipe:read "a")
   end)
end)
