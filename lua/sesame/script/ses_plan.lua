-- SPDX-License-Identifier: MIT
-- A plan (sesame.ses.plan, plan_state) as findings with their records and fixes, and as sections of a report. It must
-- not look anything up.
local change = require "sesame.fix.change"
local plan = require "sesame.ses.plan"

local report = {}

local AWS = "Amazon SES developer guide, verified identities"

local function declared(severity, text, why, advice, fields)
   local unfixable = severity == "error" and "a decision is needed first" or nil
   return {
      severity = severity, text = text, why = why, advice = advice, fields = fields or {}, reference = AWS,
      unfixable = unfixable,
   }
end

--- The findings of a plan, to be a script's `codes`.
report.codes = {
   ["ses-plan-publish"] = declared("notice", "{kind} of {region}: {count} to publish.",
      "SES looks for DKIM and MAIL FROM records before it uses them; receivers of mail look for all of these.",
      "Publish:",
      { "kind", "region", "count" }),
   ["ses-plan-waits"] = declared("notice",
      "{kind} of {region}: {count} to publish, once SES has told what stands for REPLACE-ME.",
      "The tokens come with the identity; nobody can guess them.",
      "Make the identity (see the commands), then run this with its JSON:",
      { "kind", "region", "count" }),
   ["ses-plan-replace"] = declared("notice",
      "{kind} of {region}: {count} to publish in place of what is there ({before}).",
      "What is there keeps SES from finding what it needs.", "Take out what is there, and publish:",
      { "kind", "region", "count",
      "before" }),
   ["ses-plan-conflict"] = declared("error", "{kind} of {region} cannot be published at {subject}: {reason}.",
      "Two purposes at one name spoil each other.", "Choose another name (mail_from=LABEL), or move what is there.",
      { "kind", "region", "reason" }),
   ["ses-plan-unknown"] = declared("unknown", "What stands at {subject} ({type}) could not be learnt: {reason}.",
      "Nothing is planned on a guess.", nil, { "type", "reason" }),
   ["ses-plan-there"] = declared("ok", "{kind} of {region}: all records are there.",
      "Nothing is to be published for it.", nil,
      { "kind", "region" }),
   ["ses-plan-nameless"] = declared("error", "No free name for the MAIL FROM of {region} was found below {subject}.",
      "The usual names have records of another purpose, or could not be learnt.", "Name one: mail_from=LABEL.",
      { "region" }),
   ["ses-plan-new-name"] = declared("notice", "{subject} does not exist yet.",
      "The plan makes names below it, and so the name itself; look for a typing error first."),
   ["ses-plan-inherited"] = declared("notice", "SES sends for {subject} as the identity {identity} ({regions}).",
      "An identity of a domain covers the names below it; DKIM and MAIL FROM are those of {identity}.",
      "sesame ses plan {identity} has its records; name regions=... to make {subject} an identity of its own.",
      { "identity", "regions" }),
   ["ses-plan-no-room"] = declared("error", "{subject} is too long for Easy DKIM.",
      "DNS has room for names of 253 characters, and those of its records would be longer.",
      "Use a domain of at most {most} characters, or a key of your own with a short selector: selector=NAME.",
      { "most" }),
   ["ses-plan-no-region"] = declared("error", "No region of SES was named for {subject}.",
      "SES is set up region by region, and DNS does not say which.", "Name them: --ses us-east-1, --expect FILE, or "
      .. "regions=us-east-1,eu-west-1."),
}

local function line_of(item, comment)
   local line = ("%s. %d IN %s %s"):format(item.name, item.ttl, item.type,
      change.text(item.name, item.type, item.value))
   return comment and item.placeholder and "; " .. line or line
end

report.line = line_of

-- Records of one purpose and region together, in the order of the plan.
local function groups_of(made)
   local list, by_key = {}, {}
   for _, item in ipairs(made.records) do
      local key = item.kind .. "\0" .. (item.region or "")
      local group = by_key[key]
      if not group then
         group = { kind = item.kind, region = item.region or "all regions" }
         by_key[key], list[#list + 1] = group, group
      end
      group[#group + 1] = item
   end
   return list
end

local function count(number) return number == 1 and "one record" or ("%d records"):format(number) end

local function say(audit, group, code, items)
   if #items == 0 then return end
   local lines, changes, placeholders, before = {}, {}, {}, {}
   for i, item in ipairs(items) do
      lines[i] = line_of(item)
      table.move(item.changes, 1, #item.changes, #changes + 1, changes)
      table.move(item.before, 1, #item.before, #before + 1, before)
      placeholders[#placeholders + 1] = item.placeholder
   end
   local fields = { kind = group.kind, region = group.region, count = count(#items) }
   if code == "ses-plan-replace" then fields.before = before end
   audit:find(code, {
      subject = items[1].name, type = items[1].type, fields = fields, publish = lines,
      fix = { changes = changes, placeholders = #placeholders > 0 and placeholders or nil },
   })
end

local CONFLICT = {
   alias = function(reason) return ("it is an alias for %s"):format(reason.target) end,
   receives = function(reason) return ("it receives mail at %s"):format(reason.host) end,
   ["other-text"] = function() return "another text is there already" end,
}

local function say_group(audit, group)
   local by_status = { there = {}, add = {}, replace = {}, waits = {} }
   for _, item in ipairs(group) do
      if item.status == "conflict" then
         audit:find("ses-plan-conflict", {
            subject = item.name, type = item.type, fields = { kind = group.kind, region = group.region,
               reason = CONFLICT[item.reason.code](item.reason) },
         })
      elseif item.status == "unknown" then
         audit:find("ses-plan-unknown", { subject = item.name, type = item.type,
            fields = { type = item.type, reason = item.because.status } })
      else
         local status = item.status ~= "there" and item.placeholder and "waits" or item.status
         table.insert(by_status[status], item)
      end
   end
   say(audit, group, "ses-plan-publish", by_status.add)
   say(audit, group, "ses-plan-waits", by_status.waits)
   say(audit, group, "ses-plan-replace", by_status.replace)
   if #by_status.there == #group then
      audit:find("ses-plan-there", { type = group[1].type, fields = { kind = group.kind, region = group.region } })
   end
end

--- Adds the findings of MADE (judged by sesame.ses.plan_state) to AUDIT.
function report.findings(audit, made)
   if audit.models.domain.exists == false then audit:find("ses-plan-new-name", {}) end
   if #made.inherited > 0 then
      local names = {}
      for i, identity in ipairs(made.inherited) do names[i] = identity.region end
      audit:find("ses-plan-inherited", { fields = { identity = made.inherited[1].domain, regions = names } })
   elseif #made.identities == 0 then
      audit:find("ses-plan-no-region", {})
   end
   if made.too_long then audit:find("ses-plan-no-room", { fields = { most = plan.DOMAIN_MAX } }) end
   for _, group in ipairs(groups_of(made)) do say_group(audit, group) end
   for _, entry in ipairs(made.nameless) do
      if not entry.known then
         audit:find("ses-plan-unknown", { subject = entry.because.name, type = "MX",
            fields = { type = "MX", reason = entry.because.status } })
      else
         audit:find("ses-plan-nameless", { fields = { region = entry.region } })
      end
   end
end

local STATE = { there = "there", add = "publish", replace = "replace", conflict = "conflict", unknown = "unknown" }

local function table_of(made)
   local rows = {}
   for i, item in ipairs(made.records) do
      local what = item.status ~= "there" and item.placeholder and "waits" or STATE[item.status]
      rows[i] = { what, item.region or "all", item.kind, item.type, item.name }
   end
   return rows
end

-- One region's commands, as far as the saved JSON does not say that they are done.
local function commands_of(made, identity, lines)
   local domain, region = made.domain, identity.region
   local function add(format, ...) lines[#lines + 1] = format:format(...) end
   if not identity.saved and not identity.tokens then
      local parent
      for _, replica in ipairs(made.replicas) do parent = replica.region == region and replica.parent or parent end
      local attributes = parent and (" --dkim-signing-attributes DomainSigningAttributesOrigin=AWS_SES_%s")
         :format(parent:upper():gsub("-", "_")) or ""
      add("aws sesv2 create-email-identity --region %s --email-identity %s%s", region, domain, attributes)
   end
   for _, entry in ipairs(made.mail_from) do
      if entry.region == region and identity.saved_mail_from ~= entry.name then
         add("aws sesv2 put-email-identity-mail-from-attributes --region %s --email-identity %s \\", region, domain)
      add("   --mail-from-domain %s --behavior-on-mx-failure USE_DEFAULT_VALUE", entry.name)
      end
   end
   if not identity.saved then
      add("aws sesv2 get-email-identity --region %s --email-identity %s > %s-%s.json", region, domain, domain, region)
   end
end

local MAY_GO = {
   ["root-spf"] = "SES never asks for this record once every region has its MAIL FROM name; the include costs a DNS "
      .. "lookup. Keep it where something else sends through SES with this domain in its envelope.",
   verification = "Identities verified before DKIM did it need this text; those verified by DKIM do not.",
}

--- Adds the tables of MADE to AUDIT: the records, the commands for SES, and what may go.
function report.sections(audit, made)
   if #made.records > 0 then
      audit:section { title = "Records", columns = { "state", "region", "for", "type", "name" }, rows = table_of(made) }
   end
   local lines = {}
   for _, identity in ipairs(made.identities) do commands_of(made, identity, lines) end
   if #lines > 0 then
      audit:section {
         title = "In SES", lines = lines,
         text = "What DNS cannot do. Publish the records of MAIL FROM first: where the behaviour on failure is "
            .. "REJECT_MESSAGE, mail is refused until SES has seen them.",
      }
   end
   for _, replica in ipairs(made.replicas) do
      audit:section {
         title = ("Easy DKIM of %s"):format(replica.region),
         text = ("It uses the key and the records of %s (Deterministic Easy DKIM): no CNAME of its own.")
            :format(replica.parent),
      }
   end
   if made.rua then
      audit:section { title = "DMARC reports",
         text = ("Reports go to %s: see that this mailbox exists, or name another with rua=ADDRESS.")
         :format(made.rua) }
   end
   for _, item in ipairs(made.may_go) do
      local go = { ("%s. %s %q"):format(item.name, item.type, item.before) }
      if item.after then go[2], go[3] = "becomes", ("%s. %s %q"):format(item.name, item.type, item.after) end
      audit:section { title = "May go", text = MAY_GO[item.code], lines = go }
   end
end

return report
