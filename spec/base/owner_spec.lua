-- SPDX-License-Identifier: MIT
-- Whose a name is, by rule.
local owner = require "sesame.base.owner"

describe("sesame.base.owner", function()
   -- domain, zone, the name at which the owner's names begin
   local TOPS = {
      { "acme.example", nil, "acme.example" },
      { "mail.eu.acme.example", "eu.acme.example", "acme.example" },
      { "shop.acme.co.uk", "co.uk", "acme.co.uk" },
      { "co.uk", "uk", "co.uk" },
      { "co.uk", ".", "co.uk" },
      { "localhost", nil, "localhost" },
      { "site.github.io", "github.io", "site.github.io" },
      { "7.2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa" },
      { "7.2.0.192.in-addr.arpa", nil, "7.2.0.192.in-addr.arpa" },
      { "2.0.192.in-addr.arpa", "in-addr.arpa", "2.0.192.in-addr.arpa" },
   }
   for _, case in ipairs(TOPS) do
      it(("of %s in the zone %s begins at %s"):format(case[1], case[2] or "not known", case[3]), function()
         assert.equal(case[3], owner.top(case[1], case[2]))
      end)
   end

   it("takes names at and below that, by whole labels, and none above or beside", function()
      for name, own in pairs {
         ["acme.example"] = true, ["Mail.ACME.example"] = true, ["acme.example."] = true, ["_spf.acme.example"] = true,
         ["example"] = false, ["notacme.example"] = false, ["acme.example.other.test"] = false,
         ["amazonses.com"] = false,
      } do
         assert.equal(own, owner.is_own("bounce.acme.example", name), name)
      end
   end)
end)
