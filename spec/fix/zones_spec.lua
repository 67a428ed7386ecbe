-- SPDX-License-Identifier: MIT
-- Every zone of the project: what its plan promises is what an audit finds once the plan was put into the zone by hand.
local audit = require "sesame.audit"
local expect = require "sesame.expect"
local fix = require "sesame.fix"
local zones = require "spec.support.zones"

-- File, domain, options of the audit; what the plan brings to light, where that is not mended: nobody reads mail there.
local acme = assert(expect.load "examples/acme.expect.lua")
local CASES = {
   { "examples/acme.zone", "acme.example", { expect = acme, today = "2026-11-25" } },
   { "examples/acme.zone", "acme.example", {} },
   { "examples/acme.zone", "other.example", {} },
   { "examples/acme.zone", "mailbeam.example", {} },
   { "examples/acme.zone", "pulsecrm.example", {}, "dmarc-no-reports _dmarc.pulsecrm.example" },
   { "examples/clean.zone", "clean.example", {} },
}

local function bad(found)
   local set = {}
   for _, item in ipairs(found.findings) do
      if item.severity == "error" or item.severity == "warning" then
         set[#set + 1] = item.code .. " " .. item.subject
      end
   end
   return set
end

-- What the demo's plan may leave: what only a service, its owner or SES itself can mend.
local NOT_DNS = { ["selector-dangling"] = true, ["ses-mail-fails"] = true }

describe("the demo", function()
   it("is left without an error that DNS can mend", function()
      local made = fix.plan("acme.example", zones.view(zones.load "examples/acme.zone"), CASES[1][3])
      assert.equal("yes", made.verified)
      assert.is_true(made.before.error >= 6 and #made.fixed >= 6)
      for _, item in ipairs(made.left) do
         assert(item.severity ~= "error" or NOT_DNS[item.code], item.code .. ": " .. item.reason)
      end
   end)
end)

for _, case in ipairs(CASES) do
   local path, domain, options, waits = table.unpack(case)
   describe(("%s of %s%s"):format(domain, path, options.expect and " with expectations" or ""), function()
      local records = zones.load(path)
      local made, first = fix.plan(domain, zones.view(records), options)

      it("has a plan that is proved", function()
         if #made.changes > 0 then assert.equal(waits and "partial" or "yes", made.verified) end
         for _, item in ipairs(made.changes) do
            assert.is_true(#item.codes > 0)
            assert.is_truthy(item.why)
         end
      end)

      it("put in by hand, gives the audit that was promised", function()
         local changed = zones.apply(records, fix.render(made, "bind"))
         local after = audit.run(domain, zones.view(changed), options)
         assert.equal(made.after.error, after.counts.error)
         assert.equal(made.after.warning, after.counts.warning)
         local had = {}
         for _, name in ipairs(bad(first)) do had[name] = (had[name] or 0) + 1 end
         if waits then had[waits] = 1 end
         for _, name in ipairs(bad(after)) do had[name] = (had[name] or 0) - 1 end
         for name, count in pairs(had) do assert(count >= 0, "new: " .. name) end
      end)

      it("put in by hand, needs no further plan", function()
         local changed = zones.apply(records, fix.render(made, "bind"))
         assert.same({}, (fix.plan(domain, zones.view(changed), options)).changes)
      end)
   end)
end
