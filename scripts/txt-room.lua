-- SPDX-License-Identifier: MIT
-- Recipe: what fills the TXT answer of a domain, and what of it could go?
local verifications = require "sesame.mail.verifications"

return {
   summary = "What fills the TXT answer of a domain, and which verification texts could go?",
   tags = { "safe", "spf" },
   codes = {
      ["txt-room-verification"] = {
         severity = "notice", fields = { "service", "octets" }, reference = "RFC 7208 3.4",
         text = "A verification text of {service} takes {octets} octets of every TXT answer of {subject}.",
         why = "Services read it once, or at long intervals; the SPF record shares the answer with it.",
         advice = "Ask the service whether it is still needed, or whether a name of its own will do.",
      },
      ["txt-room-total"] = {
         severity = "ok", fields = { "octets", "records", "removable" }, reference = "RFC 7208 3.4",
         text = "{records} TXT records with {octets} octets at {subject}; verification texts make up {removable}.",
         why = "The advice is to stay under 450 octets, name included.",
      },
      ["txt-room-unknown"] = {
         severity = "unknown", fields = { "status" }, reference = "RFC 2308 7",
         text = "The TXT records of {subject} could not be learnt: {status}.",
         why = "No answer is not the answer \"no\".",
      },
   },
   run = function(audit)
      local answer = audit:get(audit.domain, "TXT")
      if answer.known == "unknown" then
         audit:find("txt-room-unknown", { type = "TXT", fields = { status = answer.status } })
         return
      end
      local total, removable = 0, 0
      for i = 1, #answer do
         local value = answer[i]
         local found = verifications.of(value)
         total = total + #value
         if found then
            removable = removable + #value
            audit:find("txt-room-verification", {
               type = "TXT", fields = { service = found.service or "a service", octets = #value },
               evidence = { { name = audit.domain, type = "TXT", value = value } },
            })
         end
      end
      audit:find("txt-room-total", {
         type = "TXT", fields = { octets = total, records = #answer, removable = removable },
      })
   end,
}
