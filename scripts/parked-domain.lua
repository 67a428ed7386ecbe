-- SPDX-License-Identifier: MIT
-- Recipe: is a domain that sends and receives no mail locked against those who would use its name?
local recipe = require "sesame.script.parked_domain"

return {
   summary = "Is a domain that sends no mail locked against forgery (SPF, null MX, DMARC, DKIM)?",
   tags = { "safe", "parked" },
   codes = recipe.codes,
   output = [[
$ sesame run parked-domain --zone examples/acme.zone --offline acme.example
acme.example: 3 warnings, 2 notices

WARNINGS (3): will bite

* No DMARC policy p=reject applies to acme.example (it is: none).
  Why:  Anyone may write the domain into the From header.
  Do:   Publish, in place of any other DMARC record:
        _dmarc.acme.example. TXT "v=DMARC1; p=reject"
  See:  M3AAWG Protecting Parked Domains; sesame explain parked-dmarc-open

* acme.example does not say in SPF that it sends no mail.
  Why:  Anyone may put the domain into the envelope.
  Do:   Publish, in place of any other SPF record:
        acme.example. TXT "v=spf1 -all"
  See:  M3AAWG Protecting Parked Domains; sesame explain parked-spf-open

* acme.example does not say by a null MX that it receives no mail.
  Why:  Senders try for days, and replies to forged mail go somewhere.
  Do:   Publish, in place of any other MX record:
        acme.example. MX 0 .
  See:  RFC 7505 3; sesame explain parked-mx-open

NOTICES (2): worth knowing

* Names below the domain say nothing in SPF: there is no *.acme.example.
  Why:  SPF is not inherited: anyone may put such a name into the envelope.
  Do:   Publish:
        *.acme.example. TXT "v=spf1 -all"
  See:  RFC 7208 3; sesame explain parked-below-open

* *._domainkey.acme.example does not revoke every DKIM key.
  Why:  A forgotten key lets its holder sign for the domain.
  Do:   Publish:
        *._domainkey.acme.example. TXT "v=DKIM1; p="
  See:  M3AAWG Protecting Parked Domains; sesame explain parked-key-found

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   run = recipe.run,
}
