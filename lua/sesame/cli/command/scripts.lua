-- SPDX-License-Identifier: MIT
-- `sesame scripts`: the bundled recipes with their summaries.
local json = require "sesame.report.audit_json"
local place = require "sesame.cli.place"
local script = require "sesame.script"
local text = require "sesame.base.text"

local scripts = {
   name = "scripts", summary = "List the bundled recipes.", groups = { "output" }, formats = { "text", "json" },
   example = { "sesame scripts" },
}

local function as_text(list)
   local lines = {}
   for _, entry in ipairs(list) do
      local loaded = entry.script
      lines[#lines + 1] = entry.name
      text.append(lines, text.wrap(loaded and loaded.summary or "cannot be loaded: " .. entry.fault, "   "))
      local arguments = {}
      for name, meaning in pairs(loaded and loaded.args or {}) do
         arguments[#arguments + 1] = { name .. "=...", meaning }
      end
      table.sort(arguments, function(a, b) return a[1] < b[1] end)
      text.append(lines, text.columns(arguments, "   "))
   end
   lines[#lines + 1] = ""
   lines[#lines + 1] = "Run one with: sesame run NAME DOMAIN"
   return table.concat(lines, "\n") .. "\n"
end

function scripts.run(given, environment)
   local folder, message = place.scripts()
   if not folder then return nil, message end
   local list
   list, message = script.list(folder)
   if not list then return nil, message end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   out:write(given.format == "json" and json.scripts(list) or as_text(list))
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

return scripts
