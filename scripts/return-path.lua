-- SPDX-License-Identifier: MIT
-- Recipe: which region of Amazon SES sent this message, with which MAIL FROM and whose signature, and what DMARC makes
-- of it.
local recipe = require "sesame.script.return_path"

return {
   summary = "From a saved message: the region that sent it, the MAIL FROM, the signatures, DMARC; then an audit of "
      .. "its domains.",
   args = { message = "the saved message, or its header alone ('-': standard input)" },
   tags = { "safe", "ses", "dmarc" },
   output = [[
$ sesame run return-path message=examples/acme-message.eml --zone examples/acme.zone --offline --only 'message-*'
acme.example: 2 errors, 1 warning

WHAT THE HEADER SAYS
  field           tells          value
  From            author domain  acme.example
  Return-Path     SES's own      0102019ab3...000@eu-west-1.amazonses.com
  Feedback-ID     eu-west-1      ::1.eu-wes...dVn6hTg8rSl1qEaM=:AmazonSES
  Message-ID      eu-west-1      <0102019ab...00@eu-west-1.amazonses.com>
  Received        eu-west-1      a6-141.smtp-out.eu-west-1.amazonses.com
  X-SES-Outgoing  SES            2026.11.23-54.240.6.141

SPF AND DKIM
  method  aligned  result                          domain
  SPF     no       pass (says mx.mailbox.example)  eu-west-1.amazonses.com
  DKIM    no       pass (says mx.mailbox.example)  amazonses.com
                                                   (s=uku4taia5b5tsbglxyj6zym32efj7xqv)

WHO SAYS SO
  Only the topmost Authentication-Results count, and only if that name is your
  own receiver's; anybody may have written the others.
  receiver            result
  mx.mailbox.example  dkim=pass   counted
  mx.mailbox.example  spf=pass    counted
  mx.mailbox.example  dmarc=fail  counted

ERRORS (2): mail fails or can be forged

* The only signature is that of amazonses.com; none is the domain's.
  Why:  It never aligns. SES signs for an identity whose DKIM is verified and
        switched on, in that region; an address verified by itself may have
        none.
  Do:   In eu-west-1: verify acme.example as a domain with Easy DKIM, and see
        that no address identity overrides it.
  See:  Amazon SES developer guide, DMARC; sesame explain message-signed-by-ses-only

* DMARC fails; p=none: receivers only report it. SPF passed for
  eu-west-1.amazonses.com, not for a name of the organizational domain
  acme.example: not aligned. DKIM passed for amazonses.com, not for a name of
  the organizational domain acme.example: not aligned.
  Why:  Receivers follow the policy, and Gmail, Yahoo and Microsoft ask bulk
        senders to pass.
  Do:   Make one of both align: Easy DKIM for the identity, or a custom MAIL
        FROM below the domain. Best have both.
  See:  RFC 9989 4.4; sesame explain message-dmarc-fail

WARNINGS (1): will bite

* The custom MAIL FROM was not used: the Return-Path is
  ...@eu-west-1.amazonses.com.
  Why:  SES sends so where none is set for the identity in that region, or where
        its MX record does not convince SES. SPF then passes for amazonses.com
        and aligns with nobody; DMARC rests on DKIM alone.
  Do:   In eu-west-1: see that the identity has a custom MAIL FROM domain with
        the status SUCCESS; sesame run bounces acme.example says what is wrong
        with its records.
  See:  Amazon SES developer guide, DMARC; sesame explain message-mail-from-default

IN ORDER
+ Amazon SES sent it from eu-west-1, say Feedback-ID, Message-ID, Received,
  Return-Path.

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   prepare = function(args)
      if not args.message then return nil, "message=FILE is missing: which message?" end
      local read, fault = recipe.load(args.message)
      if not read then return nil, fault end
      args.read = read
      return true
   end,
   domains = function(args) return recipe.domains(args.read) end,
   run = function(audit) recipe.run(audit, audit.args.read) end,
}
