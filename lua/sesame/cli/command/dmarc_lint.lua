-- SPDX-License-Identifier: MIT
-- `sesame dmarc lint RECORD`: a record that is not published yet. Asks nobody.
local dmarc = require "sesame.dmarc"
local lint_text = require "sesame.report.lint_text"

local lint = {
   name = "dmarc lint", summary = "Check a DMARC record before it is published.",
   groups = { "output" }, formats = { "text", "json" },
   example = { "sesame dmarc lint 'v=DMARC1; p=none; rua=mailto:dmarc@acme.example'" },
}

function lint.arguments(parser)
   parser:argument("record", "The record in quotes, or what dig, a zone or a console shows of it; '-' or nothing reads "
      .. "standard input."):args("?")
end

function lint.run(given, environment)
   local domain = require("sesame.cli.input").instead(given.record)
   if domain then
      return nil, ("'%s' is a domain, no record; its record as it stands: sesame dmarc show %s"):format(given.record,
         domain)
   end
   local records, message = require("sesame.cli.input").pasted(given.record, dmarc.is_record, dmarc.near_miss)
   if not records then return nil, message end
   local results, status = {}, 0
   for i, record in ipairs(records) do
      results[i], message = dmarc.lint(record.text, record.name, record)
      if not results[i] then return nil, message end
      if not results[i].is_record or lint_text.is_grave(results[i].findings) then status = 1 end
   end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   if given.format == "json" then
      out:write(require("sesame.report.dmarc_json").lint(results))
   else
      for i, result in ipairs(results) do
         out:write((i > 1 and "\n" or "") .. require("sesame.report.dmarc_text").lint(result))
      end
      out:write(lint_text.question(results, "DMARC"))
   end
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return status
end

return lint
