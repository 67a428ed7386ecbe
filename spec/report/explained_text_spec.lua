-- SPDX-License-Identifier: MIT
-- Pages on findings: each is filled by an example that its declaration takes, with nothing left open.
local explained = require "sesame.report.explained_text"
local samples = require "sesame.check.samples"
local suite = require "sesame.check.suite"

local all = suite.declarations()

local function page_of(code) return explained.text(code, all) end

-- The value of LABEL on PAGE, in one line.
local function value(page, label)
   local lines = "\n" .. page
   local found = lines:match("\n  " .. label .. ": *(.-)\n  %u") or lines:match("\n  " .. label .. ": *(.*)$")
   return found and (found:gsub("%s+", " "))
end

describe("the page on a finding", function()
   it("has an example of each code, and of no other", function()
      for code in pairs(all) do assert.is_truthy(samples[code], code .. " has no example") end
      for code in pairs(samples) do assert.is_truthy(all[code], code .. " is no code any more") end
   end)

   it("leaves no field open, and no colon before nothing", function()
      for code in pairs(all) do
         local page = page_of(code)
         for _, name in ipairs(all[code].declaration.fields or {}) do
            assert.is_nil(page:find("{" .. name .. ":?%l*}"), code)
         end
         for _, pair in ipairs { { "Do", "Good" } } do
            local at = page:match("\n  " .. pair[1] .. ": [^\n]*:\n  (%a+)")
            assert.is_true(at == nil or at == pair[2], ("%s: '%s:' ends in a colon"):format(code, pair[1]))
         end
         assert.is_nil(page:find ":\n$", code)
      end
   end)

   it("says why, how to see it and where it is written", function()
      for code in pairs(all) do
         local page = page_of(code)
         for _, label in ipairs { "Says", "Why", "See it", "Source", "Check" } do
            assert.is_truthy(value(page, label), code .. " lacks " .. label)
         end
      end
   end)

   it("is printable, whatever the example holds", function()
      for code in pairs(all) do assert.is_nil(page_of(code):find "[^\n\32-\126]", code) end
   end)

   it("shows a bad and a good record, what receivers may say, what it comes of and leads to", function()
      local page = page_of "ses-mail-from-spf-missing"
      assert.matches('^[%w-]+%.acme%.example%. TXT "v=spf1 include:amazonses%.com ~all"', value(page, "Good"))
      assert.matches("^may say Gmail 5%.7%.26, 5%.7%.27; .*; sesame explain 5%.7%.26$", value(page, "Receivers"))
      assert.matches("ses%-mail%-from%-occluded", value(page, "Comes of"))
      assert.matches("ses%-mail%-fails", value(page, "Leads to"))
      assert.matches("^dig %+noall %+answer ", value(page, "See it"))
      assert.matches('TXT "', value(page_of "spf-near-miss", "Bad"))
   end)

   it("asks SES where DNS does not show it", function()
      assert.matches("^aws sesv2 get%-account %-%-region ", value(page_of "ses-sandbox", "See it"))
      assert.matches("^aws sesv2 get%-email%-identity ", value(page_of "ses-signing-off", "See it"))
      assert.equal("sesame message FILE", value(page_of "message-unsigned", "See it"))
   end)

   it("stands for a script's own finding by the names of its fields", function()
      local own = { ["mine-found"] = { check = "recipe mine", declaration = require("sesame.finding").declare("mine", {
         ["mine-found"] = { severity = "notice", fields = { "host_name" }, text = "{subject} has {host_name}.",
            why = "So it is.", reference = "nowhere" },
      })["mine-found"] } }
      assert.matches("Says: +example%.org has host name%.", explained.text("mine-found", own))
   end)
end)
