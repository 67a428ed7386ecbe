-- SPDX-License-Identifier: MIT
-- `sesame spf tree DOMAIN...`: a policy as a tree, with what each term costs.
local asking = require "sesame.cli.asking"

local tree = {
   name = "spf tree", summary = "Draw an SPF policy as a tree, with what each term costs.",
   groups = { "source", "output" }, formats = { "text", "json", "dot", "svg" },
   example = { "sesame spf tree --zone examples/acme.zone --offline acme.example" },
}

local STATUS = { ok = 0, none = 1, permerror = 1, unknown = 3 }

function tree.arguments(parser)
   parser:argument("domains", "Domains."):args("+")
end

local function render(given, environment, out, walked)
   if given.format == "json" then return require("sesame.report.spf_json").tree(walked) end
   if given.format == "dot" then return require("sesame.report.spf_graph").dot(walked) end
   local options = { colour = out.colour, utf8 = asking.utf8(environment) }
   if given.format == "svg" then return require("sesame.report.spf_graph").svg(walked) end
   return require("sesame.report.spf_tree").text(walked, options)
end

-- 1 beats 3, which beats 0: what is known to be wrong counts more than what is not known.
local function worse(a, b)
   if a == 1 or b == 1 then return 1 end
   return math.max(a, b)
end

function tree.run(given, environment)
   local names = {}
   for i, word in ipairs(given.domains) do
      local name, message = asking.domain(word)
      if not name then return nil, message end
      names[i] = name
   end
   if #names > 1 and given.format ~= "text" then return nil, ("--format %s: one domain at a time"):format(given.format) end
   return asking.run(given, environment, function(session, out)
      local status = 0
      for i, name in ipairs(names) do
         local walked = assert(require("sesame.spf.walk")(name, { facts = session:view(), addresses = true }))
         if i > 1 then out:write("\n") end
         out:write(render(given, environment, out, walked))
         status = worse(status, STATUS[walked.result])
      end
      return status
   end)
end

return tree
