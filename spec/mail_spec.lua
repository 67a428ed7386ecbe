-- SPDX-License-Identifier: MIT
-- The header of a saved message as fields, and the texts in its structured fields.
local address = require "sesame.mail.address"
local lexer = require "sesame.mail.lexer"
local message = require "sesame.mail"
local results = require "sesame.mail.results"
local signature = require "sesame.mail.signature"
local property = require "spec.support.property"
local signature_words = require "sesame.check.signature_words"

local function fields(text)
   local list = {}
   for i, field in ipairs(assert(message.parse(text)).fields) do list[i] = field.name .. "=" .. field.value end
   return list
end

local NOT_A_HEADER = {
   { "nothing", "" }, { "JSON", '{\n  "DkimAttributes": {}\n}\n' },
   { "a zone", "$ORIGIN acme.example.\n@ IN TXT \"v=spf1\"\n" },
   { "HTML", "<html>\n<body style=\"a:b\">From</body>\n" }, { "a body alone", "\n\nFrom here on\n" },
   { "fields nobody knows", "x-a: 1\nx-b: 2\n\n" }, { "broken UTF-16", "\xFF\xFEF\0r\0o\0m\0:" },
   { "noise", ("\1\2 noise\n"):rep(30) .. "From: a@b.example\n" },
}

local FORMS = {
   { "CRLF", "From: a\r\nTo: b\r\n\r\nSubject: no" }, { "LF", "From: a\nTo: b\n\nSubject: no" },
   { "CR", "From: a\rTo: b\r\rSubject: no" },
   { "no empty line", "From: a\nTo: b" }, { "blank lines before", "\n\nFrom: a\nTo: b\n" },
   { "a byte order mark", "\xEF\xBB\xBFFrom: a\nTo: b\n" }, { "a mailbox file", "From x Mon Nov 23\nFrom: a\nTo: b\n" },
   { "UTF-16", (("\xFF\xFE" .. ("From: a\r\nTo: b\r\n"):gsub(".", "%0\0"))) },
   { "lines that are no field", "From: a\nwhat is this\nTo: b\n" },
   { "white space before the colon", "From : a\nTo\t: b\n" },
}

describe("message", function()
   for _, case in ipairs(NOT_A_HEADER) do
      it("refuses " .. case[1], function()
         local parsed, reason, code = message.parse(case[2])
         assert.is_nil(parsed)
         assert.equal("no-header", code)
         assert.is_nil(reason:find("\n"))
      end)
   end

   for _, case in ipairs(FORMS) do
      it("reads a header with " .. case[1], function() assert.same({ "From=a", "To=b" }, fields(case[2])) end)
   end

   it("joins folded lines, and knows the line a field began on", function()
      local parsed = assert(message.parse("Received: x\n\tby y;\n  z\n \nFrom: a\n"))
      assert.equal("x\tby y;  z", parsed.fields[1].value)
      assert.same({ 1, 5 }, { parsed.fields[1].line, parsed.fields[2].line })
   end)

   it("keeps several fields of one name in order, whatever their case", function()
      local parsed = assert(message.parse("RETURN-PATH: <a@b>\nReturn-Path: <>\nFrom: x\n"))
      local list = message.all(parsed, "return-path")
      assert.same({ "<a@b>", "<>" }, { list[1].value, list[2].value })
   end)

   it("is bounded in fields, in octets of a field and of the header", function()
      local many = assert(message.parse("From: a\n" .. ("X: y\n"):rep(2000)))
      assert.same({ message.FIELDS_MAX, true }, { #many.fields, many.truncated })
      local long = assert(message.parse("From: a\nX: " .. (("z"):rep(900) .. "\n "):rep(200) .. "\nTo: b\n"))
      assert.is_true(long.fields[2].cut and #long.fields[2].value <= message.VALUE_MAX)
      assert.equal("To", long.fields[3].name)
      assert.is_true(assert(message.parse("From: a\nX: " .. ("z"):rep(2 * message.HEADER_MAX))).truncated)
   end)

   it("is not slowed by runs of spaces, quotes and brackets", function()
      for _, junk in ipairs { " ", "(", '"', "<", "@", ";", "=", "\\", ",", "( ) " } do
         local value = "a" .. junk:rep(60000 // #junk) .. "b"
         local parsed = assert(message.parse("From: " .. value .. "\n"))
         assert.is_table(address.list(parsed.fields[1].value))
         assert.is_table(address.path(parsed.fields[1].value))
         assert.is_table(results.parse(parsed.fields[1].value))
         assert.is_truthy(signature.parse(parsed.fields[1].value, 0))
      end
   end)

   it("takes comments out, nested and quoted ones too", function()
      assert.equal('a   b "(c)" d', lexer.without_comments('a (x (y) \\) z) b "(c)" d'))
      assert.equal("a  ", lexer.without_comments("a (never closed"))
   end)

   local FROM = {
      { '"Acme, Inc." <a@acme.example>', "acme.example" }, { "a@acme.example (Acme, really)", "acme.example" },
      { "<@relay.example:a@acme.example>", "acme.example" }, { "Group: a@x.example, b@y.example;",
         "x.example y.example" },
      { '"x@evil.example" <a@acme.example>', "acme.example" }, { "a@x.example <b@y.example>", "y.example" },
      { "A <a@x.example> <b@y.example>", "x.example y.example" }, { "a@b\u{fc}cher.example", "xn--bcher-kva.example" },
      { "<a@[192.0.2.1]>", "!" }, { "undisclosed", "!" }, { "<a@b..c>", "!" }, { '"<a@x.example>', "!" }, { "", "" },
      { "a@ACME.Example.", "acme.example" }, { '"a b"@acme.example', "acme.example" },
   }
   for _, case in ipairs(FROM) do
      it("M20 reads the domains of From: " .. case[1], function()
         local list = {}
         for i, entry in ipairs(address.list(case[1])) do list[i] = entry.domain or "!" end
         assert.equal(case[2], table.concat(list, " "))
      end)
   end

   it("reads the path of Return-Path, and the empty one", function()
      assert.same({ "b.acme.example", false }, { address.path("<x@b.acme.example> (comment)").domain,
         address.path("<x@b.acme.example>").null })
      assert.is_true(address.path("<>").null)
      assert.is_true(address.path("< >").null)
      assert.is_nil(address.path("<x>").domain)
   end)

   it("reads Authentication-Results with comments, quotes and reasons", function()
      local said = results.parse('MX.example 1; spf=pass (a; b "c") smtp.mailfrom="x y"@b.example; dkim = fail '
         .. 'reason="bad; key" ' .. "header.d=Acme.Example header.s=s1; dmarc=none; none")
      assert.equal("mx.example", said.id)
      assert.same({ "spf", "dkim", "dmarc" }, { said.results[1].method, said.results[2].method,
         said.results[3].method })
      assert.same({ "fail", "bad; key" }, { said.results[2].result, said.results[2].reason })
      assert.equal("Acme.Example", results.property(said.results[2], "header", "d"))
      assert.is_true(said.none)
   end)

   it("reads Authentication-Results of receivers that leave their name out", function()
      local said = results.parse("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=pass "
         .. "header.d=acme.example;")
      assert.same({ nil, 2 }, { said.id, #said.results })
   end)
end)

it("any bytes are a message or are refused in one line", function()
   local model = require "sesame.model.mail"
   local file <close> = assert(io.open("examples/acme-message.eml", "rb"))
   local whole = file:read("a")
   local seed, count = property.of("mail-damage", 400, 20261125)
   local below = property.generator(seed)
   local function random(limit) return below(limit) + 1 end
   local odd = { "\0", "\r", "\n", "\t", " ", "(", ")", "<", ">", '"', "\\", ";", "=", "@", ":", ",", "\255", "[", "]",
      "." }
   for _ = 1, count do
      local parts = { whole }
      for _ = 1, random(12) do
         local text = parts[1]
         local at = random(#text)
         local kind = random(3)
         local put = kind == 1 and odd[random(#odd)] or kind == 2 and odd[random(#odd)]:rep(random(300)) or ""
         parts[1] = text:sub(1, at - 1) .. put .. text:sub(at + (kind == 3 and random(60) or 1))
      end
      local parsed, reason = message.parse(parts[1])
      if parsed then
         local read = model.read(parsed, 1000)
         assert.is_table(model.domains(read))
      else
         assert.is_string(reason)
      end
   end
end)

it("what can be no mail domain is not audited", function()
   local model = require "sesame.model.mail"
   local parsed = assert(message.parse "From: a@acme.example\nReturn-Path: <\255@\1>\nDKIM-Signature: v=1; d=\7; s=x\n")
   assert.same({ "acme.example" }, model.domains(model.read(parsed, 1000)))
end)

local WHOLE = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.example; s=S1; h=From:To; bh=eA==; b=eA=="

local SIGNATURES = {
   { "K01 a=rsa-sha1 is not valid", { a = "rsa-sha1" }, "K01", "no longer accepted" },
   { "K02 a tag is missing", { bh = false }, "K02", "bh= is missing" },
   { "K02 another version", { v = "2" }, "K02", "v= is not 1" },
   { "K02 a tag given twice", { ["s"] = "a; s=b" }, "K02", "twice" },
   { "K03 From is not signed", { h = "To:Subject" }, "K03", "From" },
   { "K04 i= elsewhere", { i = "x@other.example" }, "K04", "neither d= nor below" },
   { "K04 i= below is fine", { i = "x@app.acme.example" } },
   { "K05 expired", { x = "10" }, nil, nil, "K05" },
   { "K07 a length", { l = "20" }, nil, nil, "K07" },
   { "K11 simple header", { c = "simple/relaxed" }, nil, nil, "K11" },
   { "K11 relaxed header", { c = "relaxed" } },
}

describe("a DKIM-Signature", function()
   for _, case in ipairs(SIGNATURES) do
      it(case[1], function()
         local text = WHOLE
         for tag, value in pairs(case[2]) do
            local count
            text, count = text:gsub("%f[%w]" .. tag .. "=[^;]*", value and tag .. "=" .. value or "", 1)
            if count == 0 then text = text .. "; " .. tag .. "=" .. value end
         end
         local read = assert(signature.parse(text, 1000))
         local fault, note = read.faults[1], read.notes[1]
         assert.equal(case[3], fault and fault.rule)
         if case[4] then assert.matches(case[4], signature_words(fault), 1, true) end
         assert.equal(case[5], note and note.rule)
      end)
   end

   it("has its names in lower case and A-labels", function()
      local read = assert(signature.parse(WHOLE:gsub("acme", "B\u{fc}cher"), 0))
      assert.same({ "xn--bcher-kva.example", "s1" }, { read.domain, read.selector })
      assert.is_nil(assert(signature.parse(WHOLE:gsub("acme", "a..b"), 0)).domain)
   end)
end)
