-- SPDX-License-Identifier: MIT
-- `sesame dmarc ...`: the commands about DMARC alone. Each is a module sesame.cli.command.dmarc_NAME.
return {
   name = "dmarc", summary = "Show the DMARC policy that applies, judge alignment, lint a record.",
   commands = { "show", "align", "lint" },
}
