-- SPDX-License-Identifier: MIT
local core = require "sesame.core"
local facts = require "sesame.facts"
local loop = require "sesame.loop"

local make = core.answer.make

-- A source from a table "name TYPE" -> options of answer.make; counts what it is asked.
local function source(entries)
   local self = { description = "a table", asked = {}, ask_servers = true }
   function self.get(_, name, rrtype, options)
      local key = options and options.server and ("%s %s %s"):format(name, rrtype, options.server) or name .. " "
         .. rrtype
      self.asked[#self.asked + 1] = key
      local entry = entries[key] or { status = "nxdomain" }
      local given = { name = name, type = rrtype }
      for field, value in pairs(entry) do given[field] = value end
      return make(given)
   end
   return self
end

local function alias(target)
   return { records = { { type = "CNAME", value = target, ttl = 60 } } }
end

local function over(entries, options)
   local from = source(entries)
   return facts.new { source = from, loop = loop.new {}, clock = options and options.clock }, from
end

describe("sesame.facts", function()
   it("gives answers with their knowledge", function()
      local known = over { ["a.example TXT"] = { records = { "x" } }, ["b.example TXT"] = { status = "servfail" } }
      assert.equal("present", known:get("a.example", "TXT").known)
      assert.equal("unknown", known:get("b.example", "TXT").known)
      assert.equal("absent", known:get("c.example", "TXT").known)
   end)

   it("takes names in any case", function()
      local known = over { ["a.example TXT"] = { records = { "x" } } }
      assert.equal("x", known:get("A.Example", "TXT")[1])
   end)

   it("asks on until the chain of aliases ends", function()
      local known = over {
         ["a.example TXT"] = alias("b.example"), ["b.example TXT"] = alias("c.example"),
         ["c.example TXT"] = { records = { "x" } },
      }
      local answer = known:get("a.example", "TXT")
      assert.equal("x", answer[1])
      assert.equal("a.example", answer.name)
      assert.same({ "b.example", "c.example" }, { answer:chain()[1].target, answer:chain()[2].target })
   end)

   it("reads a dangling alias as absent and a failing target as unknown", function()
      local known = over {
         ["a.example TXT"] = alias("gone.example"), ["d.example TXT"] = alias("e.example"),
         ["e.example TXT"] = { status = "timeout" },
      }
      assert.same({ "nxdomain", "absent" }, { known:get("a.example", "TXT").status,
         known:get("a.example", "TXT").known })
      assert.same({ "timeout", "unknown" }, { known:get("d.example", "TXT").status,
         known:get("d.example", "TXT").known })
   end)

   it("ends a loop of aliases and an endless chain as unknown", function()
      local entries = { ["a.example TXT"] = alias("b.example"), ["b.example TXT"] = alias("a.example") }
      for i = 1, 40 do entries[("n%d.example TXT"):format(i)] = alias(("n%d.example"):format(i + 1)) end
      local known = over(entries)
      assert.equal("cname-loop", known:get("a.example", "TXT").status)
      assert.equal("cname-length", known:get("n1.example", "TXT").status)
      assert.equal("unknown", known:get("n1.example", "TXT").known)
   end)

   it("learns a fact once within a view, so that an audit sees one snapshot", function()
      local entries = { ["a.example TXT"] = { records = { "before" } } }
      local known, from = over(entries)
      local view = known:view()
      assert.equal("before", view:get("a.example", "TXT")[1])
      entries["a.example TXT"] = { records = { "after" } }
      assert.equal("before", view:get("a.example", "TXT")[1])
      assert.equal("after", known:view():get("a.example", "TXT")[1])
      assert.equal(2, #from.asked)
   end)

   it("weighs what a view has learnt", function()
      local known = over {
         ["a.example TXT"] = { records = { ("x"):rep(500) } }, ["b.example TXT"] = { records = { "b" } },
      }
      local view = known:view()
      assert.equal(0, view:octets())
      view:get("b.example", "TXT")
      local small = view:octets()
      view:get("a.example", "TXT")
      assert.is_true(small > 0 and view:octets() >= small + 500)
      assert.equal(0, known:octets())
   end)

   it("gives answers in the order of the questions", function()
      local known = over { ["a.example TXT"] = { records = { "a" } }, ["b.example TXT"] = { records = { "b" } } }
      local list = known:get_all { { name = "b.example", type = "TXT" }, { name = "a.example", type = "TXT" } }
      assert.same({ "b", "a" }, { list[1][1], list[2][1] })
      assert.same({}, known:get_all {})
   end)

   it("tells the source's clock where it has one", function()
      local known = over({}, { clock = function() return 77 end })
      assert.equal(77, known:clock())
   end)

   describe("each_server", function()
      local entries = {
         ["acme.example NS"] = { records = { "ns2.acme.example", "ns1.acme.example" } },
         ["ns1.acme.example A"] = { records = { "192.0.2.1" } }, ["ns1.acme.example AAAA"] = { status = "nodata" },
         ["ns2.acme.example A"] = { records = { "192.0.2.2" } }, ["ns2.acme.example AAAA"] = {
            records = { "2001:db8::2" } },
         ["acme.example SOA 192.0.2.1:53"] = { status = "refused" },
         ["acme.example SOA 192.0.2.2:53"] = { status = "nodata" },
         ["acme.example SOA [2001:db8::2]:53"] = { status = "timeout" },
      }

      it("asks every address of every name server, by host", function()
         local list = over(entries):each_server("acme.example", "acme.example", "SOA")
         local said = {}
         for i, reply in ipairs(list) do
            said[i] = ("%s %s %s"):format(reply.host, reply.server, reply.answer.status)
         end
         assert.same({
            "ns1.acme.example 192.0.2.1:53 refused", "ns2.acme.example 192.0.2.2:53 nodata",
            "ns2.acme.example [2001:db8::2]:53 timeout",
         }, said)
      end)

      it("does not drop a host without an address", function()
         local known = over {
            ["x.example NS"] = { records = { "gone.example", "mute.example" } },
            ["mute.example A"] = { status = "timeout" }, ["mute.example AAAA"] = { status = "timeout" },
         }
         local list = known:each_server("x.example", "x.example", "SOA")
         assert.same({ "unreachable", "timeout" }, { list[1].answer.status, list[2].answer.status })
         assert.is_nil(list[1].server)
      end)

      it("asks nobody where the source may not", function()
         local known, from = over(entries)
         from.ask_servers = false
         assert.same({ nil, "not asked" }, { known:each_server("acme.example", "acme.example", "SOA") })
         assert.equal(0, #from.asked)
      end)

      it("answers alike for all servers where the source covers the name", function()
         local known, from = over(entries)
         function from.covers() return true end
         local list = known:each_server("acme.example", "ns1.acme.example", "A")
         assert.equal(2, #list)
         assert.same({ "192.0.2.1", "192.0.2.1" }, { list[1].answer[1], list[2].answer[1] })
      end)

      it("is bounded for a zone with hosts without end", function()
         local many = { ["m.example NS"] = { records = {} } }
         for i = 1, 90 do
            many["m.example NS"].records[i] = ("n%02d.example"):format(i)
            many[("n%02d.example A"):format(i)] = { records = { "192.0.2.1" } }
         end
         assert.equal(facts.SERVERS_MAX, #over(many):each_server("m.example", "m.example", "SOA"))
      end)
   end)

   it("answers NXDOMAIN for a name longer than DNS has room for, without asking", function()
      local asked = 0
      local nobody = { description = "nobody", get = function() asked = asked + 1 end }
      local view = facts.new({ source = nobody }):view()
      local name = ("a"):rep(60) .. ("." .. ("b"):rep(60)):rep(4)
      for _, answer in ipairs { view:get(name, "TXT"), view:get_all({ { name = name, type = "TXT" } })[1] } do
         assert.same({ "absent", "nxdomain" }, { answer.known, answer.status })
         assert.equal(answer.name, answer.target)
      end
      assert.equal(0, asked)
   end)
end)
