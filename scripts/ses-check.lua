-- SPDX-License-Identifier: MIT
-- Recipe: one region of Amazon SES: identity, DKIM, MAIL FROM, account, and whether its mail passes.
local arguments = require "sesame.script.arguments"
local recipe = require "sesame.script.ses"

return {
   summary = "One region of SES: the identity, its DKIM and MAIL FROM records, the account, and whether its mail "
      .. "passes DMARC.",
   args = { region = "the region (default: each one that --ses or --expect names)" },
   tags = { "safe", "ses" },
   codes = recipe.none,
   output = [[
$ sesame run ses-check --zone examples/acme.zone --offline --expect examples/acme.expect.lua --only 'ses-mail-*' region=us-east-1 acme.example
acme.example: 2 errors

WILL MAIL FROM SES PASS?
  For mail with acme.example in From. Spare: SPF or DKIM may break, and the
  other carries it.
  region     verified  DKIM   MAIL FROM  SPF aligned  DMARC  spare
  us-east-1  no        fails  no SPF     no           fail   no

DKIM
  region     key        records  bits  SES says  zone
  us-east-1  Easy DKIM  fails    2048  PENDING   dkim.amazonses.com

MAIL FROM
  region     records  MX of      SES says  on failure  name
  us-east-1  no SPF   us-east-1  SUCCESS   fall back   bounce.acme.example

ACCOUNT
  region     access      sending  a day  state
  us-east-1  production  on       50000  HEALTHY

NAMES OF US-EAST-1
  for        name
  MAIL FROM  MX 10 feedback-smtp.us-east-1.amazonses.com
  DKIM       dkim.amazonses.com
  SMTP       email-smtp.us-east-1.amazonaws.com
  receiving  inbound-smtp.us-east-1.amazonaws.com

ERRORS (2): mail fails or can be forged

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

* Mail from SES in us-east-1 with acme.example in From fails DMARC.
  Why:  SPF: SPF did not pass for bounce.acme.example (none). DKIM: SES does not
        sign: DKIM is PENDING there.
  Do:   Mend what is said of Easy DKIM or of the MAIL FROM name in that region;
        either is enough.
  See:  RFC 9989 4.4; sesame explain ses-mail-fails

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   prepare = function(args)
      if not args.region then return true end
      local message
      args.region, message = arguments.region("region", args.region)
      return args.region ~= nil, message
   end,
   run = function(audit)
      if audit.args.region then recipe.narrow(audit, { audit.args.region }) end
      recipe.any(audit)
      recipe.sections(audit)
      if audit.args.region then recipe.hosts(audit, audit.args.region) end
      audit:check(table.unpack(recipe.checks))
      audit:check "dmarc"
   end,
}
