-- SPDX-License-Identifier: MIT
-- Fixes of selectors and keys, each proved over a small zone.
local dkim = require "sesame.dkim"
local fix = require "sesame.fix"
local keys = require "spec.support.keys"
local plan = require "sesame.fix.plan"
local zones = require "spec.support.zones"

local GOOD = "v=DKIM1; k=rsa; p=" .. keys.rsa_2048

local HEAD = [[
@ 3600 SOA ns1 hostmaster 1 7200 900 1209600 300
@ 3600 NS ns1
@ 3600 NS ns2
ns1 3600 A 127.0.0.1
ns2 3600 A 127.0.0.2
@ 3600 MX 0 .
@ 3600 TXT "v=spf1 -all"
_dmarc 3600 TXT "v=DMARC1; p=reject"
]]

local function txt(name, text) return ("%s 300 TXT %s\n"):format(name, dkim.presentation(text)) end

local function planned(records, options)
   options = options or {}
   options.selectors = options.selectors or { "s1" }
   return (fix.plan("keys.test", zones.view(zones.parse(HEAD .. records, "keys.test")), options))
end

-- "add name TYPE value" of every change.
local function changes_of(made)
   local list = {}
   for _, item in ipairs(made.changes) do
      local texts = plan.texts(item)
      list[#list + 1] = ("%s %s %s %s"):format(item.action, item.name, item.type, table.concat(texts.values, " | "))
   end
   return list
end

local NAME = "s1._domainkey.keys.test"

local function replaced(text) return { ("replace %s TXT %s"):format(NAME, dkim.presentation(text)) } end

local MENDED = {
   { "J38 backslashes", "v=DKIM1\\; k=rsa\\; p=" .. keys.rsa_2048 },
   { "J38 quotes", '"' .. GOOD .. '"' },
   { "J50 PEM", "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----" .. keys.rsa_2048 .. "-----END PUBLIC KEY-----" },
   { "J25 test mode", "v=DKIM1; k=rsa; t=y; p=" .. keys.rsa_2048 },
   { "J23 a dead hash", "v=DKIM1; h=sha1; k=rsa; p=" .. keys.rsa_2048 },
   { "J10 upper case", "V=DKIM1; K=rsa; P=" .. keys.rsa_2048 },
   { "J30 a key without its tag", keys.rsa_2048 },
}

describe("fix dkim", function()
   for _, case in ipairs(MENDED) do
      it(case[1] .. ": the record as it was meant", function()
         local made = planned(txt("s1._domainkey", case[2]))
         assert.same(replaced(GOOD), changes_of(made))
         assert.equal("yes", made.verified)
         assert.equal(0, made.after.error + made.after.warning)
      end)
   end

   it("J39 moves a key whose name has the domain twice", function()
      local made = planned(txt("s1._domainkey.keys.test", GOOD))
      assert.same({ ("add %s TXT %s"):format(NAME, dkim.presentation(GOOD)),
         "remove s1._domainkey.keys.test.keys.test TXT " },
         changes_of(made))
      assert.equal("yes", made.verified)
   end)

   it("J45 moves an alias from a name without an underscore", function()
      local made = planned("s1.domainkey 300 CNAME k\n" .. txt("k", GOOD))
      assert.same({ "add " .. NAME .. " CNAME k.keys.test.", "remove s1.domainkey.keys.test CNAME " }, changes_of(made))
   end)

   it("J33 makes an alias of a host name that stands as text", function()
      local made = planned(txt("k", GOOD) .. txt("s1._domainkey", "k.keys.test"))
      table.sort(made.changes, function(a, b) return a.type < b.type end)
      assert.same({ "add " .. NAME .. " CNAME k.keys.test.", "remove " .. NAME .. " TXT " }, changes_of(made))
      assert.equal("yes", made.verified)
   end)

   it("J29 keeps one of two records of one key, and asks which of two keys", function()
      local twice = txt("s1._domainkey", GOOD) .. txt("s1._domainkey", "v=DKIM1; p=" .. keys.rsa_2048)
      assert.equal(1, #planned(twice).changes)
      local other = txt("s1._domainkey", GOOD) .. txt("s1._domainkey", "v=spf1 -all")
      local made = planned(other)
      assert.same({ {}, 1 }, { changes_of(made), #made.choices[1].choices })
      made = planned(other, { choose = { ["dkim-key-several"] = 1 } })
      assert.same(replaced(GOOD), changes_of(made))
   end)

   it("joins the two halves of a key only when told to", function()
      local halves = txt("s1._domainkey", "v=DKIM1; p=" .. keys.rsa_2048:sub(1, 200))
         .. txt("s1._domainkey", keys.rsa_2048:sub(201))
      local made = planned(halves)
      assert.same({ {}, { "join the two records into one" } }, { changes_of(made), made.choices[1].choices })
      made = planned(halves, { choose = { ["dkim-key-halves"] = 1 } })
      assert.equal("yes", made.verified)
      assert.equal("v=DKIM1; p=" .. keys.rsa_2048, table.concat(made.changes[1].values[1]))
   end)

   it("J32 takes an alias that leads nowhere out only when told to", function()
      local records = "k1._domainkey 300 CNAME gone\n"
      local options = { selectors = {}, probes = { "k1" } }
      assert.same({}, changes_of(planned(records, options)))
      options = { selectors = {}, probes = { "k1" }, choose = { ["selector-dangling"] = 1 } }
      assert.same({ "remove k1._domainkey.keys.test CNAME " }, changes_of(planned(records, options)))
   end)

   it("J17 a weak key needs a new pair: the command that makes one, and nothing published", function()
      local made = planned(txt("s1._domainkey", "v=DKIM1; p=" .. keys.rsa_1024))
      assert.same({}, changes_of(made))
      assert.equal("sesame dkim generate --selector s1-2 --domain keys.test --private s1-2.pem --rotate-from s1",
         made.steps[1].command)
   end)

   it("a private key is never part of a plan", function()
      local made = planned(txt("s1._domainkey", "v=DKIM1; p=" .. keys.private))
      assert.same({}, changes_of(made))
      local shown = fix.render(made, "text", {}) .. fix.render(made, "json", {})
      assert.is_nil(shown:find(keys.private:sub(1, 20), 1, true))
   end)

   it("what lies behind an alias is its owner's to mend", function()
      local made = planned("s1._domainkey 300 CNAME k\n" .. txt("k", "v=DKIM1; t=y; p=" .. keys.rsa_2048))
      assert.same({}, changes_of(made))
      assert.matches("k.keys.test, which is not yours", made.steps[1].text)
   end)
end)
