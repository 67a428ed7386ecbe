-- SPDX-License-Identifier: MIT
local records = require "sesame.base.records"

-- a line, and what a report makes of the set it is
local LINES = {
   { "acme.example. MX 0 ." },
   { '*.acme.example. TXT "v=spf1 -all"' },
   { 'a.example. 300 IN TXT "a" "b"' },
   { "a.example. CNAME Foo.example.", "a.example. CNAME foo.example." },
   { "a.example. A 192.0.2.1" },
   { "a.example. NS ns.example." },
   { "1.2.0.192.in-addr.arpa. PTR host.example." },
   { 'a.example. IN 60 TXT ( "a" ; a remark\n "b" )', 'a.example. 60 IN TXT "a" "b"' },
   { "_s._tcp.a.example. SRV 1 2 3 b.", "_s._tcp.a.example. SRV \\# 9 000100020003016200" },
}

local NO_RECORDS = { "hello there", "", "; a remark", "a. TXT x\nb. TXT y", "a.example. MX ten b.example." }

describe("base.records", function()
   for _, case in ipairs(LINES) do
      it("reads the line " .. case[1], function()
         assert.same({ case[2] or case[1] }, records.lines { assert(records.of_line(case[1])) })
      end)
   end

   for _, line in ipairs(NO_RECORDS) do
      it("takes for no record: " .. line, function()
         local set, reason = records.of_line(line)
         assert.is_nil(set)
         assert.is_string(reason)
      end)
   end

   it("has one form for values: texts in strings of 255 octets, names in lower case without the final dot", function()
      assert.same({ ("x"):rep(255), "xy" }, records.value("a", "TXT", ("x"):rep(256) .. "y"))
      assert.equal("foo.example", records.value("a", "CNAME", "Foo.Example."))
      assert.same({ preference = 0, exchange = "." }, records.value("a", "MX", { preference = 0, exchange = "" }))
   end)

   it("writes texts so that they can be copied, whatever is in them", function()
      local text = 'say "\\" \n\200;'
      local line = records.lines(records.txt("a.example", text))[1]
      assert.equal('a.example. TXT "say \\"\\\\\\" \\010\\200;"', line)
      assert.same({ text }, records.of_line(line).values[1])
   end)

   it("makes nothing of what no record can be", function()
      assert.is_nil(records.alias("a.example", ("x"):rep(64) .. ".example"))
      assert.is_nil(records.txt("a..example", "x"))
      assert.is_nil(records.mx("a.example", 10, "a..b"))
   end)

   it("joins lists, and leaves out those that are not there", function()
      assert.same({ 'a. TXT "x"', "b. CNAME c." },
         records.lines(records.join(nil, records.txt("a", "x"), nil, records.alias("b", "c"))))
      assert.same({}, records.join(nil, nil))
   end)
end)
