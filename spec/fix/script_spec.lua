-- SPDX-License-Identifier: MIT
local fix = require "sesame.fix"
local runner = require "sesame.script.runner"
local script = require "sesame.script"
local support = require "spec.support.facts"

local function plan(loaded, records, arguments)
   return fix.plan("acme.example", support.of(records), { script = runner.of(loaded, arguments or {}) })
end

-- A script that finds one thing, with OFFER as its fix.
local function finds(offer)
   return {
      name = "rule",
      codes = {
         ["house-rule"] = { severity = "error", text = "{subject} is not as the house wants it.", why = "So.",
            reference = "rule 1" },
      },
      run = function(audit)
         local answer = audit:get("rule.acme.example", "TXT")
         if answer.known ~= "present" then audit:find("house-rule", { fix = offer }) end
      end,
   }
end

local function add(name, value)
   return { action = "add", name = name, type = "TXT", values = { value }, why = "The house wants it." }
end

describe("fix of a script's own findings", function()
   it("the example is planned, proved and written like any other", function()
      local loaded = assert(script.load "examples/house-tls-rpt.lua")
      local made = plan(loaded, support.zone(), { address = "tls@acme.example" })
      assert.equal("yes", made.verified)
      assert.same({ "house-tls-rpt-missing" }, made.changes[1].codes)
      assert.equal("_smtp._tls.acme.example", made.changes[1].name)
      assert.equal("Make the mailbox that the reports go to.", made.steps[1].text)
      assert.matches('_smtp%._tls%.acme%.example%. 300 IN TXT "v=TLSRPTv1; rua=mailto:tls@acme%.example"',
         fix.render(made, "bind"))
   end)

   it("finds nothing to mend where the record is there", function()
      local loaded = assert(script.load "examples/house-tls-rpt.lua")
      local made = plan(loaded,
         support.zone { ["_smtp._tls.acme.example"] = { TXT = { "v=TLSRPTv1; rua=mailto:a@b.example" } } })
      assert.same({}, made.changes)
      assert.equal("yes", made.verified)
   end)

   it("a fix that does not mend its finding is not one", function()
      local made = plan(finds { changes = { add("other.acme.example", "x") } }, support.zone())
      assert.same({}, made.changes)
      assert.matches("would still be found", made.left[1].reason)
   end)

   it("a fix that breaks what the bundled checks hold is not one", function()
      local made = plan(finds { changes = { add("rule.acme.example", "x"), add("acme.example", "v=spf1 -all") } },
         support.zone())
      assert.same({}, made.changes)
      assert.matches("spf%-several", made.left[1].reason)
   end)

   it("a fix that cannot be is refused by name", function()
      local audit = require("sesame.audit").run("acme.example", support.of(support.zone()), {
         script = runner.of(finds { changes = { { action = "put", name = "x", type = "TXT", values = { "x" } } } }, {}),
      })
      assert.equal("internal-error", audit.findings[1].code)
      assert.matches("finding 'house%-rule': fix: change 1: 'put' is no action", audit.findings[1].message)
   end)

   it("names of others are not touched", function()
      local made = plan(finds { changes = { add("rule.other.example", "x") } }, support.zone())
      assert.same({}, made.changes)
      assert.matches("rule%.other%.example is not a name of this domain's owner", made.left[1].reason)
   end)
end)
