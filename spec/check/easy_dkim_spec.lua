-- SPDX-License-Identifier: MIT
-- Every verdict on an Easy DKIM record, each from the records that make it.
local easy = require "sesame.model.easy_dkim"
local support = require "spec.support.facts"

local T = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3", "ccccccccccccccccccccccccccccccc4" }
local KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCzQy6qVjpnVpJb7oWbXuTrcL37ic18e9tGm4n2lGHEqOXu9rpyC7HvVqDC3UNEYcnF2t42PDA7D1l0zoEHn"
   .. "Tzl1Fr7mkbqCvtPmtOvVtCmoFc8r0UMUTvPDBoG+sPY3TTxWNx3Q7HEpc1uqBnrEN3VMOTDxMnYQHmjSCmTpTLywIDAQAB"
local PARENT = "._domainkey.acme.example"
local ZONE = "dkim.amazonses.com"

local function name_of(i) return T[i] .. PARENT end

-- Three right records, the second target with the key, and CHANGES laid over.
local function records(changes, zone)
   local all = {}
   for i = 1, 3 do
      local target = T[i] .. "." .. (zone or ZONE)
      all[name_of(i)] = { CNAME = target }
      all[target] = { TXT = { i == 2 and KEY or "" } }
   end
   for name, node in pairs(changes or {}) do all[name] = node or nil end
   return support.zone(all)
end

local function build(all, identity, servers)
   local given = { domain = "acme.example", region = "us-east-1", tokens = T, apex = "acme.example" }
   for key, value in pairs(identity or {}) do given[key] = value end
   return easy.build({ facts = support.of(all, servers) }, given)
end

local GONE = false

-- rule, changes, the first record's status, its code (nil: none), the identity's verdict
local CASES = {
   { "P07 right", {}, "right", nil, "verifies" },
   { "missing", { [name_of(1)] = GONE }, "missing", "easy-dkim-missing", "fails" },
   { "J39 name doubled", { [name_of(1)] = GONE, [name_of(1) .. ".acme.example"] = { CNAME = T[1] .. "." .. ZONE } }, "name-doubled",
      "easy-dkim-name-doubled", "fails" },
   { "target doubled", { [name_of(1)] = { CNAME = T[1] .. "." .. ZONE .. ".acme.example" } }, "target-doubled",
      "easy-dkim-target-doubled", "fails" },
   { "wrong suffix", { [name_of(1)] = { CNAME = T[1] .. ".dkim.amazonaws.com" } }, "wrong-suffix", "easy-dkim-wrong-suffix", "fails" },
   { "no host of SES", { [name_of(1)] = { CNAME = "elsewhere.test" } }, "wrong-suffix", "easy-dkim-wrong-suffix", "fails" },
   { "swapped", { [name_of(1)] = { CNAME = T[2] .. "." .. ZONE } }, "swapped", "easy-dkim-swapped", "fails" },
   { "TXT in place of the CNAME", { [name_of(1)] = { TXT = { KEY } } }, "txt-in-place", "easy-dkim-txt-in-place", "unknown" },
   { "J33 the target pasted as text", { [name_of(1)] = { TXT = { T[1] .. "." .. ZONE .. "." } } }, "txt-in-place",
      "easy-dkim-target-as-text", "unknown" },
   { "J43 proxied", { [name_of(1)] = { A = { "192.0.2.7" } } }, "proxied", "easy-dkim-proxied", "fails" },
   { "J43 proxied by Cloudflare", { [name_of(1)] = { A = { "104.16.1.1" } } }, "proxied", "easy-dkim-proxied-cloudflare", "fails" },
   { "J45 without the underscore", { [name_of(1)] = GONE, [T[1] .. ".domainkey.acme.example"] = { CNAME = T[1] .. "." .. ZONE } },
      "underscore-refused", "easy-dkim-underscore-refused", "fails" },
   { "J45 without the dot", { [name_of(1)] = GONE, [T[1] .. "_domainkey.acme.example"] = { CNAME = T[1] .. "." .. ZONE } },
      "misplaced", "easy-dkim-misplaced", "fails" },
   { "J48 hidden below a delegation", { [name_of(1)] = GONE, ["_domainkey.acme.example"] = { NS = { "ns.other.test" } } },
      "occluded", "easy-dkim-occluded", "fails" },
   { "no answer", { [name_of(1)] = { all = "servfail", TXT = "servfail", CNAME = "servfail" } }, "unknown", "easy-dkim-unknown",
      "unknown" },
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

describe("Easy DKIM", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local model = build(records(case[2]))
         assert.equal(case[3], model.records[1].status)
         assert.equal(case[5], model.verdict)
         local codes = codes_of(model)
         if case[4] then assert.is_true(has(codes, case[4]), table.concat(codes, " ")) end
         assert.equal(case[5] == "verifies", has(codes, "easy-dkim-verifies"))
      end)
   end

   it("an empty text at two targets is normal, and is not called revoked", function()
      local model = build(records())
      assert.same({ true, false, true }, { model.records[1].idle, model.records[2].idle, model.records[3].idle })
      assert.equal(1, model.keys)
   end)

   it("a set of tokens none of which has a key is stale", function()
      local model = build(records { [T[2] .. "." .. ZONE] = { TXT = { "" } } })
      for i = 1, 3 do assert.equal("stale", model.records[i].status) end
      assert.same({ "fails", true }, { model.verdict, has(codes_of(model), "easy-dkim-stale") })
   end)

   it("is not stale while one target could not be learnt", function()
      local model = build(records { [T[2] .. "." .. ZONE] = { TXT = "servfail" } })
      assert.equal("right", model.records[1].status)
      assert.equal("unknown", model.verdict)
   end)

   it("1024 bits are weak", function()
      assert.is_true(has(codes_of(build(records())), "easy-dkim-weak-key"))
   end)

   it("J46 a wildcard does not stand in for a record", function()
      local model = build(records { [name_of(1)] = { TXT = { "v=DKIM1; p=" } },
         ["sesame-no-such-selector" .. PARENT] = { TXT = { "v=DKIM1; p=" } } })
      assert.same({ "missing", true }, { model.records[1].status, has(codes_of(model), "easy-dkim-missing-wildcard") })
   end)

   it("J44 a subdomain's record one level too high", function()
      local identity = { domain = "app.acme.example" }
      local all = {}
      for i = 2, 3 do
         all[T[i] .. "._domainkey.app.acme.example"] = { CNAME = T[i] .. "." .. ZONE }
         all[T[i] .. "." .. ZONE] = { TXT = { i == 2 and KEY or "" } }
      end
      all[name_of(1)] = { CNAME = T[1] .. "." .. ZONE }
      local model = build(support.zone(all), identity)
      assert.same({ "misplaced", name_of(1) }, { model.records[1].status, model.records[1].at })
   end)

   describe("the zone of the target", function()
      it("is SigningHostedZone where that is known", function()
         local model = build(records(), { hosted_zone = "dkim.eu-central-2.amazonses.com" })
         assert.equal("wrong-zone", model.records[1].status)
         assert.is_true(has(codes_of(model), "easy-dkim-wrong-zone"))
         model = build(records({}, "a31d.dkim.us-west-2.amazonses.com"), { hosted_zone = "a31d.dkim.us-west-2.amazonses.com" })
         assert.equal("verifies", model.verdict)
      end)

      it("is right wherever a key answers, since replicas use another region's", function()
         local model = build(records({}, "dkim.eu-central-2.amazonses.com"))
         assert.same({ "right", "other-zone", "verifies" }, { model.records[1].status, model.records[1].detail, model.verdict })
      end)

      it("is likely wrong where none does", function()
         local all = {}
         for i = 1, 3 do all[name_of(i)] = { CNAME = T[i] .. ".dkim.eu-central-2.amazonses.com" } end
         local model = build(support.zone(all))
         assert.same({ "wrong-zone", true }, { model.records[1].status, has(codes_of(model), "easy-dkim-wrong-zone-likely") })
      end)

      it("is no fault by itself when it is of an unknown form, with the right token", function()
         assert.equal("verifies", build(records({}, "keys.new.amazonses.com")).verdict)
         assert.equal("verifies", build(records({}, "a31d.dkim.us-west-2.amazonses.com")).verdict)
      end)

      it("is the regional one where the region has one", function()
         local model = build(records({}, "dkim.eu-central-2.amazonses.com"), { region = "eu-central-2" })
         assert.same({ "right", nil }, { model.records[1].status, model.records[1].detail })
      end)
   end)

   it("P21 servers that differ are named", function()
      local good = records()
      local old = records { [name_of(1)] = GONE }
      local model = build(good, nil, { ["ns1.acme.example"] = good, ["ns2.acme.example"] = old })
      assert.equal("inconsistent", model.records[1].status)
      assert.same({ "ns1.acme.example", "ns2.acme.example" }, { model.records[1].servers[1].host, model.records[1].servers[2].host })
      assert.equal("right", model.records[2].status)
   end)
end)
