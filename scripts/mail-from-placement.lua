-- SPDX-License-Identifier: MIT
-- Recipe: is the SPF record for Amazon SES at the MAIL FROM name, where receivers look?
local recipe = require "sesame.script.ses_streams"

return {
   summary = "Is the SPF record for SES at the MAIL FROM name, or was it put on the domain itself, where nobody looks "
      .. "for it?",
   tags = { "safe", "ses", "spf" },
   output = [[
$ sesame run mail-from-placement --zone examples/acme.zone --offline --expect examples/acme.expect.lua acme.example
acme.example: 1 error, 1 notice

SPF FOR SES
  Receivers look SPF up at the MAIL FROM name itself; it is not inherited from
  the name above.
  name                    needed  lets SES
  acme.example            no      yes        SES never asks here
  bounce-eu.acme.example  yes     yes        MX of us-east-1
  bounce.acme.example     yes     no record  MX of us-east-1

ERRORS (1): mail fails or can be forged

* The MAIL FROM name bounce.acme.example has no SPF record.
    acme.example TXT
      "v=spf1 mx a:mail.acme.example include:amazonses.com 
                                     ^^^^^^^^^^^^^^^^^^^^^
       include:_spf.google.com include:_spf.mailbeam.example 
       include:spf.pulsecrm.example ip4:203.0.113.10 ~all"
  Why:  SPF is looked up at the MAIL FROM name itself, never at a name above it.
        SES checks the MX only, so its console shows success all the same.
  Do:   Publish:
        bounce.acme.example. TXT "v=spf1 include:amazonses.com ~all"
  See:  Amazon SES developer guide, custom MAIL FROM domain; sesame explain ses-mail-from-spf-missing

NOTICES (1): worth knowing

* The SPF record of acme.example includes amazonses.com, which SES mail never
  asks for here.
    acme.example TXT
      "v=spf1 mx a:mail.acme.example include:amazonses.com 
                                     ^^^^^^^^^^^^^^^^^^^^^
       include:_spf.google.com include:_spf.mailbeam.example 
       include:spf.pulsecrm.example ip4:203.0.113.10 ~all"
  Why:  Mail from SES carries a MAIL FROM below amazonses.com or the custom MAIL
        FROM name, which is always another name than this one. The include costs
        one lookup.
  Do:   It can go if nothing else of yours sends from Amazon's addresses with
        this domain in its envelope; the custom MAIL FROM name needs it, not
        this one.
  See:  Amazon SES developer guide, custom MAIL FROM domain; sesame explain spf-amazonses-unused

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   run = function(audit)
      recipe.placement(audit)
      audit:check({ "ses-mail-from-spf", "*" }, { "ses-mail-from-place", "*" }, { "spf-terms", "spf-amazonses-unused" },
         { "names", "mail-from-spf-several" })
   end,
}
