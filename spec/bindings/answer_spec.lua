-- SPDX-License-Identifier: MIT
-- sesame.core.answer: what each type decodes to, what is made, read and joined, and what misuse is told.
local answer = require("sesame.core").answer

local SOA = {
   primary = "ns1.acme.example", contact = "host\\.master.acme.example", serial = 4294967295, refresh = 7200,
   retry = 900,
   expire = 1209600, minimum = 300,
}

-- type, value, presentation form, the data's octets in hexadecimal
local TYPES = {
   { "A", "192.0.2.1", "192.0.2.1", "c0000201" },
   { "AAAA", "2001:db8::1", "2001:db8::1", "20010db8000000000000000000000001" },
   { "MX", { preference = 10, exchange = "mx.a" }, "10 mx.a.", "000a026d78016100" },
   { "NS", "ns.a", "ns.a.", "026e73016100" },
   { "CNAME", "c.a", "c.a.", "0163016100" },
   { "PTR", "p.a", "p.a.", "0170016100" },
   { "DNAME", "d.a", "d.a.", "0164016100" },
   { "TXT", "say \"hi\"\0", [["say \"hi\"\000"]], "097361792022686922" .. "00" },
}

local function hex(bytes)
   return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local function make(rrtype, ...)
   return answer.make { name = "acme.example", type = rrtype, records = { ... } }
end

describe("an answer", function()
   for _, case in ipairs(TYPES) do
      local rrtype, value, text, data = table.unpack(case)
      it("of type " .. rrtype .. " gives its value, its text and its octets", function()
         local made = make(rrtype, value)
         assert.same({ "ok", "present", rrtype, 1 }, { made.status, made.known, made.type, #made })
         assert.same(value, made[1])
         assert.equal(text, made:text(1))
         assert.equal(data, hex(made:record(1).rdata))
      end)
   end

   it("of type SOA gives all seven fields, numbers unsigned", function()
      assert.same(SOA, make("SOA", SOA)[1])
   end)

   it("of a type that is not read gives RFC 3597 text and the octets", function()
      local made = answer.make { name = "acme.example", type = 65280, records = { "\1\2\255" } }
      assert.same({ "TYPE65280", [[\# 3 0102ff]] }, { made.type, made[1]:lower() })
      assert.equal("\1\2\255", made:record(1).rdata)
   end)

   it("joins the strings of a TXT record with nothing between, and gives them singly", function()
      local made = make("TXT", { "v=spf1 ", "", "-all" })
      assert.equal("v=spf1 -all", made[1])
      assert.same({ "v=spf1 ", "", "-all" }, made:strings(1))
   end)

   it("cuts a long TXT value into strings of 255 octets", function()
      local made = make("TXT", ("x"):rep(600))
      assert.same({ 255, 255, 90 }, { #made:strings(1)[1], #made:strings(1)[2], #made:strings(1)[3] })
      assert.equal(("x"):rep(600), made[1])
   end)

   it("has names in lower case and without the final dot", function()
      assert.equal("acme.example", answer.make { name = "ACME.Example.", type = "TXT", records = { "x" } }.name)
   end)

   it("has nothing before its first record nor behind its last", function()
      local made = make("A", "192.0.2.1")
      for _, index in ipairs { 0, 2, -1, math.maxinteger, math.mininteger } do
         assert.is_nil(made[index])
         assert.is_nil(made:text(index))
         assert.is_nil(made:record(index))
         assert.is_nil(made:strings(index))
      end
   end)

   it("has no field that is not documented, and cannot be written", function()
      local made = make("A", "192.0.2.1")
      assert.is_nil(made.adress)
      assert.has_error(function() made.status = "ok" end)
   end)

   it("shows itself as question and status", function()
      assert.equal("acme.example A: ok", tostring(make("A", "192.0.2.1")))
   end)

   it("tells misuse of a method apart from absence", function()
      local made = make("A", "192.0.2.1")
      assert.error_matches(function() made:section("question") end, "invalid option 'question'")
      assert.error_matches(function() made.text(io.stdout, 1) end, "sesame.answer expected")
      assert.error_matches(function() made:text("one") end, "number expected")
   end)

   it("is closed by <close>, and says so when used after", function()
      local kept
      do
         local made <close> = make("A", "192.0.2.1")
         kept = made
      end
      assert.error_matches(function() return kept.status end, "the answer is closed")
      assert.error_matches(function() return #kept end, "the answer is closed")
   end)
end)

describe("answer.make", function()
   it("gives an absence with the TTL it was given", function()
      for _, status in ipairs { "nxdomain", "nodata" } do
         local made = answer.make { name = "a.example", type = "TXT", status = status, ttl = 60 }
         assert.same({ status, "absent", 0 }, { made.status, made.known, #made })
      end
   end)

   it("gives what could not be learnt: no message, no TTL, no record", function()
      local made = answer.make { name = "a.example", type = "TXT", status = "timeout", server = "192.0.2.53:53" }
      assert.same({ "timeout", "unknown", 0, 0, "192.0.2.53:53" }, { made.status, made.known, made.ttl, #made,
         made.server })
      assert.is_nil(made:message())
      assert.is_nil(made.rcode)
      assert.is_nil(made.rtt)
   end)

   it("follows the CNAMEs that come first", function()
      local made = answer.make {
         name = "a.example", type = "A", ttl = 77,
         records = { { type = "CNAME", value = "b.example" }, { type = "CNAME", value = "c.example" }, "192.0.2.9" },
      }
      assert.same({
         { name = "a.example", target = "b.example", ttl = 77 }, { name = "b.example", target = "c.example", ttl = 77 },
      }, made:chain())
      assert.same({ "c.example", "192.0.2.9", 1 }, { made.target, made[1], #made })
   end)

   local MISUSE = {
      { "an unknown field", { name = "a.b", type = "A", recods = {} }, "unknown option 'recods'" },
      { "no name", { type = "A" }, "string expected" },
      { "a bad name", { name = "a..b", type = "A" }, "'a..b' is no domain name" },
      { "a bad type", { name = "a.b", type = "NOPE" }, "'NOPE' is no record type" },
      { "a bad status", { name = "a.b", type = "A", status = "fine" }, "fine" },
      { "a bad address", { name = "a.b", type = "A", records = { "192.0.2.300" } },
         "'192.0.2.300' is no IPv4 address" },
      { "an address of the other family", { name = "a.b", type = "AAAA", records = { "192.0.2.3" } },
         "no IPv6 address" },
      { "a character-string over 255", { name = "a.b", type = "TXT", records = { { ("x"):rep(256) } } },
         "over 255 octets" },
      { "no character-string", { name = "a.b", type = "TXT", records = { {} } }, "at least one" },
      { "a TTL that is negative", { name = "a.b", type = "A", ttl = -1 }, "'ttl' is not a whole number" },
      { "a preference too big", { name = "a.b", type = "MX", records = { { preference = 65536, exchange = "m" } } },
         "'preference' is not a whole number" },
   }
   for _, case in ipairs(MISUSE) do
      it("raises for " .. case[1], function()
         assert.error_matches(function() answer.make(case[2]) end, case[3])
      end)
   end
end)

describe("answer.read", function()
   it("reads what make wrote, with the server and the time it took", function()
      local made = make("MX", { preference = 5, exchange = "m.acme.example" })
      local again = answer.read("acme.example", "MX", made:message(), "192.0.2.53:53", 12.5)
      assert.same({ "ok", "192.0.2.53:53", 12.5 }, { again.status, again.server, again.rtt })
      assert.same(made[1], again[1])
   end)

   it("takes every cut of a message, and random octets, for malformed", function()
      local bytes = make("TXT", "v=spf1 -all"):message()
      for length = 0, #bytes - 1 do
         assert.equal("unknown", answer.read("acme.example", "TXT", bytes:sub(1, length)).known, length)
      end
      assert.equal("malformed", answer.read("acme.example", "TXT", ("\255"):rep(600)).status)
   end)

   it("takes the answer to another question for malformed", function()
      assert.equal("malformed", answer.read("other.example", "A", make("A", "192.0.2.1"):message()).status)
   end)
end)

describe("answer.join", function()
   it("gives the chain of the first and the records of the second", function()
      local alias = answer.make { name = "a.example", type = "A", status = "ok", ttl = 9,
         records = { { type = "CNAME", value = "b.example" } } }
      local rest = answer.make { name = "b.example", type = "A", ttl = 90, records = { "192.0.2.1", "192.0.2.2" } }
      local joined = answer.join(alias, rest)
      assert.same({ "a.example", "ok", "b.example", 2, 9 },
         { joined.name, joined.status, joined.target, #joined, joined.ttl })
      assert.equal("192.0.2.2", joined[2])
   end)
end)
