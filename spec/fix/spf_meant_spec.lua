-- SPDX-License-Identifier: MIT
-- What a damaged SPF record is offered as: a change, a change and its milder form, or a question.
local fix = require "sesame.fix"
local support = require "spec.support.facts"

local function plan(record, options)
   return fix.plan("acme.example", support.of(support.zone { ["acme.example"] = { TXT = { record } },
      ["s.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.7 -all" } } }), options or {})
end

local function written(made)
   local list = {}
   for _, change in ipairs(made.changes) do
      for _, value in ipairs(change.values) do list[#list + 1] = table.concat(value) end
   end
   return list
end

describe("the mend of an SPF record", function()
   it("is a change where nobody is refused for it who is not refused today", function()
      local made = plan "v=spf1 includ:s.acme.example ~all"
      assert.same({ "v=spf1 include:s.acme.example ~all" }, written(made))
      assert.equal("yes", made.verified)
   end)

   it("says when receivers begin to refuse, beside the form with ~all", function()
      local damaged = "v=spf1 include :s.acme.example -all"
      local made = plan(damaged)
      assert.same({ "v=spf1 include:s.acme.example -all" }, written(made))
      local text = fix.render(made, "text"):gsub("%s+", " ")
      assert.matches("From then on receivers refuse mail from hosts that the record does not name", text)
      assert.matches("with ~all for the time being %(v=spf1 include:s.acme.example ~all%)", text)
      assert.same({ "v=spf1 include:s.acme.example ~all" }, written(plan(damaged, { choose = { ["spf-syntax"] = 2 } })))
   end)

   it("asks where several readings are left, and writes the one that is chosen", function()
      local made = plan "v=spf1 include:s.acme.example !all"
      assert.same({}, made.changes)
      assert.matches("%-%-choose spf%-syntax=N", made.left[1].reason)
      for i, ending in ipairs { "-all", "~all" } do -- "?all" is mended in its turn
         made = plan("v=spf1 include:s.acme.example !all", { choose = { ["spf-syntax"] = i } })
         assert.same({ "v=spf1 include:s.acme.example " .. ending }, written(made))
      end
   end)

   it("takes a choice for one name, where several findings of a code ask", function()
      local zone = support.zone { ["acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.9 !all" } },
         ["m.acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.8 moo:all" }, MX = { { preference = 10,
            exchange = "feedback-smtp.us-east-1.amazonses.com" } } } }
      local options = { mail_from = { ["us-east-1"] = "m.acme.example" }, regions = { "us-east-1" },
         choose = { ["spf-syntax@acme.example"] = 2 } }
      local made = fix.plan("acme.example", support.of(zone), options)
      assert.same({ "v=spf1 ip4:192.0.2.9 ~all" }, written(made))
      local other, message = fix.plan("acme.example", support.of(zone), { choose = { ["spf-syntax"] = 9 } })
      assert.is_nil(other)
      assert.matches("%-%-choose spf%-syntax=9: there are 3 choices", message)
   end)

   it("leaves a record alone that cannot be read, and drops no term of it", function()
      for _, record in ipairs { "v=spf1 ip4:192.0.2 include:s.acme.example !all",
         "v=spf1 include:s.acme.example moo %{",
         "v=spf1 include:s..acme.example ip4:1.2.3 -all", "v=spf1 mx all=fail" } do
         assert.same({}, plan(record).changes, record)
      end
   end)

   it("joins records that were pasted into one only when asked", function()
      local record = "v=spf1 ip4:192.0.2.9 ~all v=spf1 include:s.acme.example -all"
      assert.same({}, plan(record).changes)
      local made = plan(record, { choose = { ["spf-merged-records"] = 1 } })
      assert.same({ "v=spf1 ip4:192.0.2.9 include:s.acme.example -all" }, written(made))
      made = plan(record, { choose = { ["spf-merged-records"] = 3 } })
      assert.same({ "v=spf1 include:s.acme.example -all" }, written(made))
   end)

   it("joins a second text that goes on with the record only when asked", function()
      local zone = support.zone { ["acme.example"] = { TXT = { "v=spf1 ip4:192.0.2.9", "ip4:192.0.2.8 ~all" } } }
      local function planned(options) return fix.plan("acme.example", support.of(zone), options or {}) end
      assert.matches("%-%-choose spf%-continued=N", planned({ codes = { "spf-continued" } }).left[1].reason)
      assert.same({}, planned({ codes = { "spf-continued" } }).changes)
      assert.same({ "v=spf1 ip4:192.0.2.9 ip4:192.0.2.8 ~all" }, written(planned { choose = { ["spf-continued"] = 2 },
         codes = { "spf-continued" } }))
   end)

   it("closes an open record unasked only where it names somebody else", function()
      assert.same({ "v=spf1 ip4:192.0.2.9 ~all" }, written(plan "v=spf1 ip4:192.0.2.9 +all"))
      for _, record in ipairs { "v=spf1 +all", "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all" } do
         assert.same({}, plan(record).changes)
         assert.matches("%-%-choose spf%-anyone=N", plan(record).left[1].reason)
      end
   end)

   it("makes a record of a text that only looks like one", function()
      local made = plan "v=spf1; include:s.acme.example ~all"
      assert.same({ "v=spf1 include:s.acme.example ~all" }, written(made))
      assert.same({}, plan("v=spf1; ip4:192.0.2 -all").changes)
   end)
end)
