-- SPDX-License-Identifier: MIT
-- A plan for SES as sections of a report. It must not look anything up.
local groups = require "sesame.ses.plan_groups"

local report = {}

local STATE = { there = "there", add = "publish", replace = "replace", conflict = "conflict", unknown = "unknown",
   waits = "waits" }

local MAY_GO = {
   ["root-spf"] = "SES never asks for this record once every region has its MAIL FROM name; the include costs a DNS "
      .. "lookup. Keep it where something else sends through SES with this domain in its envelope.",
   verification = "Identities verified before DKIM did it need this text; those verified by DKIM do not.",
}

local CONFLICT = {
   alias = function(reason) return ("it is an alias for %s"):format(reason.target) end,
   receives = function(reason) return ("it receives mail at %s"):format(reason.host) end,
   ["other-text"] = function() return "another text is there already" end,
}

--- REASON, of a record of a plan that conflicts (sesame.ses.plan_state), as a clause without a full stop.
function report.conflict(reason)
   return CONFLICT[reason.code](reason)
end

local function table_of(made)
   local rows = {}
   for i, item in ipairs(made.records) do
      local what = STATE[groups.state(item)]
      rows[i] = { what, item.region or "all", item.kind, item.type, item.name }
   end
   return rows
end

--- The sections of MADE (sesame.ses.plan, judged by plan_state), each as sesame.section takes it: the records, the
-- commands for SES, and what may go.
function report.sections(made)
   local list = {}
   local function add(section) list[#list + 1] = section end
   if #made.records > 0 then
      add { title = "Records", columns = { "state", "region", "for", "type", "name" }, rows = table_of(made) }
   end
   local lines = groups.commands(made)
   if #lines > 0 then
      add {
         title = "In SES", lines = lines,
         text = "What DNS cannot do. Publish the records of MAIL FROM first: where the behaviour on failure is "
            .. "REJECT_MESSAGE, mail is refused until SES has seen them.",
      }
   end
   for _, replica in ipairs(made.replicas) do
      add {
         title = ("Easy DKIM of %s"):format(replica.region),
         text = ("It uses the key and the records of %s (Deterministic Easy DKIM): no CNAME of its own.")
            :format(replica.parent),
      }
   end
   if made.rua then
      add { title = "DMARC reports",
         text = ("Reports go to %s: see that this mailbox exists, or name another with rua=ADDRESS.")
         :format(made.rua) }
   end
   for _, item in ipairs(made.may_go) do
      local go = { ("%s. %s %q"):format(item.name, item.type, item.before) }
      if item.after then go[2], go[3] = "becomes", ("%s. %s %q"):format(item.name, item.type, item.after) end
      add { title = "May go", text = MAY_GO[item.code], lines = go }
   end
   return list
end

return report
