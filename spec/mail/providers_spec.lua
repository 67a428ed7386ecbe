-- SPDX-License-Identifier: MIT
local providers = require "sesame.mail.providers"

describe("sesame.mail.providers", function()
   it("maps includes to services, names below them and copied parts too", function()
      assert.equal("Google Workspace", providers.of_include("_spf.google.com"))
      assert.equal("Google Workspace", providers.of_include("_netblocks3.google.com"))
      assert.equal("HubSpot", providers.of_include("12345.spf07.hubspotemail.net"))
      assert.equal("Amazon SES", providers.of_include("amazonses.com"))
      assert.is_nil(providers.of_include("google.com"))
      assert.is_nil(providers.of_include("com"))
   end)

   it("finds a service by key, name or include, in any case", function()
      for _, word in ipairs { "amazon-ses", "Amazon SES", "amazon ses", "AMAZONSES.COM", "amazonses.com." } do
         assert.equal("amazon-ses", providers.find(word).key)
      end
      local entry, hint = providers.find("sendgird")
      assert.is_nil(entry)
      assert.equal(" (did you mean sendgrid?)", hint)
   end)

   it("maps selectors to the services that give them", function()
      local function keys(selector)
         local found = {}
         for i, entry in ipairs(providers.of_selector(selector)) do found[i] = entry.key end
         return found
      end
      assert.same({ "mailchimp", "mailgun" }, keys("k1"))
      assert.same({ "sparkpost" }, keys("scph0619"))
      assert.same({ "hubspot" }, keys("hs1-12345"))
      assert.same({ "postmark" }, keys("20240131pm"))
      assert.same({}, keys("amazonses"))
   end)

   it("lists every service once, in order, each with its envelope, and only selectors that can be asked for", function()
      local last = ""
      for _, entry in ipairs(providers.list()) do
         assert.is_true(last < entry.key)
         assert.is_truthy(({ user = true, subdomain = true, own = true })[entry.envelope])
         last = entry.key
      end
      for _, selector in ipairs(providers.selectors()) do assert.is_truthy(selector:find("^[%w-]+$")) end
   end)
end)
