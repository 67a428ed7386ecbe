-- SPDX-License-Identifier: MIT
-- `sesame dkim ...`: the commands about DKIM. Each is a module sesame.cli.dkim_NAME.
return {
   name = "dkim", summary = "Judge Easy DKIM of Amazon SES record by record.",
   commands = { "easy" },
}
