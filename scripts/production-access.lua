-- SPDX-License-Identifier: MIT
-- Recipe: is the domain ready for production access at AWS, and for what Gmail, Yahoo and Microsoft ask?
local recipe = require "sesame.script.production_access"

return {
   summary = "Ready for production access and for the rules of Gmail, Yahoo and Microsoft? Each requirement with its "
      .. "state.",
   args = { providers = "only these of aws, gmail, yahoo, microsoft" },
   tags = { "safe", "ses" },
   codes = recipe.codes,
   output = [[
$ sesame run production-access --zone examples/acme.zone --offline --expect examples/acme.expect.lua --only 'production-*' providers=microsoft acme.example
acme.example: 1 warning

WHAT MICROSOFT ASKS OF SENDERS
  met  of    asked
  no   bulk  SPF passes for the sender's own domain. See ses-mail-from-pending,
             ses-mail-from-spf-missing, ses-mail-from-wrong-region. Without a
             custom MAIL FROM name SPF passes for amazonses.com only; read
             strictly, that does not count.
  no   bulk  DKIM passes. See easy-dkim-missing, easy-dkim-proxied-cloudflare,
             easy-dkim-verdict.
  yes  bulk  There is a DMARC policy (p=none will do).
  no   bulk  From is aligned with SPF or DKIM. See ses-mail-fails. What fails is
             refused with 550 5.7.515 since May 2025.

WARNINGS (1): will bite

* acme.example does not meet what Microsoft asks: SPF passes for the sender's
  own domain; DKIM passes; From is aligned with SPF or DKIM.
  Why:  AWS looks at authentication before it lifts the sandbox; mailbox
        providers refuse or junk mail that lacks it.
  Do:   See the tables and the findings they name.
  See:  Amazon SES developer guide, production access; sesame explain production-not-ready

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   prepare = recipe.prepare,
   run = recipe.run,
}
