-- SPDX-License-Identifier: MIT
-- `sesame spf ...`: the commands about SPF alone. Each is a module sesame.cli.spf_NAME.
return {
   name = "spf", summary = "SPF: draw a policy as a tree, judge one sender, check a record before it is published.",
   commands = { "tree", "eval", "lint" },
}
