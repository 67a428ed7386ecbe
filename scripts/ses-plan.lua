-- SPDX-License-Identifier: MIT
-- Recipe: every record that a domain needs to send through Amazon SES, in each of its regions, and what may go.
local arguments = require "sesame.script.arguments"
local groups = require "sesame.ses.plan_groups"
local plan = require "sesame.ses.plan"
local report = require "sesame.report.ses_plan_text"

local READ = {
   regions = arguments.regions, replicas = arguments.region, mail_from = arguments.label, selector = arguments.selector,
   key = arguments.key, rua = arguments.address,
   policy = function(name, text) return arguments.choice(name, text, { "none", "quarantine", "reject" }) end,
}

local AWS = "Amazon SES developer guide, verified identities"

local function declared(severity, text, why, advice, fields)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields or {}, reference = AWS,
      rank = 3, unfixable = severity == "error" and "a decision is needed first" or nil }
end

local CODES = {
   ["ses-plan-publish"] = declared("notice", "{kind} of {region}: {count} to publish.",
      "SES looks for DKIM and MAIL FROM records before it uses them; receivers of mail look for all of these.",
      "Publish this.", { "kind", "region", "count" }),
   ["ses-plan-waits"] = declared("notice",
      "{kind} of {region}: {count} to publish, once SES has told what stands for REPLACE-ME.",
      "The tokens come with the identity; nobody can guess them.",
      "Make the identity (see the commands), then run this with its JSON.", { "kind", "region", "count" }),
   ["ses-plan-replace"] = declared("notice",
      "{kind} of {region}: {count} to publish in place of what is there ({before}).",
      "What is there keeps SES from finding what it needs.", "Take out what is there, and publish this.",
      { "kind", "region", "count", "before" }),
   ["ses-plan-conflict"] = declared("error", "{kind} of {region} cannot be published at {subject}: {reason}.",
      "Two purposes at one name spoil each other.", "Choose another name (mail_from=LABEL), or move what is there.",
      { "kind", "region", "reason" }),
   ["ses-plan-unknown"] = declared("unknown", "What stands at {subject} ({type}) could not be learnt: {reason}.",
      "Nothing is planned on a guess.", nil, { "type", "reason" }),
   ["ses-plan-there"] = declared("ok", "{kind} of {region}: all records are there.",
      "Nothing is to be published for it.", nil, { "kind", "region" }),
   ["ses-plan-nameless"] = declared("error", "No free name for the MAIL FROM of {region} was found below {subject}.",
      "The usual names have records of another purpose, or could not be learnt.", "Name one: mail_from=LABEL.",
      { "region" }),
   ["ses-plan-new-name"] = declared("notice", "{subject} does not exist yet.",
      "The plan makes names below it, and so the name itself; look for a typing error first."),
   ["ses-plan-inherited"] = declared("notice", "SES sends for {subject} as the identity {identity} ({regions}).",
      "An identity of a domain covers the names below it; DKIM and MAIL FROM are those of {identity}.",
      "sesame ses plan {identity:sh} has its records; name regions=... to make {subject} an identity of its own.",
      { "identity", "regions" }),
   ["ses-plan-no-room"] = declared("error", "{subject} is too long for Easy DKIM.",
      "DNS has room for names of 253 characters, and those of its records would be longer.",
      "Use a domain of at most {most} characters, or a key of your own with a short selector: selector=NAME.",
      { "most" }),
   ["ses-plan-no-region"] = declared("error", "No region of SES was named for {subject}.",
      "SES is set up region by region, and DNS does not say which.", "Name them: --ses us-east-1, --expect FILE, or "
      .. "regions=us-east-1,eu-west-1."),
}

local function count(number) return number == 1 and "one record" or ("%d records"):format(number) end

-- One finding of CODE about ITEMS, records of GROUP that are to be published.
local function say(audit, group, code, items)
   if #items == 0 then return end
   local joined = report.joined(items)
   local fields = { kind = group.kind, region = report.region(group), count = count(#items),
      before = code == "ses-plan-replace" and joined.before or nil }
   audit:find(code, { subject = items[1].name, type = items[1].type, fields = fields, records = joined.records,
      fix = { changes = joined.changes, placeholders = joined.placeholders } })
end

local function say_unknown(audit, name, type, reason)
   audit:find("ses-plan-unknown", { subject = name, type = type, fields = { type = type, reason = reason } })
end

local function say_group(audit, group)
   local kind, region = group.kind, report.region(group)
   for _, item in ipairs(group.conflict) do
      audit:find("ses-plan-conflict", { subject = item.name, type = item.type,
         fields = { kind = kind, region = region, reason = report.conflict(item.reason) } })
   end
   for _, item in ipairs(group.unknown) do say_unknown(audit, item.name, item.type, item.because.status) end
   say(audit, group, "ses-plan-publish", group.add)
   say(audit, group, "ses-plan-waits", group.waits)
   say(audit, group, "ses-plan-replace", group.replace)
   if #group.there == group.count then
      audit:find("ses-plan-there", { type = group.there[1].type, fields = { kind = kind, region = region } })
   end
end

-- Adds the findings of MADE to AUDIT.
local function findings(audit, made)
   if audit.models.domain.exists == false then audit:find("ses-plan-new-name", {}) end
   if #made.inherited > 0 then
      local names = {}
      for i, identity in ipairs(made.inherited) do names[i] = identity.region end
      audit:find("ses-plan-inherited", { fields = { identity = made.inherited[1].domain, regions = names } })
   elseif #made.identities == 0 then
      audit:find("ses-plan-no-region", {})
   end
   if made.too_long then audit:find("ses-plan-no-room", { fields = { most = plan.DOMAIN_MAX } }) end
   for _, group in ipairs(groups.of(made)) do say_group(audit, group) end
   for _, entry in ipairs(made.nameless) do
      local because = entry.because
      if because then say_unknown(audit, because.name, "MX", because.status)
      else audit:find("ses-plan-nameless", { fields = { region = entry.region } }) end
   end
end

return {
   summary = "All records to publish for a domain and its SES regions: DKIM, MAIL FROM, a first DMARC policy; and what "
      .. "may go.",
   args = {
      regions = "regions to plan for, us-east-1,eu-west-1 (beside those of --ses and --expect)",
      replicas = "the region whose Easy DKIM key the others share (Deterministic Easy DKIM)",
      mail_from = "label of MAIL FROM names to be made (default: bounce)",
      selector = "selector of a DKIM key pair of your own (BYODKIM)", key = "its private key, to write the record from",
      policy = "DMARC policy to begin with: none (default), quarantine, reject", rua = "address for DMARC reports",
   },
   tags = { "safe", "ses", "plan" },
   codes = CODES,
   prepare = function(args)
      local ok, message = arguments.read(args, READ)
      if not ok then return nil, message end
      if args.key and not args.selector then return nil, "key=FILE goes with selector=NAME" end
      args.record = args.key
      return true
   end,
   run = function(audit)
      local _ = audit.models -- reads the domain first: MAIL FROM names that are there are found
      local made = require("sesame.ses.plan_state").judge(audit, plan.build(audit, audit.args))
      for _, section in ipairs(report.sections(made)) do audit:section(section) end
      findings(audit, made)
   end,
}
