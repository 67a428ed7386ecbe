-- SPDX-License-Identifier: MIT
-- What the audit says of the keys at a domain's selectors, rule by rule.
local dkim = require "sesame.dkim"
local keys = require "spec.support.keys"
local support = require "spec.support.facts"

local KEY = "s1._domainkey.acme.example"
local RSA = keys.rsa_2048

local function codes_of(texts, options)
   local list = {}
   for _, item in ipairs(support.audit(support.zone { [KEY] = { TXT = texts } }, options
      or { selectors = { "s1" } }).findings) do
      if item.severity ~= "ok" then list[#list + 1] = item.code end
   end
   return table.concat(list, " ")
end

-- rule, the records, the codes of what is found
local CASES = {
   { "J03 no version", { "p=" .. RSA }, "", ok = { "selector-present s1._domainkey.acme.example" } },
   { "J04 a version that is not first", { "k=rsa; v=DKIM1; p=" .. RSA }, "dkim-key-syntax" },
   { "J04 another version", { "v=DKIM2; p=" .. RSA }, "dkim-key-syntax" },
   { "J05 no p=", { "v=DKIM1; k=rsa" }, "dkim-key-syntax" },
   { "J05 an empty p= is revoked", { "v=DKIM1; p=" }, "dkim-key-revoked" },
   { "J06 J07 spaces in p=", { "p=" .. RSA:sub(1, 60) .. " \t" .. RSA:sub(61) }, "",
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J08 a no-break space", { "v=DKIM1;\xC2\xA0p=" .. RSA }, "dkim-key-syntax dkim-key-syntax" },
   { "J09 a tag twice", { "k=rsa; k=rsa; p=" .. RSA }, "dkim-key-syntax" },
   { "J10 P= is another tag", { "v=DKIM1; P=" .. RSA }, "dkim-key-syntax dkim-key-form" },
   { "J11 unknown tags", { "v=DKIM1; g=*; x=y; p=" .. RSA }, "",
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J12 an empty tag", { "v=DKIM1;; p=" .. RSA }, "dkim-key-form" },
   { "J13 an unknown k=", { "k=dsa; p=" .. RSA }, "dkim-key-algorithm" },
   { "J14 a bare RSAPublicKey", { "p=" .. keys.rsa_2048_pkcs1 }, "",
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J15 octets after the key", { "p=" .. keys.trailing }, "dkim-key-trailing" },
   { "J15 EC under rsa", { "p=" .. keys.ec }, "dkim-key-algorithm" },
   { "J15 Ed25519 SPKI under rsa", { "p=" .. keys.ed25519_spki }, "dkim-key-algorithm" },
   { "J16 512 bits", { "p=" .. keys.rsa_512 }, "dkim-key-short" },
   { "J17 1024 bits", { "p=" .. keys.rsa_1024 }, "dkim-key-weak" },
   { "J18 4096 bits", { "p=" .. keys.rsa_4096 }, "", ok = { "selector-present s1._domainkey.acme.example" } },
   { "J18 4104 bits", { "p=" .. keys.rsa_4104 }, "dkim-key-long" },
   { "J19 1016 bits", { "p=" .. keys.rsa_1016 }, "dkim-key-short" },
   { "J19 2056 bits", { "p=" .. keys.rsa_2056 }, "", ok = { "selector-present s1._domainkey.acme.example" } },
   { "J20 exponent 1", { "p=" .. keys.exponent_1 }, "dkim-key-exponent" },
   { "J20 even exponent", { "p=" .. keys.exponent_even }, "dkim-key-exponent" },
   { "J20 even modulus", { "p=" .. keys.even }, "dkim-key-exponent" },
   { "J20 exponent 3", { "p=" .. keys.exponent_3 }, "dkim-key-exponent-3",
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "an exponent of 41 bits", { "p=" .. keys.exponent_large }, "dkim-key-exponent-large" },
   { "J21 J50 an Ed25519 key in SPKI", { "k=ed25519; p=" .. keys.ed25519_spki }, "dkim-key-algorithm" },
   { "J22 only an Ed25519 key", { "k=ed25519; p=" .. keys.ed25519 }, "dkim-key-only-ed25519",
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J23 h=sha1", { "h=sha1; p=" .. RSA }, "dkim-key-hash" },
   { "J24 h=sha1:sha256", { "h=sha1:sha256; p=" .. RSA }, "dkim-key-sha1",
      ok = { "selector-present s1._domainkey.acme.example" } },
   { "J25 t=y", { "t=y; p=" .. RSA }, "dkim-key-testing" },
   { "J26 t=s", { "t=s; p=" .. RSA }, "", ok = { "selector-present s1._domainkey.acme.example" } },
   { "J27 t=y:s:x", { "t=y:s:x; p=" .. RSA }, "dkim-key-testing" },
   { "J28 s=tlsrpt", { "s=tlsrpt; p=" .. RSA }, "dkim-key-service" },
   { "J29 two keys", { "p=" .. RSA, "p=" .. keys.rsa_4096 }, "dkim-key-several" },
   { "J29 a key and something else", { "p=" .. RSA, "v=spf1 -all" }, "dkim-key-several" },
   { "J29 one key twice", { "p=" .. RSA, "v=DKIM1; p=" .. RSA }, "dkim-key-repeated" },
   { "one key in two records", { "v=DKIM1; p=" .. RSA:sub(1, 200), RSA:sub(201) }, "dkim-key-halves" },
   { "one key in two records, in any order", { RSA:sub(201), "p=" .. RSA:sub(1, 200) }, "dkim-key-halves" },
   { "a cut key beside what does not go on with it", { "p=" .. RSA:sub(1, 200), RSA:sub(205) },
      "dkim-key-cut dkim-key-several" },
   { "J30 an SPF record", { "v=spf1 -all" }, "dkim-key-none" },
   { "J30 an empty record", { "" }, "dkim-key-none" },
   { "J33 the target of an alias as text", { "s1.domainkey.u1.wl.example.net" }, "dkim-key-hostname" },
   { "J37 notes", { 'n=p=x "y"; p=' .. RSA }, "", ok = { "selector-present s1._domainkey.acme.example" } },
   { "J38 backslashes", { "v=DKIM1\\; k=rsa\\; p=" .. RSA }, "dkim-key-quoting dkim-key-quoting" },
   { "J38 doubled quotes", { '"v=DKIM1; p=' .. RSA .. '"' }, "dkim-key-quoting dkim-key-quoting" },
   { "J50 PEM", { "p=-----BEGIN PUBLIC KEY-----" .. RSA .. "-----END PUBLIC KEY-----" }, "dkim-key-pem" },
   { "J50 base64 of PEM", { "p=" .. keys.pem_public }, "dkim-key-pem" },
   { "J50 a certificate", { "p=" .. keys.certificate }, "dkim-key-pem" },
   { "J50 base64 cut at 255 octets", { ("v=DKIM1; k=rsa; p=" .. RSA):sub(1, 255) }, "dkim-key-cut" },
   { "a key without p=", { RSA }, "dkim-key-none" },
   { "a private key", { "p=" .. keys.private }, "dkim-key-private" },
   { "a private key without p=", { keys.private }, "dkim-key-private" },
}

describe("check.dkim_keys", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.equal(case[3], codes_of(case[2]))
         local records, options = support.zone { [KEY] = { TXT = case[2] } }, { selectors = { "s1" } }
         assert.same(case.ok or {}, support.oks({ "selectors", "dkim_keys" }, records, options))
      end)
   end

   it("J42 names the examples of the RFCs", function()
      local audit = support.audit(support.zone {
         [KEY] = { TXT = { "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" } } },
         { selectors = { "s1" } })
      assert.matches("Ed25519 example of RFC 8463", support.find(audit, "dkim-key-known").message)
      assert.equal("error", audit.verdict)
   end)

   it("points at the bytes at fault", function()
      local text = "v=DKIM1; t=y; p=" .. RSA
      local item = support.find(support.audit(support.zone { [KEY] = { TXT = { text } } }, { selectors = { "s1" } }),
         "dkim-key-testing")
      assert.equal("y", text:sub(item.evidence[1].range[1] + 1, item.evidence[1].range[2]))
   end)

   it("J38 J50 prints the record as it was meant", function()
      local audit = support.audit(support.zone { [KEY] = { TXT = { "v=DKIM1\\; k=rsa\\; p=" .. RSA } } },
         { selectors = { "s1" } })
      local good = "v=DKIM1; k=rsa; p=" .. RSA
      local lines = {}
      for _, item in ipairs(audit.findings) do
         for _, line in ipairs(support.lines(item)) do lines[#lines + 1] = line end
      end
      assert.same({ ("%s. TXT %s"):format(KEY, dkim.presentation(good)) }, lines)
   end)

   it("J33 prints the alias that was meant", function()
      local audit = support.audit(support.zone { [KEY] = { TXT = { "s1.u1.example.net." } } }, { selectors = { "s1" } })
      assert.same({ KEY .. ". CNAME s1.u1.example.net." }, support.lines(support.find(audit, "dkim-key-hostname")))
   end)

   it("J22 not where an RSA key is there as well", function()
      local nodes = { [KEY] = { TXT = { "k=ed25519; p=" .. keys.ed25519 } }, ["s2._domainkey.acme.example"] = {
         TXT = { "p=" .. RSA } } }
      assert.same({}, support.codes(support.zone(nodes), { selectors = { "s1", "s2" } }))
   end)

   it("J41 one key under two selectors, unless both are aliases to one name", function()
      local both = { selectors = { "s1", "s2" } }
      local twice = { [KEY] = { TXT = { "p=" .. RSA } }, ["s2._domainkey.acme.example"] = {
         TXT = { "t=s; p=" .. keys.rsa_2048_pkcs1 } } }
      assert.same({ "dkim-key-reused " .. KEY }, support.codes(support.zone(twice), both))
      local aliases = {
         [KEY] = { CNAME = "k.sender.example" }, ["s2._domainkey.acme.example"] = { CNAME = "k.sender.example" },
         ["k.sender.example"] = { TXT = { "p=" .. RSA } },
      }
      assert.same({}, support.codes(support.zone(aliases), both))
   end)

   it("mends nothing that lies behind an alias", function()
      local nodes = { [KEY] = { CNAME = "k.sender.example" }, ["k.sender.example"] = {
         TXT = { "v=DKIM1; t=y; p=" .. RSA } } }
      local item = support.find(support.audit(support.zone(nodes), { selectors = { "s1" } }), "dkim-key-testing")
      assert.same({}, support.lines(item))
      assert.equal("k.sender.example", item.evidence[2].name)
   end)

   it("J42 prints the record that revokes a lost key", function()
      local audit = support.audit(support.zone { [KEY] = { TXT = { "v=DKIM1; p=" .. keys.private } } },
         { selectors = { "s1" } })
      assert.same({ KEY .. '. TXT "v=DKIM1; p="' }, support.lines(support.find(audit, "dkim-key-private")))
   end)

   it("J50 points at the last byte of a key cut short", function()
      local text = ("v=DKIM1; k=rsa; p=" .. RSA):sub(1, 255)
      local audit = support.audit(support.zone { [KEY] = { TXT = { text } } }, { selectors = { "s1" } })
      assert.same({ 254, 255 }, support.find(audit, "dkim-key-cut").evidence[1].range)
   end)

   it("never shows what a private key holds", function()
      local audit = support.audit(support.zone { [KEY] = { TXT = { "v=DKIM1; p=" .. keys.private } } },
         { selectors = { "s1" } })
      local shown = require("sesame.report.audit_json").line(audit) .. require("sesame.report.audit_text").audit(audit,
         {})
      assert.is_truthy(shown:find(keys.private:sub(1, 8), 1, true))
      assert.is_nil(shown:find(keys.private:sub(1, 20), 1, true))
   end)
end)
