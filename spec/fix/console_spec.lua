-- SPDX-License-Identifier: MIT
local console = require "sesame.fix.console"
local finding = require "sesame.finding"
local ledger = require "sesame.fix.ledger"

local DECLARED = finding.declare("spec", {
   ["spec-command"] = { severity = "error", rank = 1, text = "t", why = "w", reference = "RFC 1", fields = { "region" },
      advice = "Run it ({command}); 100% of it. Then publish:", command = "aws x --y {subject:sh} --z {region:sh}" },
   ["spec-prose"] = { severity = "error", rank = 1, text = "t", why = "w", reference = "RFC 1",
      advice = "Run: aws sesv2 get-x. Then publish:" },
})

local SETS = { { name = "a.example", type = "TXT", values = { "v=spf1 -all" } } }

local function step_of(code, detail)
   return console.step(finding.new(DECLARED, code, detail))
end

-- The step of ITEM as a plan keeps it.
local function kept(item, step)
   local book = ledger.new()
   book:adopt(item, { fixes = {}, later = {}, steps = { step }, audit = { counts = {} } })
   return book.steps[1]
end

describe("fix.console", function()
   it("gives the declared command and the records with the advice", function()
      local step = step_of("spec-command", { subject = "a|b", fields = { region = "r-1" }, records = SETS })
      assert.same({ text = "Run it (aws x --y 'a|b' --z r-1); 100% of it. Then publish:",
         command = "aws x --y 'a|b' --z r-1", records = SETS }, step)
   end)

   it("reads no command out of prose", function()
      assert.is_nil(step_of("spec-prose", { subject = "a" }).command)
   end)
end)

describe("fix.ledger", function()
   local item = { code = "x", subject = "a.example", records = SETS }

   it("keeps the records of a step, whatever its text ends in", function()
      assert.same(SETS, kept(item, { text = "Publish this.", records = SETS }).records)
      assert.same({}, kept(item, { text = "Publish:" }).records)
   end)
end)
