-- SPDX-License-Identifier: MIT
-- Recipe: every record that a domain needs to send through Amazon SES, in each of its regions, and what may go.
local arguments = require "sesame.script.arguments"
local plan = require "sesame.ses.plan"
local report = require "sesame.script.ses_plan"

local READ = {
   regions = arguments.regions, replicas = arguments.region, mail_from = arguments.label, selector = arguments.selector,
   key = arguments.key, rua = arguments.address,
   policy = function(name, text) return arguments.choice(name, text, { "none", "quarantine", "reject" }) end,
}

return {
   summary = "All records to publish for a domain and its SES regions: DKIM, MAIL FROM, a first DMARC policy; and what "
      .. "may go.",
   args = {
      regions = "regions to plan for, us-east-1,eu-west-1 (beside those of --ses and --expect)",
      replicas = "the region whose Easy DKIM key the others share (Deterministic Easy DKIM)",
      mail_from = "label of MAIL FROM names to be made (default: bounce)",
      selector = "selector of a DKIM key pair of your own (BYODKIM)", key = "its private key, to write the record from",
      policy = "DMARC policy to begin with: none (default), quarantine, reject", rua = "address for DMARC reports",
   },
   tags = { "safe", "ses", "plan" },
   codes = report.codes,
   output = [[
$ sesame run ses-plan --zone examples/acme.zone --offline regions=us-east-1 other.example
other.example: 3 notices

RECORDS
  state    region     for        type   name
  waits    us-east-1  Easy DKIM  CNAME  REPLACE-ME-US-EAST-1-TOKEN-1._domainkey.other.example
  waits    us-east-1  Easy DKIM  CNAME  REPLACE-ME-US-EAST-1-TOKEN-2._domainkey.other.example
  waits    us-east-1  Easy DKIM  CNAME  REPLACE-ME-US-EAST-1-TOKEN-3._domainkey.other.example
  publish  us-east-1  MAIL FROM  MX     bounce.other.example
  publish  us-east-1  MAIL FROM  TXT    bounce.other.example
  publish  all        DMARC      TXT    _dmarc.other.example

IN SES
  What DNS cannot do. Publish the records of MAIL FROM first: where the
  behaviour on failure is REJECT_MESSAGE, mail is refused until SES has seen
  them.
  aws sesv2 create-email-identity --region us-east-1 --email-identity other.example
  aws sesv2 put-email-identity-mail-from-attributes --region us-east-1 --email-identity other.example \
     --mail-from-domain bounce.other.example --behavior-on-mx-failure USE_DEFAULT_VALUE
  aws sesv2 get-email-identity --region us-east-1 --email-identity other.example > other.example-us-east-1.json

DMARC REPORTS
  Reports go to dmarc-reports@other.example: see that this mailbox exists, or
  name another with rua=ADDRESS.

NOTICES (3): worth knowing

* DMARC of all regions: one record to publish.
  Why:  SES looks for DKIM and MAIL FROM records before it uses them; receivers
        of mail look for all of these.
  Do:   Publish:
        _dmarc.other.example. 300 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc-reports@other.example"
  See:  Amazon SES developer guide, verified identities; sesame explain ses-plan-publish

* MAIL FROM of us-east-1: 2 records to publish.
  Why:  SES looks for DKIM and MAIL FROM records before it uses them; receivers
        of mail look for all of these.
  Do:   Publish:
        bounce.other.example. 300 IN MX 10 feedback-smtp.us-east-1.amazonses.com.
        bounce.other.example. 300 IN TXT "v=spf1 include:amazonses.com ~all"
  See:  Amazon SES developer guide, verified identities; sesame explain ses-plan-publish

* Easy DKIM of us-east-1: 3 records to publish, once SES has told what stands
  for REPLACE-ME.
  Why:  The tokens come with the identity; nobody can guess them.
  Do:   Make the identity (see the commands), then run this with its JSON:
        REPLACE-ME-US-EAST-1-TOKEN-1._domainkey.other.example. 300 IN CNAME replace-me-us-east-1-token-1.dkim.amazonses.com.
        REPLACE-ME-US-EAST-1-TOKEN-2._domainkey.other.example. 300 IN CNAME replace-me-us-east-1-token-2.dkim.amazonses.com.
        REPLACE-ME-US-EAST-1-TOKEN-3._domainkey.other.example. 300 IN CNAME replace-me-us-east-1-token-3.dkim.amazonses.com.
  See:  Amazon SES developer guide, verified identities; sesame explain ses-plan-waits

Note: offline: DMARC records above the given zones (such as _dmarc.example) are
  taken as absent
]],
   prepare = function(args)
      for name, read in pairs(READ) do
         if args[name] then
            local value, message = read(name, args[name])
            if not value then return nil, message end
            args[name] = value
         end
      end
      if args.key and not args.selector then return nil, "key=FILE goes with selector=NAME" end
      args.record = args.key
      return true
   end,
   run = function(audit)
      local _ = audit.models -- reads the domain first: MAIL FROM names that are there are found
      local made = require("sesame.ses.plan_state").judge(audit, plan.build(audit, audit.args))
      report.sections(audit, made)
      report.findings(audit, made)
   end,
}
