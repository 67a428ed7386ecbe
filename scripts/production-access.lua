-- SPDX-License-Identifier: MIT
-- Recipe: is the domain ready for production access at AWS, and for what Gmail, Yahoo and Microsoft ask?
local recipe = require "sesame.script.production_access"

return {
   summary = "Ready for production access and for the rules of Gmail, Yahoo and Microsoft? Each requirement with its "
      .. "state.",
   args = { providers = "only these of aws, gmail, yahoo, microsoft" },
   tags = { "safe", "ses" },
   codes = recipe.codes,
   prepare = recipe.prepare,
   run = recipe.run,
}
