-- SPDX-License-Identifier: MIT
-- `sesame explain CODE`: what a finding says, why it matters, what to do; or what the words mean with which mail was
-- refused. From the declarations and tables alone.
local declarations = require("sesame.check.suite").declarations
local json = require "sesame.report.audit_json"
local text = require "sesame.base.text"

local explain = {
   name = "explain", summary = "Say what a finding means, why it matters and what to do.",
   groups = { "output" }, formats = { "text", "json", "markdown" },
   example = { "sesame explain spf-several" },
}

function explain.arguments(parser)
   parser:argument("code", "The finding's code ('*' stands for anything: 'spf-*'), a receiver's (5.7.26), or in quotes "
      .. "the words with which SES or a receiver refused mail.")
end

-- Everything an audit can find, and what the bundled recipes can: code -> { check, declaration }.
local function all_codes()
   local all = declarations()
   local folder = require("sesame.cli.place").scripts()
   for _, entry in ipairs(folder and require("sesame.script").list(folder) or {}) do
      for code, declared in pairs(entry.script and entry.script.codes or {}) do
         all[code] = all[code] or { check = "recipe " .. entry.name, declaration = declared }
      end
   end
   return all
end

local function codes_like(glob, all)
   local list = {}
   local fits = require("sesame.check.codes").fits
   for code in pairs(all) do
      if fits(glob, code) then list[#list + 1] = code end
   end
   table.sort(list)
   return list
end

local function nearest(code, all)
   local names = {}
   for known in pairs(all) do names[#names + 1] = known end
   table.sort(names)
   local hint = require("sesame.base.nearest").hint(code, names)
   if hint ~= "" then return hint end
   local family, list = code:match("^%a+"), {}
   for known in pairs(all) do
      if family and known:sub(1, #family) == family then list[#list + 1] = known end
   end
   table.sort(list)
   return #list > 0 and " (there are " .. table.concat(list, ", ") .. ")" or " (sesame explain '*' lists all)"
end

-- What a receiver means by an enhanced status code.
local function reply_text(list)
   local rows = {}
   for i, entry in ipairs(list) do
      local see = #entry.codes > 0 and (" See %s."):format(table.concat(entry.codes, ", ")) or ""
      rows[i] = { entry.name .. ":", entry.text .. "." .. see }
   end
   return table.concat(text.columns(rows, "  "), "\n") .. "\n"
end

local function explain_reply(given, environment, list)
   if given.format ~= "text" then
      return nil, ("--format %s: a receiver's code is explained as text"):format(given.format)
   end
   if #list == 0 then return nil, ("'%s' is no code of a receiver that is known"):format(given.code) end
   local out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   out:write(reply_text(list))
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

local TEXT_SHOWN = 60 -- octets of a text that is no code, as it is told again

-- GIVEN.code is no code: what its words mean with which mail was refused.
local function explain_refusal(given, environment, all)
   local refused = require "sesame.check.ses_refused"
   local list = refused.find(given.code)
   if #list == 0 then
      local words = given.code
      if not words:find "%s" then return nil, ("'%s' is no code%s"):format(words, nearest(words, all)) end
      local near = refused.near(words)
      return nil, ("'%s' is no code, and no words of SES or a receiver that are known%s"):format(
         #words > TEXT_SHOWN and words:sub(1, TEXT_SHOWN) .. "..." or words,
         #near > 0 and (" (did you mean '%s'?)"):format(table.concat(near, "', '")) or "")
   end
   if given.format == "markdown" then return nil, "--format markdown: a refusal is explained as text or json" end
   local out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   local report = require "sesame.report.refused_text"
   out:write(report[given.format](list))
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

function explain.run(given, environment)
   local reply = require("sesame.check.ses_replies").find(given.code)
   if reply then return explain_reply(given, environment, reply) end
   local all = all_codes()
   local codes = codes_like(given.code, all)
   if #codes == 0 then return explain_refusal(given, environment, all) end
   local out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   if given.format == "json" then
      out:write(json.explain(codes, all))
   elseif given.format == "markdown" then
      out:write(require("sesame.report.findings_markdown").markdown(codes, all))
   else
      local parts = {}
      local page = require("sesame.report.explained_text").text
      for i, code in ipairs(codes) do parts[i] = page(code, all) end
      out:write(table.concat(parts, "\n"))
   end
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

return explain
