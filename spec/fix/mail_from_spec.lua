-- SPDX-License-Identifier: MIT
-- Fixes of MAIL FROM names of SES: another label where an alias serves something, a name for each region, records that
-- keep what was written.
local fix = require "sesame.fix"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local NAME = "bounce-us-east-1.acme.example"

-- A domain in good order in REGIONS, with NODE at the first MAIL FROM name.
local function world(regions, node, more)
   local records, identities = ses.healthy(regions)
   if node then records[NAME] = node end
   for name, each in pairs(more or {}) do records[name] = each end
   return support.of(records), { identities = identities }
end

local function plan(facts, options, choose)
   options.choose = choose
   return (fix.plan("acme.example", facts, options))
end

local function texts(made)
   local list = {}
   for _, item in ipairs(made.changes) do
      for _, data in ipairs(require("sesame.fix.plan").texts(item).values) do
         list[#list + 1] = ("%s %s %s"):format(item.name, item.type, data)
      end
   end
   return list
end

describe("fix.mail_from", function()
   it("an alias that serves a panel stays: another name is published and set", function()
      local facts, options = world({ "us-east-1" }, { CNAME = "acme.example" })
      local made = plan(facts, options)
      assert.same({}, made.changes)
      local records, commands = {}, {}
      for _, step in ipairs(made.steps) do
         for _, set in ipairs(step.records) do records[#records + 1] = set.name .. " " .. set.type end
         commands[#commands + 1] = step.command
      end
      assert.same({ "bounce.acme.example MX", "bounce.acme.example TXT" }, records)
      assert.matches("%-%-mail%-from%-domain bounce%.acme%.example", commands[1])
      assert.equal("v=spf1 mx -all", facts:get("acme.example", "TXT")[1])
   end)

   it("it goes when that is asked for, never unasked", function()
      local facts, options = world({ "us-east-1" }, { CNAME = "acme.example" })
      local made = plan(facts, options, { ["ses-mail-from-alias"] = 1 })
      assert.same({ NAME .. " MX 10 feedback-smtp.us-east-1.amazonses.com.",
         NAME .. ' TXT "v=spf1 include:amazonses.com ~all"' }, texts(made))
   end)

   it("nothing is written at the end of the alias to let SES send", function()
      local facts, options = world({ "us-east-1" }, { CNAME = "box.acme.example" }, {
         ["box.acme.example"] = { MX = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } },
            TXT = { "v=spf1 mx ~all" } },
      })
      for _, item in ipairs(plan(facts, options).changes) do assert.not_equal("box.acme.example", item.name) end
   end)

   it("regions without a name get one each, and no two the same", function()
      local records, identities = ses.healthy { "us-east-1", "eu-west-1" }
      for _, identity in ipairs(identities) do
         records[identity.mail_from], identity.mail_from, identity.mail_from_told = nil, nil, true
      end
      local audit = support.audit(records, { identities = identities })
      local hosts = {}
      for _, item in ipairs(audit.findings) do
         for _, set in ipairs(item.code == "ses-mail-from-default" and item.records or {}) do
            if set.type == "MX" then hosts[set.name] = set.values[1].exchange end
         end
      end
      assert.same({ ["bounce-us-east-1.acme.example"] = "feedback-smtp.us-east-1.amazonses.com",
         ["bounce-eu-west-1.acme.example"] = "feedback-smtp.eu-west-1.amazonses.com" }, hosts)
   end)

   it("a name that is the identity itself gives way to one below it, set in SES", function()
      local records, identities = ses.healthy { "us-east-1" }
      identities[1].mail_from = "acme.example"
      local made = plan(support.of(records), { identities = identities, codes = { "ses-mail-from-is-domain" } })
      assert.equal("bounce.acme.example", made.steps[1].records[1].name)
      assert.matches("--email-identity acme.example --region us-east-1 --mail-from-domain bounce.acme.example",
         made.steps[2].command, 1, true)
   end)

   it("an SPF record that stands near by is published at the name, and stays where it is", function()
      local host = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }
      local facts, options = world({ "us-east-1" }, { MX = host },
         { ["bounce-us-east-1." .. NAME] = { TXT = { ses.GOOD } } })
      local made = plan(facts, options)
      assert.same({ NAME .. ' TXT "' .. ses.GOOD .. '"' }, texts(made))
      assert.same({ "yes", 0, 0 }, { made.verified, made.after.error, made.after.warning })
   end)

   it("a name written for that of SES gives way to it, whatever else is there", function()
      local host = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }
      for written, becomes in pairs {
         ["v=spf1 include:amazonses.org -all"] = "v=spf1 include:amazonses.com -all",
         ["v=spf1 ip4:203.0.113.9 include:amazonses.com.acme.example ~all"] =
            "v=spf1 include:amazonses.com ip4:203.0.113.9 ~all",
         ["v=spf1 include:amazonses.org include:amazonses.com ~all"] = "v=spf1 include:amazonses.com ~all",
      } do
         local facts, options = world({ "us-east-1" }, { MX = host, TXT = { written } })
         local made = plan(facts, options)
         assert.same({ NAME .. ' TXT "' .. becomes .. '"' }, texts(made))
         assert.equal(0, made.after.error)
      end
   end)

   it("the terms of the record stay, copies of SES's addresses aside", function()
      local host = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }
      local facts, options = world({ "us-east-1" }, { MX = host,
         TXT = { "v=spf1 ip4:192.0.2.0/26 ip4:203.0.113.9 -all" } })
      assert.same({ NAME .. ' TXT "v=spf1 include:amazonses.com ip4:203.0.113.9 -all"' }, texts(plan(facts, options)))
   end)

   it("a choice says what it writes, and is taken as it was printed", function()
      local host = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }
      local facts, options = world({ "us-east-1" }, { MX = host, TXT = { "v=spf1 include:amazonses.com +all" } })
      local made = plan(facts, options)
      local entry = made.choices[1]
      assert.equal("mail-from-spf-anyone", entry.code)
      assert.same({ { { name = NAME, type = "TXT", added = { '"v=spf1 include:amazonses.com ~all"' },
         gone = { '"v=spf1 include:amazonses.com +all"' } } } }, entry.writes)
      assert.same({ NAME .. ' TXT "v=spf1 include:amazonses.com ~all"' }, texts(made))
   end)
end)
