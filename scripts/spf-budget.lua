-- SPDX-License-Identifier: MIT
-- Recipe: what does SPF cost with Amazon SES beside other services, and what is the least to change?
local recipe = require "sesame.script.spf_budget"

return {
   summary = "What SPF costs with SES beside Google, Microsoft and others: lookups by service, and the least to "
      .. "change.",
   tags = { "safe", "spf", "ses" },
   codes = recipe.codes,
   output = [[
$ sesame run spf-budget --zone examples/acme.zone --offline --only 'spf-budget-*' --only spf-amazonses-unused acme.example
acme.example: 2 notices

LOOKUPS NOW
  13 of 10 in all.
  cost  service           term
  1     Your own names    mx
  1     Your own names    a:mail.acme.example
  1     Amazon SES        include:amazonses.com
  1     Google Workspace  include:_spf.google.com
  5     mailbeam.example  include:_spf.mailbeam.example
  4     pulsecrm.example  include:spf.pulsecrm.example

THE PLAN: 13 -> 9 LOOKUPS
     step
  1  Ask whether pulsecrm.example can send with a name of its own below yours,
     such as pulsecrm.acme.example (a "return path" or "bounce domain"), then
     take include:spf.pulsecrm.example out. Not before: its mail would fail SPF.
     Saves 4 lookups.

NOTICES (2): worth knowing

* There is a plan with 9 lookups (asks others to move).
  Why:  The steps and what they change for senders are above; sesame spf plan
        acme.example has the proof.
  Do:   After the steps:
        acme.example. TXT "v=spf1 mx a:mail.acme.example include:amazonses.com include:_spf.google.com include:_spf.mailbeam.example ip4:203.0.113.10 ~all"
  See:  RFC 7208 4.6.4; sesame explain spf-budget-plan

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
   run = recipe.run,
}
