-- SPDX-License-Identifier: MIT
local domain = require "sesame.model.domain"
local support = require "spec.support.facts"

local CASES = {
   { "records show that a name exists", { ["acme.example"] = { SOA = { support.soa() } } }, true },
   { "so does NODATA", { ["acme.example"] = { A = { "192.0.2.1" } } }, true },
   { "NXDOMAIN denies it", {}, false },
   { "one answer is enough", { ["acme.example"] = { SOA = "servfail", TXT = "servfail" } }, true },
   { "no answer at all leaves it open", { ["acme.example"] = { all = "timeout" } }, nil },
   { "a name below shows it, whatever the server says",
      { ["acme.example"] = { all = "nxdomain" }, ["_dmarc.acme.example"] = { TXT = { "v=DMARC1" } } }, true },
}

describe("model.domain", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.equal(case[3], domain.build({ domain = "acme.example", facts = support.of(case[2]) }).exists)
      end)
   end

   it("knows the zone, the public suffix and the registrable domain", function()
      local model = domain.build { domain = "acme.co.uk",
         facts = support.of { ["acme.co.uk"] = { SOA = { support.soa() } } } }
      assert.same({ "acme.co.uk", "co.uk", "acme.co.uk", false },
         { model.zone, model.suffix, model.registrable, model.is_suffix })
   end)
end)
