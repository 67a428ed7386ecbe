-- SPDX-License-Identifier: MIT
-- `sesame apply DOMAIN --to SERVER --key FILE`: publishes a plan by dynamic update, shows first, and keeps the way
-- back.
local applying = require "sesame.cli.applying"
local asking = require "sesame.cli.asking"
local core = require "sesame.core"
local earlier = require "sesame.cli.earlier"
local guard = require "sesame.guard"
local planning = require "sesame.cli.planning"
local publish = require "sesame.publish.apply"
local sets = require "sesame.fix.record_sets"
local shell = require "sesame.base.shell"

local apply = {
   name = "apply", summary = "Publish the records that mend a domain, by dynamic update (RFC 2136).",
   groups = { "source", "audit", "output" }, formats = { "text", "json" },
   example = {
      "sesame apply --to 127.0.0.1:5300 --zone examples/acme.zone --offline --code 'ses-*' acme.example",
      "sesame apply --to 192.0.2.1 --key update.key --yes acme.example",
   },
}

function apply.arguments(parser)
   planning.arguments(parser)
   parser:option("--to", "The primary that takes the update."):argname("IP[:PORT]"):count("1")
   parser:option("--key", "TSIG key, as tsig-keygen or keymgr -t writes it."):argname("FILE")
   parser:flag("--yes", "Send it; without this nothing is sent.")
   parser:option("--plan", "Publish a plan that `fix --format json` saved."):argname("FILE")
   parser:option("--undo", "Take back what an earlier run did, by its undo file."):argname("FILE")
   parser:option("--save-undo", "Where the undo file goes; never an existing file."):argname("FILE"):target("save-undo")
end

-- Options that contradict each other, as a message, or nil.
local function contradiction(given)
   if given.plan and given.undo then return "--plan and --undo exclude each other" end
   if given.yes and not given.key then return "--yes needs --key FILE, the TSIG key to sign with" end
   if given.yes and (given.offline or given.replay) then
      return "--offline and --replay ask nobody: they go with a dry run alone"
   end
end

-- What the command line asks for: { domain, options, server, key, plan or nil, undoes }, or nil and a message.
local function wanted(given)
   local message = contradiction(given)
   if message then return nil, message end
   local want = { undoes = given.undo ~= nil }
   want.domain, want.options = planning.wanted(given)
   if not want.domain then return nil, want.options end
   want.server, message = core.resolver.parse_server(given.to)
   if not want.server then return nil, "--to: " .. message end
   if given.key then
      want.key, message = require("sesame.publish.key").read(given.key)
      if not want.key then return nil, "--key: " .. message end
   end
   local path = given.undo or given.plan
   if path then
      want.plan, message = planning.load(path, want.domain, given.undo and "--undo" or "--plan")
      if not want.plan then return nil, message end
   end
   return want
end

-- PLAN without what waits for a placeholder, and what was left out.
local function ready_part(plan)
   local kept, left = {}, {}
   for key, value in pairs(plan) do kept[key] = value end
   kept.changes = {}
   for _, change in ipairs(plan.changes) do table.insert(change.waits and left or kept.changes, change) end
   return kept, left
end

-- Why PLAN may not be published, or nil.
local function objection(want, plan)
   if not want.undoes and plan.verified == "no" and #plan.changes > 0 then
      return "the plan could not be proved, so it is not published"
   end
   return publish.refuse(plan)
end

local STATUS = { done = 0, refused = 1, unknown = 3, interrupted = 130 }

-- The plan of WANT, and what waits for a placeholder; nil, the reason it may not be published, and whether that is
-- misuse.
local function plan_of(session, want)
   local plan, fault = want.plan, nil
   if not plan then plan, fault = require("sesame.fix").of(session, want.domain, want.options) end
   if not plan then return nil, fault, true end
   local ready, left_out = ready_part(plan)
   local reason = objection(want, ready)
   if reason then return nil, reason end
   return ready, left_out
end

-- What there is to know of an undo file that stands in the way of the new one.
local function kept_words(given, want, list)
   local own = list[1] and list[1].path == given["save-undo"] and list[1]
   if not own or own.state == "unreadable" then return "" end
   return "; " .. require("sesame.report.publish_text").earlier(own, want.server, true)
end

-- Publishes PLAN, or shows it. Returns what is reported, and the status; nil and a message for misuse.
local function work(given, want, plan, left_out, primary)
   local survey = primary:survey(sets.of(plan))
   local done = {
      domain = want.domain, server = want.server, sent = given.yes == true, left_out = left_out,
      steps = #(plan.steps or {}),
      survey = survey,
      messages = #survey.differ + #survey.unknown == 0 and publish.messages(survey.sets) or {},
      earlier = earlier.find(given, want, primary), undoes = want.undoes,
   }
   if not want.plan then -- a file's audits are not of today
      done.before, done.planned, done.looked = plan.before, plan.after, plan.looked
   end
   local status = #survey.differ > 0 and "refused" or #survey.unknown > 0 and "unknown" or "done"
   if given.yes and #done.messages > 0 then
      local fault
      status, fault = applying.send(given, want, plan, done, primary)
      if not status then return nil, fault .. kept_words(given, want, done.earlier) end
   end
   done.done = status == "done" and given.yes == true
   return done, core.system.interrupted() and "interrupted" or status
end

function apply.run(given, environment)
   local want, message = wanted(given)
   if not want then return nil, message end
   return asking.run(given, environment, function(session, out)
      if want.key and want.key.loose then
         out:note("sesame: others may read the key file: chmod 600 " .. shell.path(given.key))
      end
      local primary <close> = applying.primary(given, session, want)
      if primary.silent then
         out:complain(("sesame apply: %s could not be asked: %s"):format(want.server, primary.silent))
         return STATUS.unknown
      end
      local plan, left_out, misuse = plan_of(session, want)
      if not plan then
         if misuse then return nil, left_out end
         out:complain("sesame apply: " .. left_out)
         return STATUS.refused
      end
      guard.patience(math.huge) -- from here on what was sent is to be told
      local done, status = work(given, want, plan, left_out, primary)
      if not done then return nil, status end
      local report = require(given.format == "json" and "sesame.report.publish_json" or "sesame.report.publish_text")
      out:write(report.apply(done))
      return STATUS[status]
   end, true)
end

return apply
