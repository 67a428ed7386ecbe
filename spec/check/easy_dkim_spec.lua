-- SPDX-License-Identifier: MIT
-- Every verdict on an Easy DKIM record, each from the records that make it.
local easy = require "sesame.model.easy_dkim"
local support = require "spec.support.facts"
local say = require "sesame.check.easy_dkim_words"

local T = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3", "ccccccccccccccccccccccccccccccc4" }
local KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCzQy6qVjpnVpJb7oWbXuTrcL37ic18e9tGm4n2lGHEqOXu9rpyC7HvVqDC3UNEYcn"
   .. "F2t42PDA7D1l0zoEHnTzl1Fr7mkbqCvtPmtOvVtCmoFc8r0UMUTvPDBoG+sPY3TTxWNx3Q7HEpc1uqBnrEN3VMOTDxMnYQHmjSCmTpTLywIDAQAB"
local OTHER_KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b"
   .. "4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2Q"
   .. "IDAQAB"
local PARENT = "._domainkey.acme.example"
local ZONE = "dkim.amazonses.com"
local NONCE = "sesame-no-such-name" .. PARENT

local function name_of(i) return T[i] .. PARENT end
local function target_of(i, zone) return T[i] .. "." .. (zone or ZONE) end

-- Three right records, the second target with the key, and CHANGES laid over.
local function records(changes, zone)
   local all = {}
   for i = 1, 3 do
      all[name_of(i)] = { CNAME = target_of(i, zone) }
      all[target_of(i, zone)] = { TXT = { i == 2 and KEY or "" } }
   end
   for name, node in pairs(changes or {}) do all[name] = node or nil end
   return support.zone(all)
end

local function build(all, identity, servers)
   local given = { domain = "acme.example", region = "us-east-1", tokens = T, apex = "acme.example" }
   for key, value in pairs(identity or {}) do given[key] = value or nil end
   return easy.build({ facts = support.of(all, servers) }, given)
end

local GONE = false

-- rule, changes, the first record's status, its code (nil: none), the identity's verdict
local CASES = {
   { "P07 right", {}, "right", nil, "verifies" },
   { "missing", { [name_of(1)] = GONE }, "missing", "easy-dkim-missing", "fails" },
   { "J39 name doubled", { [name_of(1)] = GONE, [name_of(1) .. ".acme.example"] = { CNAME = target_of(1) } },
      "name-doubled",
      "easy-dkim-name-doubled", "fails" },
   { "target doubled", { [name_of(1)] = { CNAME = target_of(1) .. ".acme.example" } }, "target-doubled",
      "easy-dkim-target-doubled", "fails" },
   { "target doubled with its own zone", { [name_of(1)] = { CNAME = target_of(1) .. "." .. ZONE } }, "target-doubled",
      "easy-dkim-target-doubled", "fails" },
   { "wrong suffix", { [name_of(1)] = { CNAME = T[1] .. ".dkim.amazonaws.com" } }, "wrong-suffix",
      "easy-dkim-wrong-suffix", "fails" },
   { "no host of SES", { [name_of(1)] = { CNAME = "elsewhere.test" } }, "wrong-suffix", "easy-dkim-wrong-suffix",
      "fails" },
   { "the zone without a token", { [name_of(1)] = { CNAME = ZONE } }, "wrong-suffix", "easy-dkim-wrong-suffix",
      "fails" },
   { "a web address for a target", { [name_of(1)] = { CNAME = "https://" .. target_of(1) } }, "wrong-suffix",
      "easy-dkim-wrong-suffix",
      "fails" },
   { "swapped", { [name_of(1)] = { CNAME = target_of(2) } }, "swapped", "easy-dkim-swapped", "fails" },
   { "the token of another identity", { [name_of(1)] = { CNAME = "ddddddddddddddddddddddddddddddd5." .. ZONE } },
      "swapped",
      "easy-dkim-swapped", "fails" },
   { "TXT in place of the CNAME, with the key of now", { [name_of(2)] = { TXT = { KEY } } }, "txt-in-place",
      "easy-dkim-txt-in-place",
      "unknown", 2 },
   { "TXT in place of the CNAME, with an old key", { [name_of(2)] = { TXT = { OTHER_KEY } } }, "txt-in-place",
      "easy-dkim-txt-outdated",
      "fails", 2 },
   { "TXT in place of the CNAME, where SES keeps no key now", { [name_of(1)] = { TXT = { KEY } } }, "txt-in-place",
      "easy-dkim-txt-in-place", "unknown" },
   { "J30 TXT in place of the CNAME that is no key", { [name_of(1)] = { TXT = { "v=spf1 -all" } } }, "txt-in-place",
      "easy-dkim-txt-foreign", "fails" },
   { "J33 the target pasted as text", { [name_of(1)] = { TXT = { target_of(1) .. "." } } }, "txt-in-place",
      "easy-dkim-target-as-text", "fails" },
   { "J33 the target pasted as text, quoted", { [name_of(1)] = { TXT = { '"' .. target_of(1):upper() .. '"' } } },
      "txt-in-place",
      "easy-dkim-target-as-text", "fails" },
   { "J43 proxied", { [name_of(1)] = { A = { "192.0.2.7" } } }, "proxied", "easy-dkim-proxied", "fails" },
   { "J43 proxied by Cloudflare", { [name_of(1)] = { A = { "104.16.1.1" } } }, "proxied",
      "easy-dkim-proxied-cloudflare", "fails" },
   { "J43 proxied by Cloudflare, IPv6 alone", { [name_of(1)] = { AAAA = { "2606:4700::1" } } }, "proxied",
      "easy-dkim-proxied-cloudflare", "fails" },
   { "J45 without the underscore", { [name_of(1)] = GONE, [T[1] .. ".domainkey.acme.example"] = {
      CNAME = target_of(1) } },
      "underscore-refused", "easy-dkim-underscore-refused", "fails" },
   { "J45 without the dot", { [name_of(1)] = GONE, [T[1] .. "_domainkey.acme.example"] = { CNAME = target_of(1) } },
      "misplaced", "easy-dkim-misplaced", "fails" },
   { "J45 at the domain itself", { [name_of(1)] = GONE, [T[1] .. ".acme.example"] = { CNAME = target_of(1) } },
      "misplaced", "easy-dkim-misplaced", "fails" },
   { "a near name that says something else is no trace",
      { [name_of(1)] = GONE, [T[1] .. ".acme.example"] = { CNAME = "www.acme.example" } },
      "missing", "easy-dkim-missing", "fails" },
   { "a near name that gives no answer is no trace",
      { [name_of(1)] = GONE, [T[1] .. ".acme.example"] = { all = "servfail" } },
      "missing", "easy-dkim-missing", "fails" },
   { "J48 hidden below a delegation",
      { [name_of(1)] = GONE, ["_domainkey.acme.example"] = { NS = { "ns.other.test" } } },
      "occluded", "easy-dkim-occluded", "fails" },
   { "J48 a delegation that holds the records hides nothing",
      { ["_domainkey.acme.example"] = { NS = { "ns.other.test" } } },
      "right", nil, "verifies" },
   { "no answer", { [name_of(1)] = { all = "servfail", TXT = "servfail", CNAME = "servfail" } }, "unknown",
      "easy-dkim-unknown",
      "unknown" },
   { "no answer for the CNAME, and a wildcard's TXT",
      { [NONCE] = { TXT = { "v=DKIM1; p=" } }, [name_of(1)] = { CNAME = "servfail", TXT = { "v=DKIM1; p=" } } },
      "unknown", "easy-dkim-unknown", "unknown" },
   { "no answer for the TXT alone", { [name_of(1)] = { CNAME = "nodata", TXT = "servfail" } }, "unknown",
      "easy-dkim-unknown", "unknown" },
   { "no answer for the addresses alone", { [name_of(1)] = { CNAME = "nodata", TXT = "nodata", A = "timeout" } },
      "unknown",
      "easy-dkim-unknown", "unknown" },
   { "J48 no answer from whom the name is delegated to",
      { [name_of(1)] = { all = "timeout", CNAME = "timeout" }, ["_domainkey.acme.example"] = {
         NS = { "ns.other.test" } } },
      "unknown", "easy-dkim-delegated", "unknown" },
   { "J49 SERVFAIL that vanishes with checking disabled",
      { [name_of(1)] = { all = "servfail", CNAME = "servfail", unchecked = { CNAME = target_of(1) } } }, "unknown",
      "easy-dkim-bogus",
      "unknown" },
   { "J47 NXDOMAIN above a record that exists", { ["_domainkey.acme.example"] = { all = "nxdomain" } }, "right",
      "easy-dkim-denied-parent", "unknown" },
}

local function codes_of(model)
   local list = {}
   require("sesame.check.easy_dkim").run({ easy_dkim = { model } }, function(code) list[#list + 1] = code end)
   return list
end

local function has(list, code)
   for _, item in ipairs(list) do
      if item == code then return true end
   end
   return false
end

-- Codes beside those that sum up.
local function own_codes(model)
   local list = {}
   for _, code in ipairs(codes_of(model)) do
      if code ~= "easy-dkim-verdict" and code ~= "easy-dkim-verifies" and code ~= "easy-dkim-weak-key" then
         list[#list + 1] = code
      end
   end
   return list
end

describe("Easy DKIM", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local model = build(records(case[2]))
         assert.equal(case[3], model.records[case[6] or 1].status)
         assert.equal(case[5], model.verdict)
         local said = { case[4] }
         said[#said + 1] = "easy-dkim-weak-key" -- of the second target, whatever the first record is
         said[#said + 1] = case[5] == "verifies" and "easy-dkim-verifies" or "easy-dkim-verdict"
         assert.same(said, codes_of(model))
      end)
   end

   it("an empty text at two targets is normal, and is not called revoked", function()
      local model = build(records())
      assert.same({ true, false, true }, { model.records[1].idle, model.records[2].idle, model.records[3].idle })
      assert.equal(1, model.keys)
   end)

   it("a target without any answer data is as idle as an empty text", function()
      local model = build(records { [target_of(1)] = GONE, [target_of(3)] = { TXT = "nodata" } })
      assert.same({ true, true, "verifies" }, { model.records[1].idle, model.records[3].idle, model.verdict })
   end)

   it("a set of tokens none of which has a key is stale", function()
      local model = build(records { [target_of(2)] = { TXT = { "" } } })
      for i = 1, 3 do assert.equal("stale", model.records[i].status) end
      assert.same({ "fails", true }, { model.verdict, has(codes_of(model), "easy-dkim-stale") })
   end)

   it("two tokens without a key are not stale: the third may have it", function()
      local model = build(records { [target_of(2)] = { TXT = { "" } } }, { tokens = { T[1], T[2] } })
      assert.same({ "right", "right" }, { model.records[1].status, model.records[2].status })
      assert.is_false(has(codes_of(model), "easy-dkim-stale"))
   end)

   it("is not stale while the token whose record is missing has the key", function()
      local model = build(records { [name_of(2)] = GONE })
      assert.same({ "right", "missing", "right" }, { model.records[1].status, model.records[2].status,
         model.records[3].status })
      assert.same({ "easy-dkim-missing" }, own_codes(model))
   end)

   it("is not stale while one target could not be learnt", function()
      local model = build(records { [target_of(2)] = { TXT = "servfail" } })
      assert.same({ "right", "right", "unknown" }, { model.records[1].status, model.records[2].status, model.verdict })
      assert.same({ "easy-dkim-key-unknown" }, own_codes(model))
   end)

   it("verifies with one key, whatever could not be learnt of another", function()
      assert.equal("verifies", build(records { [target_of(1)] = { TXT = "servfail" } }).verdict)
   end)

   it("a revoked key is none where no other is, and idle beside one", function()
      assert.equal("verifies", build(records { [target_of(1)] = { TXT = { "p=" } } }).verdict)
      local model = build(records { [target_of(2)] = { TXT = { "p=" } } })
      assert.is_true(has(codes_of(model), "easy-dkim-revoked"))
   end)

   it("1024 bits are weak", function()
      local model = build(records())
      assert.same({ 1024, true }, { model.bits, has(codes_of(model), "easy-dkim-weak-key") })
   end)

   for status, told in pairs {
      nodata = { "target-unresolved", "unknown", { "easy-dkim-target-unresolved" } },
      servfail = { "right", "unknown", { "easy-dkim-key-unknown" } }, timeout = { "right", "unknown",
         { "easy-dkim-key-unknown" } },
   } do
      it("a server that answers the alias but does not lead to the key is told, " .. status, function()
         local facts = support.of(records())
         local plain = facts.get
         function facts:get(name, rrtype, options)
            if name ~= name_of(2) or rrtype ~= "TXT" then return plain(self, name, rrtype, options) end
            return require("sesame.core").answer.make { name = name, type = rrtype, status = status }
         end
         local model = easy.build({ facts = facts }, { domain = "acme.example", region = "us-east-1", tokens = T })
         assert.same(told, { model.records[2].status, model.verdict, own_codes(model) })
      end)
   end

   it("a private key published by mistake is not shown again", function()
      local secret = "MIICXAIBAAKBgQDwIRP/UC3SBsEmGqZ9ZJW3"
      local model = build(records { [name_of(1)] = { TXT = { "p=-----BEGIN RSA PRIVATE KEY-----" .. secret } } })
      local words = { model.records[1].found[1].text, model.records[1].txt.records[1] }
      require("sesame.check.easy_dkim").run({ easy_dkim = { model } }, function(_, detail)
         for _, item in ipairs(detail.evidence or {}) do words[#words + 1] = item.value end
      end)
      assert.is_true(#words >= 3)
      assert.is_nil(table.concat(words, " "):find(secret, 1, true))
   end)

   it("what stands at a name is told as data", function()
      local model = build(records { [name_of(1)] = { TXT = { "v=spf1 exp=why.acme.example -all", "p=" } },
         [name_of(3)] = { A = { "192.0.2.1" } } })
      local texts = {}
      for i, item in ipairs(model.records[1].found) do texts[i] = ("%s %s"):format(item.text, item.is_key) end
      table.sort(texts)
      assert.same({ "p= true", "v=spf1 exp=why.acme.example -all false" }, texts)
      assert.same({ { kind = "cname", target = target_of(2), zone = "dkim.amazonses.com" } }, model.records[2].found)
      assert.same({ { kind = "a", address = "192.0.2.1" } }, model.records[3].found)
   end)

   it("a record found at two wrong names is told of the likelier", function()
      local model = build(records { [name_of(1)] = GONE, [T[1] .. ".acme.example"] = { CNAME = target_of(1) },
         [name_of(1) .. ".acme.example"] = { CNAME = target_of(1) } })
      assert.same({ "name-doubled", name_of(1) .. ".acme.example" }, { model.records[1].status, model.records[1].at })
   end)

   it("fewer tokens than three leave the verdict open", function()
      local model = build(records(), { tokens = { T[1], T[2] } })
      assert.same({ "unknown", "2 of 3 tokens were given, and those records are right" },
         { model.verdict, say.reason(model.reason) })
   end)

   it("J49 SERVFAIL that has passed meanwhile is no fault of DNSSEC", function()
      local node = { CNAME = "servfail", TXT = "servfail", MX = "nodata", unchecked = { CNAME = target_of(1) } }
      assert.same({ "easy-dkim-unknown" }, own_codes(build(records { [name_of(1)] = node })))
   end)

   it("J49 a time-out that vanishes with checking disabled is no fault of DNSSEC", function()
      local node = { CNAME = "timeout", TXT = "timeout", MX = "servfail", unchecked = { CNAME = target_of(1) } }
      assert.same({ "easy-dkim-unknown" }, own_codes(build(records { [name_of(1)] = node })))
   end)

   -- The model where the first name answers MADE[type] in place of what the records say.
   local function answered(changes, made)
      local facts = support.of(records(changes))
      local plain = facts.get
      function facts:get(name, rrtype, options)
         local answer = name == name_of(1) and made[rrtype]
         if not answer then return plain(self, name, rrtype, options) end
         answer.name, answer.type, answer.aa = name, rrtype, true
         return require("sesame.core").answer.make(answer)
      end
      return easy.build({ facts = facts },
         { domain = "acme.example", region = "us-east-1", tokens = T, apex = "acme.example" })
   end

   it("an alias that ends in NXDOMAIN does not deny the name itself", function()
      local nowhere = { status = "nxdomain", records = { { type = "CNAME", value = "gone.test" } } }
      local model = answered({ [name_of(1)] = { CNAME = "servfail", TXT = "servfail" } }, { A = nowhere })
      assert.same({ "unknown", { "easy-dkim-unknown" } }, { model.records[1].status, own_codes(model) })
      model = answered({ [name_of(1)] = { CNAME = "servfail", TXT = "servfail" } }, { A = { status = "nxdomain" } })
      assert.same({ "missing", { "easy-dkim-missing" } }, { model.records[1].status, own_codes(model) })
   end)

   for _, case in ipairs { { target_of(1), "right" }, { T[1] .. ".dkim.other.test", "occluded" } } do
      it("what a DNAME makes is judged by where it leads: " .. case[2], function()
         local chain = { { name = "_domainkey.acme.example", type = "DNAME", value = case[1]:match("%.(.+)") },
            { name = name_of(1), type = "CNAME", value = case[1] } }
         local model = answered({}, { CNAME = { status = "ok", records = chain },
            TXT = { status = "ok", records = { chain[1], chain[2], "" } } })
         assert.equal(case[2], model.records[1].status)
      end)
   end

   it("says what to do first", function()
      local first = require("sesame.check.easy_dkim_words").first
      assert.matches("publish the right record at " .. name_of(3), first(build(records { [name_of(3)] = GONE })))
      assert.matches("tokens SES shows today", first(build(support.zone {})))
   end)

   describe("behind a wildcard", function()
      local CASES_OF_WILDCARDS = {
         { "J46 of keys", { TXT = { "v=DKIM1; p=" } } }, { "J46 of aliases", { CNAME = "parking.test" } },
         { "J46 of addresses", { A = { "192.0.2.80" } } },
         { "J46 of addresses that change", { A = { "192.0.2.81" } }, { A = { "192.0.2.80" } } },
         { "J46 of a proxy", { A = { "104.16.1.1" } }, { AAAA = { "2606:4700::1" } } },
      }
      for _, case in ipairs(CASES_OF_WILDCARDS) do
         it(case[1], function()
            local model = build(records { [name_of(1)] = case[2], [NONCE] = case[3] or case[2] })
            assert.same({ "missing", true, { "easy-dkim-missing-wildcard" } },
               { model.records[1].status, model.records[1].wildcard, own_codes(model) })
         end)
      end

      it("a right record is right, and one that says more than the wildcard is judged", function()
         local model = build(records { [NONCE] = { TXT = { "v=DKIM1; p=" } },
            [name_of(1)] = { TXT = { "v=spf1 -all" } } })
         assert.same({ "txt-in-place", "right" }, { model.records[1].status, model.records[2].status })
      end)
   end)

   describe("J44 a subdomain's record", function()
      local function subdomain(changes)
         local all = {}
         for i = 2, 3 do
            all[T[i] .. "._domainkey.app.acme.example"] = { CNAME = target_of(i) }
            all[target_of(i)] = { TXT = { i == 2 and KEY or "" } }
         end
         for name, node in pairs(changes) do all[name] = node end
         return build(support.zone(all), { domain = "app.acme.example" })
      end

      it("one level too high", function()
         local model = subdomain { [name_of(1)] = { CNAME = target_of(1) } }
         assert.same({ "misplaced", name_of(1) }, { model.records[1].status, model.records[1].at })
      end)

      it("with the zone appended", function()
         local at = T[1] .. "._domainkey.app.acme.example.acme.example"
         local model = subdomain { [at] = { CNAME = target_of(1) } }
         assert.same({ "name-doubled", at }, { model.records[1].status, model.records[1].at })
      end)
   end)

   describe("the zone of the target", function()
      it("is SigningHostedZone where that is known", function()
         local model = build(records(), { hosted_zone = "dkim.eu-central-2.amazonses.com" })
         assert.equal("wrong-zone", model.records[1].status)
         assert.same({ "easy-dkim-wrong-zone", "easy-dkim-wrong-zone", "easy-dkim-wrong-zone" }, own_codes(model))
         assert.equal("fails", model.verdict)
         model = build(records({}, "a31d.dkim.us-west-2.amazonses.com"),
            { hosted_zone = "A31d.dkim.us-west-2.amazonses.com." })
         assert.equal("verifies", model.verdict)
      end)

      it("is right wherever a key answers, since replicas use another region's", function()
         local model = build(records({}, "dkim.eu-central-2.amazonses.com"))
         assert.same({ "right", "other-zone", "verifies" }, { model.records[1].status, model.records[1].detail,
            model.verdict })
         assert.same({}, own_codes(model))
      end)

      it("is that of a replica's parent", function()
         local model = build(records({}, "dkim.eu-central-2.amazonses.com"), { origin = "AWS_SES_EU_CENTRAL_2" })
         assert.same({ "right", nil, "verifies" }, { model.records[1].status, model.records[1].detail, model.verdict })
      end)

      for _, zone in ipairs { "dkim.eu-central-2.amazonses.com", "a31d.dkim.us-west-2.amazonses.com",
         "keys.new.amazonses.com" } do
         it("is likely wrong where no key answers, one warning for all: " .. zone, function()
            local all = {}
            for i = 1, 3 do all[name_of(i)] = { CNAME = target_of(i, zone) } end
            local model = build(support.zone(all))
            assert.same({ "wrong-zone", "unknown" }, { model.records[1].status, model.verdict })
            assert.same({ "easy-dkim-wrong-zone-likely" }, own_codes(model))
         end)
      end

      it("is not judged where nobody answered for the key: that is not the same as none", function()
         local all = {}
         for i = 1, 3 do
            all[name_of(i)] = { CNAME = target_of(i, "a31d.dkim.us-west-2.amazonses.com") }
            all[target_of(i, "a31d.dkim.us-west-2.amazonses.com")], all[target_of(i)] = { TXT = "servfail" },
               { TXT = "servfail" }
         end
         local model = build(support.zone(all))
         assert.same({ "unknown", "other-zone", "unknown" }, { model.records[1].status, model.records[1].detail,
            model.verdict })
         assert.same({ "easy-dkim-zone-unknown", "easy-dkim-zone-unknown", "easy-dkim-zone-unknown" },
            (own_codes(model)))
         assert.matches("could not be learnt", say.sentence(model.records[1]))
         assert.matches("SigningHostedZone", say.first(model))
      end)

      it("is likely wrong where the key answers in the usual one", function()
         local all = { [target_of(2)] = { TXT = { KEY } } }
         for i = 1, 3 do all[name_of(i)] = { CNAME = target_of(i, "dkim.us-east-1.amazonses.com") } end
         local model = build(support.zone(all))
         assert.same({ { "easy-dkim-wrong-zone-likely" }, "unknown" }, { own_codes(model), model.verdict })
         assert.same({ "likely", "no-key", "likely" },
            { model.records[1].detail, model.records[2].detail, model.records[3].detail })
      end)

      it("is likely wrong for the one record that leaves the others' zone", function()
         local model = build(records({ [name_of(1)] = { CNAME = target_of(1) } }, "a31d.dkim.us-west-2.amazonses.com"))
         assert.same({ "wrong-zone", "right", "right" }, { model.records[1].status, model.records[2].status,
            model.records[3].status })
      end)

      it("is no fault by itself when it is of an unknown form, with the right token", function()
         assert.equal("verifies", build(records({}, "keys.new.amazonses.com")).verdict)
         assert.equal("verifies", build(records({}, "a31d.dkim.us-west-2.amazonses.com")).verdict)
      end)

      local regions = require "sesame.ses.regions"
      for _, region in ipairs { "af-south-1", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-5",
         "ca-west-1",
         "eu-central-2", "eu-south-1", "il-central-1", "me-central-1", "us-gov-east-1" } do
         it("is the regional one in " .. region, function()
            assert.equal(("dkim.%s.amazonses.com"):format(region), regions.get(region).dkim_domain)
            local model = build(records({}, ("dkim.%s.amazonses.com"):format(region)), { region = region })
            assert.same({ "right", nil }, { model.records[1].status, model.records[1].detail })
         end)
      end
   end)

   describe("P21 the zone's own servers", function()
      local good, old = records(), records { [name_of(1)] = GONE }

      it("that differ are named", function()
         local model = build(good, nil, { ["ns1.acme.example"] = good, ["ns2.acme.example"] = old })
         assert.same({ "inconsistent", "unknown" }, { model.records[1].status, model.verdict })
         assert.same({ "ns1.acme.example", "ns2.acme.example" }, { model.records[1].servers[1].host,
            model.records[1].servers[2].host })
         assert.equal("right", model.records[2].status)
      end)

      it("that differ are named as well where the resolver met the wrong one", function()
         local model = build(old, nil, { ["ns1.acme.example"] = good, ["ns2.acme.example"] = old })
         assert.same({ "easy-dkim-inconsistent" }, own_codes(model))
      end)

      it("that all have it count more than what the resolver remembers", function()
         local model = build(old, nil, { ["ns1.acme.example"] = good, ["ns2.acme.example"] = good })
         assert.same({ "right", "remembered", "verifies" }, { model.records[1].status, model.records[1].detail,
            model.verdict })
         assert.same({ "easy-dkim-remembered" }, own_codes(model))
      end)

      it("that give no answer, or none of their own, say nothing", function()
         local cached = records { [name_of(1)] = GONE }
         cached.not_authoritative = true
         local model = build(good, nil, { ["ns1.acme.example"] = good, ["ns2.acme.example"] = "timeout",
            ["ns3.acme.example"] = cached })
         assert.equal("verifies", model.verdict)
      end)
   end)

   describe("without tokens", function()
      local function untold(all) return build(all, { tokens = false }) end

      it("judges nothing and tells how to get them", function()
         local model = untold(records())
         assert.same({ "unknown", { "easy-dkim-no-tokens" } }, { model.verdict, (own_codes(model)) })
         assert.matches("_domainkey.acme.example exists", say.reason(model.reason))
      end)

      it("J36 sees that nothing can be there", function()
         assert.same({ "easy-dkim-no-tokens", "easy-dkim-none-published" }, own_codes(untold(support.zone {})))
      end)

      it("J47 does not believe the denial where a selector is there", function()
         local list = {}
         local models = { easy_dkim = { untold(support.zone {}) }, selectors = { { known = "present" } } }
         require("sesame.check.easy_dkim").run(models, function(code) list[#list + 1] = code end)
         assert.same({ "easy-dkim-no-tokens" }, list)
      end)

      it("J35 sees a wildcard", function()
         local list = own_codes(untold(records { [NONCE] = { TXT = { "v=DKIM1; p=" } } }))
         assert.same({ "easy-dkim-no-tokens", "easy-dkim-wildcard" }, list)
      end)

      it("asks for no guessed selector", function()
         local facts = support.of(records())
         easy.build({ facts = facts }, { domain = "acme.example", region = "us-east-1" })
         for _, asked in ipairs(facts.asked) do assert.is_nil(asked:find("amazonses", 1, true)) end
      end)
   end)

   it("says that a domain is too long for the names of its records, and looks for none", function()
      local domain = ("a"):rep(60) .. ("." .. ("b"):rep(60)):rep(2) .. "." .. ("c"):rep(40) .. ".example"
      local audit = support.audit({ [domain] = { SOA = { support.soa() }, NS = { "ns1.acme.example" },
         TXT = { "v=spf1 -all" } } }, {
         domain = domain,
         identities = { { region = "us-east-1", tokens = { ("a"):rep(32), ("b"):rep(32), ("c"):rep(32) } } },
      })
      assert.equal("error", support.find(audit, "easy-dkim-no-room").severity)
      assert.is_nil(support.find(audit, "easy-dkim-missing"))
      assert.is_nil(support.find(audit, "internal-error"))
   end)
end)
