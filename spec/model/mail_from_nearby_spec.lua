-- SPDX-License-Identifier: MIT
-- Records of a MAIL FROM name that stand near it: where they are looked for, how many questions that costs, and what is
-- none of them.
local nearby = require "sesame.model.mail_from_nearby"
local support = require "spec.support.facts"

local NAME = "send.acme.example"
local GOOD = "v=spf1 include:amazonses.com ~all"
local HOST = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }

-- The audit over RECORDS with NODE at NAME; what was found near; the questions for names of that kind.
local function look(node, records, more)
   local all = { [NAME] = node, [HOST[1].exchange] = { A = { "192.0.2.5" } },
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } } }
   for name, each in pairs(records) do all[name] = each end
   local identities = { { region = "us-east-1", mail_from = NAME } }
   for _, name in ipairs(more or {}) do identities[#identities + 1] = { region = "us-east-1", mail_from = name } end
   local made, facts = support.audit(support.zone(all), { identities = identities })
   local found = {}
   for _, item in ipairs(made.findings) do
      if item.code == "ses-mail-from-elsewhere" then found[#found + 1] = item.fields.type .. " " .. item.fields.at end
   end
   local asked = {}
   for _, question in ipairs(facts.asked) do
      if question:find "^send%.send%." or question:find "^_?spf%." then asked[question] = true end
   end
   return found, asked, made
end

local function count(set)
   local sum = 0
   for _ in pairs(set) do sum = sum + 1 end
   return sum
end

local MX_ALONE, TXT_ALONE, NEITHER = { MX = HOST }, { TXT = { GOOD } }, { A = { "192.0.2.1" } }

describe("records near a MAIL FROM name", function()
   for _, place in ipairs { "send.send.acme.example", "acme.example", "_spf.send.acme.example",
      "spf.send.acme.example" } do
      it("SPF at " .. place, function()
         local found, _, made = look(MX_ALONE, { [place] = { TXT = { GOOD } } })
         assert.same({ "SPF " .. place }, found)
         local item = support.find(made, "ses-mail-from-elsewhere")
         assert.same({ NAME, { NAME .. '. TXT "' .. GOOD .. '"' } }, { item.subject, support.lines(item) })
      end)
   end

   it("both below the label once more", function()
      assert.same({ "MX send.send.acme.example", "SPF send.send.acme.example" },
         (look(NEITHER, { ["send.send.acme.example"] = { MX = HOST, TXT = { GOOD } } })))
   end)

   it("are asked for only where one is missing, and with four questions at most", function()
      assert.equal(4, nearby.QUESTIONS_MAX)
      local _, asked = look({ MX = HOST, TXT = { GOOD } }, {})
      assert.equal(0, count(asked))
      for _, node in ipairs { MX_ALONE, TXT_ALONE, NEITHER } do
         _, asked = look(node, {})
         assert.is_true(count(asked) > 0 and count(asked) <= nearby.QUESTIONS_MAX)
      end
      _, asked = look(NEITHER, {}) -- the name above it is the fourth
      assert.same({ ["send.send.acme.example MX"] = true, ["send.send.acme.example TXT"] = true,
         ["_spf.send.acme.example TXT"] = true }, asked)
   end)

   for what, node in pairs {
      ["an SPF record with hosts of the owner's"] = { TXT = { "v=spf1 mx include:amazonses.com ~all" } },
      ["one that lets everybody send"] = { TXT = { "v=spf1 include:amazonses.com +all" } },
      ["one that refuses SES"] = { TXT = { "v=spf1 -include:amazonses.com ~all" } },
      ["two of them"] = { TXT = { GOOD, "v=spf1 -all" } }, ["no answer"] = { TXT = "servfail" },
      ["another host"] = { MX = { { preference = 10, exchange = "mx.acme.example" } } },
      ["two hosts"] = { MX = { HOST[1], { preference = 20, exchange = "mx.acme.example" } } },
   } do
      it("are not " .. what, function()
         assert.same({}, (look(NEITHER, { ["send.send.acme.example"] = node })))
      end)
   end

   it("are not those of another MAIL FROM name, nor what a wildcard lends", function()
      assert.same({}, (look(MX_ALONE, { ["send.send.acme.example"] = { MX = HOST, TXT = { GOOD } } },
         { "send.send.acme.example" })))
      assert.same({}, (look(MX_ALONE, { ["*.send.acme.example"] = { TXT = { GOOD } } })))
   end)

   it("make no MAIL FROM name of their own of the name they stand at", function()
      local zones = require("sesame.core").zone.open()
      assert(zones:parse("@ 300 IN SOA ns1 h 1 7200 900 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.1\n"
         .. "send IN A 192.0.2.2\nsend.send IN MX 10 feedback-smtp.us-east-1.amazonses.com.\n"
         .. "send.acme.example IN MX 10 feedback-smtp.us-east-1.amazonses.com.\n", "acme.example"))
      local facts = require("sesame.facts").new { source = require("sesame.facts.zone").new { zones = zones } }
      local made = require("sesame.audit").run("acme.example", facts:view(), { identities = { { region = "us-east-1",
         mail_from = NAME } } })
      assert.equal(1, #made.models.mail_from)
      assert.is_truthy(support.find(made, "ses-mail-from-name-doubled"))
   end)

   it("MX at the domain itself is told as what it does there", function()
      local found, _, made = look(TXT_ALONE, { ["acme.example"] = { MX = HOST, TXT = { "v=spf1 mx -all" } } })
      assert.same({}, found)
      assert.is_truthy(support.find(made, "ses-feedback-at-domain"))
   end)
end)
