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
