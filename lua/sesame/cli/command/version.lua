-- SPDX-License-Identifier: MIT
-- `sesame version`.
local version = {
   name = "version", summary = "Show the version.", groups = { "output" }, formats = { "text", "json" },
   example = { "sesame version" },
}

function version.run(given, environment)
   local sesame = require "sesame"
   local out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   if given.format == "json" then
      out:write(require("sesame.report.audit_json").version(sesame.version))
   else
      out:write(("sesame %s (%s)\n"):format(sesame.version, _VERSION))
   end
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

return version
