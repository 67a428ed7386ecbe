-- SPDX-License-Identifier: MIT
-- Recipe: which region of Amazon SES sent this message, with which MAIL FROM and whose signature, and what DMARC makes
-- of it.
local recipe = require "sesame.script.return_path"

return {
   summary = "From a saved message: the region that sent it, the MAIL FROM, the signatures, DMARC; then an audit of "
      .. "its domains.",
   args = { message = "the saved message, or its header alone ('-': standard input)" },
   tags = { "safe", "ses", "dmarc" },
   prepare = function(args)
      if not args.message then return nil, "message=FILE is missing: which message?" end
      local read, fault = recipe.load(args.message)
      if not read then return nil, fault end
      args.read = read
      return true
   end,
   domains = function(args) return recipe.domains(args.read) end,
   run = function(audit) recipe.run(audit, audit.args.read) end,
}
