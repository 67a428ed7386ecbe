-- SPDX-License-Identifier: MIT
local mx = require "sesame.model.mx"
local support = require "spec.support.facts"

local function build(records)
   return mx.build { domain = "acme.example", facts = support.of(records) }
end

describe("model.mx", function()
   it("orders hosts by preference, then name, whatever the order of arrival", function()
      local model = build {
         ["acme.example"] = { MX = {
            { preference = 20, exchange = "c.example" }, { preference = 10, exchange = "b.example" },
            { preference = 10, exchange = "a.example" },
         } },
         ["a.example"] = { A = { "192.0.2.1" } }, ["b.example"] = { AAAA = { "2001:db8::1" } },
      }
      assert.same({ "10 a.example", "10 b.example", "20 c.example" },
         { model.hosts[1].text, model.hosts[2].text, model.hosts[3].text })
      assert.same({ "present", "present", "absent" },
         { model.hosts[1].known, model.hosts[2].known, model.hosts[3].known })
   end)

   it("knows a null MX", function()
      local model = build { ["acme.example"] = { MX = { { preference = 0, exchange = "." } } } }
      assert.is_true(model.null)
      assert.equal("0 .", model.hosts[1].text)
   end)

   it("asks for the domain's own addresses where there is no MX", function()
      assert.equal("present", build({ ["acme.example"] = { A = { "192.0.2.1" } } }).implicit.known)
      assert.equal("absent", build({ ["acme.example"] = { TXT = { "x" } } }).implicit.known)
      assert.equal("unknown", build({ ["acme.example"] = { A = "timeout" } }).implicit.known)
   end)
end)
