-- SPDX-License-Identifier: MIT
-- Recipe: what does SPF cost with Amazon SES beside other services, and what is the least to change?
local recipe = require "sesame.script.spf_budget"

return {
   summary = "What SPF costs with SES beside Google, Microsoft and others: lookups by service, and the least to "
      .. "change.",
   tags = { "safe", "spf", "ses" },
   codes = recipe.codes,
   run = recipe.run,
}
