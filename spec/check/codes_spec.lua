-- SPDX-License-Identifier: MIT
-- Codes as people write them: a retired one goes on meaning the one that took its place, everywhere.
local codes = require "sesame.check.codes"
local declarations = require("sesame.check.suite").declarations
local sesame = require("spec.support.command").run
local support = require "spec.support.facts"

local OLD, NEW = "mx-null-with-spf", "spf-null-mx-senders"

local RECORDS = support.zone {
   ["acme.example"] = { MX = { { preference = 0, exchange = "." } }, TXT = { "v=spf1 ip4:198.51.100.9 -all" } },
}

local function found(options)
   local list, audit = {}, support.audit(RECORDS, options)
   for _, item in ipairs(audit.findings) do
      if item.severity ~= "ok" then list[#list + 1] = item.code end
   end
   return list, audit
end

describe("check.codes", function()
   it("retires no code that is still found, for none that is not", function()
      local all = declarations()
      for old, new in pairs(codes.RETIRED) do
         assert.is_nil(all[old], old)
         assert.is_truthy(all[new], new)
      end
   end)

   it("fits globs to codes and to those they replaced", function()
      for _, case in ipairs {
         { "spf-*", NEW, true }, { "mx-null*", NEW, true }, { OLD, NEW, true }, { "mx-nul?-with-spf", NEW, true },
         { "mx-null", NEW, false }, { OLD, "mx-null", false }, { "mx-*", "spf-missing", false },
         { "mx.null", "mx-null", false },
      } do assert.equal(case[3], codes.fits(case[1], case[2]), case[1] .. " " .. case[2]) end
      assert.same({ NEW, "mx-null" }, { codes.current(OLD), codes.current "mx-null" })
      assert.same({ { OLD }, {} }, { codes.former(NEW), codes.former "mx-null" })
   end)

   it("--only and --skip take a retired code for the new one", function()
      assert.same({ NEW }, (found { only = { OLD } }))
      assert.same({ NEW }, (found { only = { "spf-null*", OLD } }))
      assert.same({}, (found { only = { OLD }, skip = { OLD } }))
   end)

   it("an acceptance of a retired code accepts the new one, and is in use", function()
      local function accepted(expires)
         local list, audit = found { today = "2026-11-24", expect = {
            selectors = {}, providers = {}, mail_from = {}, identities = {},
            accepted = { { code = OLD, subject = "acme.example", reason = "sends reports", expires = expires } } } }
         return list, #audit.accepted
      end
      assert.same({ { "dmarc-report-own-mailbox" }, 1 }, { accepted "2027-01-01" }) -- the null MX takes no reports
      assert.same({ { NEW, "acceptance-expired", "dmarc-report-own-mailbox" }, 0 }, { accepted "2026-01-01" })
   end)

   it("the command line knows it: explain, --only, --choose", function()
      local status, out = sesame("explain " .. OLD)
      assert.equal(0, status)
      assert.matches("^" .. NEW:gsub("%-", "%%-") .. " %(warning%)", out)
      assert.matches("Before:    mx-null-with-spf (retired)", out, 1, true)
      local demo = "--zone examples/acme.zone --offline acme.example"
      assert.equal(0, (sesame("check --only " .. OLD .. " " .. demo)))
      status = sesame("fix --choose " .. OLD .. "=2 " .. demo)
      assert.not_equal(2, status)
   end)
end)
