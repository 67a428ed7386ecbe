-- SPDX-License-Identifier: MIT
-- `sesame ses ...`: the commands about Amazon SES alone. Each is a module sesame.cli.command.ses_NAME.
return {
   name = "ses", summary = "The regions of Amazon SES and their host names.",
   commands = { "regions", "plan" },
}
