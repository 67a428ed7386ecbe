-- SPDX-License-Identifier: MIT
-- Recipe: why do bounces go to amazonses.com?
local recipe = require "sesame.script.ses_streams"

return {
   summary = "Why bounces go to amazonses.com: the MX of each MAIL FROM name, what SES makes of it, and what it falls "
      .. "back to.",
   tags = { "safe", "ses" },
   codes = recipe.codes,
   run = function(audit)
      recipe.bounces(audit)
      audit:check("ses-mail-from", { "ses-mail-from-place", "*" }, { "ses-identity", "ses-mail-from-*" }, { "ses-mail",
         "ses-mail-refused" })
   end,
}
