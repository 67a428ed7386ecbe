-- SPDX-License-Identifier: MIT
-- The source that asks one server for its own zones.
local make = require("sesame.core").answer.make
local primary = require "sesame.facts.primary"

describe("the source over a primary", function()
   local asked, answers
   local lower = { description = "DNS", ask_servers = true }
   function lower:get(name, rrtype, options)
      local server = options and options.server or "resolver"
      asked[#asked + 1] = name .. " " .. rrtype .. " " .. server
      return answers[server .. " " .. name] or make { name = name, type = rrtype, status = "nodata" }
   end
   before_each(function() asked, answers = {}, {} end)

   local function source() return primary.new { lower = lower, server = "192.0.2.1:53", zones = { "acme.example" } } end

   it("asks it for names of its zones, the other source for the rest", function()
      for _, name in ipairs { "acme.example", "x.acme.example", "xacme.example", "example" } do
         source():get(name, "TXT")
      end
      assert.same({
         "acme.example TXT 192.0.2.1:53", "x.acme.example TXT 192.0.2.1:53", "xacme.example TXT resolver",
         "example TXT resolver",
      }, asked)
   end)

   it("asks the other source below a delegation", function()
      answers["192.0.2.1:53 a.sub.acme.example"] = make { name = "a.sub.acme.example", type = "TXT",
         status = "referral" }
      assert.equal("nodata", source():get("a.sub.acme.example", "TXT").status)
      assert.equal(2, #asked)
   end)

   it("leaves alone who names a server", function()
      source():get("acme.example", "SOA", { server = "192.0.2.9:53" })
      assert.same({ "acme.example SOA 192.0.2.9:53" }, asked)
   end)

   it("keeps what could not be learnt unknown", function()
      answers["192.0.2.1:53 acme.example"] = make { name = "acme.example", type = "TXT", status = "timeout" }
      assert.equal("unknown", source():get("acme.example", "TXT").known)
   end)
end)
