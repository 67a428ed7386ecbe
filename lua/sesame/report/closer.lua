-- SPDX-License-Identifier: MIT
-- Which command looks closer at a cause. Data and its reader; it must not lay out text.
local fits = require("sesame.check.codes").fits

local closer = {}

local MOST <const> = 4 -- commands that are named at once

-- glob of codes, commands; the first row that fits a code is the one
local ROWS = {
   { "ses-mail-from-default", "ses plan", "message" }, { "ses-mail-from-not-found", "ses plan" },
   { "ses-mail-from-elsewhere", "run mail-from-placement" },
   { "ses-mail-from-spf-*", "run mail-from-placement" }, { "mail-from-spf-*", "run mail-from-placement" },
   { "ses-mail-from-*", "run bounces" }, { "ses-byodkim-*", "dkim match" }, { "easy-dkim-*", "dkim easy" },
   { "spf-lookups-*", "spf plan" }, { "spf-void-*", "spf plan" }, { "spf-tree-*", "spf tree" },
   { "spf-mailbox-*", "spf plan" }, { "ses-sandbox*", "run production-access" },
   { "ses-drift*", "run ses-multi-region" },
   { "ses-mail-*", "run dmarc-alignment" }, { "ses-strict-*", "run dmarc-alignment" },
   { "dmarc-*", "dmarc show" },
}

local function commands_for(code)
   for _, row in ipairs(ROWS) do
      if fits(row[1], code) then return row end
   end
   return {}
end

--- The commands of sesame that look closer at CAUSES (sesame.finding.folding), those of the first ones first, each
-- once: { "dkim easy", "spf plan", ... }.
function closer.of(causes)
   local list, seen = {}, {}
   for _, entry in ipairs(causes) do
      local row = commands_for(entry.code)
      for i = 2, #row do
         if not seen[row[i]] and #list < MOST then seen[row[i]], list[#list + 1] = true, row[i] end
      end
   end
   return list
end

return closer
