-- SPDX-License-Identifier: MIT
-- The findings of check/easy_dkim_pending. Data; it must not know models.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

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

return finding.declare("easy-dkim-pending", {
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
   ["easy-dkim-zone-not-asked"] = declared("error",
      "SES met another zone of {subject} than the one looked at here: the SOA it saw ({region}, {checked}) names "
         .. "{seen} as primary, the one here {primary}.",
      "SES asks the servers that the registrar has{led}; what a zone elsewhere holds is never seen, and waiting does "
         .. "not help.",
      "Publish the records at the servers that are asked, those of {seen}; or have the registrar change the NS records "
         .. "to {servers}. If they were changed since SES looked, fetch the JSON again: {command}",
      { "region", "checked", "seen", "primary", "servers", "led" }, FETCH),
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
      ["easy-dkim-zone-not-asked"] = { reveals = { "easy-dkim-pending-wait" } },
      ["easy-dkim-other-zone-seen"] = { rank = 3 },
      ["easy-dkim-json-foreign"] = { rank = 3 },
      ["easy-dkim-json-doubtful"] = { follows = { "easy-dkim-missing", "easy-dkim-missing-wildcard" } },
   },
})
