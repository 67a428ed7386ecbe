-- SPDX-License-Identifier: MIT
-- sesame.fix: record changes that mend what an audit finds, proved by auditing the zone as they would make it.
-- doc/fix.md describes it. It must not know the command line.
local plan = require "sesame.fix.plan"
local planner = require "sesame.fix.planner"
local verify = require "sesame.fix.verify"

local fix = {}

--- The formats a plan can be written in, text first.
fix.formats = {
   "text", "json", "bind", "nsupdate", "route53", "terraform", "cloudformation", "cloudflare", "dnscontrol", "octodns",
}

--- The plan for DOMAIN (A-labels) over VIEW, the facts of one audit (session:view()). OPTIONS: those of
-- sesame.audit.run, and codes (globs: only findings whose code fits), choose (code, or code@subject, -> number of the
-- choice). The plan as doc/fix.md describes it, and the audit it began with; or nil, message, "bad-option". Waits.
function fix.plan(domain, view, options)
   options = options or {}
   local first = verify.first(domain, view, options)
   local ok, made = pcall(function() return plan.of(first, planner.run(domain, view, first, options), view) end)
   if ok then return made, first end
   if tostring(made):find("^%-%-choose") then return nil, made, "bad-option" end
   error(made, 0)
end

--- The same for DOMAIN over the facts of SESSION (sesame.session), on the day of those.
function fix.of(session, domain, options)
   local given = { today = session:today(), rests = true }
   for key, value in pairs(options or {}) do given[key] = value end
   return fix.plan(domain, session:view(), given)
end

local function is_format(name)
   for _, known in ipairs(fix.formats) do
      if known == name then return true end
   end
   return false
end

--- PLAN as text in FORMAT, one of fix.formats. OPTIONS: what that format takes (doc/fix.md). Nil, message, code for a
-- format that is none ("bad-option") and for a plan it cannot write.
function fix.render(made, format, options)
   if not is_format(format) then
      return nil, ("'%s' is no format of a fix (%s)"):format(tostring(format), table.concat(fix.formats, ", ")),
         "bad-option"
   end
   return require("sesame.report.fix_" .. format).render(made, options or {})
end

return fix
