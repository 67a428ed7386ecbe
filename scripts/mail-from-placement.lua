-- SPDX-License-Identifier: MIT
-- Recipe: is the SPF record for Amazon SES at the MAIL FROM name, where receivers look?
local recipe = require "sesame.script.ses_streams"

return {
   summary = "Is the SPF record for SES at the MAIL FROM name, or was it put on the domain itself, where nobody looks "
      .. "for it?",
   tags = { "safe", "ses", "spf" },
   run = function(audit)
      recipe.placement(audit)
      audit:check({ "ses-mail-from-spf", "*" }, { "ses-mail-from-place", "*" }, { "spf-terms", "spf-amazonses-unused" },
         { "names", "mail-from-spf-several" })
   end,
}
