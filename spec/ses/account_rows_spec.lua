-- SPDX-License-Identifier: MIT
-- What recipes show of accounts: newer fields where a file tells them, and nothing where none does.
local recipe = require "sesame.script.ses"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local REGIONS = { "us-east-1", "us-east-2" }

-- The section of accounts for those of LIST, one a region.
local function section_of(list)
   local records, identities = ses.healthy(table.move(REGIONS, 1, #list, 1, {}))
   for i, account in ipairs(list) do identities[i].account = account end
   local made, found = support.audit(records, { identities = identities }), nil
   recipe.sections { models = made.models, section = function(_, section)
      if section.title == "Account" then found = section end
   end }
   return found
end

describe("the table of accounts", function()
   -- accounts, the columns behind "state", the cells there of the first row
   local CASES = {
      { { { production = true } }, "", "" },
      { { { pool = "GLOBAL" } }, "pool", "all regions" },
      { { { pool = "REGIONAL", plan = "ESSENTIALS" } }, "pool plan", "its region,ESSENTIALS" },
      { { { plan = "ESSENTIALS", next_plan = "PRO" } }, "plan", "ESSENTIALS, next PRO" },
      { { { plan = "PRO", next_plan = "PRO" } }, "plan", "PRO" },
      { { { next_plan = "PRO" } }, "plan", "?, next PRO" },
      { { { production = true }, { pool = "GLOBAL" } }, "pool", "?" },
      { { { pool = "SOMETHING" } }, "pool", "SOMETHING" },
   }
   for i, case in ipairs(CASES) do
      it(("has columns for what is told (%d)"):format(i), function()
         local section = section_of(case[1])
         assert.equal(case[2], table.concat(section.columns, " ", 6))
         assert.equal(case[3], table.concat(section.rows[1], ",", 6))
         for _, row in ipairs(section.rows) do assert.equal(#section.columns, #row) end
      end)
   end
end)
