-- SPDX-License-Identifier: MIT
local console = require "sesame.fix.console"

local CASES = {
   { "no command", "Ask the provider.", nil },
   { "at the end", "Set it: aws sesv2 put-x --email-identity acme.example --region eu-west-1.",
      "aws sesv2 put-x --email-identity acme.example --region eu-west-1" },
   { "before another sentence", "aws sesv2 put-x --email-identity a.example. Then wait.",
      "aws sesv2 put-x --email-identity a.example" },
   { "in brackets", "Remove it (aws sesv2 delete-x --region eu-west-1), or sign.",
      "aws sesv2 delete-x --region eu-west-1" },
   { "between backquotes", "What `aws sesv2 get-x` says.", "aws sesv2 get-x" },
   { "with what is left out", "Ask: aws sesv2 put-account-details --x ...", "aws sesv2 put-account-details --x ..." },
}

describe("fix.console", function()
   for _, case in ipairs(CASES) do
      it("finds the command " .. case[1], function()
         local step = console.step { advice = case[2] }
         assert.equal(case[2], step.text)
         assert.equal(case[3], step.command)
      end)
   end
end)
