-- SPDX-License-Identifier: MIT
-- Where records stand by mistake, as text.
local astray = require "sesame.base.astray"

-- "status what domain" of each.
local function told(domain, apex)
   local list = {}
   for i, place in ipairs(astray.places(domain, apex)) do
      list[i] = ("%s %s %s"):format(place.status, place.label or place.other, place.domain)
   end
   return list
end

describe("sesame.base.astray", function()
   it("doubles the first label, the apex's, and those between, and tries the domains of examples", function()
      assert.same({
         "label-doubled news news.news.eu.acme.test", "label-doubled acme news.eu.acme.acme.test",
         "other-domain example.com example.com.acme.test", "label-doubled eu news.eu.eu.acme.test",
         "other-domain yourdomain.com yourdomain.com.acme.test",
      }, told("news.eu.acme.test", "acme.test"))
   end)

   it("doubles two labels where panels show names relative to a grandparent", function()
      assert.same({
         "label-doubled mail mail.mail.acme.test", "other-domain example.com example.com.mail.acme.test",
         "label-doubled mail.acme mail.acme.mail.acme.test",
         "other-domain yourdomain.com yourdomain.com.mail.acme.test",
      }, told("mail.acme.test", "mail.acme.test"))
   end)

   it("stays below the domain where its apex is not known, or is none of its own", function()
      for _, apex in ipairs { false, ".", "other.test", "news.mail.acme.test" } do
         for _, place in ipairs(astray.places("mail.acme.test", apex or nil)) do
            assert.matches("%.mail%.acme%.test$", place.domain)
         end
      end
   end)

   it("lists no name twice, nor the domain itself, nor one too long", function()
      for _, domain in ipairs { "a.a.a.test", "example.com", "test", ("x"):rep(63) .. ".test",
         (("y"):rep(49) .. "."):rep(5) .. "t" } do
         local seen = { [domain] = true }
         for _, place in ipairs(astray.places(domain, nil)) do
            assert.is_nil(seen[place.domain], place.domain)
            assert.is_true(#place.domain <= 253)
            seen[place.domain] = true
         end
      end
   end)

   it("tells a name that was written with another domain from one of a name below", function()
      local other = astray.other("t._domainkey.shop.org.acme.test", "t._domainkey", "acme.test")
      assert.same({ status = "other-domain", other = "shop.org" }, other)
      for _, name in ipairs { "t._domainkey.shop.acme.test", "t._domainkey.acme.test",
         "u._domainkey.shop.org.acme.test", "t._domainkey.shop.org.other.test" } do
         assert.is_nil(astray.other(name, "t._domainkey", "acme.test"))
      end
   end)

   it("says what to enter", function()
      assert.equal("t._domainkey.news", astray.enter("t._domainkey.news.acme.test", "acme.test"))
      assert.equal("t._domainkey.acme.test.", astray.enter("t._domainkey.acme.test", nil))
      assert.equal("acme.test.", astray.enter("acme.test", "acme.test"))
   end)
end)
