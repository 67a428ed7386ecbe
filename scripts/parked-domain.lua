-- SPDX-License-Identifier: MIT
-- Recipe: is a domain that sends and receives no mail locked against those who would use its name?
local NULL_MX = "0 ."

local function publish(name, rrtype, data) return ("%s. %s %s"):format(name, rrtype, data) end

local codes = {
   ["parked-spf-open"] = {
      severity = "warning", fields = {}, reference = "M3AAWG Protecting Parked Domains",
      text = "{subject} does not say in SPF that it sends no mail.",
      why = "Anyone may put the domain into the envelope.", advice = "Publish:",
   },
   ["parked-mx-open"] = {
      severity = "warning", fields = {}, reference = "RFC 7505 3",
      text = "{subject} does not say by a null MX that it receives no mail.",
      why = "Senders try for days, and replies to forged mail go somewhere.", advice = "Publish:",
   },
   ["parked-dmarc-open"] = {
      severity = "warning", fields = {}, reference = "M3AAWG Protecting Parked Domains",
      text = "{subject} has no DMARC record with p=reject.",
      why = "Anyone may write the domain into the From header.", advice = "Publish:",
   },
   ["parked-key-found"] = {
      severity = "notice", fields = {}, reference = "M3AAWG Protecting Parked Domains",
      text = "{subject} does not revoke every DKIM key.",
      why = "A forgotten key lets its holder sign for the domain.", advice = "Publish:",
   },
   ["parked-locked"] = {
      severity = "ok", fields = {}, reference = "M3AAWG Protecting Parked Domains",
      text = "{subject} is locked: no sender, no receiver, p=reject, no key.", why = "Nothing passes in its name.",
   },
   ["parked-unknown"] = {
      severity = "unknown", fields = { "type", "status" }, reference = "RFC 2308 7",
      text = "{type} at {subject} could not be learnt: {status}.",
      why = "No answer is not the answer \"no\".",
   },
}

-- { name, type, whether a value locks, code, data to publish }
local function wanted(domain)
   return {
      { domain, "TXT", "^[vV]=[sS][pP][fF]1 %-all%s*$", "parked-spf-open", '"v=spf1 -all"' },
      { domain, "MX", "^0 %.$", "parked-mx-open", NULL_MX },
      { "_dmarc." .. domain, "TXT", "^v%s*=%s*DMARC1%s*;%s*p%s*=%s*reject", "parked-dmarc-open",
         '"v=DMARC1; p=reject"' },
      { "*._domainkey." .. domain, "TXT", "^v=DKIM1;%s*p=%s*;?%s*$", "parked-key-found", '"v=DKIM1; p="' },
   }
end

local function holds(answer, pattern)
   for i = 1, #answer do
      local value = type(answer[i]) == "string" and answer[i] or answer:text(i)
      if value:find(pattern) then return true end
   end
   return false
end

return {
   summary = "Is a domain that sends no mail locked against forgery (SPF, null MX, DMARC, DKIM)?",
   tags = { "safe", "parked" },
   codes = codes,
   output = [[
$ sesame run parked-domain --zone examples/acme.zone --offline acme.example
acme.example: 3 warnings, 1 notice

WARNINGS (3): will bite

* _dmarc.acme.example has no DMARC record with p=reject.
  Why:  Anyone may write the domain into the From header.
  Do:   Publish:
        _dmarc.acme.example. TXT "v=DMARC1; p=reject"
  See:  M3AAWG Protecting Parked Domains; sesame explain parked-dmarc-open

* acme.example does not say by a null MX that it receives no mail.
  Why:  Senders try for days, and replies to forged mail go somewhere.
  Do:   Publish:
        acme.example. MX 0 .
  See:  RFC 7505 3; sesame explain parked-mx-open

* acme.example does not say in SPF that it sends no mail.
  Why:  Anyone may put the domain into the envelope.
  Do:   Publish:
        acme.example. TXT "v=spf1 -all"
  See:  M3AAWG Protecting Parked Domains; sesame explain parked-spf-open

NOTICES (1): worth knowing

* *._domainkey.acme.example does not revoke every DKIM key.
  Why:  A forgotten key lets its holder sign for the domain.
  Do:   Publish:
        *._domainkey.acme.example. TXT "v=DKIM1; p="
  See:  M3AAWG Protecting Parked Domains; sesame explain parked-key-found
]],
   run = function(audit)
      local list, questions = wanted(audit.domain), {}
      for i, item in ipairs(list) do questions[i] = { name = item[1]:gsub("^%*", "sesame-probe"), type = item[2] } end
      local locked = true
      for i, answer in ipairs(audit:get_all(questions)) do
         local name, rrtype, pattern, code, data = table.unpack(list[i])
         if answer.known == "unknown" then
            locked = false
            audit:find("parked-unknown", {
               subject = name, type = rrtype, fields = { type = rrtype, status = answer.status },
            })
         elseif not holds(answer, pattern) then
            locked = false
            audit:find(code, { subject = name, type = rrtype, publish = { publish(name, rrtype, data) } })
         end
      end
      if locked then audit:find("parked-locked", { type = "TXT" }) end
   end,
}
