-- SPDX-License-Identifier: MIT
-- `sesame ses regions [REGION...]`: the table of SES regions. Asks nobody.
local regions = require "sesame.ses.regions"

local command = {
   name = "ses regions", summary = "List the regions of Amazon SES with the host names each uses.",
   groups = { "output" }, formats = { "text", "json" },
   example = { "sesame ses regions eu-west-1" },
}

function command.arguments(parser)
   parser:argument("regions", "Regions, such as us-east-1 (default: all)."):args("*")
end

local function chosen(names)
   if #names == 0 then return regions.list() end
   local list = {}
   for i, name in ipairs(names) do
      local known, message = require("sesame.cli.identities").region(name:lower())
      if not known then return nil, message end
      list[i] = regions.get(known)
   end
   return list
end

function command.run(given, environment)
   local list, message = chosen(given.regions)
   if not list then return nil, message end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   local report = require "sesame.report.regions_text"
   out:write(given.format == "json" and report.json(list) or report.text(list, #given.regions > 0))
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

return command
