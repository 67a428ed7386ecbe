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
   if given.format == "dot" then return require("sesame.report.spf_graph_text").dot(walked) end
   local options = { colour = out.colour, utf8 = asking.utf8(environment) }
   if given.format == "svg" then return require("sesame.report.spf_graph_text").svg(walked) end
   return require("sesame.report.spf_tree_text").text(walked, options)
end

function tree.run(given, environment)
   local names, message = asking.domains(given)
   if not names then return nil, message end
   return asking.run(given, environment, function(session, out)
      local status = 0
      for i, name in ipairs(names) do
         local walked = assert(require("sesame.spf.walk")(name, { facts = session:view(), addresses = true }))
         if i > 1 then out:write("\n") end
         out:write(render(given, environment, out, walked))
         status = asking.worse(status, STATUS[walked.result])
         if walked.result == "unknown" then asking.note_unlearnt(given, out, session, walked.because) end
      end
      return status
   end)
end

return tree
