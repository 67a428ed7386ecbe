-- SPDX-License-Identifier: MIT
local near = require "sesame.dmarc.near"
local record = require "sesame.dmarc.record"

-- text, whether it is a record, why it is a near miss
local RECORDS = {
   { "L01", "v=DMARC1; p=reject", true }, { "L01", "v=DMARC1", true }, { "L01", "v=DMARC1;", true },
   { "L01", "v = DMARC1 ; p=none", true }, { "L01", "v\t=\tDMARC1\t;p=none", true }, { "L01", "v=DMARC1 \t", true },
   { "L02", "v=dmarc1; p=none", false, "case%-sensitive" }, { "L37", "V=DMARC1; p=none", true },
   { "L02", "V=dmarc1; p=none", false, "case%-sensitive" },
   { "L02", "v=DMARC1x; p=none", false, "other than a semicolon" }, { "L02", "p=none; v=DMARC1", false,
      "must come first" },
   { "L02", "v=DMARC; p=none", false, "version is DMARC1" }, { "L02", "DMARC1; p=none", false, "must begin" },
   { "L02", "v=DMARC1,p=none", false, "other than a semicolon" }, { "L02", "v=DMARC1\0; p=none", false,
      "other than a semicolon" },
   { "L35", "v=DMARC1 p=none", false, "no semicolon" },
   { "L38", " v=DMARC1; p=none", false, "white space" }, { "L38", '"v=DMARC1; p=none"', false, "quotation" },
   { "L38", "\xEF\xBB\xBFv=DMARC1; p=none", false, "byte order" },
   { "L05", "hello", false }, { "L05", "", false }, { "L05", "v=spf1 -all", false },
}

-- name, text, what is expected of some keys, faults as "code from-to"
local PARSED = {
   { "L01 a plain record", "v=DMARC1; p=reject", { p = "reject", applies = true, sound = true, reported = false }, {} },
   { "L01 a trailing semicolon", "v=DMARC1; p=reject;", { p = "reject" }, {} },
   { "L06 values of any case", "v=DMARC1; p=Reject; adkim=S; t=Y", { p = "reject", adkim = "s", t = "y" }, {} },
   { "L07 an unknown tag", "v=DMARC1; p=none; foo=bar", { p = "none" }, { "tag-unknown 18-21" } },
   { "L07 a misspelt one", "v=DMARC1; p=none; ruaa=mailto:a@b.example", { p = "none" }, { "tag-misspelt 18-22" } },
   { "L08 tags that are gone", "v=DMARC1; p=none; pct=100; rf=afrf; ri=86400", { p = "none" },
      { "tag-removed 18-25", "tag-removed 27-34", "tag-removed 36-44" } },
   { "L09 pct under 100", "v=DMARC1; p=reject; pct=20", { p = "reject", pct = 20 }, { "pct 20-26" } },
   { "L09 pct 0", "v=DMARC1; p=reject; pct=0", { pct = 0 }, { "pct 20-25" } },
   { "L10 no p, but a rua", "v=DMARC1; rua=mailto:a@b.example", { p = "none", applies = true, sound = false },
      { "policy-assumed 0-8" } },
   { "L11 neither", "v=DMARC1; adkim=s", { applies = false }, { "policy-missing 0-8" } },
   { "L11 nor a valid rua", "v=DMARC1; rua=b.example", { applies = false },
      { "policy-missing 0-8", "uri-invalid 14-23" } },
   { "L12 a bad p with a rua", "v=DMARC1; p=block; rua=mailto:a@b.example", { p = "none", applies = true },
      { "policy-invalid 12-17" } },
   { "L12 a bad sp spoils a good p", "v=DMARC1; p=reject; sp=x; rua=mailto:a@b.example", { p = "none", applies = true },
      { "policy-invalid 23-24" } },
   { "L12 a bad np without a rua", "v=DMARC1; p=reject; np=", { applies = false }, { "policy-invalid 23-23" } },
   { "L12 an empty p", "v=DMARC1; p=", { applies = false }, { "policy-invalid 12-12" } },
   { "L14 p not in second place", "v=DMARC1; sp=none; p=reject", { p = "reject", sp = "none" },
      { "policy-order 19-27" } },
   { "L19 psd", "v=DMARC1; p=none; psd=Y", { psd = "y" }, {} },
   { "L19 psd=u", "v=DMARC1; p=none; psd=u", { psd = "u" }, {} },
   { "L19 any other psd is u", "v=DMARC1; p=none; psd=x", { psd = "u" }, { "value-invalid 22-23" } },
   { "L21 alignment is relaxed by default", "v=DMARC1; p=none", { adkim = "r", aspf = "r", t = "n", psd = "u" }, {} },
   { "L21 L29 and where the value is bad", "v=DMARC1; p=none; aspf=strict", { aspf = "r", p = "none" },
      { "value-invalid 23-29" } },
   { "L21 every default may be written", "v=DMARC1; p=none; t=n; psd=u; adkim=r; aspf=r; fo=0; ruf=mailto:a@b.example",
      { adkim = "r", t = "n" }, {} },
   { "L07 an unknown tag in upper case", "v=DMARC1; p=none; FOO=1", {}, { "tag-unknown 18-21" } },
   { "L29 L37 faults come in order of place", "v=DMARC1; x=1;; P=none; rua=y; z", { p = "none", applies = true },
      { "tag-unknown 10-11", "empty-tag 14-15", "tag-case 16-17", "policy-order 16-22", "uri-invalid 28-29",
         "syntax 31-32" } },
   { "L22 fo without ruf", "v=DMARC1; p=none; fo=1", { p = "none" }, { "fo-unused 18-22" } },
   { "L22 fo beside a bad ruf", "v=DMARC1; p=none; fo=1; ruf=x", {}, { "fo-unused 18-22", "uri-invalid 28-29" } },
   { "L23 fo=0:1", "v=DMARC1; p=none; fo=0:1; ruf=mailto:a@b.example", {}, { "fo-exclusive 21-24" } },
   { "L23 fo=1:d:s", "v=DMARC1; p=none; fo=1 : D:s; ruf=mailto:a@b.example", {}, {} },
   { "L23 a bad fo", "v=DMARC1; p=none; fo=01; ruf=mailto:a@b.example", {}, { "value-invalid 21-23" } },
   { "L24 no scheme", "v=DMARC1; p=none; rua=a@b.example", { reported = false }, { "uri-invalid 22-33" } },
   { "L25 two addresses", "v=DMARC1; p=none; rua=mailto:a@b.example ,\tmailto:c@d.example", { reported = true }, {} },
   { "L25 a comma in an address", "v=DMARC1; p=none; rua=mailto:a%2Cb@c.example", { reported = true }, {} },
   { "L25 unescaped it ends it", "v=DMARC1; p=none; rua=mailto:a,b@c.example", { reported = false },
      { "uri-invalid 22-30", "uri-invalid 31-42" } },
   { "L25 a mark without a size", "v=DMARC1; p=none; rua=mailto:a!b@c.example", { reported = false },
      { "uri-invalid 22-42" } },
   { "L26 a size", "v=DMARC1; p=none; rua=mailto:a@b.example!10m", { reported = true }, { "uri-size 40-44" } },
   { "L26 a size in no known unit", "v=DMARC1; p=none; rua=mailto:a@b.example!10p", { reported = false },
      { "uri-invalid 22-44" } },
   { "L27 https", "v=DMARC1; p=none; rua=https://b.example/r", { reported = true }, {} },
   { "L29 text without a value", "v=DMARC1; p=reject; whatever", { p = "reject", applies = true }, { "syntax 20-28" } },
   { "L29 an empty tag", "v=DMARC1;; p=reject", { p = "reject", applies = true }, { "empty-tag 9-10" } },
   { "L29 a byte that has no place", "v=DMARC1; p=reject; x=\xE4", { p = "reject" },
      { "tag-unknown 20-21", "syntax 22-23" } },
   { "L35 a semicolon missing further on", "v=DMARC1; p=none sp=reject", { applies = false },
      { "policy-invalid 12-26" } },
   { "L37 names have no case", "v=DMARC1; P=Reject", { p = "reject", sound = true }, { "tag-case 10-11" } },
   { "L37 nor has the version's", "V=DMARC1; p=reject", { p = "reject", applies = true }, { "tag-case 0-1" } },
   { "L37 addresses behind such a name count", "v=DMARC1; RUA=mailto:a@b.example",
      { p = "none", applies = true, reported = true }, { "policy-assumed 0-8", "tag-case 10-13" } },
   { "L37 L09 nor have those that are gone", "v=DMARC1; p=reject; PCT=5", { p = "reject", pct = 5 },
      { "tag-case 20-23", "pct 20-25" } },
   { "L37 one name in two cases is one tag twice", "v=DMARC1; p=none; P=reject", { p = "none" },
      { "tag-case 18-19", "tag-duplicate 18-19" } },
   { "L37 an unknown name stays as it is", "v=DMARC1; p=none; RUAA=mailto:a@b.example", { reported = false },
      { "tag-misspelt 18-22" } },
   { "L39 an address outside ASCII", "v=DMARC1; p=none; rua=mailto:\xC3\xA4@b.example", { reported = false },
      { "uri-invalid 22-41" } },
   { "L39 or a domain", "v=DMARC1; p=none; rua=mailto:a@b\xC3\xA4.example", { reported = false },
      { "uri-invalid 22-42" } },
   { "a tag twice", "v=DMARC1; p=none; p=reject", { p = "none" }, { "tag-duplicate 18-19" } },
   { "a second version", "v=DMARC1; v=DMARC1; p=none", { p = "none" },
      { "tag-duplicate 10-11", "policy-order 20-26" } },
   { "NUL bytes", "v=DMARC1; p=no\0ne", { applies = false }, { "policy-invalid 12-17" } },
   { "no record at all", "hello", { applies = false, is_record = false }, {} },
}

local URIS = {
   { "mailto:a@b.example", "mailto", "b.example" }, { "MAILTO:a@B.Example", "mailto", "b.example" },
   { "mailto:a@b.example?subject=x", "mailto", "b.example" }, { "mailto:a%40x@b.example", "mailto", "b.example" },
   { "https://r.b.example:8443/x", "https", "r.b.example" }, { "http://user@b.example/", "http", "b.example" },
   { "mailto:a", nil }, { "mailto:", nil }, { "mailto:a@", nil }, { "mailto:a@b", "mailto", "b" },
   { "mailto:a@b..example", nil },
   { "mailto:@b.example", nil }, { "mailto: a@b.example", nil, "mailto:a@b.example" },
   { "a@b.example", nil, "mailto:a@b.example" },
   { "mailto:a@b.example!", nil }, { "", nil }, { "mailto:a@b.example mailto:c@d.example", nil },
   { "mailto:<a@b.example>", nil, "mailto:a@b.example" },
   { "'mailto:a@b.example'", nil, "mailto:a@b.example" }, { "mailto://a@b.example", nil, "mailto:a@b.example" },
}

local function shown(faults)
   local list = {}
   for i, fault in ipairs(faults) do list[i] = ("%s %d-%d"):format(fault.code, fault.range[1], fault.range[2]) end
   return list
end

describe("model.dmarc_record", function()
   for _, case in ipairs(RECORDS) do
      it(("%s %q is %s"):format(case[1], case[2], case[3] and "a record" or case[4] and "a near miss" or "neither"),
         function()
         assert.equal(case[3], near.is_record(case[2]))
         local reason, range, suggestion = near.miss(case[2])
         if case[4] then
            assert.matches(case[4], reason)
            assert.is_true(range[1] < range[2] and range[2] <= #case[2])
            if suggestion then
               local mended = case[2]:sub(1, range[1]) .. suggestion .. case[2]:sub(range[2] + 1)
               assert.is_true(near.is_record(mended) or near.miss(mended) ~= nil, mended)
            end
         else
            assert.is_nil(reason)
         end
      end)
   end

   for _, case in ipairs(PARSED) do
      it(case[1], function()
         local said = record.parse(case[2])
         for key, value in pairs(case[3]) do assert.equal(value, said[key], key) end
         assert.same(case[4], shown(said.faults))
         if not said.applies then assert.is_nil(said.p) end
      end)
   end

   it("L23 reads fo as a list, each word once", function()
      assert.same({ "1", "d" }, record.parse("v=DMARC1; p=none; fo=1:d:1; ruf=mailto:a@b.example").fo)
      assert.same({ "0" }, record.parse("v=DMARC1; p=none").fo)
      assert.same({ "0" }, record.parse("v=DMARC1; p=none; fo=x; ruf=mailto:a@b.example").fo)
   end)

   it("L12 L29 suggests what is meant, and nothing where that is not clear", function()
      local function suggestion(text) return record.parse("v=DMARC1; " .. text).faults[1].suggestion end
      assert.same({ "reject", "reject", "none" }, { suggestion "p=rejekt", suggestion "p=block",
         suggestion "p=monitor" })
      assert.same({ "s", "y" }, { suggestion "p=none; adkim=strict", suggestion "p=none; t=yes" })
      assert.is_nil(suggestion "p=none; t=relaxed")
      assert.is_nil(suggestion "p=yes")
      assert.equal("none; sp=reject", suggestion "p=none sp=reject")
   end)

   it("L25 reads each address with its place", function()
      local text = "v=DMARC1; p=none; rua=mailto:a@b.example ,\tmailto:c@d.example!1G"
      local said = record.parse(text)
      assert.same({ "a@b.example", "c@d.example" }, { said.rua[1].address, said.rua[2].address })
      assert.same({ "mailto:a@b.example", "mailto:c@d.example", "1G" }, { said.rua[1].uri, said.rua[2].uri,
         said.rua[2].size })
      for _, item in ipairs(said.rua) do assert.equal(item.text, text:sub(item.range[1] + 1, item.range[2])) end
   end)

   for _, case in ipairs(URIS) do
      it(("L24 %q is %s"):format(case[1], case[2] and "a report address" or "none"), function()
         local item = require("sesame.dmarc.uri").list(case[1], 0)[1]
         assert.equal(case[2] ~= nil, item.valid)
         assert.same({ case[2], case[2] and case[3] }, { item.scheme, item.host })
         if not case[2] then
            assert.is_string(item.reason)
            assert.equal(case[3], item.suggestion)
         end
      end)
   end

   -- L15, L17, L18: record, kind of name, policy, tag
   local POLICIES = {
      { "L15 p for its own name", "p=reject; sp=none; np=quarantine", "own", "reject", "p" },
      { "L15 sp for names below", "p=reject; sp=none; np=quarantine", "sub", "none", "sp" },
      { "L15 p where sp is absent", "p=reject; np=quarantine", "sub", "reject", "p" },
      { "L17 np for names that do not exist", "p=reject; sp=none; np=quarantine", "nonexistent", "quarantine", "np" },
      { "L15 sp where np is absent", "p=reject; sp=none", "nonexistent", "none", "sp" },
      { "L15 p where both are", "p=reject", "nonexistent", "reject", "p" },
      { "L18 t=y lowers reject", "p=reject; t=y", "own", "quarantine", "p" },
      { "L18 t=y lowers quarantine", "p=quarantine; t=y", "own", "none", "p" },
      { "L18 t=y leaves none", "p=none; t=y", "own", "none", "p" },
      { "L18 t=y lowers sp as well", "p=none; sp=reject; t=y", "sub", "quarantine", "sp" },
   }
   for _, case in ipairs(POLICIES) do
      it(case[1], function()
         local policy, tag = record.policy(record.parse("v=DMARC1; " .. case[2]), case[3])
         assert.same({ case[4], case[5] }, { policy, tag })
      end)
   end

   it("L12 a spoilt record is none for every name", function()
      local said = record.parse("v=DMARC1; p=reject; sp=reject; np=x; rua=mailto:a@b.example")
      for _, kind in ipairs { "own", "sub", "nonexistent" } do assert.equal("none", (record.policy(said, kind))) end
   end)

   it("bears what an attacker may publish", function()
      local long = "v=DMARC1; p=reject; " .. ("a"):rep(10000) .. "=" .. ("b"):rep(10000)
      assert.equal("reject", record.parse(long).p)
      assert.equal("reject", record.parse("v=DMARC1; p=reject" .. (";x=y"):rep(5000)).p)
      local many = record.parse("v=DMARC1; p=reject; rua=" .. ("mailto:a@b.example,"):rep(2000))
      assert.is_true(#many.rua <= 100 and many.reported)
      for byte = 0, 255 do
         local text = "v=DMARC1; p=reject; rua=mailto:a@b.example" .. string.char(byte) .. "x; sp=" .. string.char(byte)
         local said = record.parse(text)
         for _, fault in ipairs(said.faults) do
            assert.is_true(0 <= fault.range[1] and fault.range[1] <= fault.range[2] and fault.range[2] <= #text)
         end
      end
      assert.same({ nil, "too-long" }, { record.parse(("x"):rep(65536)), (select(3, record.parse(("x"):rep(65536)))) })
   end)
end)
