-- SPDX-License-Identifier: MIT
-- Recipe: is a domain that sends and receives no mail locked against those who would use its name?
local recipe = require "sesame.script.parked_domain"

return {
   summary = "Is a domain that sends no mail locked against forgery (SPF, null MX, DMARC, DKIM)?",
   tags = { "safe", "parked" },
   codes = recipe.codes,
   run = recipe.run,
}
