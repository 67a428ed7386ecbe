-- SPDX-License-Identifier: MIT
-- A house rule: DMARC reports of every domain come to our mailbox, and the policy is no weaker than asked for.
--    sesame run ./examples/report-mailbox.lua mailbox=dmarc@acme.example --zone examples/acme.zone --offline
--    acme.example
local STRENGTH = { none = 1, quarantine = 2, reject = 3 }

return {
   summary = "House rule: DMARC reports come to our mailbox, and the policy is strong enough.",
   args = {
      mailbox = "the address that must stand in rua= (default: dmarc@ the domain)",
      policy = "none, quarantine or reject (default: quarantine)",
   },
   codes = {
      ["house-reports"] = {
         severity = "warning", fields = { "mailbox" }, reference = "house rule 12",
         text = "The DMARC reports of {subject} do not come to {mailbox}.", why = "Nobody here sees who sends.",
      },
      ["house-policy"] = {
         severity = "error", fields = { "policy", "wanted" }, reference = "house rule 13",
         text = "The DMARC policy of {subject} is {policy}; it must be {wanted} at least.", why = "So it was agreed.",
      },
      ["house-dmarc-unknown"] = {
         severity = "unknown", fields = { "status" }, reference = "house rule 12",
         text = "The DMARC record of {subject} could not be learnt: {status}.", why = "The rules could not be checked.",
      },
      ["house-no-dmarc"] = {
         severity = "error", fields = {}, reference = "house rule 12",
         text = "{subject} has no single DMARC record, its own or inherited.",
         why = "There is nothing to hold to the rules.",
      },
   },
   run = function(audit)
      local found = audit.models.dmarc and audit.models.dmarc.policy -- as dmarc.discover has it: doc/dmarc.md
      if not found or found.status == "unknown" then
         return { audit:find("house-dmarc-unknown",
            { fields = { status = found and found.because.name .. " could not be learnt: " .. found.because.status
               or "no such domain" } }) }
      end
      if not found.said then return { audit:find("house-no-dmarc") } end
      local evidence = { { name = found.place.name, type = "TXT", value = found.record } }
      local mailbox, there = audit.args.mailbox or "dmarc@" .. audit.domain, false
      for _, item in ipairs(found.said.rua or {}) do there = there or item.address == mailbox end
      if not there then
         audit:find("house-reports", { type = "TXT", fields = { mailbox = mailbox }, evidence = evidence })
      end
      local policy, wanted = found.policy or "none", audit.args.policy or "quarantine"
      if STRENGTH[policy] < (STRENGTH[wanted] or 3) then
         audit:find("house-policy", { type = "TXT", fields = { policy = policy, wanted = wanted },
            evidence = evidence })
      end
   end,
}
