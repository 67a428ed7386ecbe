-- SPDX-License-Identifier: MIT
-- A house rule as a script of one's own: the SOA contact of every domain is ours.
--    sesame run ./examples/my-audit.lua --zone examples/acme.zone --offline acme.example
return {
   summary = "House rule: the SOA contact of every domain is ours.",
   args = { contact = "the mailbox, as name.domain (default: hostmaster of the domain)" },
   codes = {
      ["house-contact"] = {
         severity = "error", fields = { "contact", "wanted" }, reference = "house rule 7",
         text = "The SOA contact of {subject} is {contact}, not {wanted}.",
         why = "Complaints about the zone reach somebody who does not work here.",
         advice = "Set the second field of the SOA record to {wanted}.",
      },
      ["house-contact-unknown"] = {
         severity = "unknown", fields = { "status" }, reference = "house rule 7",
         text = "The SOA record of {subject} could not be learnt: {status}.", why = "The rule could not be checked.",
      },
   },
   run = function(audit)
      local answer = audit:get(audit.models.domain.zone or audit.domain, "SOA")
      if answer.known ~= "present" then
         return { audit:find("house-contact-unknown", { type = "SOA", fields = { status = answer.status } }) }
      end
      local contact, wanted = answer[1].contact, audit.args.contact or "hostmaster." .. audit.domain
      if contact ~= wanted then
         audit:find("house-contact", {
            type = "SOA", fields = { contact = contact, wanted = wanted },
            evidence = { { name = answer.name, type = "SOA", value = answer:text(1) } },
         })
      end
   end,
}
