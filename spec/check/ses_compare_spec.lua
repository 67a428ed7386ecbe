-- SPDX-License-Identifier: MIT
-- Regions of Amazon SES side by side: what differs between them.
local check = require "sesame.check.ses_compare"
local finding = require "sesame.finding"

-- A region of models.ses with CHANGES laid over one that is in order.
local function region(name, changes)
   local own = {
      region = name, domain = "acme.example", identity = { signing = true, key_length = "RSA_2048_BIT",
         feedback = true },
      dkim = { kind = "easy", verdict = "verifies", bits = 2048 }, mail_from = { kind = "custom", verdict = "right",
         on_failure = "USE_DEFAULT_VALUE" },
      account = { production = true, sending = true, quota = { day = 50000.0 } },
      now = { spf = { aligned = true }, dmarc = "pass" },
   }
   for path, value in pairs(changes or {}) do
      local place, last = own, path
      for part in path:gmatch("([^.]+)%.") do place, last = place[part], path:match("[^.]+$") end
      if value == "nil" then value = nil end
      place[last] = value
   end
   return own
end

-- What is found of regions: "code: message" of what is not ok, and the codes of what is.
local function found(...)
   local list, oks = {}, {}
   check.run({ ses = { regions = { ... } } }, function(code, detail)
      local item = finding.new(check.findings, code, detail)
      if item.severity == "ok" then oks[#oks + 1] = item.code
      else list[#list + 1] = item.code .. ": " .. item.message end
   end)
   return list, oks
end

local KEYS, ALIKE = "ses-regions-keys", "ses-regions-alike"

local DIFFERENCES = {
   { "DMARC", { ["now.dmarc"] = "fail" },
      "ses%-drift%-setting: .*whether its mail passes DMARC: passes in us%-east%-1; fails in eu%-west%-1" },
   { "refused mail", { ["now.refused"] = true }, "ses%-drift%-setting: .*refused in eu%-west%-1" },
   { "SPF alignment", { ["now.spf.aligned"] = false },
      "ses%-drift%-setting: .*SPF alignment: aligned in us%-east%-1; not aligned in" },
   { "DKIM", { ["dkim.verdict"] = "fails" }, "ses%-drift%-setting: .*DKIM: verifies in us%-east%-1; fails in eu" },
   { "signing", { ["identity.signing"] = false }, "ses%-drift: .*signing: on in us%-east%-1; off in eu" },
   { "MAIL FROM", { ["mail_from.kind"] = "default" },
      "ses%-drift%-setting: .*a custom MAIL FROM: custom in us%-east%-1; default in eu" },
   { "the sandbox", { ["account.production"] = false }, "ses%-drift: .*granted in us%-east%-1; sandbox in eu" },
   { "paused sending", { ["account.sending"] = false }, "ses%-drift: .*sending: on in us%-east%-1; paused in eu" },
   { "behaviour on failure", { ["mail_from.on_failure"] = "REJECT_MESSAGE" }, "ses%-drift%-setting: .*MX fails" },
   { "the kind of key", { ["dkim.kind"] = "byodkim" },
      "ses%-drift%-setting: .*kind of DKIM key: Easy DKIM in us%-east%-1; a key of your own" },
   { "the length of keys", { ["identity.key_length"] = "RSA_1024_BIT" }, "ses%-drift%-setting: .*length of DKIM keys" },
   { "the quota", { ["account.quota.day"] = 200.0 },
      "ses%-drift%-setting: .*daily quota: 50000 in us%-east%-1; 200 in eu" },
   { "feedback", { ["identity.feedback"] = false }, "ses%-drift%-setting: .*forwarding of bounces" },
}

-- What records decide and was not learnt of one region is compared with nothing, and alike is not said.
local UNKNOWN = {
   { ["now.dmarc"] = "unknown" }, { ["now.spf.aligned"] = "nil" }, { ["dkim.verdict"] = "unknown" },
   { ["mail_from.kind"] = "unknown" },
}

-- Settings that were told of one region alone keep nothing from being alike as far as is known.
local KNOWN = {
   { ["now.dmarc"] = "none" }, { ["dkim.kind"] = "replica", ["dkim.parent"] = "us-east-1" },
   { ["identity.signing"] = "nil" }, { account = "nil" }, { ["mail_from.on_failure"] = "nil" },
   { ["dkim.kind"] = "unknown" }, { ["account.quota"] = "nil" },
}

describe("regions of SES", function()
   it("that are set up alike have nothing of severity notice or above", function()
      local list, oks = found(region "us-east-1", region "eu-west-1", region "af-south-1")
      assert.same({ {}, { KEYS, ALIKE } }, { list, oks })
   end)

   for _, case in ipairs(DIFFERENCES) do
      it("that differ in " .. case[1] .. " are told apart", function()
         local list, oks = found(region "us-east-1", region("eu-west-1", case[2]))
         assert.same({ 1, { KEYS } }, { #list, oks })
         assert.matches(case[3], list[1])
      end)
   end

   for i, changes in ipairs(UNKNOWN) do
      it("with something unknown are not said to differ, case " .. i, function()
         local list, oks = found(region "us-east-1", region("eu-west-1", changes))
         assert.same({ 1, { KEYS } }, { #list, oks })
         assert.matches("^ses%-regions%-unknown: ", list[1])
      end)
   end

   for i, changes in ipairs(KNOWN) do
      it("with all that matters known are said to be alike, case " .. i, function()
         local list, oks = found(region "us-east-1", region("eu-west-1", changes))
         assert.same({ {}, { KEYS, ALIKE } }, { list, oks })
      end)
   end

   it("of different identities are not compared, nor is one alone", function()
      for _, regions in ipairs {
         { region "us-east-1", region("eu-west-1", { domain = "other.example", ["now.dmarc"] = "fail" }) },
         { region("us-east-1", { ["now.dmarc"] = "fail" }) }, {},
      } do
         local list, oks = found(table.unpack(regions))
         assert.same({ {}, {} }, { list, oks })
      end
   end)

   it("tell whose keys they sign with", function()
      local said
      check.run({ ses = { regions = {
         region "us-east-1", region("eu-west-1", { ["dkim.kind"] = "replica", ["dkim.parent"] = "us-east-1" }),
         region "af-south-1",
      } } }, function(code, detail)
         if code == "ses-regions-keys" then said = detail.fields.how end
      end)
      assert.equal("separate ones in us-east-1, af-south-1; replicas: eu-west-1 of us-east-1", said)
   end)
end)
