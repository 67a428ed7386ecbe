-- SPDX-License-Identifier: MIT
-- A house rule that brings its own fix: every domain asks for reports about TLS (RFC 8460).
--    sesame fix --script ./examples/house-tls-rpt.lua --zone examples/acme.zone --offline acme.example
return {
   summary = "House rule: every domain asks for TLS reports.",
   args = { address = "where reports go (default: tls-reports@ the domain)" },
   codes = {
      ["house-tls-rpt-missing"] = {
         severity = "warning", reference = "RFC 8460 3",
         text = "{subject} asks nobody for reports about TLS.",
         why = "Nobody learns that mail to the domain cannot be encrypted.",
         advice = "Publish the record.",
      },
      ["house-tls-rpt-unknown"] = {
         severity = "unknown", fields = { "status" }, reference = "RFC 8460 3",
         text = "Whether {subject} asks for TLS reports could not be learnt: {status}.",
         why = "The rule could not be checked.",
      },
   },
   run = function(audit)
      local name = "_smtp._tls." .. audit.domain
      local answer = audit:get(name, "TXT")
      if answer.known == "unknown" then
         audit:find("house-tls-rpt-unknown", { subject = name, type = "TXT", fields = { status = answer.status } })
         return
      end
      for i = 1, answer.known == "present" and #answer or 0 do
         if answer[i]:find("^v=TLSRPTv1;") then return end
      end
      local record = "v=TLSRPTv1; rua=mailto:" .. (audit.args.address or "tls-reports@" .. audit.domain)
      audit:find("house-tls-rpt-missing", {
         subject = name, type = "TXT",
         fix = {
            changes = { { action = "add", name = name, type = "TXT", values = { record },
               why = "Reports about TLS go to us." } },
            steps = { { text = "Make the mailbox that the reports go to." } },
         },
      })
   end,
}
