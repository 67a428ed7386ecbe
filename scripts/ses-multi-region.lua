-- SPDX-License-Identifier: MIT
-- Recipe: the regions of Amazon SES that a domain sends from, side by side: tokens or replicas, MAIL FROM, drift,
-- global endpoints.
local arguments = require "sesame.script.arguments"
local recipe = require "sesame.script.ses"

return {
   summary = "The regions of SES side by side: will mail pass from each, whose keys, which MAIL FROM, and what differs "
      .. "between them.",
   args = {
      regions = "only these, us-east-1,eu-west-1 (default: all that --ses or --expect name)",
      endpoint = "the two regions of a global endpoint, us-east-1,eu-west-1, or saved get-multi-region-endpoint JSON: "
         .. "would it work?",
   },
   tags = { "safe", "ses" },
   codes = recipe.codes,
   output = [[
$ sesame run ses-multi-region --zone examples/acme.zone --offline --expect examples/acme.expect.lua --only 'ses-drift*' acme.example
acme.example: 1 warning, 1 notice

WILL MAIL FROM SES PASS?
  For mail with acme.example in From. Spare: SPF or DKIM may break, and the
  other carries it.
  region     verified  DKIM   MAIL FROM  SPF aligned  DMARC  spare
  eu-west-1  no        fails  wrong      no           fail   no
  us-east-1  no        fails  no SPF     no           fail   no

DKIM
  region     key        records  bits  SES says  zone
  eu-west-1  Easy DKIM  fails    2048  PENDING   dkim.amazonses.com
  us-east-1  Easy DKIM  fails    2048  PENDING   dkim.amazonses.com

MAIL FROM
  region     records  MX of      SES says  on failure  name
  eu-west-1  wrong    us-east-1  PENDING   fall back   bounce-eu.acme.example
  us-east-1  no SPF   us-east-1  SUCCESS   fall back   bounce.acme.example

ACCOUNT
  region     access      sending  a day  state
  eu-west-1  sandbox     on       200    HEALTHY
  us-east-1  production  on       50000  HEALTHY

WARNINGS (1): will bite

* The regions of acme.example differ in production access: sandbox in eu-west-1;
  granted in us-east-1.
  Why:  Mail that passes from one region is refused, unsigned or unaligned from
        another; fail-over shows it at the worst time.
  Do:   Set the region that is behind up like the others.
  See:  Amazon SES developer guide, regions; sesame explain ses-drift

NOTICES (1): worth knowing

* The regions of acme.example differ in the daily quota: 200 in eu-west-1; 50000
  in us-east-1.
  Why:  It may be meant so; if not, it surprises whoever moves mail from one
        region to the other, or fail-over does.
  Do:   Decide for one, or accept this finding with the reason.
  See:  Amazon SES developer guide, regions; sesame explain ses-drift-setting

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   prepare = function(args)
      for _, name in ipairs { "regions", "endpoint" } do
         if args[name] then
            local list, message = arguments[name](name, args[name])
            if not list then return nil, message end
            args[name] = list
         end
      end
      return true
   end,
   run = function(audit)
      if audit.args.regions then recipe.narrow(audit, audit.args.regions) end
      recipe.any(audit)
      recipe.sections(audit)
      audit:check("ses-compare", table.unpack(recipe.checks))
      if audit.args.endpoint then recipe.endpoint(audit, audit.args.endpoint) end
   end,
}
