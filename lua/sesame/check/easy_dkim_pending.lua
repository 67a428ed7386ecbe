-- SPDX-License-Identifier: MIT
-- Check of Easy DKIM identities that SES has not verified, or no longer: whether waiting helps, and whether what SES
-- says is of this domain. It must not look anything up, nor judge records.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"
local records = require "sesame.base.records"
local spf = require "sesame.spf"
local spf_term = require "sesame.spf.term"
local time = require "sesame.base.time"
local words = require "sesame.check.easy_dkim_words"

local check = { name = "easy-dkim-pending" }

local AWS = "Amazon SES developer guide, verifying identities"

local RESTART = "Start Easy DKIM anew in the SES console (or: {command}). The tokens stay what they are: the same "
   .. "account, region and name get the same three."
local AGAIN = "Fetch it again and compare the tokens: {command}"

local START = "aws sesv2 put-email-identity-dkim-signing-attributes --email-identity {subject:sh} "
   .. "--region {region:sh} --signing-attributes-origin AWS_SES"
local SIGN = "aws sesv2 put-email-identity-dkim-attributes --email-identity {subject:sh} --region {region:sh} "
   .. "--signing-enabled"
local FETCH = "aws sesv2 get-email-identity --email-identity {subject:sh} --region {region:sh}"
local COMMANDS = {
   [AGAIN] = FETCH,
   [RESTART] = START,
}

local function declared(severity, text, why, advice, fields, command)
   local fix = advice == RESTART and "easy-dkim.restart" or command == START and "easy-dkim.set-up"
      or (severity == "error" or severity == "warning")
      and "console.advice" or nil
   return { severity = severity, text = text, why = why, advice = advice, command = command or COMMANDS[advice],
      reference = AWS, fields = fields, fix = fix }
end

check.findings = finding.declare("easy-dkim-pending", {
   ["easy-dkim-pending-wait"] = declared("notice",
      "The Easy DKIM records of {subject} ({region}) are right: waiting helps. {memory}",
      "SES looks again and again, for 72 hours; most identities are verified within one. {window}",
      "Wait. If SES has not verified it by then, start Easy DKIM anew.", { "region", "memory", "window" }),
   ["easy-dkim-pending-mend"] = declared("warning", "Waiting does not help {subject} ({region}, {status}): {reason}.",
      "SES goes on looking for 72 hours and then gives up. {window}", "Mend the records first. {memory}",
      { "region", "status", "reason", "window", "memory" }),
   ["easy-dkim-pending-unknown"] = declared("unknown",
      "Whether waiting helps {subject} ({region}, {status}) is not known: {reason}.",
      "Only records that were seen can be told from records that are wrong. {window}", "See what could not be learnt.",
      { "region", "status", "reason", "window" }),
   ["easy-dkim-failed"] = declared("error",
      "SES has given up on {subject} in {region}: its status is {status}. {state}",
      "After 72 hours without the records SES stops looking, and does not begin again by itself.", RESTART,
      { "region", "status", "state" }),
   ["easy-dkim-not-started"] = declared("warning",
      "Easy DKIM of {subject} in {region} was not started, or was ended: its status is {status}.",
      "SES does not look for the records, so mail leaves without the domain's signature.", RESTART,
      { "region", "status" }),
   ["easy-dkim-not-set-up"] = declared("error",
      "Nothing signs mail of {subject} from SES in {region}: Easy DKIM is not set up there ({status}).",
      "SES looks for no record of it, and mail leaves without the domain's signature, whether or not SES counts the "
         .. "identity as verified. {spf}",
      "Publish its three CNAME records; then start Easy DKIM: {command}; then see that SES signs: " .. SIGN,
      { "region", "status", "spf" }, START),
   ["easy-dkim-never-started"] = declared("warning",
      "Easy DKIM of {subject} was never started in {region}: SES has no tokens for it.",
      "There are no records to publish yet, and mail leaves without the domain's signature.",
      "Generate the tokens in the SES console (or: {command}), and publish the three CNAME records that it then shows.",
      { "region" }, COMMANDS[RESTART]),
   ["easy-dkim-window-over"] = declared("warning",
      "The 72 hours in which SES looks for the records of {subject} ({region}) ended at {ends}.",
      "SES stops looking then, and does not begin again by itself. {state}", RESTART, { "region", "ends", "state" }),
   ["easy-dkim-temporary-failure"] = declared("warning",
      "SES had verified {subject} in {region} and lost its records: its status is {status}.",
      "It looks for 72 hours and then gives up; mail goes on being signed only for a while. {state}",
      "Mend what is said of the records, and wait for the next look.", { "region", "status", "state" }),
   ["easy-dkim-lost"] = declared("warning", "SES still counts {subject} in {region} as verified, but {reason}.",
      "It looks again now and then; once it misses a record, the status turns to TEMPORARY_FAILURE and after 72 hours "
         .. "to FAILED.",
      "Mend the records before SES notices.", { "region", "reason" }),
   ["easy-dkim-last-check"] = declared("notice",
      "When SES last looked for {subject} ({region}, {checked}) it met {error}: {meaning}.",
      "That is what SES knows; what is published now may differ. {since}", nil,
      { "region", "checked", "error", "meaning", "since" }),
   ["easy-dkim-other-zone-seen"] = declared("warning",
      "SES met another zone than that of {subject}: its SOA names {seen} as primary.",
      "Either the saved JSON is of another domain, or SES is led to other name servers than those asked here (an old "
         .. "delegation, a private zone).",
      "Compare the NS records at the registrar with the servers of the zone that was edited, and fetch the JSON again: "
         .. "{command}", { "region", "seen" }, FETCH),
   ["easy-dkim-json-foreign"] = declared("warning",
      "The saved JSON ({region}) does not look like that of {subject}: {doubt}.",
      "`get-email-identity` does not say whose answer it is; a file mixed up makes every record look missing.",
      AGAIN, { "region", "doubt" }),
   ["easy-dkim-json-doubtful"] = declared("notice",
      "None of the three records of {subject} ({region}) was found; make sure the JSON is its own.",
      "`get-email-identity` does not say whose answer it is. {tokens}",
      AGAIN, { "region", "tokens" }),
}, {
   needs = { "easy_dkim", "spf" }, rank = 1,
   of = {
      ["easy-dkim-pending-wait"] = { rank = 2 },
      ["easy-dkim-pending-mend"] = { follows = causes.easy_dkim },
      ["easy-dkim-pending-unknown"] = { rank = 1, follows = causes.easy_dkim_unlearnt },
      ["easy-dkim-failed"] = { follows = causes.easy_dkim },
      ["easy-dkim-not-set-up"] = {
         reveals = { "easy-dkim-not-started", "easy-dkim-target-unresolved", "easy-dkim-weak-key",
            "ses-signing-disabled" },
      },
      ["easy-dkim-not-started"] = { rank = 2 },
      ["easy-dkim-never-started"] = { rank = 2 },
      ["easy-dkim-window-over"] = { follows = causes.easy_dkim },
      ["easy-dkim-temporary-failure"] = { rank = 3, follows = causes.easy_dkim },
      ["easy-dkim-lost"] = { rank = 3, follows = causes.easy_dkim },
      ["easy-dkim-last-check"] = { follows = causes.easy_dkim },
      ["easy-dkim-other-zone-seen"] = { rank = 3 },
      ["easy-dkim-json-foreign"] = { rank = 3 },
      ["easy-dkim-json-doubtful"] = { follows = { "easy-dkim-missing", "easy-dkim-missing-wildcard" } },
   },
})

local MEANING = {
   HOST_NOT_FOUND = "a name that does not exist (NXDOMAIN)", TYPE_NOT_FOUND = "a name without a CNAME record",
   INVALID_VALUE = "a CNAME with another target", DNS_SERVER_ERROR = "name servers that did not answer as they should",
   SERVICE_ERROR = "a fault of its own",
}

local function window_words(model)
   local window = model.window
   if not window then return "When it began is not known: --requested TIME tells it." end
   if window.over and window.basis ~= "requested" then
      return ("The keys were made at %s, more than 72 hours ago; --requested TIME tells when it was last asked for.")
         :format(time.text(window.from))
   end
   local began = window.basis == "requested" and "Asked for" or "The keys were made"
   local ends = window.over and "the 72 hours have passed" or ("%s are left"):format(time.span(window.left))
   return ("%s at %s: %s."):format(began, time.text(window.from), ends)
end

local function memory_words(model)
   local negative = model.negative
   if not negative then return "How long resolvers remember that a record was missing could not be learnt." end
   local span = time.span(negative.seconds)
   if negative.ends <= model.now then
      return ("Resolvers remember a missing record for up to %s here; since SES last looked that has passed.")
         :format(span)
   end
   return ("A resolver that met a missing record may remember that for up to %s, until %s."):format(span,
      time.text(negative.ends))
end

local function state_words(easy)
   if easy.verdict == "verifies" then return "The records are right now." end
   if easy.verdict == "fails" then return ("The records are not right yet: %s."):format(words.reason(easy.reason)) end
   return "Whether the records are right now is not known."
end

local SINCE = {
   older = "The zone has changed since.", same = "The zone is still the same version.",
}

local function say_last_check(model, say)
   if not (model.error and MEANING[model.error]) then return end
   say("easy-dkim-last-check", {
      checked = model.checked and time.text(model.checked) or "at a time not told", error = model.error,
      meaning = MEANING[model.error],
      since = SINCE[model.soa] or "",
   })
end

local TOKENS = {
   live = "SES keeps a key for these tokens, so they are in use, here or elsewhere.",
   ["dead-tokens"] = "SES keeps no key for any of these tokens.",
   ["all-missing"] = "Whether SES keeps a key for these tokens was not learnt.",
}

local function say_doubts(model, easy, say)
   for _, doubt in ipairs(model.doubts) do
      if doubt.kind == "soa" then
         say("easy-dkim-other-zone-seen", { seen = doubt.value })
      elseif doubt.kind == "mail-from" then
         say("easy-dkim-json-foreign", { doubt = ("its MAIL FROM name is %s"):format(doubt.value) })
      elseif doubt.kind == "type" then
         say("easy-dkim-json-foreign", { doubt = ("it is of an identity of type %s"):format(doubt.value) })
      else
         say("easy-dkim-json-doubtful", { tokens = easy.hosted > 0 and TOKENS.live or TOKENS[doubt.kind] })
      end
   end
end

local function shown(status)
   return status or "status not told"
end

-- Where the domain's own SPF record names SES: people take that for enough.
local function spf_words(models)
   local record = models.spf and models.spf.records[1]
   if not (record and spf_term.include_of(spf.parse(record), "amazonses.com")) then return "" end
   return ("The include of amazonses.com in the SPF record of %s does not help: mail from SES never asks for that "
      .. "record."):format(models.spf.name)
end

-- The records that are to be published before Easy DKIM can start.
local function missing_of(easy)
   local list = {}
   for _, record in ipairs(easy.records) do
      if record.status == "missing" then list = records.join(list, records.alias(record.name, record.target)) end
   end
   return list
end

local function say_not_set_up(model, easy, say, models)
   local wanted = missing_of(easy)
   say("easy-dkim-not-set-up", { status = model.status, spf = spf_words(models) }, #wanted > 0 and wanted or nil)
end

local function say_stopped(model, easy, say)
   if model.status == "NOT_STARTED" and #easy.records == 0 then return say("easy-dkim-never-started", {}) end
   if model.status == "NOT_STARTED" then return say("easy-dkim-not-started", { status = model.status }) end
   if model.status == "FAILED" then
      return say("easy-dkim-failed", { status = model.status, state = state_words(easy) })
   end
   say("easy-dkim-window-over", { ends = time.text(model.window.ends), state = state_words(easy) })
end

local SAY = {
   done = function() end,
   helps = function(model, _, say)
      say("easy-dkim-pending-wait", { memory = memory_words(model), window = window_words(model) })
   end,
   mend = function(model, easy, say)
      say("easy-dkim-pending-mend", {
         status = shown(model.status), reason = words.reason(easy.reason), window = window_words(model),
         memory = memory_words(model),
      })
   end,
   unknown = function(model, easy, say)
      if model.status == "SUCCESS" then return end
      say("easy-dkim-pending-unknown", { status = shown(model.status), reason = words.reason(easy.reason),
         window = window_words(model) })
   end,
   lost = function(_, easy, say) say("easy-dkim-lost", { reason = words.reason(easy.reason) }) end,
   restart = say_stopped, ["mend-and-restart"] = say_stopped, ["set-up"] = say_not_set_up,
}

local function say_identity(easy, models, add)
   local model = easy.pending
   local function say(code, fields, wanted)
      fields.region = easy.region or "region not told"
      add(code, { subject = easy.domain, type = "CNAME", fields = fields, because = easy.open, records = wanted })
   end
   if model.status == "TEMPORARY_FAILURE" then
      say("easy-dkim-temporary-failure", { status = model.status, state = state_words(easy) })
   end
   SAY[model.waiting](model, easy, say, models)
   if model.waiting ~= "done" then say_last_check(model, say) end
   say_doubts(model, easy, say)
end

--- Findings of those of MODELS.easy_dkim that have `pending`, through ADD(code, detail).
function check.run(models, add)
   for _, easy in ipairs(models.easy_dkim or {}) do
      if easy.pending then say_identity(easy, models, add) end
   end
end

return check
