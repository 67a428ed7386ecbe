-- SPDX-License-Identifier: MIT
local input = require "sesame.cli.input"

local GOOD = {
   { "acme.example", "acme.example" }, { "  ACME.Example.  ", "acme.example" }, { "acme.example\r", "acme.example" },
   { "\xEF\xBB\xBFacme.example", "acme.example" }, { "acme.example # ours", "acme.example" },
   { "https://www.acme.example:8443/path?q=a.b#x", "www.acme.example" }, { "http://acme.example", "acme.example" },
   { "user@acme.example", "acme.example" }, { "mailto:user@acme.example", "acme.example" },
   { "Jo Doe <jo@acme.example>", "acme.example" }, { "acme.example:25", "acme.example" },
   { "b\xC3\xBCcher.example", "xn--bcher-kva.example" }, { "_dmarc.acme.example", "_dmarc.acme.example" },
   { "ftp://user:word@acme.example/x", "acme.example" },
}

local BAD = {
   { "192.0.2.1", "IP address" }, { "[2001:db8::1]", "IP address" }, { "*.acme.example", "wildcard" },
   { "a.example b.example", "one domain a line" }, { "a.example,b.example", "one domain a line" },
   { "a..example", "label is empty" }, { ("x"):rep(64) .. ".example", "63" }, { "a/b.example", "character" },
   { "a\27.example", "character" }, { ("x"):rep(5000), "longer than any name" },
}

describe("cli.input", function()
   for _, case in ipairs(GOOD) do
      it(("understands %q"):format(case[1]), function() assert.equal(case[2], (input.domain(case[1]))) end)
   end

   for _, case in ipairs(BAD) do
      it(("refuses %q"):format(case[1]:sub(1, 30)), function()
         local name, reason = input.domain(case[1])
         assert.is_nil(name)
         assert.matches(case[2], reason)
      end)
   end

   it("passes over blank lines and comments", function()
      for _, line in ipairs { "", "   ", "# x", "  # x", "\r" } do
         local name, reason = input.domain(line)
         assert.is_nil(name)
         assert.is_nil(reason)
      end
   end)

   it("refuses by line, names the line, and goes on", function()
      local path = os.tmpname()
      local file = assert(io.open(path, "w"))
      file:write("a.example\r\n\n# x\n*.bad\nA.example.\nhttps://b.example/\n")
      file:close()
      local refused, got = {}, {}
      file = assert(io.open(path))
      for domain in input.lines(file, "list", function(line) refused[#refused + 1] = line end, {}) do
         got[#got + 1] = domain
      end
      file:close()
      os.remove(path)
      assert.same({ "a.example", "b.example" }, got)
      assert.same({ "list:4: '*.bad': a wildcard is not a domain" }, refused)
   end)

   it("checks all words before the first is given", function()
      local iterator, message = input.words({ "a.example", "*.b" }, {})
      assert.is_nil(iterator)
      assert.equal("'*.b': a wildcard is not a domain", message)
      local count
      iterator, count = input.words({ "a.example", "a.example.", "b.example" }, {})
      assert.equal(2, count)
      assert.same({ "a.example", "b.example" }, { iterator(), iterator() })
   end)
end)
