-- SPDX-License-Identifier: MIT
-- Check of a key of one's own (BYODKIM) that Amazon SES does not count as verified although a good key is published:
-- wait, mend the DNS, or give SES the key again? It must not look anything up; what is wrong with a key is
-- check/ses_identity's and check/dkim_keys'.
local finding = require "sesame.finding"
local time = require "sesame.base.time"

local check = { name = "ses-byodkim" }

local AWS = "Amazon SES developer guide, BYODKIM"

local MATCH = "sesame dkim match --private FILE --domain {domain:sh} --selector {selector:sh}"
local OTHER_KEY = "it holds another private key than the pair of this one, or was given the right one as PKCS#8 or as "
   .. "base64 of a whole PEM file, which it takes and never verifies"

local PUT = "aws sesv2 put-email-identity-dkim-signing-attributes --email-identity {domain:sh} --region {region:sh} "
   .. "--signing-attributes-origin EXTERNAL --signing-attributes file://key.json"
-- The private key goes by way of a file: an argument of a command could be seen by other users.
local GIVE = "make key.json with (umask 077; printf '{\"DomainSigningSelector\":\"%s\",\"DomainSigningPrivateKey\":"
   .. "\"%s\"}' {selector:sh} \"$(sesame dkim convert --quiet FILE)\" >key.json), then {command}"
local AGAIN = "See whether the private key is its pair: " .. MATCH .. ". If not, publish what that prints. Then give "
   .. "the key to SES again, as the line it can use: " .. GIVE

local function declared(severity, text, why, advice, more, command)
   local fields = { "region", "domain", "selector", "status" }
   table.move(more or {}, 1, #(more or {}), #fields + 1, fields)
   return { severity = severity, text = text, why = why, advice = advice, command = command, fields = fields,
      reference = AWS, fix = "console.advice" }
end

check.findings = finding.declare("ses-byodkim", {
   ["ses-byodkim-pending"] = declared("warning",
      "A good key stands at {subject}, but SES in {region} has not verified it: its status is {status}.",
      "Either SES has not looked since, or " .. OTHER_KEY .. ". DNS shows the public half alone.",
      "See whether the private key is its pair: " .. MATCH .. ". If it is, and was given to SES as the line that "
         .. "sesame dkim convert prints, wait; else give it again: " .. GIVE, nil, PUT),
   ["ses-byodkim-not-taken"] = declared("error",
      "SES in {region} looked at {checked} and does not take the key at {subject}: its status is {status}.",
      "{since} So SES probably does not wait for this key: " .. OTHER_KEY .. ".", AGAIN, { "checked", "since" }, PUT),
   ["ses-byodkim-given-up"] = declared("error",
      "SES in {region} has given up on the key at {subject}, which is good now: its status is {status}.",
      "SES looks for 72 hours, then stops, and does not begin again by itself. Either the key was published too late, "
         .. "or SES did not wait for this one: " .. OTHER_KEY .. ".", AGAIN, nil, PUT),
   ["ses-byodkim-lost"] = declared("warning",
      "SES in {region} had verified the key of {domain} and lost sight of it: its status is {status}. At {subject} "
         .. "stands a good one now.",
      "SES had the right private key, so that the record was away, was changed, or could not be asked for when SES "
         .. "looked. It looks again for 72 hours and then gives up.",
      "See that every name server of the zone has the record, and that it is still the pair: " .. MATCH
         .. ". Then wait for the next look."),
}, {
   needs = { "ses" }, rank = 1,
   of = { ["ses-byodkim-lost"] = { rank = 3 } },
})

local CODE = {
   doubtful = "ses-byodkim-pending", unmatched = "ses-byodkim-not-taken", stopped = "ses-byodkim-given-up",
   lost = "ses-byodkim-lost",
}

local SINCE = {
   requested = "That was after the key had been given to SES (--requested: %s).",
   recording = "That was after the recording (%s), which shows the record.",
   ["zone-recording"] = "That was after the recording (%s) of a zone file that has the record.",
}

--- Findings of MODELS.ses through ADD(code, detail).
function check.run(models, add)
   for _, own in ipairs(models.ses and models.ses.regions or {}) do
      local waiting = own.dkim.waiting
      if waiting then
         local fields = { region = own.region, domain = own.domain, selector = own.dkim.selectors[1],
            status = waiting.status }
         if waiting.state == "unmatched" then
            fields.checked = time.text(waiting.checked)
            fields.since = SINCE[waiting.by]:format(time.text(waiting.at))
         end
         add(CODE[waiting.state], { subject = own.dkim.name, type = "TXT", fields = fields })
      end
   end
end

return check
