-- SPDX-License-Identifier: MIT
-- `sesame spf plan`, run as people run it.
local json = require "sesame.base.json"

local ACME = " --zone examples/acme.zone --offline "

local sesame = require("spec.support.command").run

describe("sesame spf plan", function()
   it("shows the plan, the record to publish, what changes and what is for people to decide", function()
      local status, out, err = sesame("spf plan" .. ACME .. "acme.example")
      assert.same({ 0, "" }, { status, err })
      assert.matches("^acme.example: 13 lookups; the target is 10%.\n", out)
      assert.matches("\n     5  include:_spf.mailbeam.example %(mailbeam.example%)\n", out)
      assert.matches("\nTHE PLAN: 13 %-> 9 lookups\n", out)
      assert.matches('\n  acme.example. TXT "v=spf1 mx a:mail.acme.example include:amazonses.com '
         .. 'include:_spf.google.com include:_spf.mailbeam.example ip4:203.0.113.10 ~all"\n', out)
      assert.matches("193 IPv4 addresses no longer pass", out)
      assert.matches("Proved: every IPv4 and IPv6 address", out)
      assert.matches("\n  Then: 9 lookups, void: 0 for IPv4 and 3 for IPv6 senders, 127 octets%. Now: 13\n", out)
      assert.matches("Write what include:spf.pulsecrm.example leads to in its place:", out)
      assert.matches("FOR YOU TO DECIDE\n.*%-%-remove amazon%-ses", out)
      for line in out:gmatch("[^\n]+") do assert.is_true(#line <= 80 or line:find(" TXT ", 1, true) ~= nil, line) end
   end)

   it("gives the same as JSON", function()
      local status, out = sesame("spf plan --format json" .. ACME .. "acme.example")
      local plan = assert(json.decode(out))
      assert.same({ 0, "sesame.spf.plan/1", "planned", 13, 10 }, { status, plan.schema, plan.verdict, plan.lookups,
         plan.target })
      assert.same({ "preferred", 9, "different", "193" },
         { plan.plans[1].kind, plan.plans[1].lookups, plan.plans[1].proof.verdict, plan.plans[1].proof.lost.ip4 })
      assert.same({ "same-results", true, false, "equal", {} }, { plan.plans[2].kind, plan.plans[2].copied,
         plan.plans[2].third_party, plan.plans[2].proof.verdict, plan.plans[2].proof.changes })
      assert.same({ 13, 9, 9 }, { plan.figures.lookups, plan.plans[1].figures.lookups, plan.plans[2].figures.lookups })
      assert.equal("amazon-ses", plan.choices[1].key)
   end)

   it("holds back addresses of others unless they are asked for", function()
      local _, out = sesame("spf plan --target 4" .. ACME .. "acme.example")
      assert.matches("%-%-flatten%-third%-party shows the records", out)
      _, out = sesame("spf plan --target 4 --flatten-third-party" .. ACME .. "acme.example")
      assert.is_nil(out:find("shows the records", 1, true))
      assert.matches("WITHOUT ANYBODY'S HELP.*acme.example. TXT ", out)
   end)

   it("tells what it costs to add a service, and what goes with one that is taken out", function()
      local status, out = sesame("spf plan --add spf.pulsecrm.example --target 20" .. ACME .. "clean.example")
      assert.equal(0, status)
      assert.matches("spf.pulsecrm.example costs 4 lookups and lets 193 IPv4 addresses send.", out)
      assert.matches("Add include:spf.pulsecrm.example: as you asked. Costs 4 lookups", out)
      status, out = sesame("spf plan --remove google --target 20" .. ACME .. "acme.example")
      assert.equal(0, status)
      assert.matches("Remove include:_spf.google.com: as you asked. Saves 1 lookup.", out)
      assert.matches("98,304 IPv4 .* no longer pass", out)
   end)

   local endings = {
      { "1 for a target that cannot be reached", "--target 0 acme.example", 1,
         "0 cannot be reached.\n  No fewer than 3 lookups can be reached" },
      { "3 for what could not be learnt", "--add sendgrid acme.example", 3, "could not be learnt" },
      { "0 for a record in order", "clean.example", 0, "Nothing has to change" },
   }
   for _, case in ipairs(endings) do
      it("ends with " .. case[1], function()
         local status, out = sesame("spf plan" .. ACME .. case[2])
         assert.equal(case[3], status)
         assert.matches(case[4], out)
      end)
   end

   local misuse = {
      { "an unknown service", "--add sendgird acme.example",
         "'sendgird' is no service known here %(did you mean sendgrid%?%)" },
      { "a target that is no number", "--target ten acme.example",
         "%-%-target: 'ten' is not a whole number from 0 to 100" },
      { "a name that is none", "--also a..b acme.example", "%-%-also: 'a..b': a label is empty" },
      { "what is no domain", "a..b", "'a..b': a label is empty" },
      { "expectations that are not there", "--expect /nowhere.lua acme.example", "%-%-expect: /nowhere.lua" },
   }
   for _, case in ipairs(misuse) do
      it("refuses " .. case[1] .. " in one line", function()
         local status, out, err = sesame("spf plan" .. ACME .. case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches("^sesame spf plan: [^\n]*" .. case[3] .. "[^\n]*\n$", err)
      end)
   end
end)
