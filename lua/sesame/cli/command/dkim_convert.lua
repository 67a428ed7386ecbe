-- SPDX-License-Identifier: MIT
-- `sesame dkim convert FILE`: a private key in any form as the one line that Amazon SES can use, to a new file or to a
-- standard output that is no terminal. The key itself never passes through here: C writes it.
local dkim = require "sesame.dkim"

local convert = {
   name = "dkim convert", summary = "Write a private key as the line that Amazon SES can use.",
   groups = {}, formats = { "text" },
   example = { "sesame dkim convert ses-2027a.pem --output ses-2027a.ses" },
}

function convert.arguments(parser)
   parser:argument("file", "The private key: PEM, DER or base64 of either, PKCS#1 or PKCS#8; '-' is standard input.")
   parser:option("--output", "New file for the line (mode 0600); default: standard output, unless that is a terminal.")
      :argname("FILE"):count("?")
   parser:option("--selector", "Say, too, whether Amazon SES takes this selector."):argname("S"):count("?")
   parser:flag("--quiet", "No note of what was read.")
end

local FORM = {
   ["pkcs1-pem"] = "PKCS#1 in PEM", ["pkcs8-pem"] = "PKCS#8 in PEM",
   ["pkcs1-base64"] = "the line already (PKCS#1 in base64)",
   ["pkcs8-base64"] = "PKCS#8 in base64, which Amazon SES takes and never verifies",
   ["base64-of-pem"] = "base64 of a whole PEM file, which Amazon SES takes and never verifies",
   ["pkcs1-der"] = "PKCS#1 in DER", ["pkcs8-der"] = "PKCS#8 in DER",
}

-- How to mend what MESSAGE complains of.
local function hint(message)
   if message:find("exists", 1, true) then return "; nothing is written over: name another file with --output" end
   if message:find("terminal", 1, true) then return "; name a file with --output" end
   if message:find("Amazon SES takes", 1, true) then
      return "; make a pair that it takes: sesame dkim generate --bits 2048 --selector S --domain D --private FILE"
   end
   return ""
end

function convert.run(given)
   local fault = given.selector and dkim.selector_fault(given.selector)
   if fault then return nil, ("--selector: '%s': %s"):format(given.selector, fault) end
   local told, message = dkim.convert { input = given.file == "-" and "/dev/stdin" or given.file,
      output = given.output }
   if not told then return nil, message .. hint(message) end
   if not given.quiet then
      io.stderr:write(("sesame: read %s, RSA of %d bits%s\n")
         :format(FORM[told.form] or told.form, told.bits, given.output and "; wrote " .. given.output or ""))
   end
   return 0
end

return convert
