-- SPDX-License-Identifier: MIT
-- The null MX, and what it would stop; where reports can go of a domain that takes no mail.
local fix = require "sesame.fix"
local support = require "spec.support.facts"

local function plan(more, options)
   local records = support.zone { ["acme.example"] = { MX = false, TXT = { "v=spf1 ip4:192.0.2.9 -all" } } }
   for name, node in pairs(more) do
      for rrtype, data in pairs(node) do
         records[name] = records[name] or {}
         records[name][rrtype] = data or nil
      end
   end
   return (fix.plan("acme.example", support.of(records), options or {}))
end

local function dmarc(text) return { TXT = { "v=DMARC1; p=reject" .. text } } end

local ELSEWHERE = "; rua=mailto:d@mail.acme.example"

local function first_choice(code, made)
   for _, item in ipairs(made.choices) do
      if item.code == code then return item.choices[1] end
   end
end

describe("fix.mx", function()
   it("offers the null MX to a domain at which no mailbox is named", function()
      local made = plan({ ["acme.example"] = { TXT = { "v=spf1 -all" } }, ["_dmarc.acme.example"] = dmarc(ELSEWHERE) },
         { codes = { "mx-missing" } })
      assert.equal("if the domain receives no mail: the null MX", first_choice("mx-missing", made))
   end)

   it("says what it would stop of a domain that sends", function()
      local made = plan({ ["acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.9 -all" } },
         ["_dmarc.acme.example"] = dmarc(ELSEWHERE) }, { codes = { "mx-missing" } })
      assert.matches("the null MX; bounces of the mail it sends are lost then", first_choice("mx-missing", made), 1,
         true)
   end)

   it("does not offer it where DMARC reports go to the domain itself", function()
      for _, tag in ipairs { "rua", "ruf" } do
         local made = plan({ ["acme.example"] = { TXT = { "v=spf1 -all" }, A = { "192.0.2.1" } },
            ["_dmarc.acme.example"] = dmarc("; " .. tag .. "=mailto:d@acme.example" .. ELSEWHERE:gsub("rua",
               tag == "rua" and "ruf" or "rua")) }, { codes = { "mx-implicit" } })
         assert.is_nil(first_choice("mx-implicit", made))
         assert.matches("acme.example is to take mail: its DMARC record has reports sent to mailto:d@acme.example",
            made.steps[1].text, 1, true)
      end
   end)

   it("nor does the audit print it there", function()
      local records = support.zone { ["acme.example"] = { MX = false, TXT = { "v=spf1 -all" } } }
      assert.same({}, support.find(support.audit(records), "mx-missing").records)
      records["_dmarc.acme.example"] = dmarc(ELSEWHERE)
      assert.equal(1, #support.find(support.audit(records), "mx-missing").records)
   end)
end)

describe("report addresses of a domain that takes no mail", function()
   it("are named in no first record", function()
      local made = plan { ["_dmarc.acme.example"] = { TXT = false } }
      assert.equal("v=DMARC1; p=none", table.concat(made.changes[1].values[1]))
      assert.matches("acme.example receives no mail", made.steps[1].text)
      local item = support.find(support.audit(support.zone { ["_dmarc.acme.example"] = false,
         ["acme.example"] = { MX = { { preference = 0, exchange = "." } } } }), "dmarc-missing")
      assert.same({ { "v=DMARC1; p=none" } }, item.records[1].values)
   end)

   it("are added to no record", function()
      local made = plan { ["_dmarc.acme.example"] = dmarc "" }
      assert.same({}, made.changes)
      assert.matches("acme.example receives no mail: put into rua=", made.steps[1].text, 1, true)
      made = plan { ["_dmarc.acme.example"] = dmarc "", ["acme.example"] = { A = { "192.0.2.1" } } }
      assert.equal("v=DMARC1; p=reject; rua=mailto:dmarc-reports@acme.example",
         table.concat(made.changes[1].values[1]))
   end)

   it("stand in no record that is written anew for want of a policy", function()
      local made = plan { ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; adkim=s" } } }
      assert.equal("v=DMARC1; p=none; adkim=s", table.concat(made.changes[1].values[1]))
   end)

   it("are a warning where a record has them", function()
      local records = support.zone { ["acme.example"] = { MX = { { preference = 0, exchange = "." } } } }
      assert.equal("warning", support.find(support.audit(records), "dmarc-report-own-mailbox").severity)
   end)

   describe("of a feedback host of SES beside the domain's own", function()
      local HOST = "feedback-smtp.us-east-1.amazonses.com"

      local function made_of(preference, options)
         return plan({ ["acme.example"] = { MX = { { preference = 10, exchange = "mail.acme.example" },
            { preference = preference, exchange = HOST } } }, [HOST] = { A = { "192.0.2.5" } },
            ["_dmarc.acme.example"] = dmarc(ELSEWHERE) }, options)
      end

      it("takes that host out and keeps the others", function()
         for _, preference in ipairs { 5, 10, 20 } do
            local made = made_of(preference, { codes = { "ses-feedback-beside" } })
            assert.equal("yes", made.verified)
            assert.same({ { { preference = 10, exchange = "mail.acme.example" } } }, { made.changes[1].values })
            assert.matches("set a name below it (such as bounce.acme.example)", made.steps[1].text, 1, true)
         end
      end)

      it("says how much of the mail it takes, by its preference", function()
         local function why(preference)
            local records = support.zone { ["acme.example"] = { MX = { { preference = 10,
               exchange = "mail.acme.example" }, { preference = preference, exchange = HOST } } } }
            return support.find(support.audit(records), "ses-feedback-beside").why
         end
         assert.matches("It comes first", why(5))
         assert.matches("by chance", why(10))
         assert.matches("It comes last", why(20))
      end)

      it("leaves it to the identity to say where the host belongs", function()
         local made = made_of(20, { codes = { "ses-feedback-beside" }, identities = { { region = "us-east-1",
            mail_from = "bounce.acme.example" } } })
         assert.same({}, made.steps)
      end)
   end)
end)
