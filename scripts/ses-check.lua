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
