-- SPDX-License-Identifier: MIT
-- Recipe: why do DMARC reports show SPF as passed and not aligned for mail from Amazon SES?
local recipe = require "sesame.script.ses_streams"

return {
   summary = "Why DMARC reports show SPF of mail from SES as not aligned, and what they show of DKIM; region by "
      .. "region.",
   tags = { "safe", "ses", "dmarc" },
   codes = recipe.codes,
   output = [[
$ sesame run dmarc-alignment --zone examples/acme.zone --offline --expect examples/acme.expect.lua --only 'alignment-*' acme.example
acme.example: 2 errors, 2 warnings

WHAT REPORTS SHOW
  One line for the MAIL FROM in use now, one for what SES falls back to, or
  would use once the MX record is right.
  region     used  SPF   aligned  DKIM al.  DMARC  SPF domain
  eu-west-1  now   pass  no       no        fail   eu-west-1.amazonses.com
  eu-west-1  else  pass  yes      no        pass   bounce-eu.acme.example
  us-east-1  now   none  no       no        fail   bounce.acme.example
  us-east-1  else  pass  no       no        fail   amazonses.com

ERRORS (2): mail fails or can be forged

* Reports on acme.example show no aligned DKIM for mail from SES in eu-west-1:
  SES does not sign: DKIM is PENDING there.
* Reports on acme.example show no aligned DKIM for mail from SES in us-east-1:
  SES does not sign: DKIM is PENDING there.
  Why:  Where only d=amazonses.com is in a report, the identity is not signed
        for this domain and region.
  Do:   Mend what is said of Easy DKIM.
  See:  RFC 9989 4.4; sesame explain alignment-dkim-missing

WARNINGS (2): will bite

* Reports on acme.example show SPF as pass for eu-west-1.amazonses.com and not
  aligned: SES in eu-west-1 sends with a MAIL FROM of its own.
  Why:  Why it does: the MX records of bounce-eu.acme.example are not what SES
        wants. Whoever reads the report sees spf=pass below auth_results and
        spf=fail below policy_evaluated.
  Do:   Give the identity a custom MAIL FROM name, or mend its MX record; the
        findings beside this one say which.
  See:  RFC 9989 4.4; sesame explain alignment-spf-default

* Reports on acme.example show SPF as none for bounce.acme.example (us-east-1).
  Why:  The custom MAIL FROM is in use, but its SPF record does not let SES
        send.
  Do:   Publish the SPF record at bounce.acme.example itself.
  See:  RFC 9989 4.4; sesame explain alignment-spf-fails

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   run = function(audit)
      recipe.alignment(audit)
      audit:check("dmarc", "ses-mail-from", "ses-mail-from-spf", "ses-mail-from-place", { "ses-mail", "ses-strict-*" },
         { "ses-identity", "ses-mail-from-*", "ses-address-*", "ses-signing-*" })
   end,
}
