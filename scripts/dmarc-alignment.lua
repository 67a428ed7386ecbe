-- SPDX-License-Identifier: MIT
-- Recipe: why do DMARC reports show SPF as passed and not aligned for mail from Amazon SES?
local recipe = require "sesame.script.ses_streams"

return {
   summary = "Why DMARC reports show SPF of mail from SES as not aligned, and what they show of DKIM; region by "
      .. "region.",
   tags = { "safe", "ses", "dmarc" },
   codes = recipe.codes,
   run = function(audit)
      recipe.alignment(audit)
      audit:check("dmarc", "ses-mail-from", "ses-mail-from-spf", "ses-mail-from-place", { "ses-mail", "ses-strict-*" },
         { "ses-identity", "ses-mail-from-*", "ses-address-*", "ses-signing-*" })
   end,
}
