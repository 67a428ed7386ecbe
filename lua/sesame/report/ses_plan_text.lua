-- SPDX-License-Identifier: MIT
-- A plan for SES as sections of a report. It must not look anything up.
local copy = require "sesame.base.copy"
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

local MAIL_FROM = "MAIL FROM %s of %s: "

-- Why a record is published, by the code of its purpose; and why what stands in the place of a CNAME goes.
local WHY = {
   ["easy-dkim"] = function(why) return ("Easy DKIM record %d of 3 for %s."):format(why.number, why.region) end,
   ["own-key"] = function() return "The public key of your own DKIM key pair (BYODKIM)." end,
   ["mail-from-mx"] = function(why)
      return MAIL_FROM:format(why.region, why.domain) .. "exactly one MX record, so that bounces reach SES there."
   end,
   ["mail-from-spf"] = function(why)
      return MAIL_FROM:format(why.region, why.domain) .. "SPF is looked up at this name, never at one above it."
   end,
   ["chosen-policy"] = function() return "The policy you chose, with reports." end,
   ["first-policy"] = function() return "A first policy: nothing is refused yet, and reports say what would be." end,
}
local BESIDE = "Nothing may stand beside a CNAME record."

local STANDS_FOR = {
   token = function(place) return ("token %d of 3 of %s in %s"):format(place.number, place.domain, place.region) end,
   zone = function(place) return "the DKIM zone of the identity in " .. place.region .. " (SigningHostedZone)" end,
   ["public-key"] = function() return "the public key that sesame dkim generate prints" end,
}

--- What publishing ITEMS, records of one group, comes to, with its words: { records, changes, before = the values that
-- go, placeholders = { { name, text } } in them, nil where there is none }.
function report.joined(items)
   local made = { records = {}, changes = {}, before = {} }
   for i, item in ipairs(items) do
      made.records[i] = groups.set_of(item)
      for _, change in ipairs(item.changes) do
         local why = change.action == "remove" and BESIDE or WHY[item.why.code](item.why)
         made.changes[#made.changes + 1] = copy.with(change, { why = why })
      end
      table.move(item.before, 1, #item.before, #made.before + 1, made.before)
      local place = item.placeholder
      if place then
         made.placeholders = made.placeholders or {}
         table.insert(made.placeholders, { name = place.name, text = STANDS_FOR[place.code](place) })
      end
   end
   return made
end

--- The regions that GROUP (of sesame.ses.plan_groups) is for.
function report.region(group)
   return group.region or "all regions"
end

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
