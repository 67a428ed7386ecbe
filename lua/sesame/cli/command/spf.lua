-- SPDX-License-Identifier: MIT
-- `sesame spf ...`: the commands about SPF alone. Each is a module sesame.cli.command.spf_NAME.
return {
   name = "spf", summary = "SPF policies: as a tree, for one sender, compared, flattened, planned.",
   commands = { "tree", "eval", "lint", "compare", "flatten", "plan" },
}
