-- SPDX-License-Identifier: MIT
-- `sesame spf ...`: the commands about SPF alone. Each is a module sesame.cli.spf_NAME.
return {
   name = "spf", summary = "Draw an SPF policy as a tree, judge one sender, lint a record, plan.",
   commands = { "tree", "eval", "lint", "plan" },
}
