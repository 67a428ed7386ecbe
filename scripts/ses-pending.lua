-- SPDX-License-Identifier: MIT
-- Recipe: why is Easy DKIM still pending, and does waiting help?
local recipe = require "sesame.script.ses_pending"

return {
   summary = "Why Easy DKIM stays pending: each of the three records, every name server, what SES saw, and whether "
      .. "waiting helps.",
   tags = { "safe", "ses", "dkim" },
   codes = recipe.codes,
   run = recipe.run,
}
