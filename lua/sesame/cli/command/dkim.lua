-- SPDX-License-Identifier: MIT
-- `sesame dkim ...`: the commands about DKIM. Each is a module sesame.cli.command.dkim_NAME.
return {
   name = "dkim", summary = "Explain key records, judge Easy DKIM of Amazon SES, make and compare key pairs.",
   commands = { "key", "easy", "generate", "convert", "match" },
}
