-- SPDX-License-Identifier: MIT
-- Recipe: one region of Amazon SES: identity, DKIM, MAIL FROM, account, and whether its mail passes.
local arguments = require "sesame.script.arguments"
local ses = require "sesame.script.ses"
local regions = require "sesame.ses.regions"

-- Adds to AUDIT the host names of REGION, as people need them at hand.
local function hosts(audit, region)
   local own = regions.get(region)
   audit:section {
      title = "Names of " .. region, columns = { "for", "name" },
      rows = {
         { "MAIL FROM", own.mail_from_mx and "MX 10 " .. own.mail_from_mx or "?" }, { "DKIM", own.dkim_domain or "?" },
         { "SMTP", own.smtp_endpoint or own.smtp_absent and "none there" or "?" },
         { "receiving", own.inbound_mx or own.inbound_absent and "none there" or "?" },
      },
   }
end

return {
   summary = "One region of SES: the identity, its DKIM and MAIL FROM records, the account, and whether its mail "
      .. "passes DMARC.",
   args = { region = "the region (default: each one that --ses or --expect names)" },
   tags = { "safe", "ses" },
   codes = ses.none,
   prepare = function(args)
      if not args.region then return true end
      local message
      args.region, message = arguments.region("region", args.region)
      return args.region ~= nil, message
   end,
   run = function(audit)
      if audit.args.region then ses.narrow(audit, { audit.args.region }) end
      ses.any(audit)
      ses.sections(audit)
      if audit.args.region then hosts(audit, audit.args.region) end
      audit:check(table.unpack(ses.checks))
      audit:check "dmarc"
   end,
}
