-- SPDX-License-Identifier: MIT
-- The table of regions held to the one it was made from, where that is there.
local regions = require "sesame.ses.regions"
local suites = require "spec.support.suites"

-- The cells of TEXT, a row a line, by the names of its first.
local function rows_of(text)
   local list, names = {}, nil
   for line in text:gmatch "[^\n]+" do
      local cells = {}
      for cell in (line .. "\t"):gmatch "([^\t]*)\t" do cells[#cells + 1] = cell end
      if names then
         local row = {}
         for i, name in ipairs(names) do row[name] = cells[i] end
         list[#list + 1] = row
      else
         names = cells
      end
   end
   return list
end

local FIELDS = { api = "api_endpoint", smtp = "smtp_endpoint", inbound = "inbound_mx", mail_from = "mail_from_mx",
   dkim = "dkim_domain" }

describe("the table of regions", function()
   local text = suites.text "../facts/ses-regions.tsv"
   if not text then
      pending(suites.reason)
      return
   end
   local rows = rows_of(text)

   it("has the same regions", function()
      local names = {}
      for i, row in ipairs(rows) do names[i] = row.region end
      table.sort(names)
      assert.same(regions.names(), names)
   end)

   for _, row in ipairs(rows) do
      it("says the same of " .. row.region, function()
         local own = regions.get(row.region)
         for short, field in pairs(FIELDS) do
            local cell = row[field]
            local there = cell ~= "-" and cell ~= "?"
            assert.equal(there and cell or nil, own[field], field)
            local level = row.confidence:match("%f[%w_]" .. short .. "=(%w+)")
            if level == "none" or not level then level = nil end
            assert.equal(level, own.confidence[field], field)
         end
         assert.equal(row.smtp_endpoint == "-", own.smtp_absent == true)
         assert.equal(row.inbound_mx == "-", own.inbound_absent == true)
      end)
   end
end)
