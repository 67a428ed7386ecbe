-- SPDX-License-Identifier: MIT
local report = require "sesame.report.audit_text"
local support = require "spec.support.facts"

local function audit(changes, options) return (support.audit(support.zone(changes), options)) end

local BAD = { ["acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx \27[31mred\7 -all" } } }

describe("report.text", function()
   it("shows the record, underlines the bytes, says why and what to do", function()
      local shown = report.audit(audit(BAD), {})
      assert.matches('\n    acme.example TXT\n      "v=spf1 -all"\n       ^^^^^^\n', shown, 1, true)
      assert.matches("\n  Why:  ", shown, 1, true)
      assert.matches("\n  Do:   ", shown, 1, true)
      assert.matches("sesame explain spf-several", shown, 1, true)
   end)

   it("lets no byte through that a terminal would obey", function()
      local shown = report.audit(audit(BAD), {})
      assert.is_nil(shown:find("[^\n\32-\126]"))
      assert.matches("\\027[31mred\\007", shown, 1, true)
   end)

   it("fits 80 columns", function()
      local long = { ["acme.example"] = { TXT = { "v=spf1 " .. ("include:spf.example "):rep(20) .. "-all",
         "v=spf1 -all" } } }
      for line in report.audit(audit(long), {}):gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
   end)

   it("colours nothing unless asked", function()
      assert.is_nil(report.audit(audit(BAD), {}):find("\27"))
      assert.is_truthy(report.audit(audit(BAD), { colour = true }):find("\27[1;31m", 1, true))
   end)

   it("says the shared words of one code once", function()
      local changes = { ["acme.example"] = { MX = {
         { preference = 1, exchange = "10.0.0.1" }, { preference = 2, exchange = "10.0.0.2" } } } }
      local shown = report.audit(audit(changes), {})
      assert.equal(2, select(2, shown:gsub("names an IP address", "")))
      assert.equal(1, select(2, shown:gsub("Senders take it for a host name", "")))
   end)

   it("lists the records that several findings of one code publish below their shared words", function()
      local finding = require "sesame.finding"
      local words = { severity = "error", rank = 5, text = "{subject}", reference = "x", why = "y",
         advice = "Publish:" }
      local declared = finding.declare("spec", { ["a-b"] = words })
      local list = {}
      for i, name in ipairs { "one.test", "two.test" } do
         list[i] = finding.new(declared, "a-b", { subject = name, records = {
            { name = name, type = "A", values = { "192.0.2.1" } } } })
      end
      local shown = report.audit({
         domain = "a.test", findings = list, counts = finding.counts(list), accepted = {}, verdict = "error",
      }, {})
      assert.matches("Publish:\n        one.test. A 192.0.2.1\n        two.test. A 192.0.2.1\n", shown, 1, true)
      assert.equal(1, select(2, shown:gsub("Publish:", "")))
   end)

   it("says once what differs in the subject alone, where that is shorter", function()
      local finding = require "sesame.finding"
      local declared = finding.declare("spec", { ["a-b"] = {
         severity = "error", rank = 5, reference = "x", why = "y", advice = "Publish:",
         text = "The record that {subject} was to have, as all of them should, is not there.",
      } })
      local list = {}
      for i, name in ipairs { "one.test", "two.test", "three.test" } do
         list[i] = finding.new(declared, "a-b", { subject = name, records = {
            { name = name, type = "A", values = { "192.0.2.1" } } } })
      end
      local function shown(some)
         return report.audit({
            domain = "a.test", findings = some, counts = finding.counts(some), accepted = {}, verdict = "error",
         }, {})
      end
      local all = shown(list)
      assert.matches("ERRORS (3)", all, 1, true)
      assert.equal(1, select(2, all:gsub("%* ", "")))
      assert.matches("The same holds for two.test, three.test.\n  Why:  y\n", all, 1, true)
      for _, name in ipairs { "one", "two", "three" } do
         assert.matches(name .. ".test. A 192.0.2.1\n", all, 1, true)
      end
      list[2].why = "z" -- another reason is another entry
      assert.equal(2, select(2, shown(list):gsub("  Why:  ", "")))
      assert.equal(1, select(2, shown { list[1] }:gsub("%* ", "")))
      assert.is_nil(shown { list[1] }:find("same holds"))
   end)

   it("lists what is in order, unless told to be quiet", function()
      assert.matches("IN ORDER\n+ ", report.audit(audit(), {}), 1, true)
      assert.is_nil(report.audit(audit(), { quiet = true }):find("IN ORDER", 1, true))
   end)

   it("heads the report with source and time", function()
      local head = report.head({ version = "0.1.0", time = "2026-11-24 01:20 UTC", source = "test.zone (offline)" }, {})
      assert.equal("Sesame 0.1.0, 2026-11-24 01:20 UTC. Asked: test.zone (offline).\n\n", head)
   end)

   it("ends with a sum of several domains, and with the notices of the source", function()
      local total = { domains = 2, error = 1, warning = 0, notice = 0, unknown = 3 }
      assert.equal("\n2 domains: 1 error, 3 unknown\n\nNote: something\n", report.foot(total, { "something" }, {}))
      assert.equal("", report.foot({ domains = 1, error = 1, warning = 0, notice = 0, unknown = 0 }, {}, {}))
   end)
end)
