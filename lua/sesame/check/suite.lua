-- SPDX-License-Identifier: MIT
-- The checks in the order they run: one line each. A check is { name, findings, run(models, add) }.
local codes_of = require "sesame.check.codes"
local finding = require "sesame.finding"
local ground = require "sesame.check.ground"

local list = {
   require "sesame.check.domain",
   require "sesame.check.zone",
   require "sesame.check.mx",
   require "sesame.check.spf",
   require "sesame.check.spf_syntax",
   require "sesame.check.spf_included",
   require "sesame.check.spf_tree",
   require "sesame.check.spf_voids",
   require "sesame.check.spf_reach",
   require "sesame.check.spf_terms",
   require "sesame.check.spf_targets",
   require "sesame.check.spf_senders",
   require "sesame.check.spf_mailboxes",
   require "sesame.check.dmarc",
   require "sesame.check.dmarc_record",
   require "sesame.check.dmarc_policy",
   require "sesame.check.dmarc_tree",
   require "sesame.check.dmarc_reports",
   require "sesame.check.mail",
   require "sesame.check.ses_compare",
   require "sesame.check.names",
   require "sesame.check.selectors",
   require "sesame.check.dkim_keys",
   require "sesame.check.easy_dkim",
   require "sesame.check.easy_dkim_pending",
   require "sesame.check.ses_mail_from",
   require "sesame.check.ses_mail_from_spf",
   require "sesame.check.ses_mail_from_place",
   require "sesame.check.ses_mail_from_elsewhere",
   require "sesame.check.ses_identity",
   require "sesame.check.ses_byodkim",
   require "sesame.check.ses_account",
   require "sesame.check.ses_tenant",
   (require "sesame.check.ses_mail"),
}

-- They declare findings as checks do, but run around them.
local OTHERS = { require("sesame.check.acceptance"), require("sesame.check.run_keys"),
   (require("sesame.check.internal")), ground }

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

-- Findings of CHECK go to COLLECT, one of finding.collector; what is right only as far as could be learnt goes no
-- further, and the questions it waits for go into OPEN.
local function adder(check, collect, models, open)
   return function(code, detail)
      local declared = check.findings[code]
      local right = declared and declared.severity == "ok"
      local waits = right and ground.open(models, declared.needs, detail.rests) or {}
      if #waits == 0 then collect(check.findings, code, detail) end
      table.move(waits, 1, #waits, #open + 1, open)
   end
end

--- Runs every check over MODELS; returns the findings, unsorted.
function list.run(models)
   local found, open = {}, {}
   local collect = finding.collector(found)
   for _, check in ipairs(list) do
      if check.run(models, adder(check, collect, models, open)) == true then return found end
   end
   local failed = models.failed or {}
   table.move(failed, 1, #failed, #open + 1, open)
   return ground.cover(found, open, models.domain)
end

local function kept_by(globs, found)
   local kept = {}
   for _, item in ipairs(found) do
      for _, glob in ipairs(globs) do
         if codes_of.fits(glob, item.code) then kept[#kept + 1] = item break end
      end
   end
   return kept
end

--- Runs the check NAME ("*": all) over MODELS. Returns its findings whose code fits one of GLOBS, the set of codes that
-- could have come, and whether the domain itself is at fault: then what the check `domain` says of it stands in their
-- place. Raises for no such check.
function list.only(name, models, globs)
   local found, own, codes, known, open = {}, {}, {}, false, {}
   local over = list[1].run(models, adder(list[1], finding.collector(own), models, {})) == true
   local collect = finding.collector(found)
   for _, check in ipairs(list) do
      if check.name == name or name == "*" then
         known = true
         for code in pairs(check.findings) do codes[code] = true end
         if not over then check.run(models, adder(check, collect, models, open)) end
      end
   end
   if not known then error(("there is no check '%s'"):format(tostring(name)), 3) end
   if over then return own, codes, true end
   for code in pairs(ground.findings) do codes[code] = true end
   return ground.cover(kept_by(globs, found), open, models.domain), codes, false
end

return list
