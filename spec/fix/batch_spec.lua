-- SPDX-License-Identifier: MIT
-- Fixes of one kind go in together, and no further than they hold.
local audit = require "sesame.audit"
local fix = require "sesame.fix"
local runner = require "sesame.script.runner"
local support = require "spec.support.facts"
local verify = require "sesame.fix.verify"

local COUNT <const> = 60

-- A script with COUNT findings of one code, each with a fix of its own; those that BAD(number) names have one that
-- mends nothing.
local function script(bad)
   return runner.of({
      name = "many",
      codes = { ["name-missing"] = { severity = "error", text = "{subject} is missing.", why = "So.",
         reference = "rule 1" } },
      run = function(handle)
         for i = 1, COUNT do
            local name = ("n%02d.acme.example"):format(i)
            if handle:get(name, "TXT").known ~= "present" then
               local at = bad(i) and "other-" .. name or name
               handle:find("name-missing", {
                  subject = name, type = "TXT",
                  fix = { changes = { { action = "add", name = at, type = "TXT", values = { "x" },
                     why = "It is wanted." } } },
               })
            end
         end
      end,
   }, {})
end

-- A plan over such a script, and how many audits it took.
local function planned(bad)
   local run, audits = audit.run, 0
   audit.run = function(...)
      audits = audits + 1
      return run(...)
   end
   local ok, made = pcall(fix.plan, "acme.example", support.of(support.zone()), { script = script(bad) })
   audit.run = run
   return assert(ok and made, made), audits
end

describe("fix.batch", function()
   it("many fixes of one kind cost few audits", function()
      local made, audits = planned(function() return false end)
      assert.equal(COUNT, #made.changes)
      assert.equal(COUNT, #made.fixed)
      assert.equal("yes", made.verified)
      assert.equal(0, made.after.error)
      assert.is_true(audits < 8, audits .. " audits")
   end)

   it("one that mends nothing is left, and the others go in", function()
      local made, audits = planned(function(i) return i == 17 end)
      assert.equal(COUNT - 1, #made.fixed)
      assert.equal(COUNT - 1, #made.changes)
      assert.same({ "n17.acme.example" }, { made.left[1].subject })
      assert.matches("would still be found", made.left[1].reason)
      assert.is_true(audits < COUNT, audits .. " audits")
   end)

   it("where half of them mend nothing, the other half goes in", function()
      local made = planned(function(i) return i % 2 == 0 end)
      assert.equal(COUNT // 2, #made.fixed)
      assert.equal(COUNT // 2, #made.left)
   end)

   it("findings are alike when code, subject and type are", function()
      assert.equal(verify.group { code = "a", subject = "b", type = "TXT", message = "1" },
         verify.group { code = "a", subject = "b", type = "TXT", message = "2" })
   end)
end)
