-- SPDX-License-Identifier: MIT
-- What is said of a domain when the audit itself failed: one finding, and the other domains go on.
local finding = require "sesame.finding"

local internal = { name = "internal" }

internal.findings = finding.declare("internal", {
   ["internal-error"] = {
      severity = "unknown", rank = 1, fields = { "message" }, reference = "doc/checks.md",
      text = "The audit of {subject} broke off: {message}.",
      why = "A fault in a script or in Sesame itself; it says nothing about the domain.",
      advice = "If the place named is in a script of yours, mend it there; otherwise report it with this line.",
   },
   ["out-of-time"] = {
      severity = "unknown", rank = 1, fields = {}, reference = "doc/cli.md",
      text = "The audit of {subject} took longer than its deadline and was given up.",
      why = "What was found until then is not told, since half an audit may say what the other half takes back.",
      advice = "Give it more time with --deadline, or look at the domain by itself.",
   },
}, { needs = {} })

-- An error object as one line of text.
local function one_line(message)
   if type(message) == "table" and message.message then message = message.message end
   return (tostring(message):gsub("%s*\n.*", ""):gsub("%.$", ""))
end

--- The finding for DOMAIN and the error object MESSAGE.
function internal.finding(domain, message)
   return finding.new(internal.findings, "internal-error", {
      subject = domain, fields = { message = one_line(message) },
   })
end

--- The finding for DOMAIN where its audit, or the report of it, was not done in time.
function internal.out_of_time(domain)
   return finding.new(internal.findings, "out-of-time", { subject = domain })
end

return internal
