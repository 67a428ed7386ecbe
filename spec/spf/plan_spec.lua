-- SPDX-License-Identifier: MIT
local make_plan = require "sesame.spf.plan"
local laid = require "sesame.spf.laid"
local support = require "spec.support.facts"
local walk = require "sesame.spf.walk"
local plan_words = require "sesame.check.spf_plan_words"

local function facts_of(record, more)
   local records = {
      ["acme.example"] = { TXT = { record }, MX = { { preference = 10, exchange = "mail.acme.example" } } },
      ["mail.acme.example"] = { A = { "192.0.2.25" } }, ["out.acme.example"] = { A = { "192.0.2.26" } },
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:199.255.192.0/22 -all" } },
      ["_spf.google.com"] = { TXT = { "v=spf1 ip4:74.125.0.0/16 ~all" } },
      ["_netblocks.google.com"] = { TXT = { "v=spf1 ip4:74.125.0.0/17 ~all" } },
      ["_netblocks2.google.com"] = { TXT = { "v=spf1 ip4:74.125.128.0/17 ~all" } },
      ["sendgrid.net"] = { TXT = { "v=spf1 include:ab.sendgrid.net ~all" } },
      ["ab.sendgrid.net"] = { TXT = { "v=spf1 ip4:167.89.0.0/17 ~all" } },
      ["servers.mcsv.net"] = { TXT = { "v=spf1 ip4:205.201.128.0/20 ?all" } },
      ["spf.crm.example"] = { TXT = { "v=spf1 include:a.crm.example include:b.crm.example -all" } },
      ["a.crm.example"] = { TXT = { "v=spf1 ip4:198.51.100.0/25 -all" } },
      ["b.crm.example"] = { TXT = { "v=spf1 ip4:198.51.100.128/25 -all" } },
      ["mac.crm.example"] = { TXT = { "v=spf1 exists:%{i}.l.crm.example -all" } },
   }
   for name, node in pairs(more or {}) do records[name] = node end
   return support.of(records)
end

local function plan_of(record, options, more)
   options = options or {}
   options.facts = facts_of(record, more)
   return make_plan("acme.example", options)
end

-- "action effort-or-reason terms saves" of each step.
local function steps_of(steps)
   local list = {}
   for i, step in ipairs(steps) do
      list[i] = ("%s %s %s %d"):format(step.action, step.effort or step.reason, table.concat(step.terms, " "),
         step.saves)
   end
   return list
end

local function records_of(plan)
   local list = {}
   for i, record in ipairs(plan.records) do list[i] = record.name .. ": " .. record.after end
   return list
end

-- Each: record, options, verdict, steps that come first, steps of the first plan, its records.
local CASES = {
   { "a record within the limit needs nothing", "v=spf1 mx include:amazonses.com -all", {}, "fits", {}, nil, nil },
   { "I14 what is dead, double or finds nothing goes first, and alone when that is enough",
      "v=spf1 mx a:gone.acme.example include:sendgrid.net include:sendgrid.net -all mx:mail.acme.example",
      { target = 3 }, "planned",
      { "remove void a:gone.acme.example 1", "remove duplicate include:sendgrid.net 2",
         "remove dead mx:mail.acme.example 0" }, {},
      { "acme.example: v=spf1 mx include:sendgrid.net -all" } },
   { "E21 the same policy by another name goes", "v=spf1 include:_spf.google.com include:g.acme.example -all",
      { target = 1 }, "planned",
      { "remove same-policy include:g.acme.example 1" }, {}, { "acme.example: v=spf1 include:_spf.google.com -all" },
      { ["g.acme.example"] = { TXT = { "v=spf1 ip4:74.125.0.0/16 ~all" } } } },
   { "E03 a redirect beside all goes", "v=spf1 redirect=spf.crm.example mx mx -all", { target = 1 }, "planned",
      { "remove ignored redirect=spf.crm.example 0", "remove duplicate mx 1" }, {},
      { "acme.example: v=spf1 mx -all" } },
   { "I14 a service that can send below the domain is moved before anything else",
      "v=spf1 mx include:sendgrid.net include:spf.crm.example -all",
      { target = 4 }, "planned", {}, { "move move include:sendgrid.net 2" },
      { "acme.example: v=spf1 mx include:spf.crm.example -all" } },
   { "E22 copied blocks are replaced by the service's include",
      "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com mx -all",
      { target = 2 }, "planned", {},
      { "replace replace include:_netblocks.google.com include:_netblocks2.google.com 1" },
      { "acme.example: v=spf1 include:_spf.google.com mx -all" } },
   { "I08 own hosts are written out before a stranger is asked, a stranger asked before its record is copied",
      "v=spf1 mx a:out.acme.example include:spf.crm.example -all", { target = 3 }, "planned", {},
      { "flatten flatten-own mx 1", "flatten flatten-own a:out.acme.example 1" },
      { "acme.example: v=spf1 ip4:192.0.2.25 ip4:192.0.2.26 include:spf.crm.example -all" } },
   { "I08 a stranger's record is copied only when that is allowed", "v=spf1 ?include:spf.crm.example -all",
      { target = 0,
      flatten_third_party = true },
      "planned", {}, { "flatten flatten ?include:spf.crm.example 3" },
      { "acme.example: v=spf1 ?ip4:198.51.100.0/24 -all" } },
   { "a record reached by redirect is the one that changes", "v=spf1 redirect=_spf.acme.example", { target = 3 },
      "planned", {},
      { "move move include:sendgrid.net 2" }, { "_spf.acme.example: v=spf1 mx:acme.example -all" },
      { ["_spf.acme.example"] = { TXT = { "v=spf1 mx:acme.example include:sendgrid.net -all" } } } },
   { "an include of one's own that is met twice saves twice",
      "v=spf1 include:o.acme.example include:p.acme.example -all",
      { target = 4 }, "planned",
      {}, { "move move include:sendgrid.net 4" }, { "o.acme.example: v=spf1 -all" },
      { ["p.acme.example"] = { TXT = { "v=spf1 include:o.acme.example ~all" } },
         ["o.acme.example"] = { TXT = { "v=spf1 include:sendgrid.net -all" } } } },
   { "a service is added where it belongs, and its cost learnt", "v=spf1 mx redirect=_spf.acme.example",
      { add = { "sendgrid" } },
      "planned",
      { "add asked include:sendgrid.net -2" }, {},
      { "acme.example: v=spf1 mx include:sendgrid.net redirect=_spf.acme.example" },
      { ["_spf.acme.example"] = { TXT = { "v=spf1 a:out.acme.example -all" } } } },
   { "I12 a service is taken out on request", "v=spf1 mx include:sendgrid.net ~all", { remove = { "SendGrid" } },
      "planned",
      { "remove asked include:sendgrid.net 2" }, {}, { "acme.example: v=spf1 mx ~all" } },
   { "names are copied one level before others' addresses are, and not before a service is asked",
      "v=spf1 include:names.crm.example -all", { target = 3 }, "planned", {},
      { "move ask include:names.crm.example 5" }, { "acme.example: v=spf1 -all" },
      { ["names.crm.example"] = {
         TXT = { "v=spf1 include:a.crm.example a:gone.crm.example mx include:b.crm.example ~all" },
         MX = { { preference = 1, exchange = "h.crm.example" } } },
         ["h.crm.example"] = { A = { "203.0.113.7" } } } },
   { "an own record is written where it is included before a stranger is asked",
      "v=spf1 include:o.acme.example include:spf.crm.example -all", { target = 4 }, "planned", {},
      { "copy copy-own include:o.acme.example 1" },
      { "acme.example: v=spf1 ip4:192.0.2.77 include:a.crm.example include:spf.crm.example -all" },
      { ["o.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.77 include:a.crm.example -all" } } } },
   { "an own record that is copied is copied as it becomes", "v=spf1 include:o.acme.example -all", { target = 0 },
      "planned", {},
      { "copy copy-own include:o.acme.example 1", "flatten flatten-own a:out.acme.example 1",
         "move move include:sendgrid.net 2" },
      { "acme.example: v=spf1 ip4:192.0.2.26 -all", "o.acme.example: v=spf1 ip4:192.0.2.26 -all" },
      { ["o.acme.example"] = { TXT = { "v=spf1 a:out.acme.example include:sendgrid.net -all" } } } },
   { "C08 an include without a record goes", "v=spf1 include:gone.crm.example mx ~all", { target = 1 }, "planned",
      { "remove no-record include:gone.crm.example 1" }, {}, { "acme.example: v=spf1 mx ~all" } },
   { "a first record is begun for a service", "no record", { add = { "amazon-ses" } }, "planned",
      { "add asked include:amazonses.com -1" }, {},
      { "acme.example: v=spf1 include:amazonses.com ~all" } },
}

describe("sesame.spf.plan", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local result = assert(plan_of(case[2], case[3], case[8]))
         assert.equal(case[4], result.verdict)
         assert.same(case[5], steps_of(result.steps))
         local plan = result.plans[1]
         assert.same(case[6], plan and steps_of(plan.steps))
         assert.same(case[7], plan and records_of(plan))
         if plan then
            assert.is_true(plan.lookups <= result.target)
            local texts = {}
            for _, record in ipairs(plan.records) do texts[record.name] = record.after end
            local tree = walk("acme.example", { facts = laid.over(facts_of(case[2], case[8]), texts) })
            assert.same({ "ok", plan.lookups }, { tree.result, tree.lookups })
         end
      end)
   end

   it("E23 offers to take amazonses.com out, and never plans it", function()
      local result = plan_of("v=spf1 include:amazonses.com mx -all", { target = 1 })
      assert.same({ "amazon-ses", 1, "1024" }, { result.choices[1].key, result.choices[1].saves,
         result.choices[1].ip4 })
      for _, plan in ipairs(result.plans) do
         for _, step in ipairs(plan.steps) do assert.is_nil(step.terms[1]:find("amazonses")) end
      end
   end)

   it("E23 does not offer it at a MAIL FROM name of SES, nor beside Amazon WorkMail", function()
      for _, host in ipairs { "feedback-smtp.us-east-1.amazonses.com", "inbound-smtp.us-east-1.amazonaws.com" } do
         local result = plan_of("v=spf1 include:amazonses.com -all", {}, {
            ["acme.example"] = { TXT = { "v=spf1 include:amazonses.com -all" },
               MX = { { preference = 10, exchange = host } } },
         })
         assert.same({}, result.choices)
      end
   end)

   it("E23 offers includes that a service never has asked for", function()
      assert.equal("mailchimp", plan_of("v=spf1 include:servers.mcsv.net mx -all").choices[1].key)
   end)

   it("I04 leaves macros and exists alone, and says what keeps the target out of reach", function()
      local result = plan_of("v=spf1 include:mac.crm.example exists:%{i}.acme.example -all",
         { target = 0, flatten_third_party = true })
      assert.same({ "impossible", 1, "no fewer than 1 lookups can be reached" },
         { result.verdict, result.least, plan_words.reason(result.reason) })
      assert.same({ "exists:%{i}.acme.example", "macro" }, { result.bars[1].term, result.bars[1].bar })
      assert.same({}, result.plans)
   end)

   it("copies names, and says which: no address of others, no word twice", function()
      local result = plan_of("v=spf1 include:names.crm.example -all", { target = 3 }, {
         ["names.crm.example"] = {
            TXT = { "v=spf1 include:a.crm.example a:gone.crm.example mx//64 include:b.crm.example ~all" },
            MX = { { preference = 1, exchange = "h.crm.example" } } },
         ["h.crm.example"] = { A = { "203.0.113.7" }, AAAA = { "2001:db8::7" } },
      })
      local same = result.plans[2]
      assert.same({ "same-results", true, nil, 3, "equal" },
         { same.kind, same.copied, same.third_party, same.lookups, same.proof.verdict })
      assert.same({ "copy copy include:names.crm.example 2" }, steps_of(same.steps))
      assert.same({ "acme.example: v=spf1 include:a.crm.example mx:names.crm.example//64 include:b.crm.example -all" },
         records_of(same))
   end)

   it("goes one below the limit where nobody says how far, and to the limit where that cannot be", function()
      local words, more = {}, {}
      for i = 1, 11 do
         words[i] = ("a:h%d.acme.example"):format(i)
         more[("h%d.acme.example"):format(i)] = { A = { ("192.0.2.%d"):format(100 + i) } }
      end
      local record = "v=spf1 " .. table.concat(words, " ") .. " -all"
      assert.equal(9, plan_of(record, {}, more).plans[1].lookups)
      assert.equal(10, plan_of(record, { target = 10 }, more).plans[1].lookups)
      local fixed = { "a:h1.acme.example" }
      for i = 1, 10 do fixed[i + 1] = ("exists:%%{i}.e%d.test"):format(i) end
      local result = plan_of("v=spf1 " .. table.concat(fixed, " ") .. " -all", {}, more)
      assert.same({ "planned", 10 }, { result.verdict, result.plans[1].lookups })
      table.remove(fixed, 2)
      assert.equal("fits", plan_of("v=spf1 " .. table.concat(fixed, " ") .. " -all", {}, more).verdict)
   end)

   it("plans round what leads where only the sender tells, and claims no total", function()
      local words, more = { "include:%{i}._s.crm.example", "exists:%{i}.e.crm.example", "include:%{h}.crm.example" }, {}
      for i = 1, 9 do
         table.insert(words, i % 3 + 1, ("a:h%d.acme.example"):format(i))
         more[("h%d.acme.example"):format(i)] = { A = { ("192.0.2.%d"):format(100 + 2 * i) } }
      end
      local result = plan_of("v=spf1 " .. table.concat(words, " ") .. " -all", {}, more)
      assert.same({ "planned", 12, true }, { result.verdict, result.lookups, result.lower_bound })
      local named = {}
      for i, item in ipairs(result.dynamic) do named[i] = item.term end
      table.sort(named)
      assert.same({ "include:%{h}.crm.example", "include:%{i}._s.crm.example" }, named)
      local plan = result.plans[1]
      assert.same({ 9, true, true, "equal" },
         { plan.lookups, plan.lower_bound, plan.figures.lower_bound, plan.proof.verdict })
      for _, word in ipairs { "include:%{i}._s.crm.example", "include:%{h}.crm.example", "exists:%{i}.e.crm.example" }
      do
         assert.is_truthy(plan.records[1].after:find(" " .. word .. " ", 1, true), word)
      end
      local text = require("sesame.report.spf_plan_text").text(result)
      assert.matches("at least 12 lookups", text)
      assert.matches("THE PLAN: at least 12 %-> at least 9 lookups", text)
      assert.matches("Not counted, since it depends on the sender", text)
   end)

   it("does not say that a record fits of which a part hangs on the sender", function()
      local result = plan_of("v=spf1 mx include:%{i}._s.crm.example -all")
      local text = require("sesame.report.spf_plan_text").text(result)
      assert.matches("^acme.example: at least 2 lookups that can be counted, within 10%.\n", text)
      assert.is_nil(text:find("Nothing has to change", 1, true))
   end)

   it("tells every policy by the same figures", function()
      local result = plan_of("v=spf1 mx mx a:gone.acme.example -all", { target = 1 })
      assert.same({ lookups = 3, lower_bound = false, octets = 37, void = { ip4 = 1, ip6 = 3 } }, result.figures)
      assert.same({ lookups = 1, lower_bound = false, octets = 14, void = { ip4 = 0, ip6 = 1 } },
         result.plans[1].figures)
   end)

   it("I11 plans nothing from what could not be learnt", function()
      local result = plan_of("v=spf1 include:spf.crm.example -all", { target = 0 },
         { ["a.crm.example"] = { TXT = "servfail" } })
      assert.same({ "unknown", {} }, { result.verdict, result.plans })
      result = plan_of("v=spf1 -all", { add = { "sendgrid" } }, { ["ab.sendgrid.net"] = { TXT = "timeout" } })
      assert.same({ "unknown", {} }, { result.verdict, result.plans })
   end)

   it("I10 H05 addresses that do not fit go to further records, each counted", function()
      local blocks = {}
      for i = 0, 59 do blocks[i + 1] = ("ip4:10.%d.0.0/16"):format(2 * i) end
      local more = {

                    ["big.crm.example"] = {
            TXT = { "v=spf1 include:big1.crm.example include:big2.crm.example include:a.crm.example "
               .. "include:b.crm.example -all" },
         },
         ["big1.crm.example"] = { TXT = { "v=spf1 " .. table.concat(blocks, " ", 1, 30) .. " -all" } },
         ["big2.crm.example"] = { TXT = { "v=spf1 " .. table.concat(blocks, " ", 31) .. " -all" } },
      }
      local result = plan_of("v=spf1 include:big.crm.example -all", { target = 3, flatten_third_party = true }, more)
      local same = result.plans[#result.plans]
      assert.equal("same-results", same.kind)
      assert.is_true(#same.records > 2)
      for _, record in ipairs(same.records) do
         assert.is_true(#record.name + #record.after <= 450, record.name)
         if record.name ~= "acme.example" then assert.matches("^_spf%d+%.acme%.example$", record.name) end
      end
      assert.equal(#same.records - 1, same.lookups)
   end)

   it("H03 counts the other TXT records at the name", function()
      local token = ("x"):rep(390)
      local result = plan_of(nil, { target = 1, flatten_third_party = true }, {
         ["acme.example"] = { TXT = { "v=spf1 include:spf.crm.example -all", token } },
         ["spf.crm.example"] = { TXT = { "v=spf1 include:a.crm.example include:x.crm.example -all" } },
         ["x.crm.example"] = {
            TXT = { "v=spf1 ip4:203.0.113.1 ip4:203.0.113.3 ip4:203.0.113.5 ip4:203.0.113.7 -all" } },
      })
      local same = result.plans[#result.plans]
      assert.same({ "acme.example: v=spf1 include:_spf1.acme.example -all" }, { records_of(same)[1] })
      assert.equal(2, #same.records)
   end)

   it("I10 does not take a name that is in use", function()
      local token = ("x"):rep(390)
      local result = plan_of(nil, { target = 1, flatten_third_party = true }, {
         ["acme.example"] = { TXT = { "v=spf1 include:spf.crm.example -all", token } },
         ["_spf1.acme.example"] = { TXT = { "something else" } },
      })
      local last = result.plans[#result.plans]
      for _, record in ipairs(last.records) do assert.is_not.equal("_spf1.acme.example", record.name) end
   end)

   it("I15 names that reach a changed record are judged with it", function()
      local result = plan_of("v=spf1 mx include:sendgrid.net -all", { target = 1, also = { "other.test" } }, {
         ["news.acme.example"] = { TXT = { "v=spf1 redirect=acme.example" } },
         ["other.test"] = { TXT = { "v=spf1 include:acme.example -all" } },
         ["send.acme.example"] = { TXT = { "v=spf1 -all" } },
      })
      local found = {}
      for i, other in ipairs(result.plans[1].dependents) do
         found[i] = ("%s %s %d %d"):format(other.name, other.term, other.lookups_before, other.lookups_after)
      end
      assert.same({ "other.test include:acme.example 4 2", "news.acme.example redirect=acme.example 4 2" }, found)
   end)

   it("holds back the records that copy other organizations' addresses", function()
      local result = plan_of("v=spf1 include:spf.crm.example -all", { target = 1 })
      assert.same({ "preferred", "same-results" }, { result.plans[1].kind, result.plans[2].kind })
      assert.is_true(result.plans[2].withheld)
      assert.equal(300, result.plans[2].ttl)
      assert.same({ "different", 256 }, { result.plans[1].proof.verdict, result.plans[1].proof.lost.ip4 })
      assert.same({ "equal", {} }, { result.plans[2].proof.verdict, result.plans[2].proof.changes })
   end)

   it("I08 asks no service to move that sends as the mailbox itself, and withholds the copy of its record", function()
      local result = plan_of("v=spf1 include:_spf.google.com -all", { target = 0 })
      assert.same({ 1, "same-results", true }, { #result.plans, result.plans[1].kind, result.plans[1].withheld })
      assert.same({ "flatten flatten include:_spf.google.com 1" }, steps_of(result.plans[1].steps))
   end)

   it("I04 never writes out an include of which a part depends on the sender", function()
      local result = plan_of("v=spf1 include:part.crm.example -all", { target = 0, flatten_third_party = true },
         { ["part.crm.example"] = { TXT = { "v=spf1 ip4:198.51.100.7 exists:%{i}.l.crm.example -all" } } })
      assert.equal(1, #result.plans)
      assert.same({ "move ask include:part.crm.example 2" }, steps_of(result.plans[1].steps))
   end)

   it("says of own hosts written out neither that they are another's, nor withholds them", function()
      local plan = plan_of("v=spf1 mx a:out.acme.example -all", { target = 0 }).plans[1]
      assert.same({ "flatten flatten-own mx 1", "flatten flatten-own a:out.acme.example 1" }, steps_of(plan.steps))
      assert.same({}, { plan.third_party, plan.withheld, plan.moves, plan.copied })
   end)

   it("I12 removes no service that stands where nobody comes", function()
      assert.equal("not-there", select(3, plan_of("v=spf1 mx -all include:sendgrid.net", { remove = { "sendgrid" } })))
   end)

   it("I12 tells exactly who loses what by a removal, and whom a plan takes out of permerror", function()
      local plan = plan_of("v=spf1 include:sendgrid.net include:spf.crm.example -all",
         { remove = { "sendgrid" } }).plans[1]
      local change = plan.proof.changes[1]
      assert.same({ "167.89.0.0", "167.89.127.255", "pass", "fail" }, { change.first, change.last, change.from,
         change.to })
      assert.equal(1, #plan.proof.changes)
      local terms = {}
      for i = 1, 11 do terms[i] = ("a:h%d.acme.example"):format(i) end
      local more = {}
      for i = 1, 11 do more[("h%d.acme.example"):format(i)] = { A = { ("192.0.2.%d"):format(100 + i) } } end
      plan = plan_of("v=spf1 " .. table.concat(terms, " ") .. " -all", {}, more).plans[1]
      assert.equal("equal", plan.proof.verdict)
      assert.is_false(plan.proof.mended:is_empty("ip4"))
   end)

   local bad = {
      { "an unknown service", { add = { "sendgird" } },
         "'sendgird' is no service known here %(did you mean sendgrid%?%)", "bad-provider" },
      { "a service without an include", { add = { "klaviyo" } }, "has no include", "no-include" },
      { "an include without a record", { add = { "gone.example" } }, "gone.example has no SPF record", "no-record" },
      { "one that is there", { add = { "amazon-ses" } }, "includes amazonses.com already", "already-there" },
      { "one that is not there", { remove = { "sendgrid" } }, "sendgrid is not included", "not-there" },
   }
   for _, case in ipairs(bad) do
      it("refuses " .. case[1], function()
         local result, message, code = plan_of("v=spf1 include:amazonses.com -all", case[2])
         assert.is_nil(result)
         assert.matches(case[3], message)
         assert.equal(case[4], code)
      end)
   end

   it("says what stands in the way of any plan", function()
      assert.equal("none", plan_of("hello").verdict)
      assert.matches("mend it first", plan_words.reason(plan_of("v=spf1 ipv4:192.0.2.1 -all").reason))
      assert.equal("impossible", plan_of("v=spf1 ipv4:192.0.2.1 -all").verdict)
      assert.equal("impossible",
         plan_of(nil, {}, { ["acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx -all" } } }).verdict)
      assert.has_error(function() plan_of("v=spf1 -all", { target = 1.5 }) end)
      assert.has_error(function() plan_of("v=spf1 -all", { tarket = 1 }) end)
   end)
end)
