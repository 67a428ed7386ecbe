-- SPDX-License-Identifier: MIT
-- Recipe: why is Easy DKIM still pending, and does waiting help?
local recipe = require "sesame.script.ses_pending"

return {
   summary = "Why Easy DKIM stays pending: each of the three records, every name server, what SES saw, and whether "
      .. "waiting helps.",
   tags = { "safe", "ses", "dkim" },
   codes = recipe.codes,
   output = [[
$ sesame run ses-pending --zone examples/acme.zone --offline --ses eu-west-1=examples/acme-ses-eu-west-1.json acme.example
acme.example: 1 error, 1 warning, 2 notices

RECORDS OF EASY DKIM
  All three have to be right; one key is enough, the other targets may be idle.
  region     record   key   name
  eu-west-1  right    key   ymzon5rnxxrbwa7vybimpnzjdncwc36x._domainkey.acme.example
  eu-west-1  proxied  -     tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example
  eu-west-1  right    idle  mspc57uv6iv7dtetmvc57wszwos7xa3l._domainkey.acme.example

WHAT SES SAYS
  eu-west-1
    DKIM:               PENDING
    error:              HOST_NOT_FOUND
    last checked:       2026-11-24T00:10:00+00:00
    SOA serial it saw:  -

ERRORS (1): mail fails or can be forged

* tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example answers with an
  address of Cloudflare's proxy (104.18.32.7).
    tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example A
      104.18.32.7
      ^^^^^^^^^^^
  Why:  SES finds no CNAME of its own there, so the identity does not verify,
        and mail leaves without the domain's signature.
  Do:   In Cloudflare's DNS panel set this record to "DNS only" (grey cloud):
        tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example. CNAME tnftrmejuibyo3c4ctirz3olail4lvwv.dkim.amazonses.com.
  See:  Amazon SES developer guide, Easy DKIM; sesame explain easy-dkim-proxied-cloudflare

WARNINGS (1): will bite

* Waiting does not help acme.example (eu-west-1, PENDING): 1 of 3 records is
  wrong.
  Why:  SES goes on looking for 72 hours and then gives up. The keys were made
        at 2026-11-20 09:12 UTC, more than 72 hours ago; --requested TIME tells
        when it was last asked for.
  Do:   Mend the records first. Resolvers remember a missing record for up to 5
        min here; since SES last looked that has passed.
  See:  Amazon SES developer guide, verifying identities; sesame explain easy-dkim-pending-mend

NOTICES (2): worth knowing

* Whether SES verifies acme.example in eu-west-1: no. 1 of 3 records is wrong.
  First: publish the right record at
  tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example.
  Why:  SES verifies an identity only when all three of its CNAME records are
        right.
  See:  Amazon SES developer guide, Easy DKIM; sesame explain easy-dkim-verdict

* When SES last looked for acme.example (eu-west-1, 2026-11-24 00:10 UTC) it met
  HOST_NOT_FOUND: a name that does not exist (NXDOMAIN).
  Why:  That is what SES knows; what is published now may differ.
  See:  Amazon SES developer guide, verifying identities; sesame explain easy-dkim-last-check

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   run = recipe.run,
}
