-- SPDX-License-Identifier: MIT
-- Check of records of a custom MAIL FROM name of Amazon SES that were put at another name near it. It must not look
-- anything up; doubled names are check/ses_mail_from_place's.
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local publish = require "sesame.check.ses_publish"

local check = { name = "ses-mail-from-elsewhere" }

check.findings = finding.declare("ses-mail-from-elsewhere", {
   ["ses-mail-from-elsewhere"] = {
      severity = "error", fields = { "type", "at" }, fix = "mail-from.elsewhere",
      reference = "Amazon SES developer guide, custom MAIL FROM domain",
      text = "{subject} has no {type} record of SES; the one that belongs there stands at {at}.",
      why = "SES and receivers ask for {subject} alone: such a record holds for no name below it or above it.",
      advice = "Publish it at {subject}. At {at} it can go, if nothing else sends with that name.",
   },
}, {
   needs = { "mail_from" }, rank = 2, reveals = require("sesame.check.causes").all("ses_settled",
      { "mail-from-mx-dangling", "ses-mail-from-mx-missing", "ses-mail-from-not-active", "ses-mail-from-preference",
         "ses-mail-from-shared", "ses-mail-from-spf-missing", "ses-mail-from-wildcard" }),
})

--- Findings of MODELS.mail_from entries that SES uses through ADD(code, detail).
function check.run(models, add)
   for _, entry in ipairs(models.mail_from) do
      for _, record in ipairs(entry.ses and entry.nearby or {}) do
         add("ses-mail-from-elsewhere", {
            subject = entry.name, type = record.type,
            fields = { type = record.type == "TXT" and "SPF" or record.type, at = record.name },
            evidence = { evidence.record(record.name, record.type, record.value) },
            records = publish.of_type(entry, record.type, entry.regions[1]),
         })
      end
   end
end

return check
