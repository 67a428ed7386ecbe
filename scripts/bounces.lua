-- SPDX-License-Identifier: MIT
-- Recipe: why do bounces go to amazonses.com?
local recipe = require "sesame.script.ses_streams"

return {
   summary = "Why bounces go to amazonses.com: the MX of each MAIL FROM name, what SES makes of it, and what it falls "
      .. "back to.",
   tags = { "safe", "ses" },
   codes = recipe.codes,
   output = [[
$ sesame run bounces --zone examples/acme.zone --offline --expect examples/acme.expect.lua --only 'bounces-*' acme.example
acme.example: 1 warning

WHERE BOUNCES GO
  region     MAIL FROM               SES says  envelope in use
  eu-west-1  bounce-eu.acme.example  PENDING   eu-west-1.amazonses.com
  us-east-1  bounce.acme.example     SUCCESS   bounce.acme.example

WARNINGS (1): will bite

* Bounces of mail from SES in eu-west-1 go to eu-west-1.amazonses.com, not to a
  name of acme.example.
  Why:  SES falls back without a word: the MX records of bounce-eu.acme.example
        are not what SES wants. Bounces are still handled (notifications,
        suppression list), but SPF no longer aligns.
  Do:   Mend the MX record of the MAIL FROM name, or set a custom MAIL FROM.
  See:  Amazon SES developer guide, custom MAIL FROM domain; sesame explain bounces-fallback

IN ORDER
+ Bounces of mail from SES in us-east-1 come to bounce.acme.example, and so back
  to SES.

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   run = function(audit)
      recipe.bounces(audit)
      audit:check("ses-mail-from", { "ses-mail-from-place", "*" }, { "ses-identity", "ses-mail-from-*" }, { "ses-mail",
         "ses-mail-refused" })
   end,
}
