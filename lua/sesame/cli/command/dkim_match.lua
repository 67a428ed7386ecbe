-- SPDX-License-Identifier: MIT
-- `sesame dkim match`: is the published key the pair of the private one?
local asking = require "sesame.cli.asking"
local dkim = require "sesame.dkim"
local shell = require "sesame.base.shell"
local text = require "sesame.base.text"
local words = require "sesame.check.dkim_words"

local match = {
   name = "dkim match", summary = "Tell whether the published key is the pair of a private one.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = { "sesame dkim match --private ses-2027a.pem --domain example.com --selector ses-2027a" },
}

function match.arguments(parser)
   parser:option("--private", "The private key: PEM, DER or base64 of either; '-' is standard input."):argname("FILE")
      :count(1)
   parser:option("--domain", "The domain that signs (d=)."):argname("D"):count(1)
   parser:option("--selector", "The selector."):argname("S"):count(1)
end

local function judge(given, name, answer)
   local result = require("sesame.facts.outline").of(answer, { name = name })
   local records = {}
   for i = 1, answer.known == "present" and #answer or 0 do records[i] = answer[i] end
   local told, message = dkim.match { private = given.private == "-" and "/dev/stdin" or given.private,
      records = records }
   if not told then return nil, message end
   result.matches, result.reason, result.expected, result.ses_fault = told.matches, told.reason, told.expected,
      told.ses_fault
   result.usable = told.check.status == "usable"
   if result.known == "unknown" then result.matches, result.reason = nil, nil end
   return result
end

local function as_text(result)
   local lines = {}
   local head = result.matches and "yes" or result.matches == false and "no" or "unknown"
   local reason = words.match(result.reason) or "what is published could not be learnt: " .. result.status
   text.append(lines, text.wrap(("%s: %s."):format(head, reason), "  ", ""))
   for _, target in ipairs(result.chain) do lines[#lines + 1] = "  CNAME " .. text.escape(target) end
   if result.matches == false then
      lines[#lines + 1] = "The record of this private key is:"
      lines[#lines + 1] = ("%s. TXT %s"):format(result.name, dkim.presentation(result.expected))
   elseif result.matches and not result.usable then
      text.append(lines,
         text.wrap(("Receivers cannot rely on the record, though: sesame dkim key %s says why.")
         :format(shell.quote(result.name)),
         ""))
   end
   if result.ses_fault then
      text.append(lines, text.wrap("Amazon SES cannot use this private key: " .. result.ses_fault .. ".", ""))
   end
   return table.concat(lines, "\n") .. "\n"
end

function match.run(given, environment)
   local domain, message = asking.domain(given.domain)
   if not domain then return nil, "--domain: " .. message end
   local name
   name, message = require("sesame.cli.selectors").check(given.selector, domain)
   if not name then return nil, "--selector: " .. message end
   return asking.run(given, environment, function(session, out)
      local result, fault = judge(given, name, session:view():get(name, "TXT"))
      if not result then return nil, fault end
      out:write(given.format == "json" and require("sesame.report.dkim_json").match(result) or as_text(result))
      if result.matches == nil then return 3 end
      return result.matches and result.usable and 0 or 1
   end)
end

return match
