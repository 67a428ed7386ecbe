-- SPDX-License-Identifier: MIT
-- `sesame dkim generate`: a key pair into new files, and the record to publish; with --rotate-from the steps of a
-- rotation. Asks nobody.
local asking = require "sesame.cli.asking"
local dkim = require "sesame.dkim"
local selectors = require "sesame.cli.selectors"
local rotation = require "sesame.dkim.rotation"
local text = require "sesame.base.text"

local generate = {
   name = "dkim generate", summary = "Make an RSA key pair for DKIM and print the record to publish.",
   groups = { "output" }, formats = { "text", "json" },
   example = { "sesame dkim generate --selector ses-2027a --domain example.com --private ses-2027a.pem" },
}

function generate.arguments(parser)
   parser:option("--selector", "The selector: letters, digits and hyphens."):argname("S"):count(1)
   parser:option("--domain", "The domain that signs (d=)."):argname("D"):count(1)
   parser:option("--private", "New file for the private key (PEM, mode 0600); FILE.ses gets the line for Amazon SES.")
      :argname("FILE"):count(1)
   parser:option("--bits", "1024, 2048 (the default), or, with --any-signer, 3072 or 4096."):argname("N"):count("?")
   parser:flag("--any-signer", "Not for Amazon SES: allow selectors and sizes that SES refuses."):target("any-signer")
   parser:option("--rotate-from", "The selector in use: print the steps from it to the new one as well.")
      :argname("OLD"):target("rotate-from"):count("?")
end

local function options_of(given)
   local domain, message = asking.domain(given.domain)
   if not domain then return nil, "--domain: " .. message end
   local bits = given.bits and math.tointeger(tonumber(given.bits))
   if given.bits and not bits then return nil, ("--bits: '%s' is no whole number"):format(given.bits) end
   for _, name in ipairs { "selector", "rotate-from" } do
      local ok, why = selectors.check(given[name], domain)
      if not ok then return nil, ("--%s: %s"):format(name, why) end
   end
   if given["rotate-from"] and given["rotate-from"]:lower() == given.selector:lower() then
      return nil, "--rotate-from: a rotation needs a new selector; the old key must stay published under its own"
   end
   return { selector = given.selector, domain = domain, private = given.private, bits = bits,
      ses = not given["any-signer"] }
end

local function as_text(told, steps)
   local lines = {}
   text.append(lines, text.wrap(("Made an RSA key of %d bits. Publish this TXT record:"):format(told.bits), ""))
   lines[#lines + 1] = ""
   lines[#lines + 1] = ("%s. TXT %s"):format(told.name, told.presentation)
   lines[#lines + 1] = ""
   if #told.strings > 1 then
      text.append(lines, text.wrap(("A string of a TXT record holds 255 octets, so the text stands in %d. Where a form "
         .. "wants one text without quotation marks, join them with nothing between:"):format(#told.strings), ""))
      lines[#lines + 1] = ""
      lines[#lines + 1] = told.record
      lines[#lines + 1] = ""
   end
   lines[#lines + 1] = "Private key, PEM:           " .. text.escape(told.private)
   lines[#lines + 1] = "The same for Amazon SES:    " .. text.escape(told.ses)
   if told.ses_fault then text.append(lines, text.wrap("Amazon SES cannot use it: " .. told.ses_fault .. ".", "")) end
   text.append(lines,
      text.wrap("Both files are readable by you alone. Keep them out of tickets, mail and version control.", ""))
   if steps then
      lines[#lines + 1] = ""
      text.append(lines, require("sesame.report.dkim_rotation_text").text(steps))
   end
   return table.concat(lines, "\n") .. "\n"
end

-- How to mend what MESSAGE complains of.
local function hint(message)
   if message:find("exists", 1, true) then
      return "; a key is never written over, since mail may still be signed with it: name another file with --private"
   end
   if message:find("bits: Amazon SES", 1, true) then
      return "; leave --bits out for 2048, or add --any-signer for another service"
   end
   if message:find("Amazon SES", 1, true) then return "; choose another, or add --any-signer for another service" end
   return ""
end

function generate.run(given, environment)
   local options, message = options_of(given)
   if not options then return nil, message end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   local told, why = dkim.generate(options)
   if not told then
      out:close()
      return nil, why .. hint(why)
   end
   local steps = given["rotate-from"] and rotation.plan {
      domain = options.domain, old = given["rotate-from"], new = told.selector, record = told, ses = options.ses,
   }
   if given.format == "json" then out:write(require("sesame.report.dkim_json").generate(told, steps))
   else out:write(as_text(told, steps)) end
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return 0
end

return generate
