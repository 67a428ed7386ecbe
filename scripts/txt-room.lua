-- SPDX-License-Identifier: MIT
-- Recipe: what fills the TXT answer of a domain, and what of it could go?
local KNOWN = {
   { "^google%-site%-verification=", "Google" }, { "^MS=ms%d+$", "Microsoft 365" },
   { "^facebook%-domain%-verification=", "Meta" }, { "^apple%-domain%-verification=", "Apple" },
   { "^atlassian%-domain%-verification=", "Atlassian" }, { "^docusign=", "DocuSign" },
   { "^adobe%-idp%-site%-verification=", "Adobe" }, { "^stripe%-verification=", "Stripe" },
   { "^zoom%-domain%-verification=", "Zoom" }, { "^ZOOM_verify_", "Zoom" }, { "^amazonses:", "Amazon SES (old form)" },
   { "^[%w-]+%-domain%-verification=", "a service" }, { "^[%w-]+%-site%-verification=", "a service" },
   { "^[%w-]+%-verification=", "a service" }, { "^[%w-]+%-verification%-code=", "a service" },
}

local function service_of(value)
   for _, entry in ipairs(KNOWN) do
      if value:find(entry[1]) then return entry[2] end
   end
end

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
         local service = service_of(value)
         total = total + #value
         if service then
            removable = removable + #value
            audit:find("txt-room-verification", {
               type = "TXT", fields = { service = service, octets = #value },
               evidence = { { name = audit.domain, type = "TXT", value = value } },
            })
         end
      end
      audit:find("txt-room-total", {
         type = "TXT", fields = { octets = total, records = #answer, removable = removable },
      })
   end,
}
