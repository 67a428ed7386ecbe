-- SPDX-License-Identifier: MIT
-- The checks in the order they run: one line each. A check is { name, findings, run(models, add) }.
local finding = require "sesame.finding"

local list = {
   require "sesame.check.domain",
   require "sesame.check.zone",
   require "sesame.check.mx",
   require "sesame.check.spf",
   require "sesame.check.spf_syntax",
   require "sesame.check.spf_tree",
   require "sesame.check.spf_reach",
   require "sesame.check.spf_terms",
   require "sesame.check.spf_senders",
   require "sesame.check.dmarc",
   require "sesame.check.names",
   require "sesame.check.easy_dkim",
   (require "sesame.check.ses_mail_from"),
}

-- They declare findings as checks do, but run around them.
local OTHERS = { require("sesame.check.acceptance"), (require("sesame.check.internal")) }

--- code -> { check = name, declaration = table } of everything an audit can find. A code declared twice raises.
function list.declarations()
   local all = {}
   for _, group in ipairs { list, OTHERS } do
      for _, check in ipairs(group) do
         for code, declared in pairs(check.findings) do
            local other = all[code]
            if other then error(("finding '%s' is declared by %s and %s"):format(code, other.check, check.name)) end
            all[code] = { check = check.name, declaration = declared }
         end
      end
   end
   return all
end

--- Runs every check over MODELS; returns the findings, unsorted.
function list.run(models)
   local found = {}
   for _, check in ipairs(list) do
      local function add(code, detail)
         found[#found + 1] = finding.new(check.findings, code, detail)
      end
      if check.run(models, add) == true then break end
   end
   return found
end

return list
