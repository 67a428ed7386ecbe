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
